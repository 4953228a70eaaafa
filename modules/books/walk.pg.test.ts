import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import {
  type Award,
  advancesOfProject,
  awardsOf,
  expensesOf,
  findExpense,
  handAdvanceIn,
  liveReservations,
  pledgeIn,
  proveBooks,
  receiveIn,
  releaseIn,
  reserveIn,
  returnIn,
  reverseIn,
  settleAdvanceIn,
  spendIn,
  supplierRefundIn,
  supplierRefundsOf,
  verifyBooks,
} from './index.ts';
import { type Scene, scene } from './scene.fixture.ts';

let s: Scene;
let proof: string;
beforeAll(async () => {
  s = await scene();
  proof = s.id();
  await s.t.owner.query(
    `insert into file (subdistrict_id, id, sha256, size_bytes, media_type, name, visibility, uploaded_at) values ($1, $2, repeat('a', 64), 1, 'image/jpeg', '退款单', 'office', now())`,
    [s.t.subdistrictId, proof],
  );
});
afterAll(() => s?.t.close());

const steps = ['receive', 'pledge', 'reserve', 'release', 'spend', 'return', 'advance', 'settle', 'refund', 'reverse'] as const;
type Step = { do: (typeof steps)[number]; fen: bigint; category: 'materials' | 'publicity' | 'labour'; pick: number };
const step = fc.record({
  do: fc.constantFrom(...steps),
  fen: fc.bigInt({ min: 1n, max: 3_000_000n }),
  category: fc.constantFrom('materials', 'publicity', 'labour') as fc.Arbitrary<Step['category']>,
  pick: fc.nat(1000),
});

type Done = Result<unknown, string>;
/** One of a list by a number that was drawn, or null when there is none. */
const one = <T>(list: readonly T[], pick: number): T | null => list[pick % Math.max(list.length, 1)] ?? null;
const projectId = () => s.projectId;

/** What a step does with what there is at that moment; where there is nothing to do it with, it is refused. */
const acts: Record<Step['do'], (tx: CommandTx, step: Step, awards: readonly Award[]) => Promise<Done>> = {
  receive: async (tx, { fen, pick }, awards) =>
    receiveIn(tx, { awardId: one(awards, pick)?.awardId ?? '', amountFen: fen, method: 'cash', payer: { name: '甲' } }),
  pledge: async (tx, { fen, pick }, awards) => pledgeIn(tx, { awardId: one(awards, pick)?.awardId ?? '', amountFen: fen, payer: { name: '甲' } }),
  reserve: async (tx, { fen, category }) =>
    reserveIn(tx, { projectId: projectId(), subjectId: tx.newId(), text: '预留', lines: [{ category, text: '物品', amountFen: fen }] }),
  release: async (tx, { pick }) => {
    const kept = one(await liveReservations(tx, projectId()), pick);
    return kept ? ok(await releaseIn(tx, { projectId: projectId(), subjectId: kept.subjectId, reason: '不买了' })) : err('nothing');
  },
  spend: async (tx, { fen, category }) =>
    spendIn(tx, { projectId: projectId(), payee: '五金店', text: '买', method: 'cash', lines: [{ category, text: '物品', amountFen: fen }] }),
  return: async (tx, { fen, pick }, awards) => returnIn(tx, { awardId: one(awards, pick)?.awardId ?? '', amountFen: fen, text: '退回' }),
  advance: async (tx, { fen, pick }) => {
    const kept = one(await liveReservations(tx, projectId()), pick);
    if (!kept) return err('nothing');
    return handAdvanceIn(tx, {
      projectId: projectId(),
      subjectId: kept.subjectId,
      holder: { kind: 'supplier', name: '五金店' },
      amountFen: fen,
      text: '预支',
      method: 'cash',
      anotherReason: '同一家店还有一笔',
    });
  },
  settle: async (tx, { fen, category, pick }) => {
    const open = one(
      (await advancesOfProject(tx, projectId())).filter((each) => each.state === 'open'),
      pick,
    );
    if (!open) return err('nothing');
    return settleAdvanceIn(tx, {
      advanceId: open.id,
      lines: pick % 5 === 0 ? [] : [{ category, text: '物品', amountFen: fen }],
      payee: '五金店',
      text: '结清',
      method: 'cash',
    });
  },
  refund: async (tx, { fen, pick }) => {
    const paid = one(await expensesOf(tx, projectId()), pick);
    const line = paid && (await findExpense(tx, paid.id))?.lines[0];
    if (!paid || !line) return err('nothing');
    return supplierRefundIn(tx, {
      expenseId: paid.id,
      lines: [{ lineId: line.id, amountFen: fen < line.amountFen ? fen : line.amountFen }],
      payer: '五金店',
      method: 'cash',
      reason: '退货',
      proofFileId: proof,
    });
  },
  reverse: async (tx, { pick }) => {
    const { rows } = await s.t.owner.query<{ id: string }>('select id from txn where project_id = $1 order by made_in, id', [projectId()]);
    return reverseIn(tx, { txnId: one(rows, rows.length - 1 - (pick % 4))?.id ?? tx.newId(), reason: '冲销' });
  },
};

it('whatever is done in whatever order, advances, settlements and refunds too: no fen appears or is lost, and no source is overdrawn', async () => {
  const happened = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 40 }), async (walk) => {
      for (const each of walk) {
        const before = await s.t.db.tenant(s.t.subdistrictId, (tx) => awardsOf(tx, projectId()));
        const done = await s.run((tx) => acts[each.do](tx, each, before) as Promise<Result<unknown, string>>);
        if (done.ok) happened.set(each.do, (happened.get(each.do) ?? 0) + 1);
        const after = await s.t.db.tenant(s.t.subdistrictId, (tx) => awardsOf(tx, projectId()));
        if (!done.ok) expect(after).toEqual(before);
        for (const source of after) {
          expect(source.availableFen >= 0n && source.reservedFen >= 0n && source.advancedFen >= 0n && source.spentFen >= 0n).toBe(true);
          expect(source.availableFen).toBe(source.receivedFen - source.spentFen - source.returnedFen - source.reservedFen - source.advancedFen);
        }
      }
      const see = <T>(work: Parameters<typeof s.t.db.tenant<T>>[1]) => s.t.db.tenant(s.t.subdistrictId, work, 'read');
      expect(await see(verifyBooks)).toEqual([]);
      expect(await see((tx) => proveBooks(tx, 42n))).toEqual([]);
      // What suppliers gave back is never more than they were paid.
      for (const paid of await see((tx) => expensesOf(tx, projectId()))) {
        const back = (await see((tx) => supplierRefundsOf(tx, paid.id))).filter((each) => each.inForce).reduce((fen, each) => fen + each.amountFen, 0n);
        expect(back <= paid.amountFen).toBe(true);
      }
    }),
    { numRuns: 6, seed: 20261122 },
  );
  // The walk went through everything that can happen, or it has proved nothing.
  expect([...happened.keys()].sort()).toEqual([...steps].sort());
});
