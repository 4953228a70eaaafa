import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { endHousehold, findHome, findHousehold, insertHouseholds } from '#modules/places';
import { parsePhone, type Relation } from './person.ts';
import { findOrganisation } from './organisation-queries.ts';
import { findPerson, homeOwners, householdMembers } from './queries.ts';
import { endMembers, endOwners, insertMembers, insertOwners, insertPersons, setHead, voidLetters } from './store.ts';

/** Somebody already known, or new facts of somebody who is not. */
export type WhoInput = { personId: string } | { name: string; phone: string | null; adult: boolean };
/** `bad-phone` no phone number · `unknown-person` · `already-there` the person belongs to it already. */
export type HouseholdError = 'not-found' | 'not-allowed' | 'bad-phone' | 'unknown-person' | 'already-there';

/** The person meant, made when new. Callers have checked that the actor may write people here. */
export async function personFor(tx: CommandTx, who: WhoInput): Promise<Result<string, 'bad-phone' | 'unknown-person'>> {
  if ('personId' in who) return (await findPerson(tx, who.personId)) ? ok(who.personId) : err('unknown-person');
  const phone = who.phone === null ? null : parsePhone(who.phone);
  if (who.phone !== null && phone === null) return err('bad-phone');
  const id = tx.newId();
  await insertPersons(tx, [{ id, name: who.name, phone, adult: who.adult }]);
  return ok(id);
}

/** Adds somebody to a household; the first one is its head. Returns the person's id. */
export async function addMemberIn(
  tx: CommandTx,
  input: { householdId: string; who: WhoInput; relation: Relation; head?: boolean },
): Promise<Result<string, HouseholdError>> {
  const household = await findHousehold(tx, input.householdId);
  if (!household) return err('not-found');
  if (!tx.can('household.edit', { neighbourhoodId: household.neighbourhoodId })) return err('not-allowed');
  const person = await personFor(tx, input.who);
  if (!person.ok) return person;
  const members = await householdMembers(tx, household.householdId);
  if (members.some((member) => member.personId === person.value)) return err('already-there');
  const id = tx.newId();
  await insertMembers(tx, [{ id, householdId: household.householdId, personId: person.value, relation: input.relation, head: false }]);
  if (input.head || !members.some((member) => member.head)) await setHead(tx, household.householdId, id);
  tx.audit({
    action: 'household.member-added',
    subjectKind: 'household',
    subjectId: household.householdId,
    text: { personId: person.value, relation: input.relation },
  });
  return ok(person.value);
}
/** Adds somebody to a household. */
export const addMember = (ctx: CommandContext, input: { householdId: string; who: WhoInput; relation: Relation; head?: boolean }) =>
  runCommand(ctx, 'add-member', (tx) => addMemberIn(tx, input));

/** Somebody no longer lives there; the next adult becomes the head. The row stays with its last day. */
export const endMember = (ctx: CommandContext, input: { householdId: string; memberId: string }) =>
  runCommand(ctx, 'end-member', async (tx): Promise<Result<void, HouseholdError>> => {
    const household = await findHousehold(tx, input.householdId);
    const members = household ? await householdMembers(tx, household.householdId) : [];
    const leaving = members.find((member) => member.memberId === input.memberId);
    if (!household || !leaving) return err('not-found');
    if (!tx.can('household.edit', { neighbourhoodId: household.neighbourhoodId })) return err('not-allowed');
    await setHead(tx, household.householdId, null);
    await endMembers(tx, [leaving.memberId]);
    const left = members.filter((member) => member !== leaving);
    const head = left.find((member) => member.head) ?? left.find((member) => member.adult);
    await setHead(tx, household.householdId, head?.memberId ?? null);
    tx.audit({
      action: 'household.member-ended',
      subjectKind: 'household',
      subjectId: household.householdId,
      text: { personId: leaving.personId },
    });
    return ok();
  });

/** Another member speaks for the household. */
export const chooseHead = (ctx: CommandContext, input: { householdId: string; memberId: string }) =>
  runCommand(ctx, 'choose-head', async (tx): Promise<Result<void, HouseholdError>> => {
    const household = await findHousehold(tx, input.householdId);
    if (!household || !(await householdMembers(tx, household.householdId)).some((m) => m.memberId === input.memberId)) return err('not-found');
    if (!tx.can('household.edit', { neighbourhoodId: household.neighbourhoodId })) return err('not-allowed');
    await setHead(tx, household.householdId, input.memberId);
    tx.audit({
      action: 'household.head-chosen',
      subjectKind: 'household',
      subjectId: household.householdId,
      text: { memberId: input.memberId },
    });
    return ok();
  });

