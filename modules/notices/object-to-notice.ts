import { err, ok, type Result } from '#libs/result';
import { openDuty } from '#modules/inbox';
import { householdMembers } from '#modules/people';
import { findHousehold } from '#modules/places';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { checkText, type Notice, objectionComesInTime } from './notice.ts';
import { insertObjection, lockNotice } from './store.ts';

/** An objection; `onBehalfOf` when a staff member enters what somebody handed in or said. */
export interface ObjectionInput {
  noticeId: string;
  /** At most 2,000 characters. */
  text: string;
  /** Without a household only to what the whole subdistrict is told, where whoever signs may object. */
  onBehalfOf?: { personId: string; householdId: string | null; channel: 'paper' | 'assisted' };
}
/** `wrong-state` objections are not taken (any more) · `not-in-place` the actor has no home or role where the notice applies. */
export type ObjectionFault = 'not-found' | 'not-allowed' | 'not-in-place' | 'wrong-state' | 'empty' | 'too-long';

/** Objects to a notice while it is on display; opens the duty to answer. Event: `objection.made`. */
export function objectToNotice(context: CommandContext, input: ObjectionInput): Promise<Result<{ objectionId: string }, ObjectionFault | 'key-reused'>> {
  return runCommand(context, 'object-to-notice', (tx) => objectToNoticeIn(tx, input));
}

/** The same inside the caller's command. */
export async function objectToNoticeIn(tx: CommandTx, input: ObjectionInput): Promise<Result<{ objectionId: string }, ObjectionFault>> {
  const notice = await lockNotice(tx, input.noticeId);
  if (!notice) return err('not-found');
  const by = await objector(tx, notice, input);
  if (!by.ok) return by;
  if (!objectionComesInTime(notice, tx.today)) return err('wrong-state');
  const fault = checkText(input.text, 2000);
  if (fault) return err(fault);
  const text = input.text.trim();
  const objectionId = await insertObjection(tx, { noticeId: notice.id, text, ...by.value });
  await openDuty(tx, {
    kind: 'notice.answer',
    role: notice.answerRole,
    neighbourhoodId: notice.neighbourhoodId,
    subjectKind: 'notice',
    subjectId: notice.id,
    title: { zh: `答复异议：${notice.title}`, en: `Answer objections: ${notice.title}` },
    href: `/notices/${notice.id}`,
    dueDay: notice.answerDueDay,
  });
  await tx.emit('objection.made', { objectionId, noticeId: notice.id, subjectKind: notice.subjectKind, subjectId: notice.subjectId });
  tx.audit({ action: 'notice.object', subjectKind: 'notice', subjectId: notice.id, text: { objectionId, text, channel: by.value.channel } });
  return ok({ objectionId });
}

type Objector = { personId: string; householdId: string | null; channel: 'own' | 'paper' | 'assisted'; enteredBy: string | null };

async function objector(tx: CommandTx, notice: Notice, input: ObjectionInput): Promise<Result<Objector, 'not-allowed' | 'not-in-place'>> {
  const { actor } = tx;
  if (!actor.personId) return err('not-in-place');
  if (input.onBehalfOf) {
    if (!tx.can('notice.object-for', { neighbourhoodId: notice.neighbourhoodId })) return err('not-allowed');
    // For oneself one signs oneself.
    if (input.onBehalfOf.personId === actor.personId) return err('not-allowed');
    if (!(await livesWhereTheNoticeApplies(tx, notice, input.onBehalfOf))) return err('not-in-place');
    return ok({ ...input.onBehalfOf, enteredBy: actor.personId });
  }
  // What the whole subdistrict is told, anybody with a home or a role somewhere in it may object to.
  const places = notice.neighbourhoodId === null ? actor.grants.map((grant) => grant.neighbourhoodId) : [notice.neighbourhoodId];
  if (!places.some((neighbourhoodId) => tx.can('notice.object', { neighbourhoodId }))) return err('not-in-place');
  const home = actor.households.find((household) => notice.neighbourhoodId === null || household.neighbourhoodId === notice.neighbourhoodId);
  return ok({ personId: actor.personId, householdId: home?.householdId ?? null, channel: 'own', enteredBy: null });
}

async function livesWhereTheNoticeApplies(tx: CommandTx, notice: Notice, who: { personId: string; householdId: string | null }): Promise<boolean> {
  if (who.householdId === null) return notice.neighbourhoodId === null;
  const household = await findHousehold(tx, who.householdId);
  if (!household || (notice.neighbourhoodId !== null && household.neighbourhoodId !== notice.neighbourhoodId)) return false;
  return (await householdMembers(tx, who.householdId)).some((member) => member.personId === who.personId);
}
