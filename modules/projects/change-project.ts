import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { findResolution, linkResolutionProjectIn } from '#modules/meetings';
import { findApplication } from './application-store.ts';
import { bigChangeKey, deadlineOf, settingNumber } from './deadlines.ts';
import { aBigChangeGoesBackToTheResidents, answerChange, type ChangeAnswer, type ChangeState } from './doing.ts';
import { insertChange, lockChange, saveChangeAnswer } from './doing-store.ts';
import { worksGoOn } from './project.ts';
import { lockProject } from './store.ts';

export interface RequestChangeInput {
  projectId: string;
  what: string;
  fromText: string;
  toText: string;
  why: string;
  /** How much money the change moves; 0 when none. */
  amountFen: bigint;
}

/**
 * Asks to change what was agreed. How big it is follows the office's setting; without one the officer who decides says it.
 * Errors: `not-found`, `not-allowed`, `wrong-state`, `required`, `too-long`, `not-an-amount` (below zero or above the project's total).
 */
export const requestChange = (
  context: CommandContext,
  input: RequestChangeInput,
): Promise<Result<string, 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'too-long' | 'not-an-amount' | 'key-reused'>> =>
  runCommand(context, 'request-change', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.ask-change', project)) return err('not-allowed');
    if (!worksGoOn(project.state)) return err('wrong-state');
    const texts = { what: input.what.trim(), fromText: input.fromText.trim(), toText: input.toText.trim(), why: input.why.trim() };
    if (Object.values(texts).some((text) => text === '')) return err('required');
    if (Object.values(texts).some((text) => text.length > 1000)) return err('too-long');
    const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
    const totalFen = application?.totalFen ?? 0n;
    if (input.amountFen < 0n || input.amountFen > totalFen) return err('not-an-amount');
    const bigFromPercent = await settingNumber(tx, bigChangeKey, 100);
    const size = aBigChangeGoesBackToTheResidents(input.amountFen, totalFen, bigFromPercent);
    const id = tx.newId();
    const no = await insertChange(tx, {
      ...texts,
      id,
      projectId: project.id,
      amountFen: input.amountFen,
      size,
      sizeReason: { bigFromPercent, totalFen: String(totalFen) },
    });
    await openDuty(tx, {
      kind: 'change.decide',
      role: 'officer',
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'change',
      subjectId: id,
      projectId: project.id,
      title: { zh: `答复变更申请：${texts.what}`, en: `Decide on the change: ${texts.what}` },
      href: `/projects/${project.id}/changes#change-${no}`,
      dueDay: await deadlineOf(tx, 'change.decide'),
    });
    tx.audit({ action: 'change.request', subjectKind: 'project', subjectId: project.id, text: { no, ...texts, amountFen: input.amountFen, size } });
    await tx.emit('project.change-requested', { projectId: project.id, changeId: id, size });
    return ok(id);
  });

export interface DecideChangeInput {
  changeId: string;
  answer: ChangeAnswer;
  reason: string;
  /** The residents' resolution on a big change. */
  resolutionId: string | null;
}

/**
 * The office answers a change request. A big one first goes back to the residents and is approved only with their resolution,
 * made after the request. Errors: `not-found`, `not-allowed`, `own-request`, `reason-required`, `decided`, `needs-residents`, `needs-resolution`.
 */
export const decideChange = (
  context: CommandContext,
  input: DecideChangeInput,
): Promise<
  Result<ChangeState, 'not-found' | 'not-allowed' | 'own-request' | 'reason-required' | 'decided' | 'needs-residents' | 'needs-resolution' | 'key-reused'>
> =>
  runCommand(context, 'decide-change', async (tx) => {
    const change = await lockChange(tx, input.changeId);
    const project = change && (await lockProject(tx, change.projectId));
    if (!change || !project) return err('not-found');
    if (!tx.can('project.decide-change', project)) return err('not-allowed');
    if (change.askedBy !== null && change.askedBy === tx.actor.personId) return err('own-request');
    const reason = input.reason.trim().slice(0, 1000);
    if (reason === '') return err('reason-required');
    const resolution = input.resolutionId === null ? null : await findResolution(tx, input.resolutionId);
    const residents = resolution !== null && resolution.neighbourhoodId === project.neighbourhoodId && resolution.recordedAt > change.askedAt;
    const next = answerChange(change, input.answer, residents);
    if (typeof next === 'string') return err(next);
    await saveChangeAnswer(tx, change, next, { reason, resolutionId: residents && next.state === 'approved' ? input.resolutionId : null });
    if (residents && next.state === 'approved' && resolution) await linkResolutionProjectIn(tx, resolution.id, project.id);
    if (next.state === 'with_residents') {
      await openDuty(tx, {
        kind: 'change.ask-residents',
        role: 'secretary',
        neighbourhoodId: project.neighbourhoodId,
        subjectKind: 'change',
        subjectId: change.id,
        projectId: project.id,
        title: { zh: `开会议定变更：${change.what}`, en: `Let the residents decide: ${change.what}` },
        href: `/projects/${project.id}/changes#change-${change.no}`,
        dueDay: await deadlineOf(tx, 'change.ask-residents'),
      });
    } else {
      await closeDuty(tx, { kind: 'change.decide', subjectId: change.id });
      await dropDuties(tx, { subjectId: change.id });
    }
    tx.audit({
      action: 'change.decide',
      subjectKind: 'project',
      subjectId: project.id,
      text: { no: change.no, answer: input.answer, state: next.state, reason },
    });
    await tx.emit('project.change-decided', { projectId: project.id, changeId: change.id, state: next.state });
    return ok(next.state);
  });