/** A household moves out: it ends with its members and letters; unless the home stays empty, a new household begins. */
export const moveOut = (ctx: CommandContext, input: { householdId: string; staysEmpty: boolean }) =>
  runCommand(ctx, 'move-out', async (tx): Promise<Result<void, HouseholdError>> => {
    const household = await findHousehold(tx, input.householdId);
    if (!household) return err('not-found');
    if (!tx.can('household.edit', { neighbourhoodId: household.neighbourhoodId })) return err('not-allowed');
    if (!(await endHousehold(tx, household.householdId))) return err('not-found');
    await endMembers(
      tx,
      (await householdMembers(tx, household.householdId)).map((member) => member.memberId),
    );
    await voidLetters(tx, [household.householdId]);
    if (!input.staysEmpty) await insertHouseholds(tx, [{ id: tx.newId(), neighbourhoodId: household.neighbourhoodId, homeId: household.homeId }]);
    tx.audit({
      action: 'household.moved-out',
      subjectKind: 'household',
      subjectId: household.householdId,
      text: { ...input },
    });
    await tx.emit('household.ended', { householdId: household.householdId });
    return ok();
  });

/** A household begins in an empty home; its members are added after. Returns its id. */
export const moveIn = (ctx: CommandContext, input: { homeId: string }) =>
  runCommand(ctx, 'move-in', async (tx): Promise<Result<string, HouseholdError>> => {
    const home = await findHome(tx, input.homeId);
    if (!home) return err('not-found');
    if (!tx.can('household.edit', { neighbourhoodId: home.neighbourhoodId })) return err('not-allowed');
    if (home.householdId !== null) return err('already-there');
    const id = tx.newId();
    await insertHouseholds(tx, [{ id, neighbourhoodId: home.neighbourhoodId, homeId: home.id }]);
    tx.audit({
      action: 'household.moved-in',
      subjectKind: 'household',
      subjectId: id,
      text: { homeId: home.id },
    });
    return ok(id);
  });

/** `bad-share` a share is a fraction between 0 and 1 · `shares-over-one` together with the others they exceed the whole. */
export type OwnerError = HouseholdError | 'bad-share' | 'shares-over-one';

/** Sum of fractions never exceeds the whole. Exact. */
export function sharesNeverExceedTheWhole(shares: readonly { shareNumerator: bigint; shareDenominator: bigint }[]): boolean {
  let [numerator, denominator] = [0n, 1n];
  for (const share of shares) {
    numerator = numerator * share.shareDenominator + share.shareNumerator * denominator;
    denominator *= share.shareDenominator;
  }
  return numerator <= denominator;
}

/** Adds an owner of a home: a person or an organisation with a share. */
export const addOwner = (
  ctx: CommandContext,
  input: {
    homeId: string;
    who: WhoInput | { organisationId: string };
    shareNumerator: bigint;
    shareDenominator: bigint;
  },
) =>
  runCommand(ctx, 'add-owner', async (tx): Promise<Result<void, OwnerError>> => {
    const home = await findHome(tx, input.homeId);
    if (!home) return err('not-found');
    if (!tx.can('household.edit', { neighbourhoodId: home.neighbourhoodId })) return err('not-allowed');
    if (input.shareNumerator <= 0n || input.shareDenominator < input.shareNumerator) return err('bad-share');
    const known = await homeOwners(tx, home.id);
    if (!sharesNeverExceedTheWhole([...known, input])) return err('shares-over-one');
    let personId: string | null = null;
    let organisationId: string | null = null;
    if ('organisationId' in input.who) {
      if (!(await findOrganisation(tx, input.who.organisationId))) return err('unknown-person');
      organisationId = input.who.organisationId;
    } else {
      const person = await personFor(tx, input.who);
      if (!person.ok) return person;
      personId = person.value;
    }
    if (known.some((owner) => owner.personId === personId && owner.organisationId === organisationId)) return err('already-there');
    await insertOwners(tx, [
      {
        id: tx.newId(),
        homeId: home.id,
        personId,
        organisationId,
        shareNumerator: input.shareNumerator,
        shareDenominator: input.shareDenominator,
      },
    ]);
    tx.audit({
      action: 'home.owner-added',
      subjectKind: 'home',
      subjectId: home.id,
      text: { personId, organisationId, share: `${input.shareNumerator}/${input.shareDenominator}` },
    });
    return ok();
  });

/** Somebody no longer owns the home. The row stays with its last day. */
export const endOwner = (ctx: CommandContext, input: { homeId: string; ownerId: string }) =>
  runCommand(ctx, 'end-owner', async (tx): Promise<Result<void, HouseholdError>> => {
    const home = await findHome(tx, input.homeId);
    if (!home || !(await homeOwners(tx, home.id)).some((owner) => owner.ownerId === input.ownerId)) return err('not-found');
    if (!tx.can('household.edit', { neighbourhoodId: home.neighbourhoodId })) return err('not-allowed');
    await endOwners(tx, [input.ownerId]);
    tx.audit({
      action: 'home.owner-ended',
      subjectKind: 'home',
      subjectId: home.id,
      text: { ownerId: input.ownerId },
    });
    return ok();
  });
