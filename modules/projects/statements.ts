import { z } from 'zod';
import { leverage } from '#libs/money';
import { sql, type Tx } from '#platform/database';
import {
  type Award,
  awardsOfProjects,
  type RestrictedBalances,
  restrictedBalances,
  type SourceKind,
  sourceKinds,
  sourceSums,
  type SourceSums,
} from '#modules/books';
import { isPublic, type ProjectState, projectStates } from './project.ts';

/** Sums of money as a statement shows them, in fen. */
export type StatementFigures = Pick<SourceSums, 'pledgedFen' | 'receivedFen' | 'reservedFen' | 'spentFen' | 'returnedFen' | 'advancedFen' | 'availableFen'>;

/** Figures of one project, place or subdistrict, with what came from the grant and what it drew. */
export interface StatementLine {
  figures: StatementFigures;
  /** Received as grant and from all other sources. */
  grantFen: bigint;
  otherFen: bigint;
  /** Other money ÷ grant; null before any grant has come. */
  leverage: string | null;
}

/** A project in a statement. */
export interface StatementProject {
  id: string;
  neighbourhoodId: string;
  year: number;
  serial: string;
  title: string;
  state: ProjectState;
}

/** One kind of money in a statement. */
export interface KindLine {
  sourceKind: SourceKind;
  figures: StatementFigures;
}

/** The year's projects of one neighbourhood, whole, as they stand. */
export interface CommunityStatement {
  year: number;
  /** Years that have projects, newest first. */
  years: number[];
  projects: (StatementProject & { line: StatementLine })[];
  kinds: KindLine[];
  total: StatementLine;
  /** The year before. */
  before: StatementLine;
  restricted: RestrictedBalances;
  awards: Award[];
}

/** All neighbourhoods of a subdistrict for one year. */
export interface SubdistrictStatement {
  year: number;
  years: number[];
  places: {
    neighbourhoodId: string;
    projects: number;
    line: StatementLine;
    before: StatementLine /** Of all grant received in the year, in thousandths. */;
    grantShare: bigint;
  }[];
  kinds: KindLine[];
  projects: number;
  total: StatementLine;
  before: StatementLine;
}

const zero: StatementFigures = { pledgedFen: 0n, receivedFen: 0n, reservedFen: 0n, spentFen: 0n, returnedFen: 0n, advancedFen: 0n, availableFen: 0n };
const keys = Object.keys(zero).filter((key): key is keyof StatementFigures => key in zero);

/** Things by a key, in the order in which they came. */
export function groupedBy<T>(all: readonly T[], key: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(key(each));
    if (group) group.push(each);
    else groups.set(key(each), [each]);
  }
  return groups;
}

/** The figures of several sums together. */
export const addFigures = (all: readonly StatementFigures[]): StatementFigures =>
  all.reduce((sum, each) => {
    const next = { ...sum };
    for (const key of keys) next[key] += each[key];
    return next;
  }, zero);

/** A line of a statement from the sums that belong to it. */
export function lineOf(sums: readonly (StatementFigures & { sourceKind: SourceKind })[]): StatementLine {
  const received = (grant: boolean) => sums.filter((each) => (each.sourceKind === 'grant') === grant).reduce((fen, each) => fen + each.receivedFen, 0n);
  const [grantFen, otherFen] = [received(true), received(false)];
  return { figures: addFigures(sums), grantFen, otherFen, leverage: leverage(otherFen, grantFen) };
}

/** The kinds of money that occur, in their usual order. */
export const kindsOf = (sums: readonly (StatementFigures & { sourceKind: SourceKind })[]): KindLine[] =>
  sourceKinds.flatMap((sourceKind) => {
    const own = sums.filter((each) => each.sourceKind === sourceKind);
    return own.length === 0 ? [] : [{ sourceKind, figures: addFigures(own) }];
  });

const projectRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    year: z.number(),
    serial: z.string(),
    title: z.string(),
    state: z.enum(projectStates),
  })
  .transform((r): StatementProject => ({ id: r.id, neighbourhoodId: r.neighbourhood_id, year: r.year, serial: r.serial, title: r.title, state: r.state }));

const yearRow = z.object({ year: z.number() });

