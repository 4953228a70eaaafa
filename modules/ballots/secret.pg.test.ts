import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dutiesOf } from '#modules/inbox';
import type { Actor } from '#platform/access';
import type { TestPlatform } from '#testing/platform';
import {
  castSecretVote,
  castVote,
  closeBallot,
  marksOf,
  openBallot,
  readAnswer,
  rollOf,
  secretVotesOf,
  showRoll,
  verifyBallots,
  voiceCountOf,
} from './index.ts';
import { ballotScene, type BallotScene, must } from './scene.fixture.ts';

let t: TestPlatform;
let secretary: Actor, wang: Actor, husband: Actor, zhang: Actor;
let scene: BallotScene;
beforeAll(async () => {
  scene = await ballotScene();
  ({ t, secretary, wang, husband, zhang } = scene);
});
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

const nonce = (n: number) => `${n}`.padStart(26, 'n');
const secret = { secrecy: 'secret', question: '是否同意更换物业' } as const;
const cast = (actor: Actor, ballotId: string, choice: 'yes' | 'no' | 'abstain', n: number, key?: string) =>
  castSecretVote(t.contextFor(actor, key), { ballotId, answer: { choice }, nonce: nonce(n) });

describe('a secret ballot', () => {
  it('marks who voted, seals what was voted, and publishes all at once under the receipts', async () => {
    const ballotId = await scene.opened(secret);
    const first = must(await cast(wang, ballotId, 'yes', 1));
    const second = must(await cast(zhang, ballotId, 'no', 2));
    expect(first.receipt).toMatch(/^[2-9A-HJ-NP-Z]{12}$/);
    expect(second.receipt).not.toBe(first.receipt);
    expect(await scene.seen((tx) => voiceCountOf(tx, ballotId))).toBe(2);
    expect(await scene.seen((tx) => secretVotesOf(tx, ballotId))).toEqual([]);
    expect((await scene.seen((tx) => marksOf(tx, ballotId))).map((mark) => mark.channel)).toEqual(['own', 'own']);
    t.clock.set('2026-11-10T20:00:00+08:00');
    const outcome = must(await closeBallot(t.contextFor(secretary), { ballotId }));
    expect(outcome).toMatchObject({ counts: { yes: 1, no: 1, abstain: 0, roll: 62 }, cast: 2, passed: false });
    const list = await scene.seen((tx) => secretVotesOf(tx, ballotId));
    expect(new Map(list.map((vote) => [vote.receipt, vote.answer.choice]))).toEqual(
      new Map([
        [first.receipt, 'yes'],
        [second.receipt, 'no'],
      ]),
    );
    expect(await t.platform.vault?.names()).toEqual([]);
    expect((await t.owner.query('select count(*)::int as n from ballot_envelope where ballot_id = $1', [ballotId])).rows[0].n).toBe(0);
    expect(await scene.seen(verifyBallots)).toEqual([]);
  });

  it('takes one vote an elector, unchanged, and gives the same receipt to the same form', async () => {
    const ballotId = await scene.opened(secret);
    const key = t.platform.sources.newId();
    const first = must(await cast(wang, ballotId, 'yes', 1, key));
    expect(must(await cast(wang, ballotId, 'yes', 1, key))).toEqual(first);
    expect(await cast(wang, ballotId, 'no', 3)).toEqual({ ok: false, error: 'already-voted' });
    expect(await cast(husband, ballotId, 'no', 4)).toEqual({ ok: false, error: 'already-voted' });
    expect(await castVote(t.contextFor(zhang), { ballotId, answer: { choice: 'yes' } })).toEqual({ ok: false, error: 'secret' });
    expect((await t.owner.query('select count(*)::int as n from ballot_envelope where ballot_id = $1', [ballotId])).rows[0].n).toBe(1);
    // The reminder went with the vote.
    const [line] = (await scene.seen((tx) => rollOf(tx, ballotId))).filter((each) => each.householdId === wang.households[0]?.householdId);
    expect(await scene.seen((tx) => dutiesOf(tx, { subjectId: line!.id }))).toEqual([]);
  });

  it('two of one household at once: one vote, one envelope', async () => {
    const ballotId = await scene.opened(secret);
    const both = await Promise.all([cast(wang, ballotId, 'yes', 1), cast(husband, ballotId, 'no', 2)]);
    expect(both.filter((each) => each.ok)).toHaveLength(1);
    expect((await t.owner.query('select count(*)::int as n from ballot_envelope where ballot_id = $1', [ballotId])).rows[0].n).toBe(1);
  });

  it('without its key is not counted, and waits for it', async () => {
    const ballotId = await scene.opened(secret);
    must(await cast(wang, ballotId, 'yes', 1));
    t.clock.set('2026-11-10T20:00:00+08:00');
    const [name = ''] = (await t.platform.vault!.names()).filter((each) => each.startsWith(ballotId));
    const key = (await t.platform.vault!.get(name))!;
    await t.platform.vault!.destroy(name);
    expect(await closeBallot(t.contextFor(secretary), { ballotId })).toEqual({ ok: false, error: 'key-missing' });
    await t.platform.vault!.put(name, key);
    expect(must(await closeBallot(t.contextFor(secretary), { ballotId })).cast).toBe(1);
  });

  it('refused to open leaves no key behind; opened twice by one form keeps its own', async () => {
    const before = (await t.platform.vault!.names()).length;
    const draft = await scene.drafted(secret);
    expect(await openBallot(t.contextFor(secretary), { ballotId: draft })).toEqual({ ok: false, error: 'wrong-state' });
    must(await showRoll(t.contextFor(secretary), { ballotId: draft, objectionsUntil: '2026-11-04' }));
    expect(await openBallot(t.contextFor(secretary), { ballotId: draft })).toEqual({ ok: false, error: 'roll-still-open' });
    expect(await t.platform.vault!.names()).toHaveLength(before);
    t.clock.set('2026-11-05T09:00:00+08:00');
    const key = t.platform.sources.newId();
    const both = await Promise.all([
      openBallot(t.contextFor(secretary, key), { ballotId: draft }),
      openBallot(t.contextFor(secretary, key), { ballotId: draft }),
    ]);
    expect(both.every((each) => each.ok)).toBe(true);
    expect((await t.platform.vault!.names()).filter((each) => each.startsWith(draft))).toHaveLength(1);
    must(await cast(wang, draft, 'yes', 1));
    t.clock.set('2026-11-10T20:00:00+08:00');
    expect(must(await closeBallot(t.contextFor(secretary), { ballotId: draft })).counts.yes).toBe(1);
  });

  it('is refused where an area would tell whose vote it is', async () => {
    await expect(scene.drafted({ ...secret, law: 'owners-general' })).rejects.toThrow('secret-needs-equals');
    const ballotId = await scene.drafted(secret);
    expect(await scene.refused(t.owner.query("update ballot set electorate = 'owner' where id = $1", [ballotId]))).toContain('secret_ballots_weigh_alike');
    expect(await scene.refused(t.owner.query('update ballot set may_change = true where id = $1', [ballotId]))).toContain('secret_ballots_are_not_changed');
  });
});

