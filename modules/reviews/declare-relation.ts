import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { findOrganisation, findPerson } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import { declaredRelations, insertRelation, type RelationKind, saveRelationEnd } from './pool-store.ts';
import { recuseByRelationIn } from './recuse.ts';

/** A relation to declare: the place for `lives` and `works`, an organisation or a name for `acts-for`, a name for `kin`. */
export interface RelationInput {
  /** Whose; the office may write down what a reviewer said. */
  personId: string;
  kind: RelationKind;
  neighbourhoodId: string | null;
  organisationId: string | null;
  name: string;
  note: string;
}
/** `place-required` · `name-required` · `too-long`. */
export type RelationRefusal = 'not-allowed' | 'not-found' | 'place-required' | 'name-required' | 'too-long';

/**
 * Keeps what a reviewer declared. Open reviews that it bars are given to the next at once. Returns how many those were. A reviewer declares for themselves, the
 * office for anybody.
 */
export const declareRelation = (context: CommandContext, input: RelationInput): Promise<Result<number, RelationRefusal | 'key-reused'>> =>
  runCommand(context, 'declare-relation', async (tx): Promise<Result<number, RelationRefusal>> => {
    const own = tx.actor.personId === input.personId && tx.can('review.mine', { neighbourhoodId: null });
    if (!own && !tx.can('review.pool', { neighbourhoodId: null })) return err('not-allowed');
    if (!(await findPerson(tx, input.personId))) return err('not-found');
    const placed = input.kind === 'lives' || input.kind === 'works';
    const name = placed ? '' : input.name.trim();
    const note = input.note.trim();
    if (name.length > 100 || note.length > 300) return err('too-long');
    if (placed && !(input.neighbourhoodId && (await findNeighbourhood(tx, input.neighbourhoodId)))) return err('place-required');
    const organisationId = input.kind === 'acts-for' ? input.organisationId : null;
    if (organisationId !== null && !(await findOrganisation(tx, organisationId))) return err('not-found');
    if (!placed && organisationId === null && name === '') return err('name-required');
    await insertRelation(tx, {
      personId: input.personId,
      kind: input.kind,
      neighbourhoodId: placed ? input.neighbourhoodId : null,
      organisationId,
      name,
      note,
    });
    const ended = await recuseByRelationIn(tx, input.personId);
    tx.audit({ action: 'reviewer.relation', subjectKind: 'person', subjectId: input.personId, text: { kind: input.kind, name, note, ended } });
    return ok(ended);
  });

/** The office ends a declared relation that is none any more, with the reason. What it barred stays barred. */
export const endRelation = (
  context: CommandContext,
  input: { relationId: string; reason: string },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'end-relation', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required'>> => {
    if (!tx.can('review.pool', { neighbourhoodId: null })) return err('not-allowed');
    const relation = (await declaredRelations(tx, null)).find(({ id }) => id === input.relationId);
    if (!relation) return err('not-found');
    if (relation.endedOn !== null) return err('wrong-state');
    const reason = input.reason.trim().slice(0, 300);
    if (reason === '') return err('reason-required');
    await saveRelationEnd(tx, relation.id, reason);
    tx.audit({ action: 'reviewer.relation-ended', subjectKind: 'person', subjectId: relation.personId, text: { kind: relation.kind, reason } });
    return ok();
  });
