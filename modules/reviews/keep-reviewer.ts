import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { categories } from '#modules/matters';
import { endRoleIn, findPerson, giveRoleIn, heldOn, listRoles, type RoleError } from '#modules/people';
import { insertProfile } from './pool-store.ts';

/** What the office writes down about a reviewer. */
export interface ProfileInput {
  profession: string;
  topics: readonly string[];
  organisationName: string;
}
/** `profession-required` · `too-long` · `unknown-topic`. */
export type ProfileRefusal = 'not-allowed' | 'not-found' | 'profession-required' | 'too-long' | 'unknown-topic';

/** What a reviewer may know about: what matters are about. */
export const reviewTopics: readonly string[] = categories.filter((category) => category !== 'unsorted');

async function keepProfileIn(tx: CommandTx, personId: string, input: ProfileInput): Promise<Result<void, ProfileRefusal>> {
  const profession = input.profession.trim();
  const organisationName = input.organisationName.trim();
  if (profession === '') return err('profession-required');
  if (profession.length > 60 || organisationName.length > 100) return err('too-long');
  if (input.topics.some((topic) => !reviewTopics.includes(topic))) return err('unknown-topic');
  await insertProfile(tx, { personId, profession, topics: [...new Set(input.topics)], organisationName });
  tx.audit({ action: 'reviewer.profile', subjectKind: 'person', subjectId: personId, text: { profession, topics: [...input.topics], organisationName } });
  return ok();
}

/** Takes somebody into the reviewers' pool for a term: the role with its days, and what the office keeps beside it. Returns the person's id. */
export const addReviewer = (
  context: CommandContext,
  input: ProfileInput & { name: string; phone: string | null; fromDay: string; toDay: string | null },
): Promise<Result<string, ProfileRefusal | RoleError | 'name-required' | 'key-reused'>> =>
  runCommand(context, 'add-reviewer', async (tx): Promise<Result<string, ProfileRefusal | RoleError | 'name-required'>> => {
    if (!tx.can('review.pool', { neighbourhoodId: null })) return err('not-allowed');
    const name = input.name.trim();
    if (name === '') return err('name-required');
    if (name.length > 60) return err('too-long');
    const given = await giveRoleIn(tx, {
      who: { name, phone: input.phone, adult: true },
      role: 'reviewer',
      neighbourhoodId: null,
      fromDay: input.fromDay,
      toDay: input.toDay,
    });
    if (!given.ok) return given;
    const kept = await keepProfileIn(tx, given.value.personId, input);
    return kept.ok ? ok(given.value.personId) : kept;
  });

/** Writes a new version of what is kept about a reviewer; the old ones stay. */
export const editReviewer = (context: CommandContext, input: ProfileInput & { personId: string }): Promise<Result<void, ProfileRefusal | 'key-reused'>> =>
  runCommand(context, 'edit-reviewer', async (tx): Promise<Result<void, ProfileRefusal>> => {
    if (!tx.can('review.pool', { neighbourhoodId: null })) return err('not-allowed');
    if (!(await findPerson(tx, input.personId))) return err('not-found');
    return keepProfileIn(tx, input.personId, input);
  });

/** A new term for somebody who was a reviewer before. */
export const renewReviewer = (
  context: CommandContext,
  input: { personId: string; fromDay: string; toDay: string | null },
): Promise<Result<void, RoleError | 'key-reused'>> =>
  runCommand(context, 'renew-reviewer', async (tx): Promise<Result<void, RoleError>> => {
    if (!tx.can('review.pool', { neighbourhoodId: null })) return err('not-allowed');
    const given = await giveRoleIn(tx, {
      who: { personId: input.personId },
      role: 'reviewer',
      neighbourhoodId: null,
      fromDay: input.fromDay,
      toDay: input.toDay,
    });
    return given.ok ? ok() : given;
  });

/** Ends a reviewer's running term after a last day; the person stays in the history of the pool. `not-held` there is none. */
export const retireReviewer = (
  context: CommandContext,
  input: { personId: string; lastDay: string },
): Promise<Result<void, RoleError | 'not-held' | 'key-reused'>> =>
  runCommand(context, 'retire-reviewer', async (tx): Promise<Result<void, RoleError | 'not-held'>> => {
    if (!tx.can('review.pool', { neighbourhoodId: null })) return err('not-allowed');
    const held = (await listRoles(tx, { personId: input.personId })).find(
      (role) => role.role === 'reviewer' && role.neighbourhoodId === null && heldOn(role, tx.today),
    );
    return held ? endRoleIn(tx, { roleId: held.id, lastDay: input.lastDay }) : err('not-held');
  });
