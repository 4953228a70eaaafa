import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#platform/access';
import type { CommandContext } from '#platform/command';
import type { TestPlatform } from '#testing/platform';
import {
  attachScan,
  castVote,
  closeBallot,
  decideEntry,
  dropBatch,
  enterPapers,
  enterPapersAgain,
  findBallot,
  issueSlips,
  paperFiguresOf,
  prepareSlips,
  reconcilePapers,
  recordBatch,
  recordVotesOfOthers,
  replaceSlip,
  rollOf,
  slipsOf,
  verifyBallots,
  voicesOf,
} from './index.ts';
import { scanOfPapers, signSheet } from './paper.fixture.ts';
import { ballotScene, type BallotScene, must } from './scene.fixture.ts';

let scene: BallotScene;
let t: TestPlatform;
let as: (actor: Actor) => CommandContext;
beforeAll(async () => {
  scene = await ballotScene();
  t = scene.t;
  as = (actor) => t.contextFor(actor);
});
afterAll(() => t?.close());

const at = (instant: string) => new Date(instant);
const noon = at('2026-11-06T12:00:00+08:00');
const over = '2026-11-10T20:00:00+08:00';
const figures = (ballotId: string) => scene.seen((tx) => paperFiguresOf(tx, ballotId));
const choiceOf = async (ballotId: string, no: number) => {
  const [roll, voices] = await scene.seen(async (tx) => [await rollOf(tx, ballotId), await voicesOf(tx, ballotId)] as const);
  return voices.find((voice) => voice.electorId === roll.find((line) => line.no === no)?.electorId)?.choice;
};
const electorOf = async (ballotId: string, no: number) => (await scene.seen((tx) => rollOf(tx, ballotId))).find((line) => line.no === no)?.electorId ?? '';

/** An open ballot with its slips made and handed out. */
async function withSlips(): Promise<string> {
  const ballotId = await scene.opened();
  must(await prepareSlips(as(scene.secretary), { ballotId }));
  must(await issueSlips(as(scene.secretary), { ballotId, to: '楼组长王阿姨' }));
  t.clock.set('2026-11-06T12:30:00+08:00');
  return ballotId;
}
/** A batch in both readings. */
async function entered(ballotId: string, first: string, second = first): Promise<string> {
  const { batchId } = must(await enterPapers(as(scene.secretary), { ballotId, handedInAt: noon, lines: first, unknownStands: true, scan: scanOfPapers }));
  must(await enterPapersAgain(as(scene.director), { batchId, lines: second, unknownStands: true }));
  return batchId;
}

