import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** What happens when a source has brought less than planned on its day: the project stops, its plan shrinks, or the day moves. */
export const shortfallRules = ['stop', 'shrink', 'extend'] as const;
export type ShortfallRule = (typeof shortfallRules)[number];
/** Who decides on a later day. */
export const extenders = ['residents', 'office'] as const;
export type Extender = (typeof extenders)[number];

/** The rule chosen for a source when the project starts. `extendUntil` is the latest day that may be given. */
export interface SourceRule {
  rule: ShortfallRule;
  day: string;
  extendUntil: string | null;
  extendBy: Extender | null;
}

/** A source's rule as it was chosen. */
export interface ChosenRule extends SourceRule {
  awardId: string;
  chosenByName: string;
  chosenAt: Date;
}

/** What was missing on a rule's day, and what was done about it. */
export interface Shortfall {
  id: string;
  awardId: string;
  day: string;
  plannedFen: bigint;
  pledgedFen: bigint;
  receivedFen: bigint;
  missingFen: bigint;
  state: 'open' | 'stopped' | 'shrunk' | 'extended' | 'made_good';
  changeId: string | null;
  extendedTo: string | null;
  resolutionId: string | null;
  note: string | null;
  answeredByName: string | null;
}

/** What is wrong with a rule as typed: an extension, and only that, names its latest day and who decides. */
export function whatIsWrongWithTheRule(rule: SourceRule): 'extend-terms' | 'extend-too-early' | null {
  const extends_ = rule.rule === 'extend';
  if (extends_ !== (rule.extendUntil !== null) || extends_ !== (rule.extendBy !== null)) return 'extend-terms';
  return rule.extendUntil !== null && rule.extendUntil <= rule.day ? 'extend-too-early' : null;
}

/** The plan of a source after approved changes made it smaller: the least that was agreed since. Without one, the plan of the agreement. */
export const plannedNow = (plannedFen: bigint, shortfalls: readonly Pick<Shortfall, 'state' | 'receivedFen'>[]): bigint =>
  shortfalls.reduce((fen, each) => (each.state === 'shrunk' && each.receivedFen < fen ? each.receivedFen : fen), plannedFen);

/** The day on which a source is looked at next: the rule's own, or the latest to which it was moved. Null when nothing is left to look at. */
export function nextDay(rule: SourceRule, shortfalls: readonly Pick<Shortfall, 'day' | 'state' | 'extendedTo'>[]): string | null {
  if (shortfalls.length === 0) return rule.day;
  const last = shortfalls.reduce((latest, each) => (each.day > latest.day ? each : latest));
  return last.state === 'extended' ? last.extendedTo : null;
}

/** Nothing came in on time: what a source has brought less than its plan, or 0. */
export const missingFen = (plannedFen: bigint, receivedFen: bigint): bigint => (receivedFen < plannedFen ? plannedFen - receivedFen : 0n);

const ruleRow = z.object({
  awardId: z.string(),
  rule: z.enum(shortfallRules),
  day: z.string(),
  extendUntil: z.string().nullable(),
  extendBy: z.enum(extenders).nullable(),
  chosenByName: z.string(),
  chosenAt: z.date(),
});
const ruleColumns = sql`award_id as "awardId", rule, day, extend_until as "extendUntil", extend_by as "extendBy", chosen_by_name as "chosenByName", chosen_at as "chosenAt"`;

/** The rule of a source; null when nobody has chosen one: it is said so on the page. */
export const ruleOf = (tx: Tx, awardId: string): Promise<ChosenRule | null> =>
  tx.maybe(sql`select ${ruleColumns} from source_rule where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId}`, ruleRow);

/** Rules of sources that may still pay and whose day has passed, those answered for good included. */
export const rulesPastTheirDay = (tx: Tx, today: string): Promise<ChosenRule[]> =>
  tx.all(
    sql`select ${ruleColumns} from source_rule s where subdistrict_id = ${tx.subdistrictId} and day < ${today}::date
    and exists (select from award a where a.subdistrict_id = s.subdistrict_id and a.id = s.award_id and a.state = 'open') order by day, award_id`,
    ruleRow,
  );

