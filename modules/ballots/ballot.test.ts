import { describe, expect, it } from 'vitest';
import { type BallotState, lastBeforeClosingCounts, mayClose, papersAreShown, rollWasOpenToObjections, step, voteIsInTime } from './ballot.ts';
import { ballotLaws } from './law.ts';
import { outcomeOf } from './outcome.ts';
import { type Choice, yesNo } from './question.ts';
import { resultText, testText } from './result-text.ts';
import { ownersFromHomes, rollDigest } from './roll.ts';

const at = (instant: string) => new Date(instant);

describe('a ballot', () => {
  it('goes draft → roll shown → open → closed, and no other way; it is given up only before it opens', () => {
    const states: BallotState[] = ['draft', 'roll_shown', 'open', 'closed', 'cancelled'];
    const may = states.map((state) => (['roll_shown', 'open', 'closed', 'cancelled'] as const).filter((to) => step(state, to).ok));
    expect(may).toEqual([['roll_shown', 'cancelled'], ['roll_shown', 'open', 'cancelled'], ['closed'], [], []]);
  });
  it('opens from the day after the last day for objections', () => {
    expect(rollWasOpenToObjections({ objectionsUntil: '2026-11-04' }, '2026-11-04')).toBe(false);
    expect(rollWasOpenToObjections({ objectionsUntil: '2026-11-04' }, '2026-11-05')).toBe(true);
    expect(rollWasOpenToObjections({ objectionsUntil: null }, '2026-11-05')).toBe(false);
  });
  it('takes a vote from its opening until just before its closing', () => {
    const ballot = { state: 'open' as const, openedAt: at('2026-11-05T09:00:00+08:00'), closesAt: at('2026-11-10T20:00:00+08:00') };
    expect(
      ['2026-11-05T08:59:59+08:00', '2026-11-05T09:00:00+08:00', '2026-11-10T19:59:59+08:00', '2026-11-10T20:00:00+08:00'].map((when) =>
        voteIsInTime(ballot, at(when)),
      ),
    ).toEqual([false, true, true, false]);
    expect(mayClose(ballot, at('2026-11-10T19:59:59+08:00'))).toBe(false);
    expect(mayClose(ballot, at('2026-11-10T20:00:00+08:00'))).toBe(true);
  });
  it('takes papers only with their picture; word and hand have none', () => {
    expect((['paper', 'assisted', 'hands'] as const).map((channel) => papersAreShown(channel, false))).toEqual([false, true, true]);
    expect(papersAreShown('paper', true)).toBe(true);
  });
  it('counts of several votes the one cast last, however late it was typed', () => {
    const phone = { version: 1, castAt: at('2026-11-07T09:00:00+08:00') };
    const paper = { version: 2, castAt: at('2026-11-06T10:00:00+08:00') };
    expect(lastBeforeClosingCounts([phone, paper])).toBe(phone);
    expect(lastBeforeClosingCounts([paper, { ...paper, version: 3 }])?.version).toBe(3);
    expect(lastBeforeClosingCounts([])).toBeNull();
  });
});

describe('the roll', () => {
  it('makes one head of all homes of an owner, with all their area', () => {
    const home = (homeId: string, ownerNo: string | null, areaCentiM2: bigint | null) => ({
      homeId,
      label: homeId,
      ownerNo,
      areaCentiM2,
      personIds: [`p-${ownerNo ?? homeId}`],
    });
    const owners = ownersFromHomes([home('101', 'A', 5820n), home('102', null, 6000n), home('201', 'A', 4000n)]);
    expect(owners.ok && owners.value.map((owner) => [owner.electorId, owner.label, owner.areaCentiM2, owner.personIds])).toEqual([
      ['101', '101、201', 9820n, ['p-A']],
      ['102', '102', 6000n, ['p-102']],
    ]);
    expect(ownersFromHomes([home('101', 'A', null)])).toEqual({ ok: false, error: 'area-missing' });
  });
  it('has a digest that any change of a line changes', () => {
    const lines = [
      { no: 1, electorId: 'a', label: '101', personIds: ['x'], areaCentiM2: null },
      { no: 2, electorId: 'b', label: '102', personIds: [], areaCentiM2: 1n },
    ];
    const digest = rollDigest(lines);
    expect(rollDigest([lines[1]!, lines[0]!])).toBe(digest);
    const changes = [
      lines.slice(0, 1),
      [{ ...lines[0]!, label: '103' }, lines[1]!],
      [{ ...lines[0]!, personIds: [] }, lines[1]!],
      [lines[0]!, { ...lines[1]!, areaCentiM2: 2n }],
    ];
    for (const changed of changes) expect(rollDigest(changed)).not.toBe(digest);
  });
});

describe('the outcome', () => {
  const law = { ...ballotLaws['collection-households']!, ...yesNo };
  const roll = Array.from({ length: 62 }, (_, i) => ({ electorId: `h${i + 1}`, areaCentiM2: null }));
  const choices = (yes: number, no: number, abstain: number) =>
    new Map<string, { choice: Choice }>([
      ...Array.from({ length: yes }, (_, i) => [`h${i + 1}`, { choice: 'yes' }] as const),
      ...Array.from({ length: no }, (_, i) => [`h${yes + i + 1}`, { choice: 'no' }] as const),
      ...Array.from({ length: abstain }, (_, i) => [`h${yes + no + i + 1}`, { choice: 'abstain' }] as const),
    ]);
  it('of 62 households, 60 taking part and 55 agreeing: passed, said in words', () => {
    const outcome = outcomeOf(law, [], roll, choices(55, 3, 2), []);
    expect(outcome).toMatchObject({ passed: true, quorate: true, certain: true, counts: { yes: 55, no: 3, abstain: 2, roll: 62 } });
    expect(outcome.tests.map((test) => testText(test, 'zh'))).toEqual([
      '参加 60 户，名册总数 62 户，须超过名册总数的半数',
      '同意 55 户，到会 60 户，须超过到会的半数',
    ]);
    expect(resultText({ question: '每户筹集 50 元', electorate: 'household', clause: '第十六条', kind: 'yes-no', secrecy: 'named' }, outcome)).toContain(
      '名册 62 户，参加表决 60 户：同意 55，不同意 3，弃权 2。\n\n参加 60 户，名册总数 62 户，须超过名册总数的半数：达到。',
    );
  });
  it('without a quorum nothing passes, and it says how many are missing', () => {
    const outcome = outcomeOf(law, [], roll, choices(31, 0, 0), []);
    expect(outcome).toMatchObject({ passed: false, quorate: false, certain: false });
    expect(outcome.tests[0]).toMatchObject({ numerator: 31, denominator: 62, missing: 1 });
  });
});
