import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** What happens to the gifts when the goal is missed: all go back, they stay from a minimum on, or a meeting decides. */
export const missedRules = ['return-all', 'keep-from-minimum', 'meeting'] as const;
export type MissedRule = (typeof missedRules)[number];
/** running → reached; running → kept, deciding or missed after the last day; deciding → kept, missed; missed → returned; reached, kept → running when a gift is undone. */
export const driveStates = ['running', 'deciding', 'reached', 'kept', 'missed', 'returned'] as const;
export type DriveState = (typeof driveStates)[number];
/** How a giver stands in the public list. */
export const shownAs = ['masked', 'anonymous'] as const;
export type ShownAs = (typeof shownAs)[number];

/** An open collection (众筹) for one source of a project. */
export interface CrowdDrive {
  id: string;
  awardId: string;
  goalFen: bigint;
  opensOn: string;
  lastDay: string;
  ifMissed: MissedRule;
  minimumFen: bigint | null;
  text: string;
  state: DriveState;
  resolutionId: string | null;
  openedByName: string;
  endedOn: string | null;
  endNote: string | null;
}

/** A gift as anybody may see it: no door, the name masked or not given. */
export interface CrowdGift {
  receiptId: string;
  payerName: string;
  shown: ShownAs;
  words: string | null;
  amountFen: bigint;
  /** What of it went back. */
  refundedFen: bigint;
  day: string;
}

/** Money of a drive may be used once the goal was reached, or it was decided that it stays. */
export const theDriveMayBeUsed = (drive: Pick<CrowdDrive, 'state'>): boolean => drive.state === 'reached' || drive.state === 'kept';

/** Gifts are taken from the first to the last day while the drive runs. */
export const theDriveTakesGifts = (drive: Pick<CrowdDrive, 'state' | 'opensOn' | 'lastDay'>, day: string): boolean =>
  drive.state === 'running' && drive.opensOn <= day && day <= drive.lastDay;

/** The goal (or the minimum from which gifts are kept) was reached only by a gift that does not stand any more. */
export const theGoalIsLostAgain = (drive: Pick<CrowdDrive, 'state' | 'goalFen' | 'ifMissed' | 'minimumFen'>, netFen: bigint): boolean =>
  drive.state === 'reached' ? netFen < drive.goalFen : drive.state === 'kept' && drive.ifMissed === 'keep-from-minimum' && netFen < (drive.minimumFen ?? 0n);

/** One gift larger than the whole goal is more likely a slip of the hand: somebody says why it is right. */
export const theGiftIsAboveTheGoal = (drive: Pick<CrowdDrive, 'goalFen'>, amountFen: bigint): boolean => amountFen > drive.goalFen;

/** How a drive stands after its last day with what has come in (less what went back). */
export function howTheDriveEnds(drive: Pick<CrowdDrive, 'goalFen' | 'ifMissed' | 'minimumFen'>, netFen: bigint): Exclude<DriveState, 'running' | 'returned'> {
  if (netFen >= drive.goalFen) return 'reached';
  if (drive.ifMissed === 'meeting') return 'deciding';
  return drive.ifMissed === 'keep-from-minimum' && drive.minimumFen !== null && netFen >= drive.minimumFen ? 'kept' : 'missed';
}

const driveRow = z.object({
  id: z.string(),
  awardId: z.string(),
  goalFen: z.bigint(),
  opensOn: z.string(),
  lastDay: z.string(),
  ifMissed: z.enum(missedRules),
  minimumFen: z.bigint().nullable(),
  text: z.string(),
  state: z.enum(driveStates),
  resolutionId: z.string().nullable(),
  openedByName: z.string(),
  endedOn: z.string().nullable(),
  endNote: z.string().nullable(),
});
const driveSelect = sql`select id, award_id as "awardId", goal_fen as "goalFen", opens_on as "opensOn", last_day as "lastDay", if_missed as "ifMissed",
  minimum_fen as "minimumFen", text, state, resolution_id as "resolutionId", opened_by_name as "openedByName", ended_on as "endedOn", end_note as "endNote" from crowd_drive`;

/** The drive of a source, or null. */
export const driveOf = (tx: Tx, awardId: string): Promise<CrowdDrive | null> =>
  tx.maybe(sql`${driveSelect} where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId}`, driveRow);

/** Drives that still run although their last day has passed. */
export const drivesPastTheirDay = (tx: Tx, today: string): Promise<CrowdDrive[]> =>
  tx.all(sql`${driveSelect} where subdistrict_id = ${tx.subdistrictId} and state = 'running' and last_day < ${today}::date order by last_day, id`, driveRow);

export const insertDrive = (tx: CommandTx, d: Omit<CrowdDrive, 'state' | 'resolutionId' | 'openedByName' | 'endedOn' | 'endNote'>): Promise<number> =>
  tx.exec(sql`insert into crowd_drive (subdistrict_id, id, award_id, goal_fen, opens_on, last_day, if_missed, minimum_fen, text, state, opened_by, opened_by_name, opened_at)
    values (${tx.subdistrictId}, ${d.id}, ${d.awardId}, ${d.goalFen}, ${d.opensOn}, ${d.lastDay}, ${d.ifMissed}, ${d.minimumFen}, ${d.text}, 'running',
    ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);

export const saveDriveState = (tx: CommandTx, id: string, state: DriveState, end: { note: string; resolutionId?: string | null }): Promise<number> =>
  tx.exec(sql`update crowd_drive set state = ${state}, ended_on = coalesce(ended_on, ${tx.today}::date), end_note = ${end.note},
    resolution_id = coalesce(${end.resolutionId ?? null}::uuid, resolution_id) where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);

/** The drive runs again: its goal was reached only by a gift that was undone. */
export const saveDriveRunsAgain = (tx: CommandTx, id: string, note: string): Promise<number> =>
  tx.exec(sql`update crowd_drive set state = 'running', ended_on = null, end_note = ${note} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);

export const insertGift = (tx: CommandTx, g: { receiptId: string; driveId: string; shown: ShownAs; words: string | null }): Promise<number> =>
  tx.exec(
    sql`insert into crowd_gift (subdistrict_id, receipt_id, drive_id, shown, words) values (${tx.subdistrictId}, ${g.receiptId}, ${g.driveId}, ${g.shown}, ${g.words})`,
  );

const giftsRow = z.object({
  receiptId: z.string(),
  payerName: z.string(),
  shown: z.enum(shownAs),
  words: z.string().nullable(),
  amountFen: z.bigint(),
  refundedFen: z.bigint(),
  day: z.string(),
});

/** Gifts of a drive whose receipts stand, newest first. */
export const giftsOf = (tx: Tx, driveId: string): Promise<CrowdGift[]> =>
  tx.all(
    sql`select g.receipt_id as "receiptId", r.payer_name as "payerName", g.shown, g.words, r.amount_fen as "amountFen", r.day,
    coalesce((select sum(f.amount_fen) from refund f where f.subdistrict_id = r.subdistrict_id and f.receipt_id = r.id
      and not exists (select from txn v where v.subdistrict_id = f.subdistrict_id and v.reversal_of = f.txn_id)), 0)::bigint as "refundedFen" from crowd_gift g
    join receipt r on r.subdistrict_id = g.subdistrict_id and r.id = g.receipt_id
    where g.subdistrict_id = ${tx.subdistrictId} and g.drive_id = ${driveId}
    and not exists (select from txn v where v.subdistrict_id = r.subdistrict_id and v.reversal_of = r.txn_id) order by r.number desc`,
    giftsRow,
  );
