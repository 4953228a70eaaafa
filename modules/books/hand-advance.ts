import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import type { Assignment } from './assign-lines.ts';
import { type AdvanceHolder, advancesOfProject, findAdvance, isTheSameHolder } from './advance.ts';
import { type Award, awardMayPay } from './award.ts';
import { type PayLine, planPayment } from './plan-payment.ts';
import { findTxnByKey, move, postTxn } from './post-txn.ts';
import { postReservation, type Reservation, releaseIn } from './reserve-money.ts';
import { lockAwards } from './store.ts';

/**
 * `not-positive` · `not-reserved` nothing is kept for this request · `above-approved` more than is kept · `advance-open` the request has
 * one that is not settled · `holder-has-advance` the holder has another one open in this project and no reason is given · `not-enough-money`
 * a source that was to pay has ended meanwhile.
 */
export type HandAdvanceError = 'not-positive' | 'not-reserved' | 'above-approved' | 'advance-open' | 'holder-has-advance' | 'not-enough-money';

export interface HandAdvanceInput {
  projectId: string;
  subjectId: string;
  holder: AdvanceHolder;
  amountFen: bigint;
  text: string;
  day?: string;
  method: 'transfer' | 'cash';
  proofFileId?: string | null;
  /** Why, although the holder has not settled an earlier one. */
  anotherReason?: string | null;
  key?: string;
}

/**
 * Hands out money that is kept for a request, before its receipts. What is handed out leaves the reservation; the rest stays kept for the
 * same request. It is neither spent nor available until it is settled. `key` makes a repeated call harmless.
 */
export async function handAdvanceIn(tx: CommandTx, input: HandAdvanceInput): Promise<Result<{ advanceId: string; txnId: string }, HandAdvanceError>> {
  if (input.amountFen <= 0n) return err('not-positive');
  const awards = await lockAwards(tx, input.projectId);
  const advanceId = tx.newId();
  const key = input.key ?? `advance:${advanceId}`;
  const known = await findTxnByKey(tx, key);
  const earlier = await advancesOfProject(tx, input.projectId);
  const same = known && earlier.find((each) => each.txnId === known.id);
  if (same) return ok({ advanceId: same.id, txnId: same.txnId });
  const open = earlier.filter((each) => each.state === 'open');
  if (open.some((each) => each.subjectId === input.subjectId)) return err('advance-open');
  const anotherReason = input.anotherReason?.trim() || null;
  if (!anotherReason && open.some((each) => isTheSameHolder(each.holder, input.holder))) return err('holder-has-advance');

  const day = input.day ?? tx.today;
  const released = await releaseIn(tx, { projectId: input.projectId, subjectId: input.subjectId, reason: '预支，预留转为预支' });
  if (!released) return err('not-reserved');
  const cut = cutReservation(released, input.amountFen);
  if (!cut) return err('above-approved');
  const shares = stillPay(awards, cut.advanced, day) ?? (await assignAnew(tx, input.projectId, cut.advanced, day));
  if (!shares) return err('not-enough-money');
  const txnId = await postAdvance(tx, { ...input, advanceId, key, day, anotherReason }, cut.advanced, shares);
  if (cut.rest.length > 0) await postReservation(tx, input.projectId, { ...released, lines: cut.rest }, sharesOf(cut.rest));
  tx.audit({
    action: 'money.advance',
    subjectKind: 'advance',
    subjectId: advanceId,
    text: { projectId: input.projectId, holder: input.holder.name, amountFen: input.amountFen, text: input.text, ...(anotherReason ? { anotherReason } : {}) },
  });
  await tx.emit('money.advanced', { advanceId, projectId: input.projectId, amountFen: input.amountFen });
  return ok({ advanceId, txnId });
}

type KeptLine = Reservation['lines'][number];
const sharesOf = (lines: readonly KeptLine[]): Assignment[] => lines.flatMap((line, index) => line.shares.map((share) => ({ key: String(index), ...share })));

