import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { Assignment } from './assign-lines.ts';
import type { Award } from './award.ts';
import { type PayLine, planPayment } from './plan-payment.ts';
import { move, postTxn } from './post-txn.ts';
import { reverseIn } from './reverse-txn.ts';
import { lockAwards } from './store.ts';

/** Money kept for a subject (a spending request), not yet paid. */
export interface Reservation {
  txnId: string;
  subjectId: string;
  text: string;
  day: string;
  lines: (PayLine & { shares: { awardId: string; amountFen: bigint }[] })[];
}

const row = z.object({
  txn_id: z.string(),
  subject_id: z.string(),
  txn_text: z.string(),
  day: z.string(),
  line_no: z.number(),
  award_id: z.string(),
  category: z.string(),
  text: z.string(),
  allowed_award_ids: z.array(z.string()).nullable(),
  amount_fen: z.bigint(),
});

/** The reservations of a project that are neither paid nor given up. */
export async function liveReservations(tx: Tx, projectId: string): Promise<Reservation[]> {
  const rows = await tx.all(
    sql`select v.txn_id, v.subject_id, t.text as txn_text, t.day, v.line_no, v.award_id, v.category, v.text, v.allowed_award_ids, v.amount_fen
    from reservation v join txn t on t.subdistrict_id = v.subdistrict_id and t.id = v.txn_id
    where v.subdistrict_id = ${tx.subdistrictId} and t.project_id = ${projectId}
    and not exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id)
    order by t.at, t.made_in, v.txn_id, v.line_no, v.award_id`,
    row,
  );
  const found = new Map<string, Reservation>();
  for (const r of rows) {
    const reservation = found.get(r.txn_id) ?? { txnId: r.txn_id, subjectId: r.subject_id, text: r.txn_text, day: r.day, lines: [] };
    found.set(r.txn_id, reservation);
    const line = reservation.lines[r.line_no - 1] ?? { category: r.category, text: r.text, amountFen: 0n, awardIds: r.allowed_award_ids, shares: [] };
    reservation.lines[r.line_no - 1] = line;
    line.amountFen += r.amount_fen;
    line.shares.push({ awardId: r.award_id, amountFen: r.amount_fen });
  }
  return [...found.values()];
}

/** Writes a reservation as assigned. For the commands of this module. */
export async function postReservation(
  tx: CommandTx,
  projectId: string,
  wanted: { subjectId: string; text: string; day: string; lines: readonly PayLine[] },
  shares: readonly Assignment[],
): Promise<string> {
  const perAward = new Map<string, bigint>();
  for (const share of shares) perAward.set(share.awardId, (perAward.get(share.awardId) ?? 0n) + share.amountFen);
  const txnId = await postTxn(tx, {
    kind: 'reserve',
    projectId,
    day: wanted.day,
    text: wanted.text,
    key: `reserve:${wanted.subjectId}:${tx.newId()}`,
    postings: [...perAward].flatMap(([awardId, fen]) => move(awardId, 'commitment', 'reserved', fen)),
  });
  for (const share of shares) {
    const line = wanted.lines[Number(share.key)];
    if (!line) throw new Error('a share belongs to a line');
    await tx.exec(sql`insert into reservation (subdistrict_id, txn_id, line_no, award_id, category, subject_id, text, allowed_award_ids, amount_fen)
      values (${tx.subdistrictId}, ${txnId}, ${Number(share.key) + 1}, ${share.awardId}, ${line.category}, ${wanted.subjectId}, ${line.text},
      ${line.awardIds ? [...line.awardIds] : null}::uuid[], ${share.amountFen})`);
  }
  return txnId;
}

/** `nothing-to-reserve` no lines · `already-reserved` for this subject · `not-enough-money` no assignment pays all; ask previewPayment why. */
export type ReserveError = 'nothing-to-reserve' | 'already-reserved' | 'not-enough-money';

/**
 * Keeps money for a subject, line by line. Where the free money cannot pay but the project's other reservations could be
 * paid from elsewhere, those are moved (reversed and reserved anew) in the same transaction.
 */
export async function reserveIn(
  tx: CommandTx,
  input: { projectId: string; subjectId: string; text: string; day?: string; lines: readonly PayLine[] },
): Promise<Result<{ txnId: string }, ReserveError>> {
  if (input.lines.length === 0 || input.lines.some((line) => line.amountFen <= 0n)) return err('nothing-to-reserve');
  const wanted = { ...input, day: input.day ?? tx.today };
  const awards = await lockAwards(tx, input.projectId);
  const pending = await liveReservations(tx, input.projectId);
  if (pending.some((each) => each.subjectId === input.subjectId)) return err('already-reserved');

  const plain = planPayment(awards, wanted.lines, tx.today);
  if (plain.feasible) return ok({ txnId: await postReservation(tx, input.projectId, wanted, plain.assignments) });

  const joint = planTogether(awards, [...pending, wanted], tx.today);
  if (!joint) return err('not-enough-money');
  const moved = pending.filter((each, index) => !sameShares(each, joint[index] ?? []));
  for (const each of moved) await mustReverse(tx, each.txnId, '改由其他来源支付');
  for (const each of moved) await postReservation(tx, input.projectId, each, joint[pending.indexOf(each)] ?? []);
  return ok({ txnId: await postReservation(tx, input.projectId, wanted, joint[pending.length] ?? []) });
}

/** Assigns all groups of lines anew over everything that is free or reserved; null when that cannot be done. Shares per group. */
function planTogether(awards: readonly Award[], groups: readonly { lines: readonly PayLine[] }[], day: string): Assignment[][] | null {
  const all = groups.flatMap((group, g) => group.lines.map((line, l) => ({ line, g, l })));
  const freed = awards.map((award) => ({ ...award, availableFen: award.availableFen + award.reservedFen }));
  const plan = planPayment(
    freed,
    all.map(({ line }) => line),
    day,
  );
  if (!plan.feasible) return null;
  return groups.map((_group, g) =>
    plan.assignments.flatMap((share) => {
      const place = all[Number(share.key)];
      return place?.g === g ? [{ ...share, key: String(place.l) }] : [];
    }),
  );
}

function sameShares(reservation: Reservation, shares: readonly Assignment[]): boolean {
  const before = reservation.lines.flatMap((line, index) => line.shares.map((share) => `${index} ${share.awardId} ${share.amountFen}`)).sort();
  const after = shares.map((share) => `${share.key} ${share.awardId} ${share.amountFen}`).sort();
  return before.join() === after.join();
}

async function mustReverse(tx: CommandTx, txnId: string, reason: string): Promise<void> {
  const reversed = await reverseIn(tx, { txnId, reason });
  if (!reversed.ok) throw new Error(`a live reservation was not released: ${reversed.error}`);
}

/** Frees what is reserved for a subject. Returns the reservation that was, or null when there was none. */
export async function releaseIn(tx: CommandTx, input: { projectId: string; subjectId: string; reason: string }): Promise<Reservation | null> {
  await lockAwards(tx, input.projectId);
  const found = (await liveReservations(tx, input.projectId)).find((each) => each.subjectId === input.subjectId) ?? null;
  if (found) await mustReverse(tx, found.txnId, input.reason);
  return found;
}
