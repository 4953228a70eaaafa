import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findRound } from '#modules/funds';
import { computeScenarios, findRun, gatherAllocation, recheckRun, scenariosIn, setReview, type SetupInput } from './index.ts';
import { must, reviewed, said, type Scene, scene, submitted } from './scene.fixture.ts';

let s: Scene;
const ids: Record<'lamps' | 'garden', string> = { lamps: '', garden: '' };
beforeAll(async () => {
  s = await scene();
  ids.lamps = await reviewed(s, await submitted(s, 'cailu', '楼道灯', 40_000), 9);
  ids.garden = await reviewed(s, await submitted(s, 'shengli', '花园', 15_000), 8);
});
afterAll(() => s?.t.close());

/** A closed ballot that picks any of the options, with what voters marked. */
async function ballot(secrecy: 'named' | 'secret', labels: readonly string[], votes: readonly (readonly number[])[]): Promise<string> {
  const { t } = s;
  const id = t.platform.sources.newId();
  const put = (table: string, row: Record<string, unknown>) =>
    t.owner.query(
      `insert into ${table} (subdistrict_id, ${Object.keys(row).join(', ')}) values ($1, ${Object.keys(row)
        .map((_, at) => `$${at + 2}`)
        .join(', ')})`,
      [t.subdistrictId, ...Object.values(row)],
    );
  await t.owner.query('set session_replication_role = replica');
  await put('ballot', {
    id,
    neighbourhood_id: s.cailu.id,
    question: '先做哪些项目',
    electorate: 'household',
    secrecy,
    may_change: false,
    seal_key: secrecy === 'secret' ? Buffer.from('key') : null,
    kind: 'approval',
    min_picks: 1,
    max_picks: 3,
    law: 'custom',
    rule: JSON.stringify({ quorum: [], pass: [] }),
    clause: '居民公约',
    state: 'closed',
    objections_until: '2026-10-01',
    roll_notice_id: id,
    closes_at: '2026-10-10T12:00:00+08:00',
    opened_at: '2026-10-02T08:00:00+08:00',
    closed_at: '2026-10-10T12:00:00+08:00',
    roll_source: '名册',
    roll_count: 9,
    roll_digest: '0'.repeat(64),
    outcome: JSON.stringify({ passed: true, quorate: true, certain: true, conflicts: [], tests: [], counts: { yes: 0, no: 0, abstain: 0, roll: 9 } }),
    created_at: '2026-09-20T08:00:00+08:00',
  });
  for (const [at, label] of labels.entries()) await put('ballot_option', { id: t.platform.sources.newId(), ballot_id: id, no: at + 1, label });
  for (const [at, options] of votes.entries()) {
    const picks = JSON.stringify(options.map((o) => ({ o })));
    if (secrecy === 'secret') await put('ballot_secret_vote', { ballot_id: id, no: at + 1, choice: 'picks', picks });
    else {
      const [voteId, electorId] = [t.platform.sources.newId(), t.platform.sources.newId()];
      await put('ballot_vote', {
        id: voteId,
        ballot_id: id,
        elector_id: electorId,
        version: 1,
        choice: 'picks',
        picks,
        channel: 'own',
        voter_person_id: s.cast.resident.personId,
        voter_name: '王小英',
        cast_at: '2026-10-05T08:00:00+08:00',
        recorded_at: '2026-10-05T08:00:00+08:00',
      });
      await put('ballot_voice', { ballot_id: id, elector_id: electorId, vote_id: voteId, choice: 'picks' });
    }
  }
  await t.owner.query('set session_replication_role = origin');
  return id;
}
const name = (voteBallotId: string, more: Partial<SetupInput> = {}) =>
  setReview(s.t.contextFor(s.cast.officer), {
    roundId: s.roundId,
    blind: null,
    parts: null,
    votePoints: null,
    voteBallotId,
    outlierPoints: null,
    reason: '居民表决',
    ...more,
  });
const gathered = () =>
  s.see(async (tx) => {
    const round = await findRound(tx, s.roundId);
    const input = round && (await gatherAllocation(tx, round, { minimumCentipoints: null, placeCapFen: null }, '2026-11-02'));
    if (!input || typeof input === 'string') throw new Error(String(input));
    return input;
  });

describe('the residents’ vote of a round', () => {
  test('is a ballot of the platform about its projects, and no other', async () => {
    expect(said(await name(await ballot('named', ['东园', '西园'], [[1]])))).toBe('ballot-of-others');
    must(await name(await ballot('named', ['楼道灯', '花园', '别的'], [[2], [1, 3], [2, 1]])));
    const { residents } = await gathered();
    expect(residents).toMatchObject({ source: '先做哪些项目', voteType: 'approval' });
    expect(residents?.ballots).toHaveLength(3);
    expect(residents?.ballots.flat().filter((id) => id === ids.garden)).toHaveLength(2);
    // Nothing tells the order of the roll.
    expect(residents?.ballots.map((marks) => JSON.stringify(marks))).toEqual(residents?.ballots.map((marks) => JSON.stringify(marks)).toSorted());
    expect(JSON.stringify(residents)).not.toContain('王小英');
  });
  test('of a secret ballot is what each got; the run keeps no ballot, and recomputes', async () => {
    must(await name(await ballot('secret', ['楼道灯', '花园'], [[2], [2], [1, 2], [1]])));
    const input = await gathered();
    expect(input.residents?.ballots).toEqual([]);
    expect(input.residents?.counts?.voters).toBe(4);
    expect(new Map(input.residents?.counts?.got)).toEqual(
      new Map([
        [ids.lamps, 2],
        [ids.garden, 3],
      ]),
    );
    const runId = must(await computeScenarios(s.t.contextFor(s.cast.officer), { roundId: s.roundId, minimumCentipoints: null, placeCapFen: null }));
    const [run, scenarios] = await s.see(async (tx) => [await findRun(tx, runId), await scenariosIn(tx, runId)] as const);
    expect(scenarios.map(({ outcome }) => outcome.rule).filter((rule) => rule.startsWith('residents'))).toEqual(['residents-votes']);
    if (!run) throw new Error('no run');
    const checked = recheckRun(run, scenarios);
    expect([checked.inputIsWhole, ...checked.same.values()].every(Boolean)).toBe(true);
  });
});