/** Takes an amount from a reservation, line after line; null when it holds less. What is left stays reserved as it was. */
export function cutReservation(reservation: Pick<Reservation, 'lines'>, amountFen: bigint): { advanced: KeptLine[]; rest: KeptLine[] } | null {
  let wanted = amountFen;
  const advanced: KeptLine[] = [];
  const rest: KeptLine[] = [];
  for (const line of reservation.lines) {
    const parts = { taken: { ...line, amountFen: 0n, shares: [] as KeptLine['shares'] }, left: { ...line, amountFen: 0n, shares: [] as KeptLine['shares'] } };
    for (const share of line.shares) {
      const taken = share.amountFen < wanted ? share.amountFen : wanted;
      wanted -= taken;
      for (const [part, fen] of [
        [parts.taken, taken],
        [parts.left, share.amountFen - taken],
      ] as const) {
        if (fen === 0n) continue;
        part.amountFen += fen;
        part.shares.push({ ...share, amountFen: fen });
      }
    }
    if (parts.taken.amountFen > 0n) advanced.push(parts.taken);
    if (parts.left.amountFen > 0n) rest.push(parts.left);
  }
  return wanted === 0n ? { advanced, rest } : null;
}

/** The shares as they were reserved, while every source still pays on this day. */
function stillPay(awards: readonly Award[], lines: readonly KeptLine[], day: string): Assignment[] | null {
  const pays = (line: KeptLine, awardId: string) => awards.some((award) => award.awardId === awardId && awardMayPay(award, line.category, day));
  return lines.every((line) => line.shares.every((share) => pays(line, share.awardId))) ? sharesOf(lines) : null;
}

async function assignAnew(tx: CommandTx, projectId: string, lines: readonly PayLine[], day: string): Promise<Assignment[] | null> {
  const plan = planPayment(await lockAwards(tx, projectId), lines, day);
  return plan.feasible ? plan.assignments : null;
}

async function postAdvance(
  tx: CommandTx,
  about: HandAdvanceInput & { advanceId: string; key: string; day: string; anotherReason: string | null },
  lines: readonly PayLine[],
  shares: readonly Assignment[],
): Promise<string> {
  const perAward = new Map<string, bigint>();
  for (const share of shares) perAward.set(share.awardId, (perAward.get(share.awardId) ?? 0n) + share.amountFen);
  const txnId = await postTxn(tx, {
    kind: 'advance',
    projectId: about.projectId,
    day: about.day,
    text: about.text,
    key: about.key,
    postings: [...perAward].flatMap(([awardId, fen]) => move(awardId, 'held', 'advanced', fen)),
  });
  for (const share of shares) {
    await tx.exec(sql`insert into advance_share (subdistrict_id, txn_id, line_no, award_id, category, amount_fen)
      values (${tx.subdistrictId}, ${txnId}, ${Number(share.key) + 1}, ${share.awardId}, ${lines[Number(share.key)]?.category}, ${share.amountFen})`);
  }
  const personId = about.holder.kind === 'person' ? about.holder.personId : null;
  await tx.exec(sql`insert into advance (subdistrict_id, id, project_id, subject_id, txn_id, holder_kind, holder_person_id, holder_name, amount_fen, day, method,
    proof_file_id, another_reason, handed_by, handed_at) values (${tx.subdistrictId}, ${about.advanceId}, ${about.projectId}, ${about.subjectId}, ${txnId},
    ${about.holder.kind}, ${personId}, ${about.holder.name}, ${about.amountFen}, ${about.day}, ${about.method}, ${about.proofFileId ?? null},
    ${about.anotherReason}, ${tx.actor.personId}, ${tx.now})`);
  return txnId;
}

/** An advance that is in somebody's hands, locked with its project's sources until the transaction ends; null when it is not. */
export async function lockOpenAdvance(tx: CommandTx, advanceId: string) {
  const found = await findAdvance(tx, advanceId);
  if (!found) return null;
  const awards = await lockAwards(tx, found.projectId);
  const advance = await findAdvance(tx, advanceId);
  return advance ? { advance, awards } : null;
}
