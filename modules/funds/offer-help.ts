import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty, openDuty } from '#modules/inbox';
import { findOrganisation, findPerson } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import { type HelpKind, insertHelp, insertHelpNote, lockHelp, saveHelpAnswer, saveHelpEnd } from './help-store.ts';
import { officeDeadline } from './office-deadline.ts';
import { findRound } from './store.ts';

/** `who-required` an expert is a person, a partner or social organisation an organisation · `text-required` what the help is. */
export type OfferHelpError = 'not-allowed' | 'not-found' | 'who-required' | 'text-required' | 'round-is-over';

/** Offers a committee professional help by somebody named; it takes it or not. Errors: {@link OfferHelpError}. */
export const offerHelp = (
  context: CommandContext,
  input: { roundId: string; neighbourhoodId: string; kind: HelpKind; personId: string | null; organisationId: string | null; offer: string },
) =>
  runCommand(context, 'offer-help', async (tx): Promise<Result<string, OfferHelpError>> => {
    if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
    const round = await findRound(tx, input.roundId);
    const place = await findNeighbourhood(tx, input.neighbourhoodId);
    if (!round || !place) return err('not-found');
    if (round.state !== 'open') return err('round-is-over');
    const offer = input.offer.trim().slice(0, 1000);
    if (offer === '') return err('text-required');
    const person = input.kind === 'expert' && input.personId ? await findPerson(tx, input.personId) : null;
    const organisation = input.kind !== 'expert' && input.organisationId ? await findOrganisation(tx, input.organisationId) : null;
    const helperName = person?.name ?? organisation?.name;
    if (helperName === undefined) return err('who-required');
    const id = await insertHelp(tx, {
      roundId: round.id,
      neighbourhoodId: place.id,
      kind: input.kind,
      personId: person?.id ?? null,
      organisationId: organisation?.id ?? null,
      helperName,
      offer,
    });
    await openDuty(tx, {
      kind: 'round.answer-help',
      role: 'secretary',
      neighbourhoodId: place.id,
      subjectKind: 'round',
      subjectId: id,
      title: { zh: `答复要不要专业帮助：${helperName}`, en: `Say whether you want help: ${helperName}` },
      href: `/rounds/${round.id}/places/${place.code}#help`,
      dueDay: (await officeDeadline(tx, 'round.answer-help')) ?? round.closesOn,
    });
    await tx.emit('round.help-offered', { roundId: round.id, neighbourhoodId: place.id, helpId: id });
    tx.audit({ action: 'round.offer-help', subjectKind: 'round', subjectId: round.id, text: { place: place.name, kind: input.kind, helperName, offer } });
    return ok(id);
  });

/** The committee takes the help or not, saying why not. Errors: `reason-required`, `wrong-state`. */
export const answerHelp = (context: CommandContext, input: { helpId: string; accept: boolean; text: string }) =>
  runCommand(context, 'answer-help', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'reason-required' | 'wrong-state'>> => {
    const help = await lockHelp(tx, input.helpId);
    const place = help ? await findNeighbourhood(tx, help.neighbourhoodId) : null;
    if (!help || !place) return err('not-found');
    if (!tx.can('round.answer', { neighbourhoodId: place.id })) return err('not-allowed');
    if (help.state !== 'offered') return err('wrong-state');
    const text = input.text.trim().slice(0, 1000);
    if (!input.accept && text === '') return err('reason-required');
    await saveHelpAnswer(tx, help.id, input.accept ? 'accepted' : 'declined', text);
    await closeDuty(tx, { kind: 'round.answer-help', subjectId: help.id });
    if (input.accept) {
      await openDuty(tx, {
        kind: 'round.give-help',
        // An expert has it by name; with an organisation the office keeps in touch.
        ...(help.personId ? { personId: help.personId } : { role: 'officer' as const }),
        neighbourhoodId: help.personId ? place.id : null,
        subjectKind: 'round',
        subjectId: help.id,
        title: { zh: `帮${place.name}准备申报：${help.offer.slice(0, 30)}`, en: `Help ${place.name} with its application: ${help.offer.slice(0, 30)}` },
        href: help.personId ? `/round-help/${help.id}` : `/rounds/${help.roundId}/places/${place.code}#help`,
        dueDay: (await findRound(tx, help.roundId))?.closesOn ?? null,
      });
    }
    tx.audit({ action: 'round.answer-help', subjectKind: 'round', subjectId: help.roundId, text: { helper: help.helperName, accept: input.accept, text } });
    return ok();
  });

/** A note on help being given, or its end with what came of it. The committee, the office, and whoever helps write here. Errors: `text-required`, `wrong-state`. */
export const noteHelp = (context: CommandContext, input: { helpId: string; text: string; end: boolean }) =>
  runCommand(context, 'note-help', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'text-required' | 'wrong-state'>> => {
    const help = await lockHelp(tx, input.helpId);
    if (!help) return err('not-found');
    const isHelper = help.personId !== null && help.personId === tx.actor.personId;
    const mayWrite = tx.can('round.answer', { neighbourhoodId: help.neighbourhoodId }) || tx.can('round.open', { neighbourhoodId: null });
    if (!isHelper && !mayWrite) return err('not-allowed');
    if (help.state !== 'accepted') return err('wrong-state');
    const text = input.text.trim().slice(0, 1000);
    if (text === '') return err('text-required');
    await insertHelpNote(tx, help.id, text);
    if (input.end) {
      await saveHelpEnd(tx, help.id, text);
      await closeDuty(tx, { kind: 'round.give-help', subjectId: help.id });
    }
    tx.audit({
      action: input.end ? 'round.end-help' : 'round.note-help',
      subjectKind: 'round',
      subjectId: help.roundId,
      text: { helper: help.helperName, text },
    });
    return ok();
  });
