import { describe, expect, test } from 'vitest';
import { FACTS, read } from './example.fixture.ts';
import { HILL_CITY, PORT_SIDE, WATER_TOWN } from './three-packs.fixture.ts';
import {
  type ApplicationFacts,
  checkApplication,
  checkDeadline,
  checkMeetings,
  explain,
  numberingRule,
  papersOf,
  projectNumber,
  projectTiers,
  type Reason,
  resolvePack,
  returnRule,
  type Ruling,
  unsetSettings,
  yearQuotas,
} from './index.ts';

const day = '2026-05-20';
function inForce(pack: object, on = day, rulesOn = on) {
  const resolved = resolvePack([read(pack)], Object(pack).code, [], on, rulesOn);
  if (!resolved.ok) throw new Error(resolved.error);
  return resolved.value;
}
const asked: Partial<ApplicationFacts> = { collectionFen: 0n, perHouseholdFen: 0n, grantFen: 1_000_000n, evidence: ['photos', 'drawings'], year: 2026 };
const check = (pack: object, facts: Partial<ApplicationFacts>, rulings: readonly Ruling[] = [], on = day) =>
  checkApplication(inForce(pack, on), { ...FACTS, ...asked, ...facts }, rulings);
const codes = (reasons: readonly Reason[], rule: string) => reasons.filter((each) => each.rule === rule).map(({ code, outcome }) => `${code} ${outcome}`);
const ruling = (ruleId: string, terms: string[], decision: 'allowed' | 'forbidden' = 'allowed'): Ruling => ({
  id: `r-${ruleId}-${terms.join()}`,
  ruleId,
  terms,
  decision,
  reach: 'project',
  projectId: FACTS.projectId,
  reason: '情况属实',
  byName: '周敏',
  day,
  validFrom: null,
  validTo: null,
  endedOn: null,
});

describe('水乡: sums by heads, kinds of project with different caps', () => {
  const town = (facts: Partial<ApplicationFacts>) => check(WATER_TOWN, { households: 900, residents: 2_401, projectTier: 'works', ...facts }).reasons;

  test('a hundred residents begun count whole; the sum ends at its ceiling', () => {
    const capOf = (residents: number) => yearQuotas(inForce(WATER_TOWN), { residents })[0];
    expect(capOf(2_400)).toMatchObject({ kind: 'known', fen: 2_880_000n });
    expect(capOf(2_401)).toMatchObject({ kind: 'known', fen: 3_000_000n });
    expect(capOf(0)).toMatchObject({ fen: 0n });
    expect(capOf(100_000)).toMatchObject({ fen: 9_000_000n });
    expect(yearQuotas(inForce(WATER_TOWN), {})[0]).toMatchObject({ kind: 'no-heads', per: 'resident' });
  });

  test('households beyond 800 raise the cap of a works project, to the fen', () => {
    // 20,000 + 100 × 15 = 21,500 yuan
    expect(codes(town({ grantFen: 2_150_000n }), 'household-cap')).toEqual(['within-cap pass']);
    expect(codes(town({ grantFen: 2_150_001n }), 'household-cap')).toEqual(['above-cap block']);
    expect(codes(town({ grantFen: 2_000_001n, households: 800 }), 'household-cap')).toEqual(['above-cap block']);
    expect(codes(town({ households: null }), 'household-cap')).toEqual(['count-unknown needs-ruling']);
  });

  test('an activity has its own cap, and no drawings are asked of it', () => {
    expect(projectTiers(inForce(WATER_TOWN)).map(({ code }) => code)).toEqual(['works', 'activity']);
    const activity = town({ projectTier: 'activity', grantFen: 500_001n, evidence: ['photos'] });
    expect(codes(activity, 'kinds')).toEqual(['above-cap block']);
    expect(codes(activity, 'household-cap')).toEqual([]);
    expect(codes(activity, 'works-papers')).toEqual(['evidence-present pass']);
    expect(codes(town({ evidence: ['photos'] }), 'works-papers')).toEqual(['evidence-present pass', 'evidence-missing block']);
  });

  test('no part of the year is overdrawn: its own share, and what is kept for others', () => {
    // 30,000 yuan in the year: activities at most 20 %; works at most what the 10 % of study leave.
    expect(codes(town({ projectTier: 'activity', grantFen: 600_000n }), 'parts')).toEqual(['within-part pass']);
    expect(codes(town({ projectTier: 'activity', grantFen: 600_001n }), 'parts')).toEqual(['above-part needs-ruling']);
    expect(codes(town({ projectTier: 'activity', grantFen: 300_000n, tierYearFen: { activity: 300_001n, works: 9n } }), 'parts')).toEqual([
      'above-part needs-ruling',
    ]);
    expect(codes(town({ grantFen: 2_000_000n, tierYearFen: { works: 700_000n } }), 'parts')).toEqual(['within-part pass']);
    expect(codes(town({ grantFen: 2_000_001n, tierYearFen: { works: 700_000n } }), 'parts')).toEqual(['above-part needs-ruling']);
  });

  test('projects are numbered as the policy says', () => {
    const rule = numberingRule(inForce(WATER_TOWN))?.rule;
    expect(rule && projectNumber(rule, { subdistrict: 'SX', community: '03', year: 2026, serial: 7 })).toBe('SX-03-2026-007');
    expect(rule && projectNumber({ ...rule, serialDigits: null }, { subdistrict: 'SX', community: '03', year: 2026, serial: 7 })).toBeNull();
  });
});

