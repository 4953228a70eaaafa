import { formatDay, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { openDuty } from '#modules/inbox';
import { findApplication } from './application-store.ts';
import { type ChangeMove, insertMoves, type MoveFault, movesOf, whatIsWrongWithTheMoves } from './budget-in-force.ts';
import { bigChangeKey, deadlineOf, settingNumber, teamChangeKey } from './deadlines.ts';
import { aBigChangeGoesBackToTheResidents, type ChangeKind, whoSaysYes } from './doing.ts';
import { insertChange } from './doing-store.ts';
import { lastDayOfWorks, theDelayIsSpokenOf } from './last-day.ts';
import { worksGoOn } from './project.ts';
import { lockProject } from './store.ts';

export * from './decide-change.ts';

export interface RequestChangeInput {
  projectId: string;
  what: string;
  fromText: string;
  toText: string;
  why: string;
  /** How much money the change moves; 0 when none. Of a change of the budget its moves say it. */
  amountFen: bigint;
  /** Left out: anything else, in words. */
  kind?: ChangeKind;
  /** Of a change of the budget. */
  moves?: readonly ChangeMove[];
  /** Of a change of the last day. */
  newLastDay?: string | null;
}
export type RequestChangeError =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'required'
  | 'too-long'
  | 'not-an-amount'
  | 'not-a-date'
  | 'same-day'
  | 'in-the-past'
  | MoveFault
  | 'key-reused';

/**
 * Asks to change what was agreed. How big it is and who says yes follow the office's settings; without one the officer who decides says it. Nothing is changed by
 * asking. Errors: `not-found`, `not-allowed`, `wrong-state`, `required`, `too-long`, `not-an-amount` (below zero or above the project's total), of the last day
 * `not-a-date`, `same-day`, `in-the-past`, of the budget those of its moves.
 */
export const requestChange = (context: CommandContext, input: RequestChangeInput): Promise<Result<string, RequestChangeError>> =>
  runCommand(context, 'request-change', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.ask-change', project)) return err('not-allowed');
    if (!worksGoOn(project.state)) return err('wrong-state');
    const kind = input.kind ?? 'other';
    const oldLastDay = kind === 'schedule' ? await lastDayOfWorks(tx, project) : null;
    const newLastDay = kind === 'schedule' ? (input.newLastDay ?? '') : null;
    if (newLastDay !== null) {
      if (!isDay(newLastDay)) return err('not-a-date');
      if (newLastDay < tx.today) return err('in-the-past');
      if (newLastDay === oldLastDay) return err('same-day');
    }
    const texts = {
      what: input.what.trim(),
      fromText: oldLastDay === null ? input.fromText.trim() : formatDay(oldLastDay),
      toText: newLastDay === null ? input.toText.trim() : formatDay(newLastDay),
      why: input.why.trim(),
    };
    if (Object.values(texts).some((text) => text === '')) return err('required');
    if (Object.values(texts).some((text) => text.length > 1000)) return err('too-long');
    const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
    const totalFen = application?.totalFen ?? 0n;
    const moves = kind === 'budget' ? (input.moves ?? []) : [];
    if (kind === 'budget') {
      const approved = (await movesOf(tx, project.id)).filter((move) => move.approved);
      const fault = application ? whatIsWrongWithTheMoves(application, approved, moves) : 'invalid';
      if (fault) return err(fault);
    }
    const amountFen = kind === 'budget' ? moves.reduce((fen, move) => fen + move.amountFen, 0n) : kind === 'schedule' ? 0n : input.amountFen;
    if (amountFen < 0n || amountFen > totalFen) return err('not-an-amount');
    const bigFromPercent = await settingNumber(tx, bigChangeKey, 100);
    const teamUpToPercent = await settingNumber(tx, teamChangeKey, 100);
    const size = aBigChangeGoesBackToTheResidents(amountFen, totalFen, bigFromPercent);
    const decider = whoSaysYes({ kind, size, amountFen }, totalFen, teamUpToPercent);
    const id = tx.newId();
    const no = await insertChange(tx, {
      ...texts,
      id,
      projectId: project.id,
      kind,
      decider,
      amountFen,
      oldLastDay,
      newLastDay,
      size: decider === 'team' ? 'small' : size,
      sizeReason: { bigFromPercent, totalFen: String(totalFen), ...(teamUpToPercent === null ? {} : { teamUpToPercent }) },
    });
    await insertMoves(
      tx,
      id,
      moves.map((move) => ({ ...move, toName: move.toName?.trim() || null, toCategory: move.toCategory?.trim() || null })),
    );
    if (kind === 'schedule') await theDelayIsSpokenOf(tx, project.id);
    await openDuty(tx, {
      kind: 'change.decide',
      role: decider === 'team' ? 'director' : 'officer',
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'change',
      subjectId: id,
      projectId: project.id,
      title: { zh: `答复变更申请：${project.title}，${texts.what}`, en: `Decide on the change: ${project.title}, ${texts.what}` },
      href: `/projects/${project.id}/changes#change-${no}`,
      dueDay: await deadlineOf(tx, 'change.decide'),
    });
    tx.audit({ action: 'change.request', subjectKind: 'project', subjectId: project.id, text: { no, kind, ...texts, amountFen, size, decider } });
    await tx.emit('project.change-requested', { projectId: project.id, changeId: id, size });
    return ok(id);
  });
