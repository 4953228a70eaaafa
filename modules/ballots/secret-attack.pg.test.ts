import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Actor } from '#platform/access';
import { makeResident } from '#testing/neighbourhood';
import type { TestPlatform } from '#testing/platform';
import { bytesBelow, columnsThatTell, type DumpedRow, dumpAll, ordersThatTell, type TrueVote, wordsIn } from './attacker.fixture.ts';
import { castSecretVote, closeBallot, rollOf } from './index.ts';
import { ballotScene, type BallotScene, must } from './scene.fixture.ts';

// The attacker has the whole database, before and after the count: every table with its system columns, the files on the disk with what was deleted from
// them, the write-ahead log and the server's log. The key alone lies elsewhere.

const voterCount = 40;
let t: TestPlatform;
let scene: BallotScene;
let residents: Actor[];
let startedAt: number;

beforeAll(async () => {
  startedAt = Date.now() - 1000;
  scene = await ballotScene();
  t = scene.t;
  residents = [];
  for (let index = 0; index < voterCount; index++) residents.push(await makeResident(t, `居民${index + 10}`, scene.cailu.households[index + 5]!));
}, 120_000);
afterAll(() => t?.close());

/** Forty vote in an order of their own, a minute apart; the choices are a fixed mixture without a pattern. */
async function holdBallot(): Promise<{ ballotId: string; truth: TrueVote[]; during: DumpedRow[]; after: DumpedRow[]; bytesDuring: Buffer[] }> {
  const ballotId = await scene.opened({ secrecy: 'secret', question: '是否同意更换物业公司' });
  const roll = await scene.seen((tx) => rollOf(tx, ballotId));
  const order = residents.map((resident, index) => ({ resident, index, sort: (index * 17) % voterCount })).sort((a, b) => a.sort - b.sort);
  const truth: TrueVote[] = [];
  for (const [n, { resident, index }] of order.entries()) {
    t.clock.set(new Date(Date.parse('2026-11-06T09:00:00+08:00') + n * 60_000).toISOString());
    const choice = (index * index * 7 + index) % 11 < 5 ? 'yes' : 'no';
    const { receipt } = must(await castSecretVote(t.contextFor(resident), { ballotId, answer: { choice }, nonce: `${ballotId}${index}`.slice(-30) }));
    const line = roll.find((each) => each.householdId === resident.households[0]?.householdId)!;
    truth.push({ electorId: line.electorId, ids: [line.id, line.electorId, resident.personId!], choice, receipt });
  }
  const during = await dumpAll(t.owner);
  const bytesDuring = await bytesOnDisk();
  t.clock.set('2026-11-10T20:00:00+08:00');
  must(await closeBallot(t.contextFor(scene.secretary), { ballotId }));
  return { ballotId, truth, during, after: await dumpAll(t.owner), bytesDuring };
}

async function bytesOnDisk(): Promise<Buffer[]> {
  const { maintenanceUrl, folder } = inject('postgres');
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  await client.query('checkpoint').finally(() => client.end());
  return bytesBelow(folder, startedAt);
}

const of = (rows: readonly DumpedRow[], table: string, ballotId: string) => rows.filter((row) => row.table === table && row.values['ballot_id'] === ballotId);

