import { findNeighbourhood } from '#modules/places';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { insertNoteAnswer, insertRelation, lockRelation, markRelationEnded } from './note-store.ts';
import type { NoteKind } from './spending-notes.ts';
import { findSpendingRequest } from './spending-store.ts';
import { findProject } from './store.ts';

/** Says something to a note on a request; it stands beside it for approvers and auditor. `text-missing` · `not-a-person`. */
export const answerNote = (
  context: CommandContext,
  input: { requestId: string; note: NoteKind; text: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'not-a-person' | 'text-missing' | 'key-reused'>> =>
  runCommand(context, 'answer-note', async (tx) => {
    const request = await findSpendingRequest(tx, input.requestId);
    const project = request && (await findProject(tx, request.projectId));
    if (!request || !project) return err('not-found');
    if (!tx.can('spending.answer', project)) return err('not-allowed');
    if (!tx.actor.personId) return err('not-a-person');
    if (input.text.trim() === '') return err('text-missing');
    await insertNoteAnswer(tx, request.id, tx.actor.personId, { note: input.note, text: input.text.trim() });
    tx.audit({ action: 'spending.answer', subjectKind: 'spending', subjectId: request.id, text: { note: input.note, text: input.text } });
    return ok();
  });

/** `payee-missing` · `relation-missing`. */
export type DeclareRelationError = 'not-found' | 'not-allowed' | 'not-a-person' | 'payee-missing' | 'relation-missing' | 'key-reused';

/** Says of oneself that one has to do with somebody who may be paid. Returns its id. */
export const declareRelation = (
  context: CommandContext,
  input: { neighbourhoodId: string; payee: string; relation: string },
): Promise<Result<string, DeclareRelationError>> =>
  runCommand(context, 'declare-relation', async (tx) => {
    const place = await findNeighbourhood(tx, input.neighbourhoodId);
    if (!place) return err('not-found');
    if (!tx.can('spending.declare', { neighbourhoodId: place.id })) return err('not-allowed');
    if (!tx.actor.personId) return err('not-a-person');
    if (input.payee.trim() === '') return err('payee-missing');
    if (input.relation.trim() === '') return err('relation-missing');
    const id = tx.newId();
    await insertRelation(tx, { id, neighbourhoodId: place.id, personId: tx.actor.personId, payee: input.payee.trim(), relation: input.relation.trim() });
    tx.audit({ action: 'spending.declare', subjectKind: 'person', subjectId: tx.actor.personId, text: { payee: input.payee, relation: input.relation } });
    return ok(id);
  });

/** Ends one's own declared relation with a reason; it stays in the record. */
export const endRelation = (
  context: CommandContext,
  input: { relationId: string; reason: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'end-relation', async (tx) => {
    const relation = await lockRelation(tx, input.relationId);
    if (!relation) return err('not-found');
    if (!tx.can('spending.declare', { neighbourhoodId: relation.neighbourhoodId }) || relation.personId !== tx.actor.personId) return err('not-allowed');
    if (relation.ended) return err('wrong-state');
    if (input.reason.trim() === '') return err('reason-required');
    await markRelationEnded(tx, relation.id, input.reason.trim());
    tx.audit({ action: 'spending.end-relation', subjectKind: 'person', subjectId: relation.personId, text: { payee: relation.payee, reason: input.reason } });
    return ok();
  });
