import { addDays } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type DutyKind, dutyKinds } from '#platform/access';
import { type CommandContext, runCommand } from '#platform/command';
import { isCheckViolation } from '#platform/database';
import { aDeputyMayHold, lendTheSameDuties, mayNameADeputyFor } from './deputy.ts';
import { deputyshipsOf, findDeputyship, insertDeputyship, saveDeputyshipEnd } from './deputy-store.ts';
import { findPerson } from './queries.ts';
import { findRole, listRoles } from './role-queries.ts';

/**
 * `wrong-role` nobody stands in for this role · `unknown-person` · `same-person` nobody stands in for themselves, nor names themselves ·
 * `auditor` who audits stands in for nobody · `already-held` the deputy holds this role here already · `taken` somebody stands in already ·
 * `no-kinds` limited to nothing · `bad-days` · `in-the-past` · `not-held` the role does not last so long · `no-account` the deputy cannot sign in.
 */
export type NameDeputyError =
  | 'not-allowed'
  | 'not-found'
  | 'wrong-role'
  | 'unknown-person'
  | 'same-person'
  | 'auditor'
  | 'already-held'
  | 'taken'
  | 'no-kinds'
  | 'bad-days'
  | 'in-the-past'
  | 'not-held'
  | 'no-account'
  | 'reason-required';

/** Names somebody who acts for an absent role holder from a day to a day. Errors: {@link NameDeputyError}. */
export const nameDeputy = (
  context: CommandContext,
  input: { roleId: string; deputyId: string; fromDay: string; toDay: string; kinds: readonly DutyKind[] | null; duties: string; reason: string },
): Promise<Result<string, NameDeputyError | 'key-reused'>> =>
  runCommand(context, 'name-deputy', async (tx): Promise<Result<string, NameDeputyError>> => {
    const role = await findRole(tx, input.roleId);
    if (!role) return err('not-found');
    const { personId } = tx.actor;
    // A deputy names no deputy: what was lent is not lent on.
    const own = { ...tx.actor, grants: tx.actor.grants.filter(({ insteadOf }) => !insteadOf) };
    if (personId === null || !tx.can('deputy.name', { neighbourhoodId: role.neighbourhoodId }) || !mayNameADeputyFor(own, role)) return err('not-allowed');
    if (!aDeputyMayHold(role.role)) return err('wrong-role');
    const deputy = await findPerson(tx, input.deputyId);
    if (!deputy) return err('unknown-person');
    if (deputy.id === role.personId || deputy.id === personId) return err('same-person');
    if (deputy.accountId === null) return err('no-account');
    if (input.toDay < input.fromDay) return err('bad-days');
    if (input.toDay < tx.today || input.fromDay < tx.today) return err('in-the-past');
    if (role.fromDay > input.fromDay || (role.toDay !== null && role.toDay < input.toDay)) return err('not-held');
    const held = (await listRoles(tx, { personId: deputy.id })).filter(
      (one) => one.fromDay <= input.toDay && (one.toDay === null || one.toDay >= input.fromDay),
    );
    if (held.some((one) => one.role === 'auditor')) return err('auditor');
    if (held.some((one) => one.role === role.role && one.neighbourhoodId === role.neighbourhoodId)) return err('already-held');
    const reason = input.reason.trim().slice(0, 300);
    if (reason === '') return err('reason-required');
    const kinds = input.kinds === null ? null : dutyKinds.filter((kind) => input.kinds?.includes(kind));
    if (kinds?.length === 0) return err('no-kinds');
    const others = await deputyshipsOf(tx, { roleId: role.id });
    const standing = others.filter(
      (one) => one.fromDay <= input.toDay && (one.endedOn !== null && one.endedOn < one.toDay ? one.endedOn : one.toDay) >= input.fromDay,
    );
    if (standing.some((one) => lendTheSameDuties(one, { kinds }))) return err('taken');
    const id = await insertDeputyship(tx, {
      roleId: role.id,
      personId: role.personId,
      deputyId: deputy.id,
      fromDay: input.fromDay,
      toDay: input.toDay,
      kinds,
      duties: input.duties.trim().slice(0, 300),
      reason,
    }).catch((error: unknown) => {
      if (isCheckViolation(error)) return null;
      throw error;
    });
    if (id === null) return err('taken');
    await tx.emit('deputy.named', { deputyshipId: id, personId: role.personId, deputyId: deputy.id, role: role.role, kinds });
    tx.audit({
      action: 'deputy.named',
      subjectKind: 'person',
      subjectId: role.personId,
      text: {
        for: role.personName,
        deputy: deputy.name,
        role: role.role,
        neighbourhoodId: role.neighbourhoodId,
        from: input.fromDay,
        to: input.toDay,
        kinds: kinds?.join(',') ?? null,
        reason,
      },
    });
    return ok(id);
  });

/** Ends a deputyship at once: its last day was yesterday. Errors: `reason-required`, `already-done`. */
export const endDeputyship = (
  context: CommandContext,
  input: { deputyshipId: string; reason: string },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'reason-required' | 'already-done' | 'key-reused'>> =>
  runCommand(context, 'end-deputyship', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'reason-required' | 'already-done'>> => {
    const one = await findDeputyship(tx, input.deputyshipId);
    const role = one ? await findRole(tx, one.roleId) : null;
    if (!one || !role) return err('not-found');
    if (!tx.can('deputy.name', { neighbourhoodId: role.neighbourhoodId }) || !mayNameADeputyFor(tx.actor, role)) return err('not-allowed');
    const lastDay = addDays(tx.today, -1) < addDays(one.fromDay, -1) ? addDays(one.fromDay, -1) : addDays(tx.today, -1);
    if (one.endedOn !== null || one.toDay <= lastDay) return err('already-done');
    const reason = input.reason.trim().slice(0, 300);
    if (reason === '') return err('reason-required');
    await saveDeputyshipEnd(tx, one.id, lastDay, reason);
    tx.audit({
      action: 'deputy.ended',
      subjectKind: 'person',
      subjectId: one.personId,
      text: { for: one.personName, deputy: one.deputyName, lastDay, reason },
    });
    return ok();
  });
