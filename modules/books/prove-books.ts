import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { type Account, accounts } from './award.ts';
import { verifyBooks } from './verify-books.ts';

/** Which of the three ledgers an account belongs to; they never mix. */
const ledgerOf = (account: Account): 'money' | 'pledges' | 'reservations' =>
  account === 'pledged' || account === 'pledger' ? 'pledges' : account === 'reserved' || account === 'commitment' ? 'reservations' : 'money';

/** The column of `award_balance` that an account moves, and its sign there; the counter-accounts move none. */
const kept: readonly (readonly [Account, 'pledged' | 'received' | 'held' | 'reserved' | 'spent' | 'returned' | 'advanced', bigint])[] = [
  ['pledged', 'pledged', 1n],
  ['income', 'received', -1n],
  ['held', 'held', 1n],
  ['reserved', 'reserved', 1n],
  ['spent', 'spent', 1n],
  ['returned', 'returned', 1n],
  ['advanced', 'advanced', 1n],
];

const whole = z.string().transform((text) => BigInt(text));
const sumRow = z.object({
  award_id: z.string(),
  account: z.enum(accounts),
  fen: whole,
  drawn: whole,
  paired: whole,
  counted: whole,
  paid: whole,
});
const balanceRow = z.object({
  award_id: z.string(),
  pledged: z.bigint(),
  received: z.bigint(),
  held: z.bigint(),
  reserved: z.bigint(),
  spent: z.bigint(),
  returned: z.bigint(),
  advanced: z.bigint(),
});
const allocationRow = z.object({ award_id: z.string(), drawn: whole });

/**
 * The full re-audit of the books from their postings, in one pass: balances are the replay; every transaction has the postings it says, balances on each
 * award in each ledger, and is undone exactly where it was undone; what is spent is allocated, every line in full. Rather than sum each transaction
 * apart, it sums everything at once with a factor drawn for each transaction (from `seed`, which nobody can know beforehand): if one transaction is off
 * by a fen the sum is zero in fewer than one of four million draws. Where a sum is not zero, `verifyBooks` searches for the place. Returns what is
 * wrong, in words; empty when all holds.
 */
export async function proveBooks(tx: Tx, seed: bigint): Promise<string[]> {
  if (await holds(tx, seed)) return [];
  const found = await verifyBooks(tx);
  return found.length > 0 ? found : ['账目总核未过，逐项核对未找到出处 (the re-audit failed, the search found no place)'];
}

const holdsRow = z.object({ asked: whole, given: whole });
const countedRow = z.object({ counted: whole });

async function holds(tx: Tx, seed: bigint): Promise<boolean> {
  const s = tx.subdistrictId;
  // The hash of all transactions stays in memory; compiling the query would cost more than running it.
  await tx.exec(sql`set local work_mem = '256MB'`);
  await tx.exec(sql`set local jit = off`);
  // 23 drawn bits for each id. An amount beyond 5 thousand million yuan is cut, which makes the sums fail and the search begin.
  const drawnFor = (id: string) => sql([`(uuid_hash_extended(${id}, `, ') >> 41)'], seed);
  const cut = (fen: string) => sql([`greatest(least(${fen}, 549755813888), -549755813888)`]);
  // A reversal and what it undoes share one factor.
  const pairs = sql`select id, ${drawnFor('reversal_of')} as drawn, true as undoes from txn where subdistrict_id = ${s} and reversal_of is not null
    union all select reversal_of, ${drawnFor('reversal_of')}, false from txn where subdistrict_id = ${s} and reversal_of is not null`;
  const [drawn, amount] = [drawnFor('p.txn_id'), cut('p.amount_fen')];
  const sums = await tx.all(
    sql`select p.award_id, p.account, sum(p.amount_fen)::text as fen, sum(${drawn} * ${amount})::text as drawn, sum(${drawn})::text as counted,
        coalesce(sum(t.drawn * ${amount}) filter (where t.drawn is not null), 0)::text as paired,
        coalesce(sum(${drawn} * ${amount}) filter (where p.account = 'spent' and t.undoes is not true), 0)::text as paid
      from posting p left join (${pairs}) t on t.id = p.txn_id where p.subdistrict_id = ${s} group by p.award_id, p.account`,
    sumRow,
  );
  const { counted } = await tx.one(
    sql`select coalesce(sum(${drawnFor('id')} * posting_count), 0)::text as counted from txn where subdistrict_id = ${s}`,
    countedRow,
  );
  const balances = await tx.all(
    sql`select a.id as award_id, coalesce(pledged_fen, -1) as pledged, coalesce(received_fen, -1) as received, coalesce(held_fen, -1) as held,
        coalesce(reserved_fen, -1) as reserved, coalesce(spent_fen, -1) as spent, coalesce(returned_fen, -1) as returned, coalesce(advanced_fen, -1) as advanced
      from award a left join award_balance b on b.subdistrict_id = a.subdistrict_id and b.award_id = a.id where a.subdistrict_id = ${s}`,
    balanceRow,
  );
  const allocations = await tx.all(
    // What a supplier gave back is spent no more.
    sql`select award_id, sum(${drawnFor('txn_id')} * ${cut('amount_fen')})::text as drawn from (
        select txn_id, award_id, amount_fen from allocation where subdistrict_id = ${s}
        union all select txn_id, award_id, -amount_fen from supplier_refund_share where subdistrict_id = ${s}) both_sides group by award_id`,
    allocationRow,
  );
  const lines = await tx.one(
    sql`select (select coalesce(sum((${drawnFor('t.id')} # ${drawnFor('l.id')}) * ${cut('l.amount_fen')}), 0) from txn t
          join expense_line l on l.subdistrict_id = t.subdistrict_id and l.expense_id = t.expense_id where t.subdistrict_id = ${s} and t.reversal_of is null)::text as asked,
        (select coalesce(sum((${drawnFor('a.txn_id')} # ${drawnFor('a.line_id')}) * ${cut('a.amount_fen')}), 0) from allocation a where a.subdistrict_id = ${s})::text as given`,
    holdsRow,
  );

  const balanceOf = new Map(balances.map((each) => [each.award_id, each]));
  const allocated = new Map(allocations.map((each) => [each.award_id, each.drawn]));
  const seen = new Map<string, { ledgers: Map<string, bigint>; fen: Map<Account, bigint> }>();
  let drawnPostings = 0n;
  for (const sum of sums) {
    if (sum.paired !== 0n) return false;
    drawnPostings += sum.counted;
    const award = seen.get(sum.award_id) ?? { ledgers: new Map(), fen: new Map() };
    seen.set(sum.award_id, award);
    const ledger = ledgerOf(sum.account);
    award.ledgers.set(ledger, (award.ledgers.get(ledger) ?? 0n) + sum.drawn);
    award.fen.set(sum.account, sum.fen);
    if (sum.account === 'spent' && sum.paid !== (allocated.get(sum.award_id) ?? 0n)) return false;
  }
  if (drawnPostings !== counted || lines.asked !== lines.given) return false;
  for (const award of allocated.keys()) if (!seen.has(award)) return false;
  for (const award of seen.keys()) if (!balanceOf.has(award)) return false;
  for (const [awardId, balance] of balanceOf) {
    const award = seen.get(awardId);
    if (award && [...award.ledgers.values()].some((drawn) => drawn !== 0n)) return false;
    if (kept.some(([account, column, sign]) => sign * (award?.fen.get(account) ?? 0n) !== balance[column])) return false;
  }
  return true;
}
