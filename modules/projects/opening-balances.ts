import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import {
  confirmOpeningIn,
  type ConfirmOpeningError,
  dropOpeningIn,
  enterOpeningIn,
  type EnterOpeningError,
  findAward,
  findOpening,
  type OpeningBalance,
  type OpeningLine,
  type ReverseError,
  undoOpeningIn,
} from '#modules/books';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { tranchesBecomeDueIn } from './pay-tranche.ts';
import { moneyMayMove } from './project.ts';
import { lockProject, type Project } from './store.ts';
import { recordUploads, type Upload } from './upload.ts';

/** The duty of a second person of the office: to confirm what another entered. */
export const confirmOpeningDuty = 'opening.confirm';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';

export interface EnterOpeningInput {
  awardId: string;
  day: string;
  receivedFen: bigint;
  returnedFen: bigint;
  lines: readonly OpeningLine[];
  note: string;
  /** The account, statement or closing paper it is taken from. */
  evidence: Upload | null;
}

/** The office enters what stood on a source before the platform, with the paper it comes from; another person confirms it. `evidence-missing`. */
export const enterOpening = (context: CommandContext, input: EnterOpeningInput): Promise<Result<string, Common | EnterOpeningError | 'evidence-missing'>> =>
  runCommand(context, 'enter-opening', async (tx) => {
    const award = await findAward(tx, input.awardId);
    const project = award && (await lockProject(tx, award.projectId));
    if (!award || !project) return err('not-found');
    if (!tx.can('opening.enter', project) || !tx.actor.personId) return err('not-allowed');
    if (!moneyMayMove(project.state)) return err('wrong-state');
    if (!input.evidence) return err('evidence-missing');
    const [fileId] = await recordUploads(tx, [input.evidence], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' });
    if (!fileId) throw new Error('one upload is one file');
    const entered = await enterOpeningIn(tx, { ...input, note: input.note.trim(), fileId });
    if (!entered.ok) return entered;
    await openDuty(tx, {
      kind: confirmOpeningDuty,
      role: 'officer',
      neighbourhoodId: null,
      subjectKind: 'opening',
      subjectId: entered.value,
      projectId: project.id,
      title: { zh: `复核期初余额：${project.title} ${award.name}`, en: `Confirm the opening balance: ${project.title}, ${award.name}` },
      href: `/projects/${project.id}/opening`,
      dueDay: null,
    });
    return entered;
  });

/** The opening with its project, locked, when the actor may decide on it. */
async function openingAt(
  tx: CommandTx,
  openingId: string,
): Promise<Result<{ opening: OpeningBalance; project: Project }, 'not-found' | 'not-allowed' | 'wrong-state'>> {
  const opening = await findOpening(tx, openingId);
  const award = opening && (await findAward(tx, opening.awardId));
  const project = award && (await lockProject(tx, award.projectId));
  if (!opening || !project) return err('not-found');
  if (!tx.can('opening.enter', project)) return err('not-allowed');
  return moneyMayMove(project.state) ? ok({ opening, project }) : err('wrong-state');
}

/** Another person of the office confirms an opening balance; from then on it stands in the books. */
export const confirmOpening = (context: CommandContext, input: { openingId: string }): Promise<Result<string, Common | ConfirmOpeningError>> =>
  runCommand(context, 'confirm-opening', async (tx) => {
    const found = await openingAt(tx, input.openingId);
    if (!found.ok) return found;
    const confirmed = await confirmOpeningIn(tx, input);
    if (!confirmed.ok) return confirmed;
    await closeDuty(tx, { kind: confirmOpeningDuty, subjectId: input.openingId });
    // What came in before the platform was paid: nobody is asked for it again.
    await tranchesBecomeDueIn(tx, found.value.project);
    return ok(found.value.project.id);
  });

/** Drops an opening balance that waits, with the reason. */
export const dropOpening = (context: CommandContext, input: { openingId: string; reason: string }): Promise<Result<string, Common | 'reason-required'>> =>
  runCommand(context, 'drop-opening', async (tx) => {
    const found = await openingAt(tx, input.openingId);
    if (!found.ok) return found;
    if (input.reason.trim() === '') return err('reason-required');
    const dropped = await dropOpeningIn(tx, { openingId: input.openingId, reason: input.reason.trim() });
    if (!dropped.ok) return dropped;
    await dropDuties(tx, { kind: confirmOpeningDuty, subjectId: input.openingId });
    return ok(found.value.project.id);
  });

/** Undoes a confirmed opening balance, with the reason: another person than the one who confirmed it. */
export const undoOpening = (
  context: CommandContext,
  input: { openingId: string; reason: string },
): Promise<Result<string, Common | ReverseError | 'reason-required' | 'own-entry'>> =>
  runCommand(context, 'undo-opening', async (tx) => {
    const found = await openingAt(tx, input.openingId);
    if (!found.ok) return found;
    if (input.reason.trim() === '') return err('reason-required');
    if (found.value.opening.decidedBy === tx.actor.personId) return err('own-entry');
    const undone = await undoOpeningIn(tx, { openingId: input.openingId, reason: input.reason.trim() });
    if (!undone.ok) return undone;
    await tranchesBecomeDueIn(tx, found.value.project);
    return ok(found.value.project.id);
  });