describe('slips', () => {
  it('are one for each elector with the code of the roll, made once however often they are printed', async () => {
    const ballotId = await scene.drafted();
    expect(await prepareSlips(as(scene.secretary), { ballotId })).toEqual({ ok: false, error: 'wrong-state' });
    const open = await scene.opened();
    expect(await prepareSlips(as(scene.wang), { ballotId: open })).toEqual({ ok: false, error: 'not-allowed' });
    expect(must(await prepareSlips(as(scene.secretary), { ballotId: open }))).toEqual({ made: 62, slips: 62 });
    expect(must(await prepareSlips(as(scene.secretary), { ballotId: open }))).toEqual({ made: 0, slips: 62 });
    const [slips, roll] = await scene.seen(async (tx) => [await slipsOf(tx, open), await rollOf(tx, open)] as const);
    expect(slips.map((slip) => slip.code)).toEqual(roll.map((line) => line.code));
  });

  it('are logged when they go out, each once', async () => {
    const ballotId = await scene.opened();
    must(await prepareSlips(as(scene.secretary), { ballotId }));
    const issue = (to: string, numbers: string) => issueSlips(as(scene.secretary), { ballotId, to, numbers });
    expect(await issue(' ', '1-3')).toEqual({ ok: false, error: 'name-required' });
    expect(await issue('王阿姨', '60-70')).toEqual({ ok: false, error: 'numbers-unfit' });
    expect(must(await issue('王阿姨', '1-30、45'))).toEqual({ sheets: 31 });
    expect(await issue('李阿姨', '30-32')).toEqual({ ok: false, error: 'issued-before' });
    expect(must(await issueSlips(as(scene.secretary), { ballotId, to: '李阿姨' }))).toEqual({ sheets: 31 });
    expect(await figures(ballotId)).toMatchObject({ printed: 62, issued: 62, outstanding: 62 });
  });

  it('given anew make the old one void, by whatever way it comes back', async () => {
    const ballotId = await withSlips();
    const electorId = await electorOf(ballotId, 3);
    const [old] = (await scene.seen((tx) => slipsOf(tx, ballotId))).filter((slip) => slip.no === 3);
    const { code } = must(await replaceSlip(as(scene.secretary), { ballotId, electorId, because: '写坏了' }));
    const batchId = await entered(ballotId, `${old!.code} 同意\n${code} 不同意`);
    expect(must(await recordBatch(as(scene.secretary), { batchId }))).toEqual({ votes: 1, counting: 1, others: 1 });
    expect(await choiceOf(ballotId, 3)).toBe('no');
    expect(await figures(ballotId)).toMatchObject({ printed: 63, issued: 63, returned: 2, counted: 1, void: 1, replaced: 0, outstanding: 61 });
    await expect(
      t.owner.query('insert into paper_slip (subdistrict_id, ballot_id, code) values ($1, $2, $3)', [t.subdistrictId, ballotId, 'QQQQQQ']),
    ).rejects.toThrow('a slip names its elector in a named ballot');
    await expect(t.owner.query("update paper_slip set code = 'QQQQQQ' where ballot_id = $1", [ballotId])).rejects.toThrow('append-only');
  });
});