export const insertRule = (tx: CommandTx, awardId: string, r: SourceRule, chosenByName = tx.actor.name): Promise<number> =>
  tx.exec(sql`insert into source_rule (subdistrict_id, award_id, rule, day, extend_until, extend_by, chosen_by, chosen_by_name, chosen_at)
    values (${tx.subdistrictId}, ${awardId}, ${r.rule}, ${r.day}, ${r.extendUntil}, ${r.extendBy}, ${tx.actor.personId}, ${chosenByName}, ${tx.now})`);

const shortfallColumns = sql`id, award_id as "awardId", day, planned_fen as "plannedFen", pledged_fen as "pledgedFen", received_fen as "receivedFen",
  missing_fen as "missingFen", state, change_id as "changeId", extended_to as "extendedTo", resolution_id as "resolutionId", note, answered_by_name as "answeredByName"`;
const shortfallRow = z.object({
  id: z.string(),
  awardId: z.string(),
  day: z.string(),
  plannedFen: z.bigint(),
  pledgedFen: z.bigint(),
  receivedFen: z.bigint(),
  missingFen: z.bigint(),
  state: z.enum(['open', 'stopped', 'shrunk', 'extended', 'made_good']),
  changeId: z.string().nullable(),
  extendedTo: z.string().nullable(),
  resolutionId: z.string().nullable(),
  note: z.string().nullable(),
  answeredByName: z.string().nullable(),
});

/** Shortfalls of a source, oldest first. */
export const shortfallsOf = (tx: Tx, awardId: string): Promise<Shortfall[]> =>
  tx.all(sql`select ${shortfallColumns} from shortfall where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId} order by day`, shortfallRow);

/** One shortfall, or null. */
export const findShortfall = (tx: Tx, id: string): Promise<Shortfall | null> =>
  tx.maybe(sql`select ${shortfallColumns} from shortfall where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, shortfallRow);

/** One shortfall, its row locked, or null. */
export const lockShortfall = (tx: CommandTx, id: string): Promise<Shortfall | null> =>
  tx.maybe(sql`select ${shortfallColumns} from shortfall where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, shortfallRow);

/** Shortfalls of a project's sources that wait for an answer. */
export const openShortfalls = (tx: Tx, projectId: string): Promise<Shortfall[]> =>
  tx.all(
    sql`select ${shortfallColumns} from shortfall s where subdistrict_id = ${tx.subdistrictId} and state = 'open'
    and exists (select from award a where a.subdistrict_id = s.subdistrict_id and a.id = s.award_id and a.project_id = ${projectId}) order by day, id`,
    shortfallRow,
  );

export const insertShortfall = (
  tx: CommandTx,
  s: Pick<Shortfall, 'id' | 'awardId' | 'day' | 'plannedFen' | 'pledgedFen' | 'receivedFen' | 'missingFen'>,
): Promise<number> =>
  tx.exec(sql`insert into shortfall (subdistrict_id, id, award_id, day, planned_fen, pledged_fen, received_fen, missing_fen, state, found_at)
    values (${tx.subdistrictId}, ${s.id}, ${s.awardId}, ${s.day}, ${s.plannedFen}, ${s.pledgedFen}, ${s.receivedFen}, ${s.missingFen}, 'open', ${tx.now})`);

export const saveShortfallAnswer = (
  tx: CommandTx,
  id: string,
  a: { state: Exclude<Shortfall['state'], 'open'>; note: string | null; changeId?: string; extendedTo?: string; resolutionId?: string | null },
): Promise<number> =>
  tx.exec(sql`update shortfall set state = ${a.state}, note = ${a.note}, change_id = ${a.changeId ?? null}, extended_to = ${a.extendedTo ?? null},
    resolution_id = ${a.resolutionId ?? null}, answered_by = ${tx.actor.personId}, answered_by_name = ${tx.actor.name}, answered_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