describe('山城: agreement of representatives, last days, three questions', () => {
  const met = { meeting: 'representatives' as const, entitled: 70, present: 42, agreed: 28 };
  const answered = ['private', 'other-duty', 'government'].map((term) => ruling('refusal', [term]));
  const city = (facts: Partial<ApplicationFacts>, rulings = answered, on = day) => check(HILL_CITY, { meetings: [met], ...facts }, rulings, on);

  test('forty come, more than half of all, two thirds agree: and not one fewer', () => {
    expect(city({}).outcome).toBe('pass');
    const said = (change: Partial<typeof met>) => codes(city({ meetings: [{ ...met, ...change }] }).reasons, 'representatives');
    expect(said({ present: 39, agreed: 39 })).toEqual(['meeting-few block']);
    expect(said({ entitled: 84 })).toEqual(['meeting-quorum block']);
    expect(said({ agreed: 27 })).toEqual(['meeting-share block']);
    expect(codes(city({ meetings: [] }).reasons, 'representatives')).toEqual(['meeting-missing block']);
    expect(codes(city({ meetings: [{ ...met, agreed: 0 }, met] }).reasons, 'representatives')).toEqual(['meeting-held pass']);
    expect(checkMeetings(inForce(HILL_CITY), 'closing', { projectId: null }, [])).toEqual([]);
  });

  test('the three questions are answered by name, one by one; a yes refuses', () => {
    const open = city({}, answered.slice(1));
    expect(open.outcome).toBe('needs-ruling');
    expect(codes(open.reasons, 'refusal')).toEqual(['refusal-open needs-ruling', 'refusal-cleared pass', 'refusal-cleared pass']);
    const refused = city({}, [...answered.slice(1), ruling('refusal', ['private'], 'forbidden')]);
    expect(refused.outcome).toBe('block');
    expect(explain(refused.reasons.find(({ code }) => code === 'refusal-found') as Reason, 'zh')).toContain(
      '是不是居民个人应当承担的费用？已具名答“是”，不予支持。',
    );
  });

  test('an application is in time by the day it was handed in; payments and the sweep have their own', () => {
    expect(codes(city({ submittedOn: '2026-05-31' }, answered, '2026-06-20').reasons, 'apply-day')).toEqual(['in-time pass']);
    expect(codes(city({ submittedOn: '2026-06-01' }, answered, '2026-06-20').reasons, 'apply-day')).toEqual(['too-late block']);
    const paid = (subject: 'quota' | 'payment' | 'sweep', on: string) =>
      checkDeadline(inForce(HILL_CITY), subject, { year: 2026, day: on, projectId: null }, []).map(({ outcome, numbers }) => `${outcome} ${numbers.lastDay}`);
    expect(paid('quota', '2026-04-01')).toEqual(['needs-ruling 2026-03-31']);
    expect(paid('payment', '2026-12-10')).toEqual(['pass 2026-12-10']);
    expect(paid('payment', '2026-12-11')).toEqual(['block 2026-12-10']);
    expect(paid('sweep', '2027-01-15')).toEqual(['pass 2027-01-15']);
  });

  test('what goes back and which papers are made is found', () => {
    expect(returnRule(inForce(HILL_CITY))?.rule.cases).toEqual([{ when: 'stopped', sharePercent: 100, withinDays: 15, counting: 'working' }]);
    expect(papersOf(inForce(HILL_CITY), 'application')[0]?.rule.items[0]).toMatchObject({ leastCopies: 50, mostCopies: 100 });
  });
});