describe('two persons', () => {
  it('enter the same papers; only what both read alike becomes votes, all at once', async () => {
    const ballotId = await withSlips();
    const { batchId } = must(await enterPapers(as(scene.secretary), { ballotId, handedInAt: noon, lines: '#1 1\n#2 2\n#3 3\n#4 无效\n#5 空白' }));
    expect(await scene.seen((tx) => voicesOf(tx, ballotId))).toEqual([]);
    expect(await enterPapersAgain(as(scene.secretary), { batchId, lines: '#1 1' })).toEqual({ ok: false, error: 'second-person' });
    expect(await recordBatch(as(scene.secretary), { batchId })).toEqual({ ok: false, error: 'wrong-state' });
    expect(must(await enterPapersAgain(as(scene.director), { batchId, lines: '#5 空白\n#1 同意\n#3 弃权\n#2 反对\n#4 无效' }))).toEqual({ differences: 0 });
    expect(await recordBatch(as(scene.secretary), { batchId })).toEqual({ ok: false, error: 'scan-missing' });
    must(await attachScan(as(scene.director), { batchId, scan: scanOfPapers }));
    expect(must(await recordBatch(as(scene.secretary), { batchId }))).toEqual({ votes: 3, counting: 3, others: 2 });
    expect([await choiceOf(ballotId, 1), await choiceOf(ballotId, 2), await choiceOf(ballotId, 3), await choiceOf(ballotId, 4)]).toEqual([
      'yes',
      'no',
      'abstain',
      undefined,
    ]);
    expect(await recordBatch(as(scene.secretary), { batchId })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await figures(ballotId)).toMatchObject({ returned: 5, counted: 3, spoiled: 1, blank: 1, outstanding: 57 });
    expect(await scene.seen((tx) => verifyBallots(tx))).toEqual([]);
  });

  it('who differ: each paper waits for a named decision with its reason, and the batch waits for all', async () => {
    const ballotId = await withSlips();
    const batchId = await entered(ballotId, '#1 同意\n#2 同意\n#3 同意', '#1 同意\n#2 反对\n#4 同意');
    expect(await recordBatch(as(scene.secretary), { batchId })).toEqual({ ok: false, error: 'differences-left' });
    const slips = await scene.seen((tx) => slipsOf(tx, ballotId));
    const code = (no: number) => slips.find((slip) => slip.no === no)?.code ?? '';
    const decide = (no: number, reading: string, reason = '看了原票') => decideEntry(as(scene.director), { batchId, code: code(no), reading, reason });
    expect(await decide(1, '反对')).toEqual({ ok: false, error: 'not-different' });
    expect(await decide(2, '不清楚')).toEqual({ ok: false, error: 'reading-unfit' });
    expect(await decide(2, '反对', ' ')).toEqual({ ok: false, error: 'reason-required' });
    must(await decide(2, '反对'));
    must(await decide(3, '没有'));
    expect(await recordBatch(as(scene.secretary), { batchId })).toEqual({ ok: false, error: 'differences-left' });
    must(await decide(4, '同意'));
    expect(must(await recordBatch(as(scene.secretary), { batchId }))).toEqual({ votes: 3, counting: 3, others: 0 });
    expect([await choiceOf(ballotId, 2), await choiceOf(ballotId, 3), await choiceOf(ballotId, 4)]).toEqual(['no', undefined, 'yes']);
  });

  it('are two in the database, whatever program writes', async () => {
    const ballotId = await withSlips();
    const { batchId } = must(await enterPapers(as(scene.secretary), { ballotId, handedInAt: noon, lines: '#1 1', scan: scanOfPapers }));
    const [slip] = await scene.seen((tx) => slipsOf(tx, ballotId));
    const insert = (pass: number, by: string | null, choice: string) =>
      t.owner.query(
        `insert into paper_entry (subdistrict_id, batch_id, pass, code, place, finding, choice, entered_by, entered_at)
        values ($1, $2, $3, $4, 1, 'vote', $5, $6, '2026-11-06T12:30:00+08:00')`,
        [t.subdistrictId, batchId, pass, slip!.code, choice, by],
      );
    expect(await scene.refused(insert(2, scene.secretary.personId, 'yes'))).toContain('the second entry is by another person');
    expect(await scene.refused(t.owner.query('update paper_batch set second_by = first_by where id = $1', [batchId]))).toContain('entered_by_two_persons');
    expect(await scene.refused(t.owner.query("update paper_batch set state = 'recorded' where id = $1", [batchId]))).toContain('a batch cannot go');
    await insert(2, scene.director.personId, 'no');
    const other = scene.director.personId;
    await t.owner.query("update paper_batch set state = 'entered', second_by = $2 where id = $1", [batchId, other]);
    const back = (choice: string) =>
      t.owner.query("insert into paper_return (subdistrict_id, batch_id, code, ballot_id, slip_id, finding, choice) values ($1, $2, $3, $4, $5, 'vote', $6)", [
        t.subdistrictId,
        batchId,
        slip!.code,
        ballotId,
        slip!.id,
        choice,
      ]);
    for (const choice of ['yes', 'no']) expect(await scene.refused(back(choice))).toContain('the two entries differ and nobody has decided');
    expect(await scene.refused(t.owner.query("update paper_entry set choice = 'yes' where batch_id = $1", [batchId]))).toContain('append-only');
    expect(
      await scene.refused(
        t.owner.query("update paper_batch set state = 'recorded', recorded_by = first_by, recorded_at = '2026-11-06T12:30:00+08:00' where id = $1", [batchId]),
      ),
    ).toContain('a batch is recorded whole');
    must(await decideEntry(as(scene.secretary), { batchId, code: slip!.code, reading: '反对', reason: '看了原票' }));
    expect(await scene.refused(back('yes'))).toContain('a paper is recorded as it was read');
    must(await recordBatch(as(scene.secretary), { batchId }));
    expect(await scene.refused(t.owner.query("update paper_batch set state = 'dropped', dropped_because = 'x' where id = $1", [batchId]))).toContain(
      'a finished batch cannot change',
    );
    must(await castVote(as(scene.wang), { ballotId, answer: { choice: 'yes' } }));
  });

  it('a batch given up leaves its papers free for another', async () => {
    const ballotId = await withSlips();
    const batchId = await entered(ballotId, '#1 1');
    must(await dropBatch(as(scene.director), { batchId, because: '时间填错' }));
    expect(await recordBatch(as(scene.secretary), { batchId })).toEqual({ ok: false, error: 'wrong-state' });
    must(await recordBatch(as(scene.secretary), { batchId: await entered(ballotId, '#1 2') }));
    expect(await choiceOf(ballotId, 1)).toBe('no');
  });
});