describe('whoever has the whole database of a secret ballot', () => {
  it('finds no receipt before the count, no value that goes with a choice, and no order that leads from voter to vote', async () => {
    const { ballotId, truth, during, after, bytesDuring } = await holdBallot();
    const receipts = truth.map((vote) => vote.receipt ?? '');
    expect(new Set(receipts).size).toBe(voterCount);
    // A mixture that guessing does not hit.
    expect(truth.filter((vote) => vote.choice === 'yes').length).toBeGreaterThan(12);
    expect(truth.filter((vote) => vote.choice === 'no').length).toBeGreaterThan(12);

    expect(during.filter((row) => receipts.some((receipt) => JSON.stringify(row.values).includes(receipt)))).toEqual([]);
    // The search sees what is on the disk: the papers' codes, which are no secret, are found by it.
    const codes = (await scene.seen((tx) => rollOf(tx, ballotId))).map((line) => line.code);
    expect(wordsIn(codes, bytesDuring)).toHaveLength(codes.length);
    expect(wordsIn(receipts, bytesDuring)).toEqual([]);

    // Marks and envelopes of one vote are known to belong together; it helps nobody.
    expect(columnsThatTell(during, truth)).toEqual([]);
    expect(columnsThatTell(after, truth)).toEqual([]);

    const voters = of(during, 'ballot_mark', ballotId);
    const published = of(after, 'ballot_secret_vote', ballotId);
    expect([voters.length, published.length]).toEqual([voterCount, voterCount]);
    expect(ordersThatTell(voters, published, truth)).toEqual([]);
    // One transaction wrote all of them, and no mark with them.
    expect(new Set(published.map((row) => row.xmin)).size).toBe(1);
    expect(of(after, 'ballot_mark', ballotId).some((row) => row.xmin === published[0]?.xmin)).toBe(false);
    expect(after.filter((row) => row.table !== 'ballot_secret_vote' && receipts.some((receipt) => JSON.stringify(row.values).includes(receipt)))).toEqual([]);
    expect(of(after, 'ballot_envelope', ballotId)).toEqual([]);
    // All envelopes are alike from outside.
    expect(new Set(of(during, 'ballot_envelope', ballotId).map((row) => String(row.values['sealed']).length)).size).toBe(1);
  }, 120_000);

  it('is caught by the same search when votes are opened in the order in which they were cast', async () => {
    const { sources } = t.platform;
    const random = sources.randomBytes;
    let next = 0;
    // Randomness that counts up where the order is drawn: the real code, with its shuffle taken away.
    sources.randomBytes = (size) => {
      const bytes = Buffer.alloc(size);
      bytes.writeUInt32BE(next++, 0);
      return size === 16 ? bytes : random(size);
    };
    const { ballotId, truth, during, after } = await holdBallot().finally(() => {
      sources.randomBytes = random;
    });
    expect(ordersThatTell(of(during, 'ballot_mark', ballotId), of(after, 'ballot_secret_vote', ballotId), truth)).toContain('cast_at ~ no forwards');
  }, 120_000);

  it('is caught when a log says the choice, a row the size of it, or the disk remembers a receipt', async () => {
    const { truth, during } = await holdBallot();
    const planted = (table: string, values: (vote: TrueVote) => Record<string, unknown>): DumpedRow[] =>
      truth.map((vote, index) => ({ table, ctid: `(0,${index + 1})`, xmin: String(900_000 + index), values: values(vote) }));
    expect(columnsThatTell([...during, ...planted('leak', (vote) => ({ text: { elector: vote.electorId, said: vote.choice } }))], truth)).toContain(
      'leak.text.said',
    );
    const bySize = planted('leak', (vote) => ({ elector: vote.electorId, sealed: 'x'.repeat(vote.choice === 'yes' ? 91 : 90) }));
    expect(columnsThatTell([...during, ...bySize], truth)).toContain('length of leak.sealed');
    // Without the elector in it, but written together with the mark.
    const marks = new Map(during.filter((row) => row.table === 'ballot_mark').map((row) => [row.values['elector_id'], row.xmin]));
    const together = planted('leak', (vote) => ({ said: vote.choice })).map((row, index) => ({ ...row, xmin: marks.get(truth[index]!.electorId) ?? '' }));
    expect(columnsThatTell([...during, ...together], truth)).toContain('leak.said');
    // Written and deleted at once: gone from every table, still on the disk.
    await t.owner.query('create table leak (word text)');
    await t.owner.query("insert into leak values ('receipt ' || 'Q7M2' || 'X4T9' || 'ZZZZ')");
    await t.owner.query('delete from leak');
    expect(wordsIn(['Q7M2X4T9ZZZZ', 'Q7M2X4T9ZZZY'], await bytesOnDisk())).toEqual(['Q7M2X4T9ZZZZ']);
    await t.owner.query('drop table leak');
  }, 120_000);
});
