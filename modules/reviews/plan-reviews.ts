import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findRound, lockRound, type Round, takesReviews } from '#modules/funds';
import { listProjects, lockProject, type Project } from '#modules/projects';
import { askForReviewers, giveReviewIn } from './assign-reviewer.ts';
import { blindReleases } from './blind-store.ts';
import { barredKey, type Panel, panelOf } from './panel.ts';
import { insertPlan, insertPlanChange, lockPlan, planChanges, planSeats, type ReviewPlan, reviewPlans, savePlanState, seatsNow } from './plan-store.ts';
import { reviewTerms } from './setup.ts';
import { shareOut } from './share-out.ts';

/** Projects of a round that are before the reviewers. */
export const projectsInReview = (tx: CommandTx, roundId: string): Promise<Project[]> => listProjects(tx, { roundId, states: ['in_review'] });

/** `nothing-to-share` every project has as many as the round wants · `no-reviewers` nobody may review · `in-the-past` the day to be done by. */
export type PlanRefusal = 'not-allowed' | 'not-found' | 'round-is-over' | 'nothing-to-share' | 'no-reviewers' | 'in-the-past';

/**
 * Draws how all projects of a round are shared out among its reviewers, for an officer to see and change; a draft there was is dropped. The seed is drawn and kept:
 * with it anybody gets the same. Returns the plan's id.
 */
export const assignReviews = (
  context: CommandContext,
  input: { roundId: string; dueDay: string | null },
): Promise<Result<string, PlanRefusal | 'key-reused'>> =>
  runCommand(context, 'assign-reviews', async (tx): Promise<Result<string, PlanRefusal>> => {
    if (!tx.can('review.assign', { neighbourhoodId: null })) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    if (!takesReviews(round)) return err('round-is-over');
    if (input.dueDay !== null && input.dueDay < tx.today) return err('in-the-past');
    const panel = await panelOf(tx, round, await projectsInReview(tx, round.id), tx.today);
    const wanting = panel.projects.filter(({ wanted }) => wanted > 0);
    if (wanting.length === 0) return err('nothing-to-share');
    if (panel.members.length === 0) return err('no-reviewers');
    const draft = (await reviewPlans(tx, round.id)).find(({ state }) => state === 'draft');
    if (draft) await savePlanState(tx, draft.id, 'dropped');
    const seed = Buffer.from(tx.randomBytes(8)).toString('hex');
    const { seats, short } = shareOut(wanting, panel.members, isBarred(panel), seed);
    const id = await insertPlan(tx, { roundId: round.id, seed, wanted: round.reviewersWanted, dueDay: input.dueDay }, seats);
    tx.audit({ action: 'review.plan', subjectKind: 'round', subjectId: round.id, text: { planId: id, seed, seats: seats.length, short } });
    await tx.emit('review.planned', { roundId: round.id, planId: id });
    return ok(id);
  });

const isBarred = (panel: Panel) => (projectId: string, personId: string) => panel.barred.has(barredKey(projectId, personId));

/** A draft plan with its round, both locked. */
async function draftOf(tx: CommandTx, planId: string): Promise<Result<{ plan: ReviewPlan; round: Round }, 'not-allowed' | 'not-found' | 'wrong-state'>> {
  if (!tx.can('review.assign', { neighbourhoodId: null })) return err('not-allowed');
  const plan = await lockPlan(tx, planId);
  const round = plan && (await findRound(tx, plan.roundId));
  if (!plan || !round) return err('not-found');
  return plan.state === 'draft' && takesReviews(round) ? ok({ plan, round }) : err('wrong-state');
}

/** `barred` has a part in the project or stepped aside · `already-there` · `not-there` who goes out has no seat · `not-on-the-panel`. */
export type ChangeRefusal = 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required' | 'barred' | 'already-there' | 'not-there' | 'not-on-the-panel';