describe('one roll', () => {
  it('paper, then phone; phone, then paper; two batches with one slip: one vote, by the rule on the page', async () => {
    const ballotId = await withSlips();
    const one = await entered(ballotId, '#1 反对\n#2 反对');
    const two = await entered(ballotId, '#2 同意\n#3 同意');
    // Handed in at noon, voted by phone at half past, recorded after that: the phone's is the later.
    must(await castVote(as(scene.wang), { ballotId, answer: { choice: 'yes' } }));
    expect(must(await recordBatch(as(scene.secretary), { batchId: one }))).toEqual({ votes: 2, counting: 1, others: 0 });
    expect(await choiceOf(ballotId, 1)).toBe('yes');
    expect(await recordBatch(as(scene.director), { batchId: two })).toEqual({ ok: false, error: 'returned-elsewhere' });
    must(await dropBatch(as(scene.director), { batchId: two, because: '第2号已在第1批' }));
    expect(must(await recordBatch(as(scene.director), { batchId: await entered(ballotId, '#2 重复\n#3 同意\nQQQQQQ 同意') }))).toEqual({
      votes: 1,
      counting: 1,
      others: 2,
    });
    // The second household changes by phone what stood on its paper.
    t.clock.set('2026-11-07T09:00:00+08:00');
    must(await castVote(as(scene.zhang), { ballotId, answer: { choice: 'abstain' } }));
    expect([await choiceOf(ballotId, 2), await choiceOf(ballotId, 3)]).toEqual(['abstain', 'yes']);
    expect(await figures(ballotId)).toMatchObject({ returned: 5, counted: 1, superseded: 2, copies: 1, unknown: 1, outstanding: 59 });
    expect(await scene.seen((tx) => verifyBallots(tx))).toEqual([]);
  });

  it('whoever votes on paper and registers later finds their paper vote, and changes it instead of voting twice', async () => {
    const ballotId = await withSlips();
    must(await recordBatch(as(scene.secretary), { batchId: await entered(ballotId, '#2 同意') }));
    const seenVersion = 0;
    expect(await castVote(as(scene.zhang), { ballotId, answer: { choice: 'no' }, seenVersion })).toEqual({ ok: false, error: 'voted-meanwhile' });
    must(await castVote(as(scene.zhang), { ballotId, answer: { choice: 'no' }, seenVersion: 1 }));
    expect(await scene.seen((tx) => voicesOf(tx, ballotId))).toHaveLength(1);
    expect(await choiceOf(ballotId, 2)).toBe('no');
  });

  it('paper voters are counted everywhere those of the phone are: turnout, presence, result', async () => {
    const ballotId = await withSlips();
    must(await castVote(as(scene.wang), { ballotId, answer: { choice: 'yes' } }));
    must(await recordBatch(as(scene.secretary), { batchId: await entered(ballotId, Array.from({ length: 39 }, (_, i) => `#${i + 2} 同意`).join('\n')) }));
    t.clock.set(over);
    must(await signSheet(as(scene.secretary), ballotId));
    const outcome = must(await closeBallot(as(scene.secretary), { ballotId }));
    expect(outcome).toMatchObject({ passed: true, cast: 40, counts: { yes: 40, roll: 62 } });
    expect(outcome.tests.map((test) => [test.numerator, test.denominator])).toEqual([
      [40, 62],
      [40, 40],
    ]);
  });

  it('sixteen at once, clerks with papers and residents with phones: nothing lost, nothing doubled', async () => {
    const ballotId = await withSlips();
    const batches = await Promise.all(
      Array.from({ length: 8 }, (_, n) => entered(ballotId, Array.from({ length: 7 }, (_each, i) => `#${n * 7 + i + 1} 反对`).join('\n'))),
    );
    expect(new Set((await t.owner.query('select no from paper_batch where ballot_id = $1', [ballotId])).rows.map((row) => row.no)).size).toBe(8);
    t.clock.set('2026-11-06T13:00:00+08:00');
    const done = await Promise.all([
      ...batches.map((batchId, n) => recordBatch(as(n % 2 === 0 ? scene.secretary : scene.director), { batchId })),
      // The same batch a second time, two members of one household, another household.
      recordBatch(as(scene.director), { batchId: batches[0]! }),
      recordBatch(as(scene.secretary), { batchId: batches[7]! }),
      ...[scene.wang, scene.husband, scene.zhang, scene.wang, scene.husband, scene.zhang].map((actor) =>
        castVote(as(actor), { ballotId, answer: { choice: 'yes' } }),
      ),
    ]);
    expect(done.slice(0, 10).filter((result) => result.ok)).toHaveLength(8);
    expect(done.slice(10).every((result) => result.ok)).toBe(true);
    const voices = await scene.seen((tx) => voicesOf(tx, ballotId));
    expect(voices).toHaveLength(56);
    expect(new Set(voices.map((voice) => voice.electorId)).size).toBe(56);
    // Phones voted an hour after the papers were handed in.
    expect(voices.filter((voice) => voice.choice === 'yes').map((voice) => voice.channel)).toEqual(['own', 'own']);
    expect(await scene.seen((tx) => verifyBallots(tx))).toEqual([]);
    expect(await figures(ballotId)).toMatchObject({ returned: 56, counted: 54, superseded: 2, outstanding: 6 });
  });
});

