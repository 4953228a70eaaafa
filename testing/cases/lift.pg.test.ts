import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ballotOutcome, verifyBallots } from '#modules/ballots';
import { callMeeting, invitationsOf, listMeetings } from '#modules/meetings';
import { createOrganisation } from '#modules/people';
import { verifyConsents } from '#modules/consents';
import { consentScene, type ConsentScene, must } from '../../modules/consents/scene.fixture.ts';

/*
 * 怒江苑, the first lift that its owners paid for: some forty meetings, more than sixty departments asked (both published, as about that
 * many), then the owners of the building sign, and because the shaft stands on common ground all owners of the compound sign as well.
 * Homes and areas are invented; the bounds are the law's.
 */
const meetings = 40;
const departments = 60;

let s: ConsentScene;
beforeAll(async () => {
  s = await consentScene({
    // Twelve heads, 1,200 m²: the eighth of those who sign first has 99.99 m², so that heads reach two thirds and area does not.
    '5号楼': [Array.from({ length: 12 }, (_, i) => ({ area: i === 7 ? 9_999n : i === 11 ? 10_001n : 10_000n }))],
    '6号楼': [Array.from({ length: 12 }, () => ({ area: 10_000n }))],
  });
}, 120_000);
afterAll(() => s.t.close());

const lift = () => ({ kind: 'lift' as const, buildingId: s.buildings.get('5号楼') ?? null, commonGround: true, question: '同意在5号楼加装一部电梯' });
const now = async (consentId: string) =>
  (await s.shares(consentId)).parts.map((part) => ({
    quorate: part.outcome?.quorate,
    passed: part.outcome?.passed,
    certain: part.outcome?.certain,
    tests: part.outcome?.tests.map((one) => `${one.of} ${one.measure} ${one.numerator}/${one.denominator} ${one.passed ? 'met' : `missing ${one.missing}`}`),
  }));
const signAll = async (consentId: string, homes: readonly number[], choice: 'yes' | 'no') => {
  for (const home of homes) must(await s.sign(consentId, home, choice));
};
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test('forty meetings with sixty departments as invited bodies leave their lists behind', async () => {
  const organisationIds: string[] = [];
  for (let i = 1; i <= departments; i++)
    organisationIds.push(
      must(
        await createOrganisation(s.t.contextFor(s.secretary), { kind: 'office', name: `第${i}个部门`, neighbourhoodId: s.placeId, phone: null, note: null }),
      ),
    );
  for (let i = 0; i < meetings; i++)
    must(
      await callMeeting(s.t.contextFor(s.secretary), {
        neighbourhoodId: s.placeId,
        kind: 'joint',
        title: `电梯协调会第${i + 1}次`,
        place: '居委会会议室',
        startsAt: new Date(Date.parse('2026-11-20T14:00:00+08:00') + i * 7 * 86_400_000),
        agenda: ['电梯基坑与管线'],
        inviteeOrganisationIds: organisationIds.filter((_, at) => at % meetings === i || at === i % departments),
      }),
    );
  const held = await s.seen((tx) => listMeetings(tx, s.placeId));
  const asked = new Set<string>();
  for (const meeting of held) for (const one of await s.seen((tx) => invitationsOf(tx, meeting.id))) if (one.organisationId) asked.add(one.organisationId);
  expect([held.length, asked.size]).toEqual([meetings, departments]);
}, 120_000);

describe('the lift is signed by the building, then by the compound', () => {
  test('two thirds of heads without two thirds of area is not enough; one hundredth of a square metre more is', async () => {
    const consentId = await s.opened(lift());
    await signAll(consentId, range(0, 7), 'yes');
    expect((await now(consentId))[0]).toEqual({
      quorate: false,
      passed: false,
      certain: false,
      tests: ['quorum area 799.99/1200 missing 0.01', 'quorum heads 8/12 met', 'pass area 799.99/799.99 met', 'pass heads 8/8 met'],
    });
    const other = await s.opened(lift());
    await signAll(other, [0, 1, 2, 3, 4, 5, 6, 11], 'yes');
    expect((await now(other))[0]?.quorate).toBe(true);
    const exact = await s.opened(lift());
    await signAll(exact, [0, 1, 2, 3, 4, 5, 6, 8], 'yes');
    expect((await now(exact))[0]?.tests?.[0]).toBe('quorum area 800/1200 met');
  });

  test('the building agrees by three quarters, the compound has not taken part yet: the campaign is unfinished, not passed', async () => {
    const consentId = await s.opened(lift());
    await signAll(consentId, [0, 1, 2, 3, 4, 5, 6, 8, 9], 'yes');
    await signAll(consentId, [7, 10, 11], 'no');
    expect((await now(consentId)).map((part) => [part.passed, part.certain])).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  test('three quarters of heads with one hundredth of a square metre too little is not three quarters of area', async () => {
    const consentId = await s.opened(lift());
    await signAll(consentId, range(0, 8), 'yes');
    await signAll(consentId, range(9, 11), 'no');
    expect((await now(consentId))[0]).toMatchObject({
      passed: false,
      certain: true,
      tests: expect.arrayContaining(['pass heads 9/12 met', 'pass area 899.99/1200 missing null']),
    });
  });

  test('nine of twelve in the building and more than half of the compound: both sets are met and the result stands', async () => {
    const consentId = await s.opened(lift());
    await signAll(consentId, [0, 1, 2, 3, 4, 5, 6, 8, 9], 'yes');
    await signAll(consentId, [7, 10, 11], 'no');
    await signAll(consentId, range(12, 15), 'no');
    // Of 16 who took part 9 agree; half of the area is 800 m².
    expect(await now(consentId)).toMatchObject([{ passed: true }, { quorate: true, passed: true }]);
    must(await s.close(consentId));
    const { parts } = await s.shares(consentId);
    for (const part of parts) expect((await s.seen((tx) => ballotOutcome(tx, part.part.ballotId)))?.passed).toBe(true);
    expect([await s.seen((tx) => verifyConsents(tx)), await s.seen((tx) => verifyBallots(tx))]).toEqual([[], []]);
  });

  test.each([
    [7, 9, false],
    [8, 8, false],
    [9, 7, true],
  ])('in the compound %i yes and %i no: %s', async (yes, no, passed) => {
    const consentId = await s.opened({ ...lift() });
    await signAll(consentId, range(12, 12 + yes - 1), 'yes');
    const rest = [...range(12 + yes, 23), ...range(0, 11)].filter((home) => home !== 7 && home !== 11).slice(0, no);
    await signAll(consentId, rest, 'no');
    expect((await now(consentId))[1]).toMatchObject({ quorate: true, passed });
  });

  test('when the rest cannot turn it any more, that is said', async () => {
    const consentId = await s.opened(lift());
    await signAll(consentId, range(0, 3), 'no');
    // Eight more could only make 8 of 12 agree.
    expect((await now(consentId))[0]).toMatchObject({ passed: false, certain: true });
  });
});