/** Changes a draft plan: one reviewer of a project out, one in, with the reason. */
export const changePlan = (
  context: CommandContext,
  input: { planId: string; projectId: string; outPersonId: string | null; inPersonId: string | null; reason: string },
): Promise<Result<void, ChangeRefusal | 'key-reused'>> =>
  runCommand(context, 'change-review-plan', async (tx): Promise<Result<void, ChangeRefusal>> => {
    const draft = await draftOf(tx, input.planId);
    if (!draft.ok) return draft;
    const { plan, round } = draft.value;
    const reason = input.reason.trim().slice(0, 300);
    if (reason === '') return err('reason-required');
    const project = (await projectsInReview(tx, round.id)).find(({ id }) => id === input.projectId);
    if (!project || (input.outPersonId === null && input.inPersonId === null)) return err('not-found');
    const seats = seatsNow(await planSeats(tx, plan.id), await planChanges(tx, plan.id)).filter((seat) => seat.projectId === project.id);
    if (input.outPersonId !== null && !seats.some(({ personId }) => personId === input.outPersonId)) return err('not-there');
    const panel = await panelOf(tx, round, [project], tx.today);
    if (input.inPersonId !== null) {
      if (!panel.members.some(({ id }) => id === input.inPersonId)) return err('not-on-the-panel');
      if (isBarred(panel)(project.id, input.inPersonId)) return err('barred');
      if (seats.some(({ personId }) => personId === input.inPersonId) || panel.projects[0]?.taken.includes(input.inPersonId)) return err('already-there');
    }
    await insertPlanChange(tx, plan.id, { projectId: project.id, outPersonId: input.outPersonId, inPersonId: input.inPersonId, reason });
    tx.audit({
      action: 'review.plan-change',
      subjectKind: 'project',
      subjectId: project.id,
      text: { planId: plan.id, out: input.outPersonId, in: input.inPersonId, reason },
    });
    return ok();
  });

/** `covered-text-not-seen` the round is blind and an officer has not let the covered text of some project go · `barred` somebody has a part in it since. */
export type StandRefusal = 'not-allowed' | 'not-found' | 'wrong-state' | 'covered-text-not-seen' | 'barred';

/** Lets a plan stand: every seat becomes a review, and every reviewer finds theirs in the inbox. Returns how many. */
export const letPlanStand = (context: CommandContext, input: { planId: string }): Promise<Result<number, StandRefusal | 'key-reused'>> =>
  runCommand(context, 'let-review-plan-stand', async (tx): Promise<Result<number, StandRefusal>> => {
    const draft = await draftOf(tx, input.planId);
    if (!draft.ok) return draft;
    const { plan, round } = draft.value;
    const seats = seatsNow(await planSeats(tx, plan.id), await planChanges(tx, plan.id));
    const blind = (await reviewTerms(tx, round)).blind?.value === true;
    const released = blind ? await blindReleases(tx, round.id) : new Map<string, number>();
    const projects = await projectsInReview(tx, round.id);
    if (blind && seats.some(({ projectId }) => !released.has(projectId))) return err('covered-text-not-seen');
    const panel = await panelOf(tx, round, projects, tx.today);
    let given = 0;
    for (const { id } of projects) {
      const own = seats.filter(({ projectId }) => projectId === id);
      const wanting = panel.projects.find((one) => one.id === id);
      if (own.length === 0 || !wanting) continue;
      const project = await lockProject(tx, id);
      if (project?.state !== 'in_review') continue;
      for (const { personId } of own) {
        const member = panel.members.find((one) => one.id === personId);
        if (isBarred(panel)(id, personId)) return err('barred');
        // Who got it by hand since, or is no reviewer any more, is passed over; the office is asked for what is missing.
        if (!member || wanting.taken.includes(personId)) continue;
        await giveReviewIn(tx, { project, roundId: round.id, personId, name: member.name, dueDay: plan.dueDay });
        given += 1;
      }
      await askForReviewers(tx, project, round.reviewersWanted);
    }
    await savePlanState(tx, plan.id, 'standing');
    tx.audit({ action: 'review.plan-stands', subjectKind: 'round', subjectId: round.id, text: { planId: plan.id, seed: plan.seed, given } });
    await tx.emit('review.plan-stands', { roundId: round.id, planId: plan.id });
    return ok(given);
  });

/** Drops a draft plan. */
export const dropPlan = (
  context: CommandContext,
  input: { planId: string },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'key-reused'>> =>
  runCommand(context, 'drop-review-plan', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state'>> => {
    const draft = await draftOf(tx, input.planId);
    if (!draft.ok) return draft;
    await savePlanState(tx, draft.value.plan.id, 'dropped');
    tx.audit({ action: 'review.plan-dropped', subjectKind: 'round', subjectId: draft.value.round.id, text: { planId: input.planId } });
    return ok();
  });