const yearsOf = async (tx: Tx, neighbourhoodId: string | null): Promise<number[]> =>
  (
    await tx.all(
      sql`select distinct year from project where subdistrict_id = ${tx.subdistrictId}
      and (${neighbourhoodId}::uuid is null or neighbourhood_id = ${neighbourhoodId}::uuid) order by year desc`,
      yearRow,
    )
  ).map((found) => found.year);

const projectsOf = (tx: Tx, neighbourhoodId: string | null, years: readonly number[]): Promise<StatementProject[]> =>
  tx.all(
    sql`select id, neighbourhood_id, year, serial, title, state from project where subdistrict_id = ${tx.subdistrictId} and year = any(${[...years]}::int[])
    and (${neighbourhoodId}::uuid is null or neighbourhood_id = ${neighbourhoodId}::uuid) order by serial, id`,
    projectRow,
  );

/** Ids of the projects that a statement of a year counts: for the entries behind its figures. */
export const statementProjects = (tx: Tx, neighbourhoodId: string | null, year: number): Promise<StatementProject[]> => projectsOf(tx, neighbourhoodId, [year]);

/** The year asked for where there is one, else the newest that has projects, else this one. */
const chosen = (years: readonly number[], asked: number | null, today: string): number => asked ?? years[0] ?? Number(today.slice(0, 4));

/**
 * The statement of a neighbourhood for the projects of one year, each whole, as it stands now: money belongs to its project, so
 * what is spent in January of last year's project is last year's. `publicOnly` leaves out projects that the public does not see.
 */
export async function communityStatement(
  tx: Tx,
  of: { neighbourhoodId: string; year: number | null; today: string; publicOnly?: boolean },
): Promise<CommunityStatement> {
  const years = await yearsOf(tx, of.neighbourhoodId);
  const year = chosen(years, of.year, of.today);
  const all = (await projectsOf(tx, of.neighbourhoodId, [year, year - 1])).filter((project) => of.publicOnly !== true || isPublic(project.state));
  const awards = await awardsOfProjects(
    tx,
    all.map((project) => project.id),
  );
  const yearOf = new Map(all.map((project) => [project.id, project.year]));
  const [now, before] = [awards.filter((award) => yearOf.get(award.projectId) === year), awards.filter((award) => yearOf.get(award.projectId) === year - 1)];
  const perProject = groupedBy(now, (award) => award.projectId);
  return {
    year,
    years,
    projects: all
      .filter((project) => project.year === year && perProject.has(project.id))
      .map((project) => ({ ...project, line: lineOf(perProject.get(project.id) ?? []) })),
    kinds: kindsOf(now),
    total: lineOf(now),
    before: lineOf(before),
    restricted: restrictedBalances(now),
    awards: now,
  };
}

/** The statement of the subdistrict: every neighbourhood with projects in the year or the one before, in no order. */
export async function subdistrictStatement(tx: Tx, of: { year: number | null; today: string }): Promise<SubdistrictStatement> {
  const years = await yearsOf(tx, null);
  const year = chosen(years, of.year, of.today);
  const projects = new Map((await projectsOf(tx, null, [year, year - 1])).map((project) => [project.id, project]));
  const sums = await sourceSums(tx, [...projects.keys()]);
  const within = (each: SourceSums, wanted: number) => projects.get(each.projectId)?.year === wanted;
  const now = sums.filter((each) => within(each, year));
  const before = sums.filter((each) => within(each, year - 1));
  const placeOf = (each: SourceSums) => projects.get(each.projectId)?.neighbourhoodId ?? '';
  const [perPlace, perPlaceBefore] = [groupedBy(now, placeOf), groupedBy(before, placeOf)];
  const total = lineOf(now);
  return {
    year,
    years,
    places: [...new Set([...perPlace.keys(), ...perPlaceBefore.keys()])].map((neighbourhoodId) => {
      const own = perPlace.get(neighbourhoodId) ?? [];
      const line = lineOf(own);
      return {
        neighbourhoodId,
        projects: new Set(own.map((each) => each.projectId)).size,
        line,
        before: lineOf(perPlaceBefore.get(neighbourhoodId) ?? []),
        grantShare: total.grantFen === 0n ? 0n : (line.grantFen * 2000n + total.grantFen) / (total.grantFen * 2n),
      };
    }),
    kinds: kindsOf(now),
    projects: new Set(now.map((each) => each.projectId)).size,
    total,
    before: lineOf(before),
  };
}
