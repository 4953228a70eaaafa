import { expect } from 'vitest';
import { type Crew, type Entry, expectTurn, send, takeUp } from './crew.ts';
import { photo } from './papers.ts';

// The doors as the paper lists name them; 王小英 lives behind the first.
const doors = [1, 2, 3].flatMap((building) =>
  [1, 2].flatMap((entrance) => [1, 2, 3, 4].flatMap((floor) => [1, 2].map((room) => `${building}-${entrance}-${floor}0${room}`))),
);

const idOf = (path: string): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(path)?.[0] ?? '';

/** A resident raises the matter by the door code; a neighbour supports it; the secretary adopts it. Returns the matter's id. */
export async function raiseAndAdopt(crew: Crew): Promise<string> {
  // The code stands on the paper beside the door; the secretary prints it.
  const secretary = await crew.as('唐秀英');
  await secretary.open('/n/pd-cailu');
  await secretary.follow('1号楼');
  const [, ...door] = /1单元101 .*?([0-9A-Z]{4})-([0-9A-Z]{4})/.exec(await secretary.text()) ?? [];
  const wang = await crew.as('王小英');
  await wang.open(`/d/${door.join('')}`);
  await wang.follow('我要提一件事');
  await wang.fill(/什么事/, '楼道里四十年没有灯，晚上上楼全靠摸。四幢楼都一样，能不能把灯装起来？');
  await wang.press('提出');
  expect(await wang.text()).toContain('1 户附议');
  await expectTurn(wang, '答复议题', '唐秀英');
  const path = wang.path;
  const chen = await crew.as('陈伟');
  await chen.open(path);
  await chen.press('我也附议');
  expect(await chen.text()).toContain('2 户附议');
  await takeUp(secretary, /答复议题/);
  await send(secretary, '/adopt', { venue: 'hearing', reason: '附议的人家多，先开听证会。' });
  expect(await secretary.text()).toContain('已采纳');
  // What happened to what I said is one tap away.
  await wang.open(path);
  expect(await wang.text()).toContain('附议的人家多');
  return idOf(path);
}

/** A hearing: notice, sign-in by code and by paper list, minutes, a resolution with executor, supervisor and deadline. */
export async function hear(crew: Crew, matterId: string): Promise<void> {
  const secretary = await crew.as('唐秀英');
  await secretary.open(`/matters/${matterId}`);
  await secretary.follow('为此召开会议');
  await send(secretary, '/meetings/new', {
    kind: 'hearing',
    title: '楼道装灯听证会',
    day: crew.dayIn(7),
    time: '09:00',
    venue: '居委会活动室',
    agenda: '听取意见\n议定做法',
  });
  const meeting = secretary.path;
  crew.site.advance(7);
  await secretary.open(`${meeting}/board`);
  const code = /签到码[：:\s]*([0-9A-Z]{6,10})/.exec(await secretary.text())?.[1] ?? '';
  const wang = await crew.as('王小英');
  await wang.open(`${meeting}/sign-in?code=${code}`);
  await wang.press(/我到了/);
  expect(await wang.text()).toContain('签到成功');
  await takeUp(secretary, /召开会议：楼道装灯听证会/);
  await holdAndPublish(crew, meeting, {
    lines: '2-1-201 李桂珍\n3-2-302 陈伟\n4-1-102\n1-2-101\n1-2-102',
    said: '王小英：看得见脚下就行\n张志强：没有物业，管护要落到人',
    'resolution-0-text': '每层装一盏声控灯，申请自治金，每户自愿出五十元',
    'resolution-0-executor': { option: '唐秀英' },
    'resolution-0-supervisor': { option: '李桂珍' },
    'resolution-0-deadline': crew.dayIn(200),
  });
  await wang.open(meeting);
  expect(await wang.text()).toContain('每层装一盏声控灯');
}

/** What came of a meeting is entered by the secretary: the paper sign-in list, minutes with what was decided, and it is published. */
export async function holdAndPublish(crew: Crew, meeting: string, outcome: { lines: string; said: string } & Record<string, Entry>): Promise<void> {
  const secretary = await crew.as('唐秀英');
  const { lines, ...minutes } = outcome;
  await secretary.open(`${meeting}/attendance`);
  await send(secretary, '/attendance', { lines, how: 'paper' });
  await secretary.open(meeting);
  await send(secretary, '/hold', {});
  await takeUp(secretary, /记录会议纪要/);
  await send(secretary, '/minutes', minutes);
  await send(secretary, '/publish', {});
  expect(await secretary.text()).toContain('纪要已公布');
}

/** The assembly's counted vote, one per household: roll shown, frozen, voted by phone and on paper, counted with every test. */
export async function allowCollection(crew: Crew, matterId: string): Promise<void> {
  const secretary = await crew.as('唐秀英');
  await secretary.open(`/meetings/new?matter=${matterId}`);
  await send(secretary, '/meetings/new', {
    kind: 'assembly',
    form: 'one_per_household',
    title: '居民会议：每户五十元',
    day: crew.dayIn(7),
    time: '09:00',
    venue: '居委会活动室',
    agenda: '逐户表决',
  });
  const meeting = secretary.path;
  await secretary.open(`/ballots/new?meeting=${idOf(meeting)}`);
  await send(secretary, '/ballots/new', {
    question: '是否同意每户自愿出资50元，用于楼道装灯',
    law: 'collection-households',
    day: crew.dayIn(9),
    time: '20:00',
  });
  const ballot = secretary.path;
  await send(secretary, '/roll', { until: crew.dayIn(6) });
  crew.site.advance(7);
  await secretary.open(ballot);
  await send(secretary, '/open', {});
  // From the ballot's page to a cast vote is one tap and no typing.
  const wang = await crew.as('王小英');
  await wang.open(ballot);
  await wang.press('同意');
  expect(await wang.text()).toMatch(/已投|投过/);
  crew.site.advance(0, 1);
  // Paper slips for the households, taken from door to door; what came back is read by two people, each for themselves.
  await secretary.open(`${ballot}/papers`);
  await send(secretary, '/slips', {});
  await secretary.open(`${ballot}/papers`);
  await send(secretary, '/slips/issue', { to: '各楼组长' });
  const read = doors
    .slice(1, 45)
    .map((door, index) => `${door} ${index < 40 ? '同意' : index < 43 ? '不同意' : '弃权'}`)
    .join('\n');
  await secretary.open(`${ballot}/batches/new`);
  await send(secretary, '/batches/new', { lines: read, scan: await photo('receipts') });
  const batch = secretary.path;
  const director = await crew.as('张志强');
  await director.open(batch);
  await send(director, '/second', { lines: read });
  await send(director, '/record', {});
  await holdAndPublish(crew, meeting, {
    lines: doors.slice(1, 45).join('\n'),
    said: '张志强：这笔钱自愿交，账目贴在公开栏。',
    decisions: '逐户表决，结果另行公布。',
  });
  // The evening of the last day, after eight.
  crew.site.advance(2, 10);
  await secretary.open(`${ballot}/reconciliation`);
  await send(secretary, '/reconciliation', { leftOver: '0', byHand: '44', watcher: '李桂珍' });
  await takeUp(secretary, /结束表决并公布结果/);
  await send(secretary, '/close', {});
  crew.site.advance(0, 13);
  const result = await secretary.text();
  expect(result).toContain('通过');
  expect(result).toContain('同意 41 户');
  await wang.open(ballot);
  expect(await wang.text()).toContain('第十六条');
}
