import {
  askHands,
  callMeeting,
  countHands,
  draftMinutes,
  endWord,
  enterAttendance,
  enterWord,
  giveWord,
  holdMeeting,
  noteDecision,
  openItem,
  proposeAmendment,
  publishMinutes,
  putProposal,
  recordMinutes,
  recordOf,
  settleAmendment,
  signMinutes,
} from '#modules/meetings';
import type { CastKey } from './cast.ts';
import { svgJpeg } from './pictures/index.ts';
import { done, type Stage } from './stage.ts';

const secretary: CastKey = 'changdao-secretary';
const director: CastKey = 'changdao-director';

/** A drawn hand: a line that runs like a name. */
const scrawl = (points: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300"><rect width="900" height="300" fill="#fff"/><polyline points="${points}" fill="none" stroke="#111" stroke-width="7" stroke-linejoin="round"/></svg>`;
const hands: Readonly<Record<string, string>> = {
  chair: '90,200 150,80 170,220 230,90 250,200 330,130 360,210 440,100 470,190 560,150',
  recorder: '120,150 210,110 190,210 280,120 300,220 390,90 380,200 480,160 560,120 620,200',
};

/** Calls a talk, so many days from today, and enters who came. */
async function talk(stage: Stage, key: string, title: string, agenda: string[], day: number): Promise<string> {
  const neighbourhoodId = await stage.neighbourhoodId('pd-changdao');
  stage.on(day - 4);
  const { meetingId } = await done(
    'call',
    callMeeting(await stage.as(secretary, `${key} call`), {
      neighbourhoodId,
      kind: 'talk',
      title,
      place: '长岛花苑活动室',
      startsAt: stage.instant(day, '08:30'),
      chairPersonId: await stage.personId(director),
      agenda,
    }),
  );
  const doors = (await stage.households('pd-changdao')).slice(0, 9).map((home) => home.label);
  stage.on(day);
  await done('attendance', enterAttendance(await stage.as(secretary, `${key} attendance`), { meetingId, lines: doors.join('\n'), how: 'paper' }));
  return meetingId;
}

/** Opens an item and lets somebody speak on it. */
async function speak(stage: Stage, key: string, meetingId: string, name: string, said: string): Promise<void> {
  const { wordId } = await done('word', enterWord(await stage.as(secretary, `${key} word`), { meetingId, name }));
  await done('give', giveWord(await stage.as(secretary, `${key} give`), { meetingId, wordId, limitSeconds: 180 }));
  await done('end', endWord(await stage.as(secretary, `${key} end`), { meetingId, wordId, said }));
}

/** 长岛花苑: a talk with everything in its record, its minutes signed on the screen; and one that goes on this morning. Invented. */
export async function tellMeetingsInside(stage: Stage): Promise<void> {
  const meetingId = await talk(stage, 'lane care', '海棠巷养护议事会', ['今年谁来管', '花池怎么补种'], -6);
  const as = async (step: string, who: CastKey = secretary) => stage.as(who, `lane care ${step}`);
  await done('item', openItem(await as('item 1'), { meetingId, position: 1 }));
  await speak(stage, 'lane care 1', meetingId, '楼组长', '认养牌上写了名字，大家就会当自己的花看。');
  await done('decide', noteDecision(await as('decide'), { meetingId, text: '每月第一个周六一起修枝，认养的人家轮流带队。' }));
  await done('item', openItem(await as('item 2'), { meetingId, position: 2 }));
  await speak(stage, 'lane care 2', meetingId, '3楼居民', '背阴的两个花池种月季活不了，换八角金盘。');
  const { proposalId } = await done('propose', putProposal(await as('propose'), { meetingId, authorName: '楼组长', text: '春天补种月季十二棵' }));
  const { amendmentId } = await done(
    'amend',
    proposeAmendment(await as('amend'), { meetingId, proposalId, authorName: '3楼居民', text: '春天补种月季八棵、八角金盘四棵' }),
  );
  await done('accept', settleAmendment(await as('accept'), { meetingId, amendmentId, as: 'accepted' }));
  const { questionId } = await done('ask', askHands(await as('ask'), { meetingId, proposalId, rule: 'half' }));
  const counters = { meetingId, questionId, firstCounter: '徐师傅', secondCounter: '楼组长' };
  await done('count', countHands(await as('count'), { ...counters, yes: 6, no: 1, abstain: 1 }));
  await done('recount', countHands(await as('recount'), { ...counters, yes: 7, no: 1, abstain: 1, reason: '后排一位举手没有数到' }));
  await done('hold', holdMeeting(await as('hold'), { meetingId }));
  const draft = draftMinutes(await stage.read((tx) => recordOf(tx, meetingId)));
  await done('minutes', recordMinutes(await as('minutes'), { meetingId, ...draft }));
  for (const [capacity, who] of [
    ['chair', director],
    ['recorder', secretary],
  ] as const) {
    const file = await stage.store(`signature ${capacity}`, () => svgJpeg(scrawl(hands[capacity] ?? '')));
    const { name } = await stage.actor(who);
    await done(
      'sign',
      signMinutes(await as(`sign ${capacity}`, who), { meetingId, version: 1, name, capacity, how: 'drawn', file: { ...file, name: '签名.jpg' } }),
    );
  }
  await done('publish', publishMinutes(await as('publish'), { meetingId }));

  const now = await talk(stage, 'charging', '电动车充电议事会', ['装在哪里', '电费怎么算', '谁来管'], 0);
  const charging = async (step: string, who: CastKey = secretary) => stage.as(who, `charging ${step}`);
  await done('item', openItem(await charging('item 1'), { meetingId: now, position: 1 }));
  await speak(stage, 'charging 1', now, '物业公司', '北墙有电源，离楼八米，消防通道不占。');
  await done('propose', putProposal(await charging('propose'), { meetingId: now, authorName: '物业公司', text: '充电桩装在北墙，十个接口' }));
  await done('word', enterWord(await charging('next'), { meetingId: now, name: '2楼居民' }));
}
