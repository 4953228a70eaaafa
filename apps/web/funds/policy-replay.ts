import {
  checkApplication,
  checkUse,
  type Outcome,
  type PolicyPack,
  replay,
  type Replayed,
  resolvePack,
  type ResolvedPack,
  type Ruling,
  type Verdict,
  verdictOf,
} from '#libs/policy';
import { adoptedPolicy, currentPack, listRulings, officeSettings, policySourceKind, readSourceKind } from '#modules/funds';
import { applicationFacts, findApplication, listProjects, listSpendingRequests, type Project, yearsOfApplications } from '#modules/projects';
import { civilDay } from '#platform/command';
import type { Tx } from '#platform/database';

/** One spending request that the two policies would treat differently. */
export interface ReplayedSpending {
  no: number;
  item: string;
  before: Outcome | null;
  after: Outcome;
}
/** One project of a year under the policy it went by, and under a new version. */
export interface ReplayedProject {
  project: Project;
  application: Replayed;
  spending: ReplayedSpending[];
}

/** How many projects are looked at on one page. */
export const REPLAYED_AT_ONCE = 100;

/** A new version as it would have been in force, with the office's values of today. */
export async function draftPack(tx: Tx, pack: PolicyPack, others: readonly PolicyPack[], day: string): Promise<ResolvedPack | null> {
  const resolved = resolvePack([pack, ...others.filter(({ code }) => code !== pack.code)], pack.code, await officeSettings(tx), day);
  return resolved.ok ? resolved.value : null;
}

function useOf(
  pack: ResolvedPack | null,
  lines: readonly { text: string; kinds: readonly Parameters<typeof policySourceKind>[0][] }[],
  projectId: string,
  rulings: readonly Ruling[],
): Verdict | null {
  if (!pack) return null;
  return verdictOf(
    lines.flatMap(({ text, kinds }, at) =>
      kinds.flatMap((kind) => checkUse(pack, text, { sourceKind: policySourceKind(kind), projectId, line: String(at + 1) }, rulings).reasons),
    ),
  );
}

/** Years in which projects applied, the last first. */
export const yearsWithApplications = (tx: Tx): Promise<number[]> => yearsOfApplications(tx);

/**
 * Checks the projects of a year once more: each application as it was submitted last, and each spending request, by the policy that the
 * project goes by and by a new version. Evidence, heads and rulings count as of today; nothing is written.
 */
export async function replayYear(tx: Tx, after: ResolvedPack, year: number, today: string): Promise<{ projects: ReplayedProject[]; all: number }> {
  const candidates = (await listProjects(tx, { year })).filter((project) => project.applicationId !== null);
  const rulings = await listRulings(tx);
  const packs = new Map<string, ResolvedPack | null>();
  const byDefault = (await adoptedPolicy(tx, today)) ? await currentPack(tx, today) : null;
  const projects: ReplayedProject[] = [];
  for (const project of candidates.slice(0, REPLAYED_AT_ONCE)) {
    const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
    if (!application) continue;
    const { roundId } = project;
    if (roundId !== null && !packs.has(roundId)) packs.set(roundId, await currentPack(tx, today, { roundId }));
    const before = roundId === null ? byDefault : (packs.get(roundId) ?? null);
    const facts = { ...(await applicationFacts(tx, project, application)), submittedOn: civilDay(application.submittedAt) };
    const spending: ReplayedSpending[] = [];
    for (const request of await listSpendingRequests(tx, project.id)) {
      const lines = request.verdict.map(({ text, sources }) => ({ text, kinds: sources.flatMap(({ sourceKind }) => readSourceKind(sourceKind) ?? []) }));
      const [was, now] = [useOf(before, lines, project.id, rulings), useOf(after, lines, project.id, rulings)];
      if (now && was?.outcome !== now.outcome) spending.push({ no: request.no, item: request.item, before: was?.outcome ?? null, after: now.outcome });
    }
    projects.push({
      project,
      application: replay(before ? checkApplication(before, facts, rulings) : null, checkApplication(after, facts, rulings)),
      spending,
    });
  }
  return { projects, all: candidates.length };
}
