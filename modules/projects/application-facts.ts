import type { ApplicationFacts } from '#libs/policy';
import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { findBallot } from '#modules/ballots';
import { policySourceKind } from '#modules/funds';
import { meetingsAbout } from '#modules/meetings';
import { listCompounds } from '#modules/places';
import type { Application } from './application.ts';
import { keeperConsent } from './keeper-acceptance.ts';
import { keeperAnswerOf } from './keeper-answer.ts';
import type { Project } from './store.ts';
import { yearFacts } from './year-facts.ts';

const fenRow = z.object({ fen: z.bigint() });

/** Grants awarded to the neighbourhood in the project's year, without this project. */
export async function neighbourhoodYearFen(tx: Tx, project: Project): Promise<bigint> {
  const row = await tx.one(
    sql`select coalesce(sum(grant_awarded_fen), 0)::bigint as fen from project where subdistrict_id = ${tx.subdistrictId}
    and neighbourhood_id = ${project.neighbourhoodId} and year = ${project.year} and id <> ${project.id} and state <> 'withdrawn'`,
    fenRow,
  );
  return row.fen;
}

const tierYearFenRow = z.object({ tier: z.string(), fen: z.bigint() });

/** Grants awarded to the neighbourhood in the project's year by kind of project, without this one. */
async function tierYearFen(tx: Tx, project: Project): Promise<Record<string, bigint>> {
  const rows = await tx.all(
    sql`select a.project_tier as tier, sum(p.grant_awarded_fen)::bigint as fen from project p
    join application a on a.subdistrict_id = p.subdistrict_id and a.id = p.application_id
    where p.subdistrict_id = ${tx.subdistrictId} and p.neighbourhood_id = ${project.neighbourhoodId} and p.year = ${project.year} and p.id <> ${project.id}
    and p.state <> 'withdrawn' and p.grant_awarded_fen is not null and a.project_tier is not null group by a.project_tier`,
    tierYearFenRow,
  );
  return Object.fromEntries(rows.map(({ tier, fen }) => [tier, fen]));
}

/** What the residents' ballots say on collecting money. */
async function assemblyDecision(tx: Tx, ballotIds: readonly string[]): Promise<'passed' | 'rejected' | 'none'> {
  let decision: 'rejected' | 'none' = 'none';
  for (const id of ballotIds) {
    const outcome = (await findBallot(tx, id))?.outcome;
    if (outcome?.passed) return 'passed';
    if (outcome) decision = 'rejected';
  }
  return decision;
}

/**
 * An application as the rules look at it. Evidence that the work itself has left is counted without being uploaded again: the
 * matter, the minutes of a hearing, the assembly's ballot, the keeper's own yes.
 */
export async function applicationFacts(tx: Tx, project: Project, application: Application): Promise<ApplicationFacts> {
  const kinds = new Set((await listCompounds(tx, project.neighbourhoodId)).map((compound) => compound.kind));
  const [onlyKind] = kinds.size === 1 ? [...kinds] : [];
  const decision = await assemblyDecision(tx, application.ballotIds);
  const meetings = await meetingsAbout(tx, { matterId: project.matterId, projectId: project.id });
  const minuted = meetings.some((meeting) => meeting.kind === 'hearing' && (meeting.state === 'minuted' || meeting.state === 'published'));
  const households = application.sources.filter((source) => source.kind === 'household');
  const keeper = application.keeperPersonId === null ? null : await keeperAnswerOf(tx, project.id, application.keeperPersonId);
  const evidence = [
    ...application.evidence.map((row) => row.kind),
    ...(project.matterId ? ['matter'] : []),
    ...(minuted ? ['hearing-minutes'] : []),
    ...(decision === 'passed' ? ['assembly-vote'] : []),
    ...(keeper?.answer === 'accepted' ? [keeperConsent] : []),
  ];
  return {
    ...(await yearFacts(tx, project, application)),
    projectId: project.id,
    communityKind: onlyKind ?? null,
    projectTier: application.projectTier,
    tierYearFen: await tierYearFen(tx, project),
    raisedFen: application.raised.map(({ amountFen }) => amountFen),
    matchingFen: application.matchingFen,
    grantFen: application.grantFen,
    neighbourhoodYearFen: await neighbourhoodYearFen(tx, project),
    otherFen: application.totalFen - application.grantFen,
    collectionFen: households.reduce((sum, source) => sum + source.plannedFen, 0n),
    perHouseholdFen: households.reduce((sum, source) => sum + (source.perHouseholdFen ?? 0n), 0n),
    assemblyDecision: decision,
    lines: application.lines.map((line, index) => ({
      id: String(index + 1),
      text: line.name,
      sourceKinds: [
        ...new Set(
          line.shares.flatMap(({ sourceNo }) => {
            const source = application.sources[sourceNo - 1];
            return source ? [policySourceKind(source.kind)] : [];
          }),
        ),
      ],
    })),
    evidence: [...new Set(evidence)],
  };
}