describe('the database, whoever writes to it, refuses', () => {
  const insertSlips = (ballotId: string, n: number) =>
    t.owner.query(
      `insert into ballot_secret_vote (subdistrict_id, ballot_id, no, receipt, choice)
      select $1, $2, i, 'ABCDEFGHJKLM', 'yes' from generate_series(1, $3::int) i`,
      [t.subdistrictId, ballotId, n],
    );
  const wangsLine = async (ballotId: string) =>
    (await scene.seen((tx) => rollOf(tx, ballotId))).find((line) => line.householdId === wang.households[0]?.householdId)!;

  it('opened votes that are fewer or more than those who voted, a second lot, and any change', async () => {
    const ballotId = await scene.opened(secret);
    must(await cast(wang, ballotId, 'yes', 1));
    must(await cast(zhang, ballotId, 'no', 2));
    for (const n of [1, 3]) expect(await scene.refused(insertSlips(ballotId, n))).toContain('all secret votes are opened at once');
    expect(await scene.refused(t.owner.query("update ballot set state = 'closed', closed_at = closes_at, outcome = '{}' where id = $1", [ballotId]))).toContain(
      'closes with one opened vote for each',
    );
    t.clock.set('2026-11-10T20:00:00+08:00');
    must(await closeBallot(t.contextFor(secretary), { ballotId }));
    expect(await scene.refused(insertSlips(ballotId, 1))).toContain('not open');
    expect(await scene.refused(t.owner.query("update ballot_secret_vote set choice = 'yes' where ballot_id = $1", [ballotId]))).toContain('append-only');
    expect(await scene.refused(t.owner.query('delete from ballot_secret_vote where ballot_id = $1', [ballotId]))).toContain('append-only');
    expect(await scene.refused(t.owner.query('delete from ballot_mark where ballot_id = $1', [ballotId]))).toContain('append-only');
  });

  it('a second mark, a mark outside the time, an envelope of another length, taken away or changed', async () => {
    const ballotId = await scene.opened(secret);
    must(await cast(wang, ballotId, 'yes', 1));
    const { electorId } = await wangsLine(ballotId);
    const mark = (elector: string, at: string) =>
      t.owner.query("insert into ballot_mark (subdistrict_id, ballot_id, elector_id, channel, cast_at) values ($1, $2, $3, 'own', $4)", [
        t.subdistrictId,
        ballotId,
        elector,
        at,
      ]);
    expect(await scene.refused(mark(electorId, '2026-11-06T10:00:00+08:00'))).toContain('duplicate key');
    const other = (await scene.seen((tx) => rollOf(tx, ballotId))).find((line) => line.electorId !== electorId)!;
    for (const at of ['2026-11-05T08:59:59+08:00', '2026-11-10T20:00:00+08:00']) expect(await scene.refused(mark(other.electorId, at))).toContain('not open');
    const envelope = (bytes: number) =>
      t.owner.query("insert into ballot_envelope (subdistrict_id, ballot_id, sealed) values ($1, $2, decode(repeat('00', $3::int), 'hex'))", [
        t.subdistrictId,
        ballotId,
        bytes,
      ]);
    expect(await scene.refused(envelope(383))).toContain('check constraint');
    expect(await scene.refused(t.owner.query('delete from ballot_envelope where ballot_id = $1', [ballotId]))).toContain('stays until it is counted');
    expect(await scene.refused(t.owner.query('update ballot_envelope set id = gen_random_uuid() where ballot_id = $1', [ballotId]))).toContain('not changed');
    // One envelope too many stops the count instead of going in.
    await envelope(384);
    t.clock.set('2026-11-10T20:00:00+08:00');
    await expect(closeBallot(t.contextFor(secretary), { ballotId })).rejects.toThrow('one for each who voted');
  });

  it('a named vote in a secret ballot, and a mark in a named one', async () => {
    const ballotId = await scene.opened(secret);
    const { electorId } = await wangsLine(ballotId);
    expect(
      await scene.refused(
        t.owner.query(
          `insert into ballot_vote (subdistrict_id, id, ballot_id, elector_id, version, choice, channel, voter_person_id, cast_at, recorded_at)
          values ($1, $2, $3, $4, 1, 'yes', 'own', $5, '2026-11-06', '2026-11-06')`,
          [t.subdistrictId, t.platform.sources.newId(), ballotId, electorId, wang.personId],
        ),
      ),
    ).toContain('no named votes');
    const named = await scene.opened();
    const line = await wangsLine(named);
    expect(
      await scene.refused(
        t.owner.query("insert into ballot_mark (subdistrict_id, ballot_id, elector_id, channel, cast_at) values ($1, $2, $3, 'own', '2026-11-06')", [
          t.subdistrictId,
          named,
          line.electorId,
        ]),
      ),
    ).toContain('not open');
  });

  it('opening without a key, taking the key away, and an envelope after the count', async () => {
    const draft = await scene.drafted(secret);
    must(await showRoll(t.contextFor(secretary), { ballotId: draft, objectionsUntil: '2026-11-04' }));
    expect(
      await scene.refused(
        t.owner.query(
          "update ballot set state = 'open', opened_at = '2026-11-05', roll_source = 'x', roll_count = 62, roll_digest = repeat('a', 64) where id = $1",
          [draft],
        ),
      ),
    ).toContain('open_secret_ballots_have_a_key');
    const ballotId = await scene.opened(secret);
    expect(await scene.refused(t.owner.query("update ballot set seal_key = '\\x00' where id = $1", [ballotId]))).toContain('an open ballot cannot change');
    expect(await scene.refused(t.owner.query("update ballot set secrecy = 'named' where id = $1", [ballotId]))).not.toBe('accepted');
  });
});

it('an envelope that says nonsense is a spoiled vote, and stops nobody’s count', async () => {
  const ballotId = await scene.opened(secret);
  must(await cast(wang, ballotId, 'yes', 1));
  const { electorId } = (await scene.seen((tx) => rollOf(tx, ballotId))).find((line) => line.householdId === zhang.households[0]?.householdId)!;
  await t.owner.query("insert into ballot_mark (subdistrict_id, ballot_id, elector_id, channel, cast_at) values ($1, $2, $3, 'own', '2026-11-06')", [
    t.subdistrictId,
    ballotId,
    electorId,
  ]);
  await t.owner.query("insert into ballot_envelope (subdistrict_id, ballot_id, sealed) values ($1, $2, decode(repeat('07', 384), 'hex'))", [
    t.subdistrictId,
    ballotId,
  ]);
  t.clock.set('2026-11-10T20:00:00+08:00');
  expect(must(await closeBallot(t.contextFor(secretary), { ballotId }))).toMatchObject({ cast: 2, spoiled: 1, counts: { yes: 1 } });
  expect(readAnswer('同意', await scene.ballotOf(ballotId), [])).toEqual({ choice: 'yes' });
});
