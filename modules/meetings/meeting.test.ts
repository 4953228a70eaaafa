import { describe, expect, it } from 'vitest';
import { typedCode } from './code.ts';
import { requiredInvitees } from './law.ts';
import { brokenRules, type Meeting, missingForQuorum, moreThanHalfOfThosePresentAgreed, moreThanHalfTookPart, phoneMaySignIn, step } from './meeting.ts';
import { handsNeverExceedThosePresent } from './minutes.ts';
import { doorKey, matchPaperList } from './paper-list.ts';
import { deadlineHasPassed, follow, type ProgressKind, type ResolutionState, supervisorIsNotTheExecutor, turnOf } from './resolution.ts';

const at = (instant: string) => new Date(instant);

describe('a code as people type it', () => {
  it('may have blanks, hyphens, small and full-width letters', () => {
    for (const typed of ['SNUX4L8E', ' snux 4l8e ', 'snux-4l8e', 'ＳＮＵＸ４Ｌ８Ｅ']) expect(typedCode(typed)).toBe('SNUX4L8E');
  });
});

describe('a meeting', () => {
  it('goes called → held → minuted → published; it is cancelled only before it is held', () => {
    const table: [Meeting['state'], 'held' | 'minuted' | 'published' | 'cancelled', boolean][] = [
      ['called', 'held', true],
      ['called', 'minuted', false],
      ['called', 'published', false],
      ['called', 'cancelled', true],
      ['held', 'held', false],
      ['held', 'minuted', true],
      ['held', 'published', false],
      ['held', 'cancelled', false],
      ['minuted', 'minuted', true],
      ['minuted', 'published', true],
      ['minuted', 'cancelled', false],
      ['published', 'minuted', true],
      ['published', 'published', false],
      ['published', 'held', false],
      ['published', 'cancelled', false],
      ['cancelled', 'held', false],
      ['cancelled', 'minuted', false],
      ['cancelled', 'published', false],
      ['cancelled', 'cancelled', false],
    ];
    for (const [state, to, may] of table) expect([state, to, step({ state }, to).ok]).toEqual([state, to, may]);
  });
  it('takes a phone from two hours before until its sign-in is closed', () => {
    const meeting = { state: 'called' as const, startsAt: at('2026-11-05T19:00:00+08:00') };
    expect(phoneMaySignIn(meeting, at('2026-11-05T16:59:59+08:00'))).toBe(false);
    expect(phoneMaySignIn(meeting, at('2026-11-05T17:00:00+08:00'))).toBe(true);
    expect(phoneMaySignIn({ ...meeting, state: 'held' }, at('2026-11-05T19:30:00+08:00'))).toBe(false);
  });
});

describe('a quorum', () => {
  it('is more than half, not half', () => {
    expect([moreThanHalfTookPart(31, 62), moreThanHalfTookPart(32, 62)]).toEqual([false, true]);
    expect([moreThanHalfTookPart(31, 61), moreThanHalfTookPart(30, 61)]).toEqual([true, false]);
    expect([missingForQuorum(0, 62), missingForQuorum(31, 62), missingForQuorum(32, 62), missingForQuorum(60, 62)]).toEqual([32, 1, 0, 0]);
    expect([moreThanHalfOfThosePresentAgreed(30, 60), moreThanHalfOfThosePresentAgreed(31, 60)]).toEqual([false, true]);
  });
  it('belongs to the assembly; a hearing has none, but its director must chair', () => {
    const meeting = {
      kind: 'assembly' as const,
      quorum: { num: 1, den: 2, strict: true, clause: '第九条' },
      calledAt: at('2026-11-02T09:00:00+08:00'),
      startsAt: at('2026-11-05T19:00:00+08:00'),
      noticeDaysNeeded: null,
      noticeEarliest: null,
      noticeClause: null,
    };
    expect(brokenRules(meeting, { present: 31, entitled: 62, directorChairs: false })).toEqual([
      { rule: 'too-few-present', clause: expect.stringContaining('第九条'), numbers: { present: 31, entitled: 62 } },
    ]);
    expect(brokenRules({ ...meeting, kind: 'hearing', quorum: null }, { present: 3, entitled: null, directorChairs: true })).toEqual([]);
    expect(
      brokenRules({ ...meeting, kind: 'hearing', quorum: null }, { present: 3, entitled: null, directorChairs: false }).map((breach) => breach.rule),
    ).toEqual(['director-did-not-chair']);
  });
  it('a notice shorter than the office asks for is noted with both figures', () => {
    const meeting = {
      kind: 'hearing' as const,
      quorum: null,
      calledAt: at('2026-11-02T09:00:00+08:00'),
      startsAt: at('2026-11-04T19:00:00+08:00'),
      noticeDaysNeeded: 3,
      noticeEarliest: '2026-11-05',
      noticeClause: '第五条',
    };
    expect(brokenRules(meeting, { present: 9, entitled: null, directorChairs: true })).toEqual([
      { rule: 'notice-too-short', clause: '第五条', numbers: { givenDays: 2, neededDays: 3 } },
    ]);
    expect(brokenRules({ ...meeting, startsAt: at('2026-11-05T00:00:00+08:00') }, { present: 9, entitled: null, directorChairs: true })).toEqual([]);
  });
  it('invites to a hearing whom the trial measures name', () => {
    expect(requiredInvitees('hearing', null).map((item) => item.rule)).toEqual(['affected_residents', 'assembly_representatives', 'area_organisations']);
    expect(requiredInvitees('assembly', 'one_per_household').map((item) => item.rule)).toEqual(['each_household']);
    expect(requiredInvitees('talk', null)).toEqual([]);
  });
  it('never has more hands than people', () => {
    expect(handsNeverExceedThosePresent({ yes: 55, no: 3, abstain: 2 }, 60)).toBe(true);
    expect(handsNeverExceedThosePresent({ yes: 55, no: 4, abstain: 2 }, 60)).toBe(false);
  });
});

