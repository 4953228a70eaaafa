import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';

/** The closing of a year: asked for by one, closed by another; opened again only by the head, with a reason. */
export interface YearClose {
  id: string;
  year: number;
  askedBy: string;
  askedByName: string;
  askedAt: Date;
  closedByName: string | null;
  closedAt: Date | null;
  endedByName: string | null;
  endedAt: Date | null;
  endedReason: string | null;
}

const closeRow = z.object({
  id: z.string(),
  year: z.number(),
  askedBy: z.string(),
  askedByName: z.string(),
  askedAt: z.date(),
  closedByName: z.string().nullable(),
  closedAt: z.date().nullable(),
  endedByName: z.string().nullable(),
  endedAt: z.date().nullable(),
  endedReason: z.string().nullable(),
});
const select = sql`select id, year, asked_by as "askedBy", asked_by_name as "askedByName", asked_at as "askedAt", closed_by_name as "closedByName", closed_at as "closedAt",
  ended_by_name as "endedByName", ended_at as "endedAt", ended_reason as "endedReason" from year_close`;

/** Every closing there was, the latest year first; those that were ended stay in the list. */
export const yearCloses = (tx: Tx): Promise<YearClose[]> =>
  tx.all(sql`${select} where subdistrict_id = ${tx.subdistrictId} order by year desc, asked_at desc, id`, closeRow);

const yearRow = z.object({ year: z.number() });

/** Years whose books are closed now. */
export async function closedYears(tx: Tx): Promise<number[]> {
  const rows = await tx.all(
    sql`select year from year_close where subdistrict_id = ${tx.subdistrictId} and closed_at is not null and ended_at is null order by year`,
    yearRow,
  );
  return rows.map((row) => row.year);
}

/** Nothing is dated into a year whose books are closed; what was wrong in it is put right by a reversal dated today. */
export async function theYearIsClosed(tx: Tx, day: string): Promise<boolean> {
  const found = await tx.maybe(
    sql`select year from year_close where subdistrict_id = ${tx.subdistrictId} and year = ${Number(day.slice(0, 4))} and closed_at is not null and ended_at is null`,
    yearRow,
  );
  return found !== null;
}

/** Years in which something was dated, the latest first. */
export async function bookedYears(tx: Tx): Promise<number[]> {
  const rows = await tx.all(
    sql`select distinct extract(year from day)::int as year from txn where subdistrict_id = ${tx.subdistrictId} order by 1 desc`,
    yearRow,
  );
  return rows.map((row) => row.year);
}

/** What stands against closing a year, told by whoever knows (open differences with bank and cash); empty when nothing does. */
export type YearObstacles = (tx: Tx, year: number) => Promise<number>;

const lockYear = (tx: Tx, year: number): Promise<YearClose | null> =>
  tx.maybe(sql`${select} where subdistrict_id = ${tx.subdistrictId} and year = ${year} and ended_at is null for update`, closeRow);

/**
 * Asks for the closing of a year. Errors: `not-allowed`, `not-over` (the year is not over), `already-asked`, `open-differences` (bank or cash
 * differ somewhere and nobody said why).
 */
export const askYearClose = (
  context: CommandContext,
  input: { year: number; obstacles: YearObstacles },
): Promise<Result<void, 'not-allowed' | 'not-over' | 'already-asked' | 'open-differences' | 'key-reused'>> =>
  runCommand(context, 'ask-year-close', async (tx) => {
    if (!tx.can('year.close', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
    if (input.year >= Number(tx.today.slice(0, 4)) || input.year < 2000) return err('not-over');
    if (await lockYear(tx, input.year)) return err('already-asked');
    if ((await input.obstacles(tx, input.year)) > 0) return err('open-differences');
    const id = tx.newId();
    await tx.exec(sql`insert into year_close (subdistrict_id, id, year, asked_by, asked_by_name, asked_at)
      values (${tx.subdistrictId}, ${id}, ${input.year}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
    await openDuty(tx, {
      kind: 'year.confirm-close',
      role: 'head',
      neighbourhoodId: null,
      subjectKind: 'year-close',
      subjectId: id,
      title: { zh: `复核 ${input.year} 年结账`, en: `Second signature: close the books of ${input.year}` },
      href: '/year-close',
      dueDay: null,
    });
    tx.audit({ action: 'year.ask-close', subjectKind: 'year-close', subjectId: id, text: { year: input.year } });
    return ok();
  });

/** A second person closes the year. Errors: `not-allowed`, `not-found` (nobody asked), `same-person`, `already-done`, `open-differences`. */
export const confirmYearClose = (
  context: CommandContext,
  input: { year: number; obstacles: YearObstacles },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'same-person' | 'already-done' | 'open-differences' | 'key-reused'>> =>
  runCommand(context, 'confirm-year-close', async (tx) => {
    if (!tx.can('year.close', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
    const asked = await lockYear(tx, input.year);
    if (!asked) return err('not-found');
    if (asked.closedAt !== null) return err('already-done');
    if (asked.askedBy === tx.actor.personId) return err('same-person');
    if ((await input.obstacles(tx, input.year)) > 0) return err('open-differences');
    await tx.exec(sql`update year_close set closed_by = ${tx.actor.personId}, closed_by_name = ${tx.actor.name}, closed_at = ${tx.now}
      where subdistrict_id = ${tx.subdistrictId} and id = ${asked.id}`);
    await closeDuty(tx, { kind: 'year.confirm-close', subjectId: asked.id });
    tx.audit({ action: 'year.close', subjectKind: 'year-close', subjectId: asked.id, text: { year: input.year, askedBy: asked.askedByName } });
    await tx.emit('year.closed', { year: input.year });
    return ok();
  });

/**
 * Ends a closing: a request is taken back by whoever may close, a closed year is opened again by the head alone, the latest one only.
 * Errors: `not-allowed`, `not-found`, `reason-required`, `not-the-latest`.
 */
export const endYearClose = (
  context: CommandContext,
  input: { year: number; reason: string },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'reason-required' | 'not-the-latest' | 'key-reused'>> =>
  runCommand(context, 'end-year-close', async (tx) => {
    const current = await lockYear(tx, input.year);
    const action = current?.closedAt ? 'year.reopen' : 'year.close';
    if (!tx.can(action, { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
    if (!current) return err('not-found');
    const reason = input.reason.trim().slice(0, 500);
    if (reason.length < 2) return err('reason-required');
    if (current.closedAt !== null && (await closedYears(tx)).some((year) => year > input.year)) return err('not-the-latest');
    await tx.exec(sql`update year_close set ended_by = ${tx.actor.personId}, ended_by_name = ${tx.actor.name}, ended_at = ${tx.now}, ended_reason = ${reason}
      where subdistrict_id = ${tx.subdistrictId} and id = ${current.id}`);
    await dropDuties(tx, { subjectId: current.id });
    tx.audit({ action: 'year.reopen', subjectKind: 'year-close', subjectId: current.id, text: { year: input.year, reason } });
    await tx.emit('year.reopened', { year: input.year });
    return ok();
  });