describe('the sheet', () => {
  it('is signed when the time is over and everything is recorded; differences are explained; then the ballot closes', async () => {
    const ballotId = await withSlips();
    const batchId = await entered(ballotId, '#1 同意\nQQQQQQ 同意');
    const sign = (change: object = {}) =>
      reconcilePapers(as(scene.secretary), { ballotId, leftOver: 0, byHand: 2, explanation: '', watcher: '李阿姨', ...change });
    expect(await sign()).toEqual({ ok: false, error: 'still-open' });
    t.clock.set(over);
    expect(await sign()).toEqual({ ok: false, error: 'papers-pending' });
    expect(await closeBallot(as(scene.secretary), { ballotId })).toEqual({ ok: false, error: 'papers-pending' });
    must(await recordBatch(as(scene.secretary), { batchId }));
    expect(await closeBallot(as(scene.secretary), { ballotId })).toEqual({ ok: false, error: 'papers-unreconciled' });
    expect(await sign()).toEqual({ ok: false, error: 'explanation-required' });
    expect(await sign({ explanation: '一张复印件，票码查不到', watcher: '' })).toEqual({ ok: false, error: 'watcher-required' });
    expect(await reconcilePapers(as(scene.wang), { ballotId, leftOver: 0, byHand: 2, explanation: '', watcher: '李' })).toEqual({
      ok: false,
      error: 'not-allowed',
    });
    expect(must(await sign({ explanation: '一张复印件，票码查不到' }))).toEqual({ version: 1 });
    must(await closeBallot(as(scene.secretary), { ballotId }));
    expect((await scene.seen((tx) => findBallot(tx, ballotId)))?.state).toBe('closed');
  });

  it('that does not say what the papers say, or does not add up, is refused by the database; so is a result without one', async () => {
    const ballotId = await withSlips();
    must(await recordBatch(as(scene.secretary), { batchId: await entered(ballotId, '#1 同意') }));
    t.clock.set(over);
    const f = await figures(ballotId);
    const insert = (change: object) => {
      const row = { ...f, left_over: 0, by_hand: 1, explanation: '说明', watcher: '李阿姨', version: 1, ...change };
      const names = Object.keys(row);
      return t.owner.query(
        `insert into paper_reconciliation (subdistrict_id, ballot_id, made_by, made_at, ${names.join(', ')})
        values ($1, $2, $3, $4, ${names.map((_, i) => `$${i + 5}`).join(', ')})`,
        [t.subdistrictId, ballotId, scene.secretary.personId, t.clock.now(), ...Object.values(row)],
      );
    };
    expect(await scene.refused(insert({ counted: 0, spoiled: 1 }))).toContain('does not say what the papers say');
    for (const change of [{ counted: 2 }, { outstanding: 0 }]) expect(await scene.refused(insert(change))).toMatch(/does not say|adds_up/);
    expect(await scene.refused(insert({ explanation: '', by_hand: 2 }))).toContain('differences_are_explained');
    const close = () => t.owner.query("update ballot set state = 'closed', closed_at = $2, outcome = '{}' where id = $1", [ballotId, t.clock.now()]);
    expect(await scene.refused(close())).toContain('the papers are not reconciled');
    await t.owner.query('alter table paper_reconciliation disable trigger guard');
    expect(await scene.refused(insert({ counted: 2 }))).toContain('what_came_back_adds_up');
    expect(await scene.refused(insert({ outstanding: 0 }))).toContain('what_went_out_adds_up');
    await t.owner.query('alter table paper_reconciliation enable trigger guard');
    must(await signSheet(as(scene.secretary), ballotId));
    expect(await scene.refused(t.owner.query('delete from paper_reconciliation where ballot_id = $1', [ballotId]))).toContain('append-only');
    must(await closeBallot(as(scene.secretary), { ballotId }));
  });

  it('signed before the last batch came in is no longer enough', async () => {
    const ballotId = await withSlips();
    must(await recordBatch(as(scene.secretary), { batchId: await entered(ballotId, '#1 同意') }));
    t.clock.set(over);
    must(await signSheet(as(scene.secretary), ballotId));
    must(await recordBatch(as(scene.secretary), { batchId: await entered(ballotId, '#2 同意') }));
    expect(await closeBallot(as(scene.secretary), { ballotId })).toEqual({ ok: false, error: 'papers-unreconciled' });
    expect(must(await signSheet(as(scene.secretary), ballotId))).toEqual({ version: 2 });
    must(await closeBallot(as(scene.secretary), { ballotId }));
  });
});

