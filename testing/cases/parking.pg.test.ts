import { afterAll, beforeAll, expect, test } from 'vitest';
import { optionsOf } from '#modules/ballots';
import { recordVisit, visitsOf } from '#modules/consents';
import { consentScene, type ConsentScene, must } from '../../modules/consents/scene.fixture.ts';

/*
 * 园西二村: mostly older residents wanted a wider road and their green, most wanted parking. Settled from door to door at 60 places, with no
 * green lost of 9,000 m² (all three figures published). How many owners wanted what was not published and is invented here.
 */
const places = 60;
const greenM2 = 9_000;
const homes = 60;

let s: ConsentScene;
beforeAll(async () => {
  const building = (size: number) => [Array.from({ length: size }, () => ({ area: 5_000n }))];
  s = await consentScene({ '1号楼': building(20), '2号楼': building(20), '3号楼': building(20) });
}, 120_000);
afterAll(() => s.t.close());

test('several plans are put to the owners at their doors; the one that takes no green comes first, and is then put to the vote', async () => {
  const consentId = await s.opened({
    kind: 'options',
    question: '小区道路和停车怎么改',
    plan: `三个方案选一个。绿地现有${greenM2}平方米。`,
    options: [
      { label: '只拓宽道路', note: '不加车位，绿地不动' },
      { label: '车位尽量多', note: '占用一部分绿地' },
      { label: `拓宽道路，加${places}个车位`, note: `车位设在路侧，绿地仍为${greenM2}平方米` },
    ],
  });
  const [part] = (await s.shares(consentId)).parts;
  expect((await s.seen((tx) => optionsOf(tx, part?.part.ballotId ?? ''))).map((option) => option.no)).toEqual([1, 2, 3]);
  // First round of doors: the old want the road, most want parking.
  for (let home = 0; home < 14; home++) must(await s.sign(consentId, home, 'option-1'));
  for (let home = 14; home < 39; home++) must(await s.sign(consentId, home, 'option-2'));
  for (const [at, what] of (['nobody', 'thinking', 'refused'] as const).entries())
    must(
      await recordVisit(s.t.contextFor(s.collector), {
        consentId,
        visitId: s.t.platform.sources.newId(),
        deviceId: s.deviceId,
        homeId: s.homes[50 + at]?.id ?? '',
        what,
        deviceSaid: s.t.clock.now(),
        deviceNow: s.t.clock.now(),
      }),
    );
  let [standing] = (await s.shares(consentId)).parts;
  expect([standing?.said.get('option-1')?.heads, standing?.said.get('option-2')?.heads, standing?.outcome?.quorate]).toEqual([14, 25, false]);
  // Second round, after the plan that keeps the green was explained at each door: many sign anew, the later signature counts.
  s.t.clock.set('2026-11-08T10:00:00+08:00');
  for (const home of [...Array.from({ length: 12 }, (_, i) => i), ...Array.from({ length: 20 }, (_, i) => 14 + i), 39, 40, 41, 42])
    must(await s.sign(consentId, home, 'option-3'));
  [standing] = (await s.shares(consentId)).parts;
  expect(['option-1', 'option-2', 'option-3'].map((option) => standing?.said.get(option)?.heads)).toEqual([2, 5, 36]);
  expect(standing?.answered.heads).toBe(43);
  expect(standing?.outcome?.quorate).toBe(true);
  expect((await s.seen((tx) => visitsOf(tx, consentId))).length).toBe(3);
  must(await s.close(consentId));
  const [closed] = (await s.shares(consentId)).parts;
  expect(closed?.outcome?.options?.standings.find((one) => one.option === 3)?.status).toBe('elected');

  // Changing common ground is decided by the law's special majority: the chosen plan is signed for.
  const decided = await s.opened({ kind: 'owners-special', question: `同意拓宽道路、增加${places}个车位、绿地不减少` });
  for (let home = 0; home < homes; home++) if (home % 10 !== 9) must(await s.sign(decided, home, home % 5 === 4 ? 'no' : 'yes'));
  must(await s.close(decided));
  const [result] = (await s.shares(decided)).parts;
  expect([result?.answered.heads, result?.said.get('yes')?.heads, result?.outcome?.passed]).toEqual([54, 48, true]);
}, 120_000);

test('a plan that is not on the list, or yes to several plans, is no answer', async () => {
  const consentId = await s.opened({ kind: 'options', options: [{ label: '甲' }, { label: '乙' }] });
  expect(await s.sign(consentId, 0, 'option-3')).toEqual({ ok: false, error: 'choice-unfit' });
  expect(await s.sign(consentId, 0, 'yes')).toEqual({ ok: false, error: 'choice-unfit' });
  const plain = await s.opened();
  expect(await s.sign(plain, 0, 'option-1')).toEqual({ ok: false, error: 'choice-unfit' });
});