describe('港湾: matching above an amount raised, grades that reach into the next year', () => {
  const met = { meeting: 'assembly' as const, entitled: 100, present: 60, agreed: 51 };
  const side = (facts: Partial<ApplicationFacts>) => check(PORT_SIDE, { meetings: [met], officeYearFen: 0n, ...facts });

  test('only entrances that raise 500 yuan are matched, each up to its ceiling', () => {
    // 500 × 1.5 = 750; 499.99 nothing; 3,000 × 1.5 = 4,500, at most 2,000.
    const raisedFen = [50_000n, 49_999n, 300_000n];
    expect(codes(side({ raisedFen, matchingFen: 275_000n }).reasons, 'match')).toEqual(['within-match pass']);
    expect(codes(side({ raisedFen, matchingFen: 275_001n }).reasons, 'match')).toEqual(['above-match block']);
    expect(codes(side({ matchingFen: 1n }).reasons, 'match')).toEqual(['above-match block']);
    expect(codes(side({}).reasons, 'match')).toEqual([]);
  });

  test('the worst grade of last year counts', () => {
    const quota = (...lastYearGrades: string[]) => yearQuotas(inForce(PORT_SIDE), { lastYearGrades })[0];
    expect(quota()).toMatchObject({ fen: 4_000_000n, gradePercent: null });
    expect(quota('good')).toMatchObject({ fen: 4_800_000n, gradePercent: 120 });
    expect(quota('good', 'fair')).toMatchObject({ fen: 2_000_000n, gradePercent: 50 });
    expect(codes(side({ grantFen: 2_000_001n, lastYearGrades: ['fair'] }).reasons, 'year')).toEqual(['above-cap block']);
    expect(codes(side({ lastYearGrades: ['failed'] }).reasons, 'grades')).toEqual(['grade-bars block']);
    expect(codes(side({ lastYearGrades: ['fair'] }).reasons, 'grades')).toEqual([]);
  });

  test('the whole office has a year too; half of all entitled must agree, not half of those who came', () => {
    expect(codes(side({ officeYearFen: 29_000_000n }).reasons, 'all')).toEqual(['within-cap pass']);
    expect(codes(side({ officeYearFen: 29_000_001n }).reasons, 'all')).toEqual(['above-cap block']);
    expect(codes(check(PORT_SIDE, {}).reasons, 'all')).toEqual(['count-unknown needs-ruling']);
    expect(codes(side({ meetings: [{ ...met, agreed: 50 }] }).reasons, 'assembly')).toEqual(['meeting-share needs-ruling']);
    expect(codes(side({ meetings: [{ ...met, entitled: null }] }).reasons, 'assembly')).toEqual(['meeting-uncounted needs-ruling']);
    expect(side({}).outcome).toBe('pass');
  });
});

test('every reason of the three has words in both languages, and nothing is left to ask', () => {
  const facts: Partial<ApplicationFacts>[] = [
    { projectTier: 'works', households: null },
    { projectTier: 'activity', residents: 100, grantFen: 900_000n, submittedOn: '2026-12-01', matchingFen: 9n, lastYearGrades: ['failed'] },
    {
      meetings: [
        { meeting: 'representatives', entitled: 90, present: 41, agreed: 1 },
        { meeting: 'assembly', entitled: 9, present: 1, agreed: 1 },
      ],
    },
    { meetings: [{ meeting: 'representatives', entitled: 60, present: 50, agreed: 1 }] },
  ];
  for (const pack of [WATER_TOWN, HILL_CITY, PORT_SIDE]) {
    expect(unsetSettings(inForce(pack))).toEqual([]);
    for (const each of facts)
      for (const reason of check(pack, each).reasons)
        for (const language of ['zh', 'en'] as const) expect(explain(reason, language), reason.code).not.toMatch(/undefined|—|null|NaN/);
  }
});

test('a running round keeps its rules while the day goes on', () => {
  const ended = { ...HILL_CITY, validTo: '2026-05-31' };
  expect(resolvePack([read(ended)], 'hill-city', [], '2026-07-01')).toEqual({ ok: false, error: 'pack-not-valid-on-day' });
  expect(inForce(ended, '2026-07-01', '2026-05-01')).toMatchObject({ day: '2026-07-01', code: 'hill-city' });
});
