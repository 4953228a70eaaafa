import { formatYuan } from '#libs/money';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { type Award, findAward, holdAgainIn, holdAwardIn, liftHoldIn, type MoneyInError, receiveIn } from '#modules/books';
import { closeDuty, openDuty } from '#modules/inbox';
import { findResolution } from '#modules/meetings';
import {
  type CrowdDrive,
  driveOf,
  drivesPastTheirDay,
  howTheDriveEnds,
  insertDrive,
  insertGift,
  type MissedRule,
  saveDriveRunsAgain,
  saveDriveState,
  type ShownAs,
  theDriveMayBeUsed,
  theDriveTakesGifts,
  theGiftIsAboveTheGoal,
  theGoalIsLostAgain,
} from './crowd.ts';
import { settleShortfallsIn } from './answer-shortfall.ts';
import { deadlineOf } from './deadlines.ts';
import { moneyMayMove } from './project.ts';
import { lockProject, type Project } from './store.ts';
import { recordUploads, type Upload } from './upload.ts';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';

async function openCrowd(
  tx: CommandTx,
  awardId: string,
  action: string,
): Promise<Result<{ award: Award; project: Project; drive: CrowdDrive | null }, 'not-found' | 'not-allowed' | 'wrong-state'>> {
  const found = await findAward(tx, awardId);
  const project = found && (await lockProject(tx, found.projectId));
  const award = project && (await findAward(tx, awardId));
  if (!award || !project || award.sourceKind !== 'crowd') return err('not-found');
  if (!tx.can(action, project)) return err('not-allowed');
  return ok({ award, project, drive: await driveOf(tx, awardId) });
}

/** What was given and not given back, in fen. */
const netFen = (award: Pick<Award, 'receivedFen' | 'returnedFen'>): bigint => award.receivedFen - award.returnedFen;

type Turn = 'crowd.open' | 'crowd.decide' | 'crowd.refund';
const titles: Record<Turn, (title: string) => { zh: string; en: string }> = {
  'crowd.open': (title) => ({ zh: `发起众筹：${title}`, en: `Open the crowdfunding: ${title}` }),
  'crowd.decide': (title) => ({ zh: `众筹没有达到目标，开会决定：${title}`, en: `Let a meeting decide on the missed goal: ${title}` }),
  'crowd.refund': (title) => ({ zh: `众筹没有达到目标，逐笔退还：${title}`, en: `Give every gift back: ${title}` }),
};

async function ask(tx: CommandTx, kind: Turn, project: Pick<Project, 'id' | 'title' | 'neighbourhoodId'>, awardId: string): Promise<void> {
  await openDuty(tx, {
    kind,
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'award',
    subjectId: awardId,
    projectId: project.id,
    title: titles[kind](project.title),
    href: `/awards/${awardId}/crowd`,
    dueDay: await deadlineOf(tx, kind),
  });
}

/** Asks the committee to open the drive as soon as a project counts on crowdfunding. */
export const askForDrive = (tx: CommandTx, project: Pick<Project, 'id' | 'title' | 'neighbourhoodId'>, awardId: string) =>
  ask(tx, 'crowd.open', project, awardId);

/**
 * Opens the drive of a source with its terms, which never change. Errors: `opened-already` · `ends-before-start` · `day-outside` it begins before
 * today or ends after the source may pay · `bad-minimum` a minimum below the goal belongs to the rule that keeps from it, and only to it.
 */
export const openCrowdDrive = (
  context: CommandContext,
  input: { awardId: string; goalFen: bigint; opensOn: string; lastDay: string; ifMissed: MissedRule; minimumFen: bigint | null; text: string },
): Promise<Result<string, Common | 'opened-already' | 'ends-before-start' | 'day-outside' | 'bad-minimum' | 'not-positive' | 'required'>> =>
  runCommand(context, 'open-crowd-drive', async (tx) => {
    const opened = await openCrowd(tx, input.awardId, 'crowd.open');
    if (!opened.ok) return opened;
    const { award, project, drive } = opened.value;
    if (!moneyMayMove(project.state)) return err('wrong-state');
    if (drive) return err('opened-already');
    if (input.goalFen <= 0n) return err('not-positive');
    const text = input.text.trim().slice(0, 2000);
    if (text === '') return err('required');
    if (input.lastDay < input.opensOn) return err('ends-before-start');
    if (input.opensOn < tx.today || input.lastDay > award.validTo) return err('day-outside');
    const { goalFen, opensOn, lastDay, ifMissed, minimumFen } = input;
    if ((ifMissed === 'keep-from-minimum') !== (minimumFen !== null) || (minimumFen !== null && (minimumFen <= 0n || minimumFen >= goalFen)))
      return err('bad-minimum');
    const id = tx.newId();
    await holdAwardIn(tx, award.awardId, '众筹还没有达到目标，暂不能用');
    await insertDrive(tx, { id, awardId: award.awardId, goalFen, opensOn, lastDay, ifMissed, minimumFen, text });
    await closeDuty(tx, { kind: 'crowd.open', subjectId: award.awardId });
    tx.audit({ action: 'crowd.open', subjectKind: 'award', subjectId: award.awardId, text: { goalFen, opensOn, lastDay, ifMissed, text } });
    await tx.emit('crowd.opened', { driveId: id, projectId: project.id });
    return ok(id);
  });

