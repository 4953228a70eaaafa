import type { Application } from './application.ts';

/** One thing in which two versions differ; `was` or `now` null: it is not in that version. Amounts are in fen. */
export interface VersionChange {
  /** Part of the application (`lines`, `sources`, `goal` …). */
  part: keyof Application;
  /** Which row it is, by name; null for what stands alone. */
  row: string | null;
  /** Field of the row or of the application. */
  field: string;
  was: string | bigint | null;
  now: string | bigint | null;
}

type Cell = string | bigint | number | null;
type Fields = Readonly<Record<string, Cell>>;

/** Rows of two versions that belong together: by name as long as one is left, then by what is left in the same place. */
export function pairRows<T>(before: readonly T[], after: readonly T[], nameOf: (row: T) => string): { was: T | null; now: T | null }[] {
  const left = new Map(before.map((row, at) => [at, row]));
  const pairs: { was: T | null; now: T | null; at: number }[] = [];
  const open: { row: T; at: number }[] = [];
  after.forEach((row, at) => {
    const found = [...left].find(([, one]) => nameOf(one) === nameOf(row));
    if (!found) return open.push({ row, at });
    left.delete(found[0]);
    return pairs.push({ was: found[1], now: row, at });
  });
  for (const { row, at } of open) {
    const same = left.get(at) ?? null;
    if (same !== null) left.delete(at);
    pairs.push({ was: same, now: row, at });
  }
  return [...pairs.sort((one, other) => one.at - other.at), ...[...left.values()].map((was) => ({ was, now: null }))].map(({ was, now }) => ({ was, now }));
}

const cell = (value: Cell): string | bigint | null => (typeof value === 'number' ? String(value) : value);

function differences(part: keyof Application, row: string | null, before: Fields | null, after: Fields | null): VersionChange[] {
  const fields = Object.keys(after ?? before ?? {});
  return fields.flatMap((field) => {
    const was = cell(before?.[field] ?? null);
    const now = cell(after?.[field] ?? null);
    const empty = (value: string | bigint | null) => value === null || value === '';
    return was === now || (empty(was) && empty(now)) ? [] : [{ part, row, field, was, now }];
  });
}

function rowsOf<T>(
  part: keyof Application,
  before: readonly T[],
  after: readonly T[],
  nameOf: (row: T) => string,
  fieldsOf: (row: T) => Fields,
): VersionChange[] {
  return pairRows(before, after, nameOf).flatMap(({ was, now }) =>
    differences(part, now ? nameOf(now) : was ? nameOf(was) : '', was ? fieldsOf(was) : null, now ? fieldsOf(now) : null),
  );
}

/** Who pays a line, in words: the sources' names with their amounts. */
export const paidBy = (application: Application, line: Application['lines'][number]): string =>
  line.shares
    .map(({ sourceNo, amountFen }) => `${application.sources[sourceNo - 1]?.name ?? sourceNo} ${amountFen / 100n}.${String(amountFen % 100n).padStart(2, '0')}`)
    .join('；');

/** Everything in which a version differs from an earlier one, field by field and budget line by line, in the order of the form. */
export function compareApplications(before: Application, after: Application): VersionChange[] {
  const alone = (...fields: (keyof Application)[]): VersionChange[] =>
    fields.flatMap((field) => {
      const of = (application: Application): Fields => {
        const value = application[field];
        return { [field]: typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number' ? value : null };
      };
      return differences(field, null, of(before), of(after));
    });
  const lists = (a: Application) => a.lines.map((line) => ({ ...line, paid: paidBy(a, line) }));
  return [
    ...alone('title', 'goal', 'why', 'projectTier', 'periodStart', 'periodEnd', 'grantFen', 'totalFen', 'matchingFen'),
    ...rowsOf(
      'indicators',
      before.indicators,
      after.indicators,
      ({ name }) => name,
      ({ name, unit, baseline, target, how, when }) => ({ name, unit, baseline, target, how, when }),
    ),
    ...rowsOf(
      'members',
      before.members,
      after.members,
      ({ name }) => name,
      ({ name, duty }) => ({ name, duty }),
    ),
    ...rowsOf(
      'sources',
      before.sources,
      after.sources,
      ({ name }) => name,
      ({ kind, name, plannedFen, perHouseholdFen, households, basis, basisNote }) => ({
        kind,
        name,
        plannedFen,
        perHouseholdFen,
        households,
        basis,
        basisNote,
      }),
    ),
    ...rowsOf(
      'lines',
      lists(before),
      lists(after),
      ({ name }) => name,
      ({ name, category, quantity, unit, unitPriceFen, amountFen, paid }) => ({ name, category, quantity, unit, unitPriceFen, amountFen, paid }),
    ),
    ...rowsOf(
      'raised',
      before.raised,
      after.raised,
      ({ unit }) => unit,
      ({ unit, amountFen }) => ({ unit, amountFen }),
    ),
    ...alone('keeperName', 'upkeepMonths', 'upkeepYearlyFen', 'upkeepPlan'),
    ...rowsOf(
      'risks',
      before.risks,
      after.risks,
      ({ risk }) => risk,
      ({ risk, answer }) => ({ risk, answer }),
    ),
    ...alone('opinion'),
    ...differences(
      'resolutionIds',
      null,
      { resolutionIds: [...before.resolutionIds, ...before.ballotIds].sort().join(' ') },
      { resolutionIds: [...after.resolutionIds, ...after.ballotIds].sort().join(' ') },
    ),
    ...differences('evidence', null, { evidence: before.evidence.length }, { evidence: after.evidence.length }),
  ];
}