describe('a resolution', () => {
  it('is carried out, checked and appraised, each by who is meant', () => {
    const story: [ResolutionState, ProgressKind | null, ProgressKind, ResolutionState | 'wrong-state'][] = [
      ['open', null, 'report', 'progress'],
      ['open', null, 'finish', 'progress'],
      ['open', null, 'accept', 'wrong-state'],
      ['open', null, 'appraise', 'wrong-state'],
      ['progress', 'report', 'finish', 'progress'],
      ['progress', 'finish', 'report', 'wrong-state'],
      ['progress', 'finish', 'return', 'progress'],
      ['progress', 'finish', 'accept', 'done'],
      ['progress', 'return', 'finish', 'progress'],
      ['progress', 'return', 'accept', 'wrong-state'],
      ['open', null, 'overdue', 'overdue'],
      ['overdue', 'report', 'report', 'overdue'],
      ['overdue', 'report', 'finish', 'overdue'],
      ['overdue', 'finish', 'accept', 'done'],
      ['done', 'accept', 'appraise', 'appraised'],
      ['done', 'accept', 'overdue', 'wrong-state'],
      ['done', 'accept', 'reopen', 'progress'],
      ['progress', 'reopen', 'finish', 'progress'],
      ['progress', 'report', 'ask-later', 'progress'],
      ['overdue', 'report', 'ask-later', 'overdue'],
      ['overdue', 'ask-later', 'grant-later', 'progress'],
      ['overdue', 'ask-later', 'refuse-later', 'overdue'],
      ['overdue', 'ask-later', 'accept', 'wrong-state'],
      ['progress', 'finish', 'grant-later', 'wrong-state'],
      ['progress', 'finish', 'ask-later', 'wrong-state'],
      ['appraised', 'appraise', 'report', 'wrong-state'],
      ['appraised', 'appraise', 'appraise', 'wrong-state'],
    ];
    for (const [state, last, kind, expected] of story) {
      const next = follow(state, last, kind);
      expect([state, last, kind, next.ok ? next.value : next.error]).toEqual([state, last, kind, expected]);
    }
    expect([turnOf('open', null), turnOf('progress', 'finish'), turnOf('done', 'accept'), turnOf('appraised', 'appraise')]).toEqual([
      'executor',
      'supervisor',
      'residents',
      'nobody',
    ]);
  });
  it('is overdue from the day after its deadline', () => {
    expect(deadlineHasPassed({ state: 'progress', deadline: '2026-11-20' }, '2026-11-20')).toBe(false);
    expect(deadlineHasPassed({ state: 'progress', deadline: '2026-11-20' }, '2026-11-21')).toBe(true);
    expect(deadlineHasPassed({ state: 'done', deadline: '2026-11-20' }, '2026-11-21')).toBe(false);
    const person = (personId: string) => ({ personId, organisationId: null });
    const office = (organisationId: string) => ({ personId: null, organisationId });
    expect(supervisorIsNotTheExecutor(person('a'), person('a'))).toBe(false);
    expect(supervisorIsNotTheExecutor(office('a'), office('a'))).toBe(false);
    expect(supervisorIsNotTheExecutor(person('a'), office('a'))).toBe(true);
  });
});

describe('a paper list', () => {
  const home = (label: string, ...names: string[]) => ({ householdId: label, label, members: names.map((name) => ({ personId: `${label}/${name}`, name })) });
  const roster = [home('3号楼2单元401', '王小英', '赵国强'), home('3号楼2单元402', '张伟'), home('12号楼101', '张伟', '李秀兰')];
  it('reads a door however it is written', () => {
    for (const text of ['3号楼2单元401', '3-2-401', '３－２－４０１', '3 号楼 2 单元 401 室', '03/2/401'])
      expect([text, doorKey(text)]).toEqual([text, '3-2-401']);
  });
  it('finds doors, doors with a name, and names that only one person bears', () => {
    const { matched, unmatched } = matchPaperList('3-2-401 王小英\n\n3号楼2单元402\n李秀兰\n12号楼101 孙阿姨\n3-2-401 ', roster);
    // Nobody of that name lives there: the line counts for no door until the roster knows her.
    expect(unmatched).toEqual([{ line: '12号楼101 孙阿姨', reason: 'unknown-name' }]);
    expect(matched.map((line) => [line.householdId, line.personId, line.name])).toEqual([
      ['3号楼2单元401', '3号楼2单元401/王小英', '王小英'],
      ['3号楼2单元402', '3号楼2单元402/张伟', '张伟'],
      ['12号楼101', '12号楼101/李秀兰', '李秀兰'],
      ['3号楼2单元401', null, '3号楼2单元401'],
    ]);
  });
  it('guesses nothing: two of the name, nobody of the name, no such door', () => {
    expect(matchPaperList('张伟\n钱多多\n9-9-999', roster).unmatched).toEqual([
      { line: '张伟', reason: 'several' },
      { line: '钱多多', reason: 'nobody' },
      { line: '9-9-999', reason: 'nobody' },
    ]);
  });
  it('tells two compounds with the same door apart by their name', () => {
    const two = [home('海湾新城1号楼101', '王小英'), home('庆东苑1号楼101', '张伟')];
    expect(matchPaperList('1-101', two).unmatched).toEqual([{ line: '1-101', reason: 'nobody' }]);
    expect(matchPaperList('庆东苑1-101', two).matched.map((line) => line.householdId)).toEqual(['庆东苑1号楼101']);
  });
});
