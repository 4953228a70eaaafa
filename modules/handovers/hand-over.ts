import { addDays, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { isUniqueViolation } from '#platform/database';
import { closeDuty, dropDuties, giveDutiesOn, openDuty } from '#modules/inbox';
import { giveMeetingsOn } from '#modules/meetings';
import {
  createPersonIn,
  endRoleIn,
  findPerson,
  findRole,
  giveRoleIn,
  heldOn,
  listRoles,
  onlyTheOfficeGivesOfficeRoles,
  type RoleAssignment,
} from '#modules/people';
import { giveTasksOn } from '#modules/projects';
import { bothSigned, type Handover, type HandoverItem } from './handover.ts';
import { digestOfList, openItems } from './open-items.ts';
import { clearSignatures, insertHandover, insertItems, lockHandover, saveSignature, settleHandover } from './store.ts';

/** Roles that are handed over with a list. */
const handedOver = ['secretary', 'director', 'officer', 'head'] as const;

/** The office gives the role to another, so it sees to the hand-over; for the head, who keeps the roles. */
const mayHandOver = (tx: CommandTx, role: Pick<RoleAssignment, 'role' | 'neighbourhoodId'>): boolean =>
  tx.can('handover.manage', { neighbourhoodId: role.neighbourhoodId }) && onlyTheOfficeGivesOfficeRoles(tx.actor, role.role, role.neighbourhoodId);

/**
 * `wrong-role` · `not-held` the role is over · `unknown-person` · `same-person` · `already-held` the successor holds it already · `already-open` ·
 * `bad-phone` of a successor who is new here.
 */
export type StartHandoverError =
  | 'not-allowed'
  | 'not-found'
  | 'wrong-role'
  | 'not-held'
  | 'unknown-person'
  | 'same-person'
  | 'already-held'
  | 'already-open'
  | 'bad-phone'
  | 'reason-required'
  | 'bad-days';

/**
 * Begins the hand-over of a role to a successor; both are asked to sign. Who is new here is made a person in the same transaction, so that nothing is left of a
 * hand-over that does not begin, and the same form sent again makes nobody twice. Errors: {@link StartHandoverError}.
 */
export const startHandover = (
  context: CommandContext,
  input: { roleId: string; to: string | { name: string; phone: string | null }; plannedDay: string; reason: string; note: string },
): Promise<Result<string, StartHandoverError | 'key-reused'>> =>
  runCommand(context, 'start-handover', async (tx): Promise<Result<string, StartHandoverError>> => {
    const role = await findRole(tx, input.roleId);
    if (!role) return err('not-found');
    if (tx.actor.personId === null || !mayHandOver(tx, role)) return err('not-allowed');
    const kind = handedOver.find((one) => one === role.role);
    if (!kind) return err('wrong-role');
    if (!heldOn(role, tx.today)) return err('not-held');
    if (!isDay(input.plannedDay) || input.plannedDay < tx.today) return err('bad-days');
    const reason = input.reason.trim().slice(0, 300);
    if (reason === '') return err('reason-required');
    const made = typeof input.to === 'string' ? ok(input.to) : await createPersonIn(tx, { ...input.to, adult: true, neighbourhoodId: role.neighbourhoodId });
    if (!made.ok) return err(made.error === 'not-allowed' || made.error === 'bad-phone' ? made.error : 'unknown-person');
    const successor = await findPerson(tx, made.value);
    if (!successor) return err('unknown-person');
    if (successor.id === role.personId) return err('same-person');
    const held = await listRoles(tx, { personId: successor.id });
    if (held.some((one) => one.role === role.role && one.neighbourhoodId === role.neighbourhoodId && (one.toDay === null || one.toDay >= tx.today)))
      return err('already-held');
    const id = await insertHandover(tx, {
      roleId: role.id,
      fromPersonId: role.personId,
      toPersonId: successor.id,
      role: kind,
      neighbourhoodId: role.neighbourhoodId,
      plannedDay: input.plannedDay,
      reason,
      note: input.note.trim().slice(0, 2000),
    }).catch((error: unknown) => {
      if (isUniqueViolation(error)) return null;
      throw error;
    });
    if (id === null) return err('already-open');
    for (const personId of [role.personId, successor.id])
      await openDuty(tx, {
        kind: 'handover.sign',
        personId,
        neighbourhoodId: role.neighbourhoodId,
        subjectKind: 'handover',
        subjectId: id,
        title: { zh: `核对并签交接单：${role.personName}交给${successor.name}`, en: `Check and sign the hand-over: ${role.personName} to ${successor.name}` },
        href: `/handovers/${id}`,
        dueDay: input.plannedDay,
      });
    tx.audit({
      action: 'handover.start',
      subjectKind: 'handover',
      subjectId: id,
      text: { from: role.personName, to: successor.name, role: role.role, reason },
    });
    return ok(id);
  });

/** `not-yours` the other side signs for itself · `witness-required` a signature on paper says who saw it · `list-changed` what is open is not what was shown. */
export type SignHandoverError = 'not-allowed' | 'not-found' | 'wrong-state' | 'already-done' | 'witness-required' | 'list-changed';

/**
 * Signs one side of a hand-over: by oneself, or entered by the office from paper with the words of who saw it. The list is signed as it was
 * shown. Errors: {@link SignHandoverError}.
 */
export const signHandover = (
  context: CommandContext,
  input: { handoverId: string; side: 'from' | 'to'; list: string; witness: string },
): Promise<Result<void, SignHandoverError | 'key-reused'>> =>
  runCommand(context, 'sign-handover', async (tx): Promise<Result<void, SignHandoverError>> => {
    const handover = await lockHandover(tx, input.handoverId);
    if (!handover) return err('not-found');
    const { personId } = tx.actor;
    const signer = input.side === 'from' ? handover.fromPersonId : handover.toPersonId;
    const other = input.side === 'from' ? handover.toPersonId : handover.fromPersonId;
    // Signing is personal: a deputy signs for nobody, and neither side for the other.
    const own = personId !== null && personId === signer;
    if (personId === null || personId === other) return err('not-allowed');
    if (!own && !mayHandOver(tx, { role: handover.role, neighbourhoodId: handover.neighbourhoodId })) return err('not-allowed');
    if (handover.state !== 'open') return err('wrong-state');
    if ((input.side === 'from' ? handover.fromSigned : handover.toSigned) !== null) return err('already-done');
    const witness = own ? null : input.witness.trim().slice(0, 300);
    if (witness === '') return err('witness-required');
    const list = digestOfList(await openItems(tx, handover));
    if (list !== input.list || (handover.signedList !== null && handover.signedList !== list)) return err('list-changed');
    await saveSignature(tx, handover.id, input.side, witness, list);
    await closeDuty(tx, { kind: 'handover.sign', subjectId: handover.id, personId: signer });
    tx.audit({ action: 'handover.sign', subjectKind: 'handover', subjectId: handover.id, text: { side: input.side, list, witness } });
    return ok();
  });

/** What is open is no longer what was signed: both sign anew. Errors: `wrong-state`. */
export const signAnew = (
  context: CommandContext,
  input: { handoverId: string },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'key-reused'>> =>
  runCommand(context, 'sign-handover-anew', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state'>> => {
    const handover = await lockHandover(tx, input.handoverId);
    if (!handover) return err('not-found');
    if (!mayHandOver(tx, { role: handover.role, neighbourhoodId: handover.neighbourhoodId })) return err('not-allowed');
    if (handover.state !== 'open' || handover.signedList === null) return err('wrong-state');
    await clearSignatures(tx, handover.id);
    tx.audit({ action: 'handover.sign-anew', subjectKind: 'handover', subjectId: handover.id, text: {} });
    return ok();
  });

/** `not-signed` both sign first · `list-changed` something opened or closed since: both sign anew. */
export type FinishHandoverError = 'not-allowed' | 'not-found' | 'wrong-state' | 'not-signed' | 'list-changed' | 'not-held';

/** The role and everything that is open go over, at once: the old role ends, the successor holds it from today. Errors: {@link FinishHandoverError}. */
export const finishHandover = (context: CommandContext, input: { handoverId: string }): Promise<Result<number, FinishHandoverError | 'key-reused'>> =>
  runCommand(context, 'finish-handover', async (tx): Promise<Result<number, FinishHandoverError>> => {
    const handover = await lockHandover(tx, input.handoverId);
    if (!handover) return err('not-found');
    if (!mayHandOver(tx, { role: handover.role, neighbourhoodId: handover.neighbourhoodId })) return err('not-allowed');
    if (handover.state !== 'open') return err('wrong-state');
    if (!bothSigned(handover)) return err('not-signed');
    const items = await openItems(tx, handover);
    if (digestOfList(items) !== handover.signedList) return err('list-changed');
    const role = await findRole(tx, handover.roleId);
    if (!role || !heldOn(role, tx.today)) return err('not-held');
    const lastDay = addDays(tx.today, -1) < addDays(role.fromDay, -1) ? addDays(role.fromDay, -1) : addDays(tx.today, -1);
    if (!(await endRoleIn(tx, { roleId: role.id, lastDay })).ok) return err('not-held');
    const given = await giveRoleIn(tx, {
      who: { personId: handover.toPersonId },
      role: handover.role,
      neighbourhoodId: handover.neighbourhoodId,
      organisationId: role.organisationId,
      fromDay: tx.today,
      toDay: role.toDay,
    });
    if (!given.ok) return err('not-held');
    await goOver(tx, handover, items);
    await settleHandover(tx, handover.id, { state: 'done', toRoleId: given.value.roleId });
    await tx.emit('handover.done', { handoverId: handover.id, fromPersonId: handover.fromPersonId, toPersonId: handover.toPersonId, role: handover.role });
    tx.audit({
      action: 'handover.finish',
      subjectKind: 'handover',
      subjectId: handover.id,
      text: { from: handover.fromName, to: handover.toName, role: handover.role, items: items.map(({ kind, title, goes }) => [kind, title, goes]) },
    });
    return ok(items.length);
  });

/** Writes the list, gives on what goes by name, and asks the successor for what needs a step of its own. */
async function goOver(tx: CommandTx, handover: Handover, items: readonly HandoverItem[]): Promise<void> {
  const { fromPersonId, toPersonId, role } = handover;
  await insertItems(tx, handover.id, items);
  await giveDutiesOn(tx, { fromPersonId, toPersonId, role });
  await giveMeetingsOn(tx, { fromPersonId, toPersonId });
  await giveTasksOn(tx, { fromPersonId, toPersonId, toName: handover.toName });
  for (const item of items.filter(({ goes }) => goes === 'asked'))
    await openDuty(tx, {
      kind: 'handover.follow',
      role,
      personId: toPersonId,
      neighbourhoodId: handover.neighbourhoodId,
      subjectKind: 'handover',
      subjectId: item.subjectId,
      title: { zh: `接手${handover.fromName}的${kindWord[item.kind] ?? ''}：${item.title}`, en: `Take over from ${handover.fromName}: ${item.title}` },
      href: `/handovers/${handover.id}`,
      dueDay: null,
    });
}
const kindWord: Partial<Record<HandoverItem['kind'], string>> = { thing: '管护物', advance: '预支款', 'cash-box': '现金', resolution: '决议' };

/** The successor says that what was asked of them is taken over. Errors: `not-found`. */
export const confirmTakenOver = (context: CommandContext, input: { subjectId: string }): Promise<Result<void, 'not-allowed' | 'not-found' | 'key-reused'>> =>
  runCommand(context, 'confirm-taken-over', async (tx): Promise<Result<void, 'not-allowed' | 'not-found'>> => {
    if (tx.actor.personId === null) return err('not-allowed');
    return (await closeDuty(tx, { kind: 'handover.follow', subjectId: input.subjectId, personId: tx.actor.personId })) === 0 ? err('not-found') : ok();
  });

/** Gives up a hand-over that will not be, with the reason; nothing has changed hands. Errors: `reason-required`, `wrong-state`. */
export const dropHandover = (
  context: CommandContext,
  input: { handoverId: string; reason: string },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'drop-handover', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required'>> => {
    const handover = await lockHandover(tx, input.handoverId);
    if (!handover) return err('not-found');
    if (!mayHandOver(tx, { role: handover.role, neighbourhoodId: handover.neighbourhoodId })) return err('not-allowed');
    if (handover.state !== 'open') return err('wrong-state');
    const reason = input.reason.trim().slice(0, 300);
    if (reason === '') return err('reason-required');
    await settleHandover(tx, handover.id, { state: 'dropped', reason });
    await dropDuties(tx, { kind: 'handover.sign', subjectId: handover.id });
    tx.audit({ action: 'handover.drop', subjectKind: 'handover', subjectId: handover.id, text: { reason } });
    return ok();
  });