/**
 * Writes a gift that staff took in, with its receipt. `not-running` the drive does not take gifts on this day · `day-in-future` ·
 * `above-goal` it is larger than the whole goal, and nobody said why that is right.
 */
export const recordGift = (
  context: CommandContext,
  input: {
    awardId: string;
    payerName: string;
    amountFen: bigint;
    method: 'cash' | 'transfer';
    day: string;
    shown: ShownAs;
    words: string;
    proof: Upload | null;
    /** Confirms a gift above the whole goal, and says why it is right. */
    overReason?: string;
  },
): Promise<Result<string, Common | MoneyInError | 'wrong-method' | 'not-running' | 'day-in-future' | 'required' | 'above-goal'>> =>
  runCommand(context, 'record-gift', async (tx) => {
    const opened = await openCrowd(tx, input.awardId, 'money.receive');
    if (!opened.ok) return opened;
    const { award, project, drive } = opened.value;
    if (!moneyMayMove(project.state)) return err('wrong-state');
    if (input.day > tx.today) return err('day-in-future');
    if (!drive || !theDriveTakesGifts(drive, input.day)) return err('not-running');
    const name = input.payerName.trim().slice(0, 100);
    if (name === '') return err('required');
    const overReason = input.overReason?.trim().slice(0, 200) ?? '';
    if (theGiftIsAboveTheGoal(drive, input.amountFen) && overReason === '') return err('above-goal');
    const [proofFileId] = input.proof ? await recordUploads(tx, [input.proof], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' }) : [];
    const received = await receiveIn(tx, {
      awardId: award.awardId,
      amountFen: input.amountFen,
      method: input.method,
      day: input.day,
      payer: { name },
      proofFileId: proofFileId ?? null,
    });
    if (!received.ok) return received;
    await settleShortfallsIn(tx, project);
    const words = input.words.trim().slice(0, 100);
    await insertGift(tx, { receiptId: received.value.receiptId, driveId: drive.id, shown: input.shown, words: words === '' ? null : words });
    if (overReason !== '') tx.audit({ action: 'crowd.above-goal', subjectKind: 'receipt', subjectId: received.value.receiptId, text: { reason: overReason } });
    return ok(received.value.receiptId);
  });

const endWords: Record<ReturnType<typeof howTheDriveEnds>, (got: string, goal: string) => string> = {
  reached: (got, goal) => `筹到 ${got} 元，达到目标 ${goal} 元`,
  kept: (got, goal) => `筹到 ${got} 元，没有达到目标 ${goal} 元，达到最低数，按约定留用`,
  deciding: (got, goal) => `筹到 ${got} 元，没有达到目标 ${goal} 元，由会议决定`,
  missed: (got, goal) => `筹到 ${got} 元，没有达到目标 ${goal} 元，按约定全部退还`,
};

async function endDrive(tx: CommandTx, drive: CrowdDrive, award: Award, project: Project): Promise<void> {
  const state = howTheDriveEnds(drive, netFen(award));
  await saveDriveState(tx, drive.id, state, { note: endWords[state](formatYuan(netFen(award)), formatYuan(drive.goalFen)) });
  await followTheEnd(tx, drive, state, project);
  tx.audit({ action: 'crowd.end', subjectKind: 'award', subjectId: award.awardId, text: { state, netFen: netFen(award), goalFen: drive.goalFen } });
  await tx.emit('crowd.ended', { driveId: drive.id, projectId: project.id, state });
}

async function followTheEnd(tx: CommandTx, drive: CrowdDrive, state: CrowdDrive['state'], project: Project): Promise<void> {
  if (theDriveMayBeUsed({ state })) await liftHoldIn(tx, drive.awardId);
  if (state === 'deciding') await ask(tx, 'crowd.decide', project, drive.awardId);
  if (state === 'missed') {
    const award = await findAward(tx, drive.awardId);
    // Nobody gave anything: nothing is left to give back.
    if (award && netFen(award) === 0n) await saveDriveState(tx, drive.id, 'returned', { note: '没有收到款项' });
    else await ask(tx, 'crowd.refund', project, drive.awardId);
  }
}

/** Ends a drive early once its goal is reached. `not-reached`. */
export const endCrowdDrive = (context: CommandContext, input: { awardId: string }): Promise<Result<void, Common | 'not-reached'>> =>
  runCommand(context, 'end-crowd-drive', async (tx) => {
    const opened = await openCrowd(tx, input.awardId, 'crowd.open');
    if (!opened.ok) return opened;
    const { award, project, drive } = opened.value;
    if (!drive || drive.state !== 'running') return err('wrong-state');
    if (netFen(award) < drive.goalFen) return err('not-reached');
    await endDrive(tx, drive, award, project);
    return ok();
  });

/** A meeting has decided on a missed goal: the gifts stay, or go back. `no-such-resolution` none of this place, made after the last day. */
export const decideCrowdDrive = (
  context: CommandContext,
  input: { awardId: string; resolutionId: string; keep: boolean; note: string },
): Promise<Result<void, Common | 'no-such-resolution' | 'reason-required'>> =>
  runCommand(context, 'decide-crowd-drive', async (tx) => {
    const opened = await openCrowd(tx, input.awardId, 'crowd.open');
    if (!opened.ok) return opened;
    const { award, project, drive } = opened.value;
    if (!drive || drive.state !== 'deciding') return err('wrong-state');
    const resolution = await findResolution(tx, input.resolutionId);
    if (!resolution || resolution.neighbourhoodId !== project.neighbourhoodId || resolution.decidedOn <= drive.lastDay) return err('no-such-resolution');
    const note = input.note.trim().slice(0, 500);
    if (note === '') return err('reason-required');
    const state = input.keep ? 'kept' : 'missed';
    await saveDriveState(tx, drive.id, state, { note, resolutionId: resolution.id });
    await closeDuty(tx, { kind: 'crowd.decide', subjectId: award.awardId });
    await followTheEnd(tx, drive, state, project);
    tx.audit({ action: 'crowd.decide', subjectKind: 'award', subjectId: award.awardId, text: { keep: input.keep, note } });
    return ok();
  });

/** A missed drive is over once everything was given back; called after each refund. */
export async function driveFollowsRefundsIn(tx: CommandTx, awardId: string): Promise<void> {
  const drive = await driveOf(tx, awardId);
  const award = drive && (await findAward(tx, awardId));
  if (!drive || !award || drive.state !== 'missed' || netFen(award) !== 0n) return;
  await saveDriveState(tx, drive.id, 'returned', { note: '已全部退还' });
  await closeDuty(tx, { kind: 'crowd.refund', subjectId: awardId });
}

/**
 * Called when a receipt of a source was undone: a drive that had reached its goal only by it runs again with its money on hold, and ends at
 * once by its rule when its last day has passed. `gifts-used` money of it is spent, handed out or kept for a request: that is undone first.
 */
export async function driveFollowsReversalIn(tx: CommandTx, awardId: string): Promise<Result<void, 'gifts-used'>> {
  const drive = await driveOf(tx, awardId);
  const award = drive && (await findAward(tx, awardId));
  const project = award && (await lockProject(tx, award.projectId));
  if (!drive || !award || !project || !theGoalIsLostAgain(drive, netFen(award))) return ok();
  if (award.spentFen + award.reservedFen + award.advancedFen > 0n) return err('gifts-used');
  await saveDriveRunsAgain(
    tx,
    drive.id,
    `冲销一笔误登的收款后，实际筹到 ${formatYuan(netFen(award))} 元，没有达到目标 ${formatYuan(drive.goalFen)} 元，款项重新暂停使用`,
  );
  await holdAgainIn(tx, awardId);
  tx.audit({ action: 'crowd.reopen', subjectKind: 'award', subjectId: awardId, text: { netFen: netFen(award), goalFen: drive.goalFen } });
  if (tx.today > drive.lastDay) await endDrive(tx, { ...drive, state: 'running' }, award, project);
  return ok();
}

/** Ends the drives whose last day has passed; part of the daily round, safe to repeat. Returns how many. */
export async function endDrivesIn(tx: CommandTx): Promise<number> {
  const drives = await drivesPastTheirDay(tx, tx.today);
  for (const each of drives) {
    const found = await findAward(tx, each.awardId);
    const project = found && (await lockProject(tx, found.projectId));
    const award = project && (await findAward(tx, each.awardId));
    const drive = await driveOf(tx, each.awardId);
    if (award && project && drive?.state === 'running') await endDrive(tx, drive, award, project);
  }
  return drives.length;
}
