import type { CommandTx } from '#platform/command';
import type { Round } from '#modules/funds';
import type { Project } from '#modules/projects';
import { giveReviewIn } from './assign-reviewer.ts';
import { barredKey, panelOf } from './panel.ts';
import { reviewPlans } from './plan-store.ts';
import { shareOut } from './share-out.ts';

/**
 * Gives a project that lost a reviewer to the next one, by the same rule and seed as the round's plan. Where no plan stands the office chooses itself. Returns the
 * name of who got it, or null.
 */
export async function nextReviewerIn(tx: CommandTx, round: Round, project: Project, dueDay: string | null): Promise<string | null> {
  const plan = (await reviewPlans(tx, round.id)).find(({ state }) => state === 'standing');
  if (!plan || project.state !== 'in_review') return null;
  const panel = await panelOf(tx, round, [project], tx.today);
  const { seats } = shareOut(panel.projects, panel.members, (projectId, personId) => panel.barred.has(barredKey(projectId, personId)), plan.seed);
  let last: string | null = null;
  for (const { personId } of seats) {
    const member = panel.members.find(({ id }) => id === personId);
    if (!member) continue;
    await giveReviewIn(tx, { project, roundId: round.id, personId, name: member.name, dueDay: dueDay !== null && dueDay < tx.today ? tx.today : dueDay });
    last = member.name;
  }
  return last;
}
