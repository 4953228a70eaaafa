import { addDays } from '#libs/civil-time';
import { leverage } from '#libs/money';
import { rulesOfKind } from '#libs/policy';
import { type Award, awardsOfProjects, leverageOf } from '#modules/books';
import { adoptedPolicy, currentPack, listRounds } from '#modules/funds';
import { listDuties, type OpenDuty } from '#modules/inbox';
import { listNeighbourhoods } from '#modules/places';
import { isPublic, listProjects, type Project, versionTotals } from '#modules/projects';
import type { Actor } from '#platform/access';
import type { Tx } from '#platform/database';

/** One project of the year. */
export interface OfficeLine {
  project: Project;
  placeName: string;
  /** Awarded, or asked for while nothing is. */
  grantFen: bigint;
  isAwarded: boolean;
  /** By money received; `planned` says that nothing has come in yet and it is the plan's. */
  leverage: string | null;
  planned: boolean;
}

/** What a fund officer sees of the year. */
export interface OfficeView {
  hasPolicy: boolean;
  duties: OpenDuty[];
  due: OpenDuty[];
  lines: OfficeLine[];
  placeCount: number;
  poolFen: bigint;
  grantedFen: bigint;
  receivedFen: bigint;
  spentFen: bigint;
  leverage: string | null;
  /** Granted by neighbourhood, most first; those with nothing left out. */
  spread: { placeName: string; code: string; fen: bigint }[];
  /** Neighbourhoods that have not applied this year. */
  never: { name: string; code: string }[];
  /** Grant money in hand and not spent, and the policy's last day to return it (`MM-DD`). */
  unspentFen: bigint;
  unspentProjects: number;
  lastDay: string | null;
}

function lineOf(project: Project, placeName: string, awards: readonly Award[], amounts: { totalFen: bigint; grantFen: bigint } | undefined): OfficeLine {
  const received = leverageOf(awards);
  const grantFen = project.grantAwardedFen ?? amounts?.grantFen ?? 0n;
  return {
    project,
    placeName,
    grantFen,
    isAwarded: project.grantAwardedFen !== null,
    planned: received === null,
    leverage: received ?? (amounts && amounts.grantFen > 0n ? leverage(amounts.totalFen - amounts.grantFen, amounts.grantFen) : null),
  };
}

/** Loads the officer's home. */
export async function loadOffice(tx: Tx, actor: Actor, today: string): Promise<OfficeView> {
  const year = Number(today.slice(0, 4));
  const places = await listNeighbourhoods(tx);
  const projects = (await listProjects(tx, { year })).filter((project) => isPublic(project.state));
  const totals = await versionTotals(
    tx,
    projects.flatMap(({ applicationId }) => (applicationId ? [applicationId] : [])),
  );
  const awards = await awardsOfProjects(
    tx,
    projects.map(({ id }) => id),
  );
  const awardsBy = new Map<string, Award[]>();
  for (const award of awards) awardsBy.set(award.projectId, [...(awardsBy.get(award.projectId) ?? []), award]);
  const placeNames = new Map(places.map(({ id, name }) => [id, name]));
  const applied = new Set(projects.map(({ neighbourhoodId }) => neighbourhoodId));
  const duties = await listDuties(tx, actor);
  const pack = await currentPack(tx, today);
  const granted = projects.filter(({ grantAwardedFen, state }) => grantAwardedFen !== null && state !== 'withdrawn');
  const grants = awards.filter(({ sourceKind }) => sourceKind === 'grant');
  const unspent = grants.filter(({ availableFen, reservedFen }) => availableFen + reservedFen > 0n);
  const sum = (list: readonly bigint[]) => list.reduce((left, right) => left + right, 0n);
  return {
    hasPolicy: (await adoptedPolicy(tx, today)) !== null,
    duties: duties.filter(({ dueDay }) => dueDay === null || dueDay <= today),
    due: duties.filter(({ dueDay }) => dueDay !== null && dueDay > today && dueDay <= addDays(today, 7)),
    lines: projects.map((project) =>
      lineOf(project, placeNames.get(project.neighbourhoodId) ?? '', awardsBy.get(project.id) ?? [], totals.get(project.applicationId ?? '')),
    ),
    placeCount: places.length,
    poolFen: sum((await listRounds(tx)).filter((round) => round.year === year && round.state !== 'cancelled').map(({ poolFen }) => poolFen)),
    grantedFen: sum(granted.map(({ grantAwardedFen }) => grantAwardedFen ?? 0n)),
    receivedFen: sum(grants.map(({ receivedFen }) => receivedFen)),
    spentFen: sum(grants.map(({ spentFen }) => spentFen)),
    leverage: leverageOf(awards),
    spread: places
      .map(({ id, name, code }) => ({
        placeName: name,
        code,
        fen: sum(granted.filter((project) => project.neighbourhoodId === id).map(({ grantAwardedFen }) => grantAwardedFen ?? 0n)),
      }))
      .filter(({ fen }) => fen > 0n)
      .sort((a, b) => (a.fen < b.fen ? 1 : a.fen > b.fen ? -1 : 0)),
    never: places.filter(({ id }) => !applied.has(id)).map(({ name, code }) => ({ name, code })),
    unspentFen: sum(unspent.map(({ availableFen, reservedFen }) => availableFen + reservedFen)),
    unspentProjects: unspent.length,
    lastDay: pack ? (rulesOfKind(pack, 'year-end-return').find(({ rule }) => rule.lastDay !== null)?.rule.lastDay ?? null) : null,
  };
}