describe('raised hands', () => {
  it('are of those who signed in at the meeting of the ballot; a ballot without a meeting has none', async () => {
    const ballotId = await scene.opened();
    t.clock.set('2026-11-06T12:30:00+08:00');
    const hands = (lines: string) => recordVotesOfOthers(as(scene.secretary), { ballotId, channel: 'hands', castAt: noon, lines });
    expect(await hands('#1 同意')).toEqual({ ok: false, error: 'not-signed-in' });
    const elector = await electorOf(ballotId, 1);
    expect(
      await scene.refused(
        t.owner.query(
          `insert into ballot_vote (subdistrict_id, id, ballot_id, elector_id, version, choice, channel, recorded_by, cast_at, recorded_at)
          values ($1, $2, $3, $4, 1, 'yes', 'hands', $5, $6, $6)`,
          [t.subdistrictId, t.platform.sources.newId(), ballotId, elector, scene.secretary.personId, noon],
        ),
      ),
    ).toContain('a hand is raised by somebody who signed in');
    expect(await scene.seen((tx) => voicesOf(tx, ballotId))).toEqual([]);
  });

  it('nor a word said to staff overwrite what somebody voted on their own phone', async () => {
    const ballotId = await scene.opened();
    t.clock.set('2026-11-06T12:30:00+08:00');
    must(await castVote(as(scene.wang), { ballotId, answer: { choice: 'yes' } }));
    const [voice] = await scene.seen((tx) => voicesOf(tx, ballotId));
    const said = (lines: string) => recordVotesOfOthers(as(scene.secretary), { ballotId, channel: 'assisted', castAt: t.clock.now(), lines });
    const roll = await scene.seen((tx) => rollOf(tx, ballotId));
    const [hers, another] = [roll.find((line) => line.electorId === voice?.electorId), roll.find((line) => line.electorId !== voice?.electorId)];
    expect(await said(`#${another?.no} 同意\n#${hers?.no} 不同意`)).toEqual({ ok: false, error: 'voted-themselves' });
    expect(await scene.seen((tx) => voicesOf(tx, ballotId))).toEqual([voice]);
    expect(await said(`#${another?.no} 同意`)).toMatchObject({ ok: true });
  });
});
