import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { holds } from '#platform/access';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { findDoor, findHousehold } from '#modules/places';
import { addMemberOf, recognisePerson } from './membership.ts';
import { heldOn, listRoles } from './role-queries.ts';

/** An account asks to be vouched for. */
export interface VouchRequest {
  id: string;
  accountId: string;
  householdId: string;
  neighbourhoodId: string;
  entranceId: string;
  label: string;
  name: string;
  askedAt: Date;
}
/** `bad-door` no home's code · `asked-already` one open request an account · `bound-already` the account belongs to this household. */
export type AskError = 'not-allowed' | 'bad-door' | 'asked-already' | 'bound-already';

/** Who is asked: stewards of the entrance (or of the whole neighbourhood) today; none = the secretary. */
export interface AskedVouching {
  requestId: string;
  label: string;
  neighbourhoodId: string;
  neighbourhoodCode: string;
  stewardIds: string[];
}

/** An account says who it is and where it lives, by the door's public code; inside the caller's transaction. */
export async function askForVouchingIn(tx: CommandTx, input: { doorCode: string; name: string }): Promise<Result<AskedVouching, AskError>> {
  const { accountId } = tx.actor;
  if (!accountId || !tx.can('household.ask-vouch', { neighbourhoodId: null })) return err('not-allowed');
  const door = await findDoor(tx, input.doorCode);
  if (!door?.householdId) return err('bad-door');
  if (tx.actor.households.some((household) => household.householdId === door.householdId)) return err('bound-already');
  const requestId = tx.newId();
  const made = await tx.exec(sql`insert into vouch_request (subdistrict_id, id, account_id, household_id, name, asked_at, state)
    values (${tx.subdistrictId}, ${requestId}, ${accountId}, ${door.householdId}, ${input.name}, ${tx.now}, 'open') on conflict do nothing`);
  if (made === 0) return err('asked-already');
  const stewards = (await listRoles(tx, { neighbourhoodId: door.neighbourhoodId })).filter(
    (role) =>
      role.role === 'steward' &&
      heldOn(role, tx.today) &&
      (role.entranceId === null || role.entranceId === door.entranceId) &&
      role.personId !== tx.actor.personId,
  );
  tx.audit({
    action: 'vouch.asked',
    subjectKind: 'household',
    subjectId: door.householdId,
    text: { name: input.name },
  });
  await tx.emit('vouch.asked', {
    requestId,
    householdId: door.householdId,
    neighbourhoodId: door.neighbourhoodId,
  });
  return ok({
    requestId,
    label: door.label,
    neighbourhoodId: door.neighbourhoodId,
    neighbourhoodCode: door.neighbourhoodCode,
    stewardIds: [...new Set(stewards.map((role) => role.personId))],
  });
}

const requestRow = z.object({
  id: z.string(),
  account_id: z.string(),
  household_id: z.string(),
  name: z.string(),
  asked_at: z.date(),
});

/** Open requests of a neighbourhood, oldest first. */
export async function openVouchRequests(tx: Tx, neighbourhoodId: string): Promise<VouchRequest[]> {
  const rows = await tx.all(
    sql`select v.id, v.account_id, v.household_id, v.name, v.asked_at from vouch_request v
    join household hh on hh.subdistrict_id = v.subdistrict_id and hh.id = v.household_id
    where v.subdistrict_id = ${tx.subdistrictId} and v.state = 'open' and hh.neighbourhood_id = ${neighbourhoodId} order by v.asked_at, v.id`,
    requestRow,
  );
  const requests: VouchRequest[] = [];
  for (const row of rows) {
    const household = await findHousehold(tx, row.household_id);
    if (household)
      requests.push({
        ...household,
        id: row.id,
        accountId: row.account_id,
        name: row.name,
        askedAt: row.asked_at,
      });
  }
  return requests;
}

/** `own-request` nobody vouches for themselves · `other-entrance` a steward speaks for the own entrance · `account-taken`. */
export type VouchError = 'not-found' | 'not-allowed' | 'own-request' | 'other-entrance' | 'account-taken';

/** A steward vouches only for the entrance the steward speaks for; a secretary and a steward of the whole neighbourhood for all. */
async function vouchesWhereTheyMay(tx: CommandTx, request: VouchRequest): Promise<boolean> {
  if (holds(tx.actor, ['secretary'], request.neighbourhoodId, 'household.vouch')) return true;
  const roles = await listRoles(tx, {
    personId: tx.actor.personId ?? undefined,
    neighbourhoodId: request.neighbourhoodId,
  });
  return roles.some((role) => role.role === 'steward' && heldOn(role, tx.today) && (role.entranceId === null || role.entranceId === request.entranceId));
}

/** A steward or secretary answers a request: yes binds the account to the person and household, with the steward's name. */
export async function answerVouchingIn(tx: CommandTx, input: { requestId: string; vouch: boolean }): Promise<Result<void, VouchError>> {
  const { personId: stewardId } = tx.actor;
  const row = await tx.maybe(
    sql`select id, account_id, household_id, name, asked_at from vouch_request where subdistrict_id = ${tx.subdistrictId}
    and id = ${input.requestId} and state = 'open' for update`,
    requestRow,
  );
  const household = row ? await findHousehold(tx, row.household_id) : null;
  if (!row || !household) return err('not-found');
  if (!stewardId || !tx.can('household.vouch', { neighbourhoodId: household.neighbourhoodId })) return err('not-allowed');
  const request = {
    ...household,
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    askedAt: row.asked_at,
  };
  if (request.accountId === tx.actor.accountId) return err('own-request');
  if (!(await vouchesWhereTheyMay(tx, request))) return err('other-entrance');
  await tx.exec(sql`update vouch_request set state = ${input.vouch ? 'vouched' : 'refused'}, settled_at = ${tx.now}, settled_by = ${stewardId}
    where subdistrict_id = ${tx.subdistrictId} and id = ${row.id}`);
  if (input.vouch) {
    const personId = await recognisePerson(tx, household, row.account_id, row.name);
    if (!personId) return err('account-taken');
    await addMemberOf(tx, household.householdId, household.homeId, personId);
    await tx.exec(sql`insert into vouch (subdistrict_id, id, person_id, household_id, account_id, steward_id, at)
      values (${tx.subdistrictId}, ${tx.newId()}, ${personId}, ${household.householdId}, ${row.account_id}, ${stewardId}, ${tx.now})`);
    await tx.emit('household.activated', { householdId: household.householdId, personId });
  }
  tx.audit({
    action: input.vouch ? 'vouch.given' : 'vouch.refused',
    subjectKind: 'household',
    subjectId: household.householdId,
    text: { name: row.name, label: household.label },
  });
  return ok();
}
