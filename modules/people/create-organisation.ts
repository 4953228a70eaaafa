import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findNeighbourhood } from '#modules/places';
import { type OrganisationKind, parsePhone } from './person.ts';
import { findOrganisation, listOrganisations } from './organisation-queries.ts';
import { insertOrganisations, updateOrganisation } from './store.ts';

export interface OrganisationInput {
  kind: OrganisationKind;
  name: string;
  /** Null = of the whole subdistrict; only the office makes those. */
  neighbourhoodId: string | null;
  phone: string | null;
  note: string | null;
}
/** `name-taken` there is an organisation of this name at this place · `bad-phone` no phone number. */
export type OrganisationError = 'not-found' | 'not-allowed' | 'name-taken' | 'bad-phone';

async function checked(tx: CommandTx, input: OrganisationInput, ownId: string | null): Promise<Result<string | null, OrganisationError>> {
  if (!tx.can('organisation.edit', { neighbourhoodId: input.neighbourhoodId })) return err('not-allowed');
  if (input.neighbourhoodId && !(await findNeighbourhood(tx, input.neighbourhoodId))) return err('not-found');
  const phone = input.phone === null ? null : parsePhone(input.phone);
  if (input.phone !== null && phone === null) return err('bad-phone');
  const same = (await listOrganisations(tx)).some((o) => o.name === input.name && o.neighbourhoodId === input.neighbourhoodId && o.id !== ownId);
  return same ? err('name-taken') : ok(phone);
}

/** Makes an organisation, inside the caller's transaction; returns its id. */
export async function createOrganisationIn(tx: CommandTx, input: OrganisationInput): Promise<Result<string, OrganisationError>> {
  const phone = await checked(tx, input, null);
  if (!phone.ok) return phone;
  const id = tx.newId();
  await insertOrganisations(tx, [{ id, ...input, phone: phone.value }]);
  tx.audit({
    action: 'organisation.created',
    subjectKind: 'organisation',
    subjectId: id,
    text: { ...input },
  });
  return ok(id);
}
/** Makes an organisation; returns its id. */
export const createOrganisation = (ctx: CommandContext, input: OrganisationInput) =>
  runCommand(ctx, 'create-organisation', (tx) => createOrganisationIn(tx, input));

/** Changes an organisation, or says that it is no longer active. */
export const editOrganisation = (ctx: CommandContext, input: OrganisationInput & { id: string; active: boolean }) =>
  runCommand(ctx, 'edit-organisation', async (tx): Promise<Result<void, OrganisationError>> => {
    const before = await findOrganisation(tx, input.id);
    if (!before) return err('not-found');
    if (!tx.can('organisation.edit', { neighbourhoodId: before.neighbourhoodId })) return err('not-allowed');
    const phone = await checked(tx, input, input.id);
    if (!phone.ok) return phone;
    await updateOrganisation(tx, { ...input, phone: phone.value });
    tx.audit({
      action: 'organisation.edited',
      subjectKind: 'organisation',
      subjectId: input.id,
      text: { before, after: input },
    });
    return ok();
  });
