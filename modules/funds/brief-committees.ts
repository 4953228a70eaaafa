import { formatInstant } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty, dropDuties, openDuties, openDuty } from '#modules/inbox';
import { findNeighbourhood, listNeighbourhoods } from '#modules/places';
import {
  type Briefing,
  type BriefingGuest,
  insertBriefing,
  insertGuests,
  insertQuestion,
  lockBriefing,
  lockQuestion,
  saveAnswer,
  settleBriefingRow,
} from './briefing-store.ts';
import { officeDeadline } from './office-deadline.ts';
import { roundPlaceIds } from './round-place-store.ts';
import { findRound } from './store.ts';

export type BriefingInput = Pick<Briefing, 'roundId' | 'title' | 'startsAt' | 'endsAt' | 'place' | 'speaker' | 'about'>;
export type BriefingError = 'not-allowed' | 'not-found' | 'title-required' | 'place-required' | 'in-the-past' | 'ends-before-it-starts' | 'round-is-over';

/** Plans a briefing and asks every committee to come. Errors: {@link BriefingError}. */
export const planBriefing = (context: CommandContext, input: BriefingInput) =>
  runCommand(context, 'plan-briefing', async (tx): Promise<Result<string, BriefingError>> => {
    if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
    const round = await findRound(tx, input.roundId);
    if (!round) return err('not-found');
    if (round.state === 'cancelled' || round.state === 'decided') return err('round-is-over');
    const title = input.title.trim().slice(0, 80);
    const place = input.place.trim().slice(0, 120);
    if (title === '') return err('title-required');
    if (place === '') return err('place-required');
    if (input.startsAt < tx.now) return err('in-the-past');
    if (input.endsAt !== null && input.endsAt <= input.startsAt) return err('ends-before-it-starts');
    const id = await insertBriefing(tx, { ...input, title, place, speaker: input.speaker.trim().slice(0, 120), about: input.about.trim().slice(0, 2000) });
    const neighbourhoods = await listNeighbourhoods(tx);
    const places = await roundPlaceIds(
      tx,
      round.id,
      neighbourhoods.map(({ id: n }) => n),
    );
    await openDuties(
      tx,
      neighbourhoods.map((neighbourhood) => ({
        kind: 'round.briefing',
        role: 'secretary' as const,
        neighbourhoodId: neighbourhood.id,
        subjectKind: 'round',
        subjectId: places.get(neighbourhood.id) ?? id,
        title: {
          zh: `参加${title}：${formatInstant(input.startsAt, 'zh')}，${place}`,
          en: `Come to the briefing: ${title}, ${formatInstant(input.startsAt, 'en')}, ${place}`,
        },
        href: `/rounds/${round.id}/briefings`,
        dueDay: input.startsAt.toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' }),
      })),
    );
    await tx.emit('round.briefing-planned', { roundId: round.id, briefingId: id });
    tx.audit({ action: 'round.plan-briefing', subjectKind: 'round', subjectId: round.id, text: { title, place, startsAt: input.startsAt.toISOString() } });
    return ok(id);
  });

/**
 * Records who was at a briefing and what was said, or adds to it later; or calls it off with a reason.
 * Errors: `wrong-state`, `reason-required`, `too-early` (it has not begun), `bad-guest`.
 */
export const settleBriefing = (
  context: CommandContext,
  input: { briefingId: string; to: 'held' | 'cancelled'; text: string; guests: readonly Omit<BriefingGuest, 'briefingId'>[] },
) =>
  runCommand(
    context,
    'settle-briefing',
    async (tx): Promise<Result<string, 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required' | 'too-early' | 'bad-guest'>> => {
      if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
      const briefing = await lockBriefing(tx, input.briefingId);
      if (!briefing) return err('not-found');
      const text = input.text.trim().slice(0, 2000);
      if (briefing.state === 'cancelled' || (briefing.state === 'held' && input.to === 'cancelled')) return err('wrong-state');
      if (input.to === 'cancelled' && text === '') return err('reason-required');
      if (input.to === 'held' && briefing.startsAt > tx.now) return err('too-early');
      const neighbourhoods = new Set((await listNeighbourhoods(tx)).map(({ id }) => id));
      if (input.guests.some(({ neighbourhoodId, people }) => !neighbourhoods.has(neighbourhoodId) || !Number.isInteger(people) || people < 0 || people > 200))
        return err('bad-guest');
      await settleBriefingRow(tx, briefing.id, input.to, text);
      if (input.to === 'held')
        await insertGuests(
          tx,
          briefing.id,
          input.guests.map((guest) => ({ ...guest, names: guest.names.trim().slice(0, 300) })),
        );
      const places = await roundPlaceIds(tx, briefing.roundId, [...neighbourhoods]);
      for (const [neighbourhoodId, subjectId] of places) {
        const came = input.to === 'held' && input.guests.some((guest) => guest.neighbourhoodId === neighbourhoodId && guest.people > 0);
        if (came) await closeDuty(tx, { kind: 'round.briefing', subjectId });
        else await dropDuties(tx, { kind: 'round.briefing', subjectId });
      }
      tx.audit({
        action: `round.briefing-${input.to}`,
        subjectKind: 'round',
        subjectId: briefing.roundId,
        text: { title: briefing.title, said: text, guests: input.guests.map(({ neighbourhoodId, people }) => [neighbourhoodId, people]) },
      });
      return ok(briefing.roundId);
    },
  );

/** Asks about the round; the answer is for all to read. Errors: `text-required`, `too-long`. */
export const askAboutRound = (context: CommandContext, input: { roundId: string; briefingId: string | null; neighbourhoodId: string | null; text: string }) =>
  runCommand(context, 'ask-about-round', async (tx): Promise<Result<string, 'not-allowed' | 'not-found' | 'text-required' | 'too-long'>> => {
    if (!tx.can('round.ask-question', { neighbourhoodId: input.neighbourhoodId })) return err('not-allowed');
    const round = await findRound(tx, input.roundId);
    if (!round || (input.neighbourhoodId !== null && !(await findNeighbourhood(tx, input.neighbourhoodId)))) return err('not-found');
    if (input.briefingId !== null && (await lockBriefing(tx, input.briefingId))?.roundId !== round.id) return err('not-found');
    const text = input.text.trim();
    if (text === '') return err('text-required');
    if (text.length > 1000) return err('too-long');
    const id = await insertQuestion(tx, { roundId: round.id, briefingId: input.briefingId, neighbourhoodId: input.neighbourhoodId, text });
    await openDuty(tx, {
      kind: 'round.answer-question',
      role: 'officer',
      neighbourhoodId: null,
      subjectKind: 'round',
      subjectId: id,
      title: { zh: `答复申报提问：${text.slice(0, 40)}`, en: `Answer a question about the round: ${text.slice(0, 40)}` },
      href: `/rounds/${round.id}/briefings#questions`,
      dueDay: await officeDeadline(tx, 'round.answer-question'),
    });
    tx.audit({ action: 'round.ask', subjectKind: 'round', subjectId: round.id, text: { question: text } });
    return ok(id);
  });

/** Answers a question, once. Errors: `text-required`, `too-long`, `already-done`. */
export const answerRoundQuestion = (context: CommandContext, input: { questionId: string; answer: string }) =>
  runCommand(
    context,
    'answer-round-question',
    async (tx): Promise<Result<string, 'not-allowed' | 'not-found' | 'text-required' | 'too-long' | 'already-done'>> => {
      if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
      const question = await lockQuestion(tx, input.questionId);
      if (!question) return err('not-found');
      if (question.answer !== null) return err('already-done');
      const answer = input.answer.trim();
      if (answer === '') return err('text-required');
      if (answer.length > 2000) return err('too-long');
      await saveAnswer(tx, question.id, answer);
      await closeDuty(tx, { kind: 'round.answer-question', subjectId: question.id });
      tx.audit({ action: 'round.answer', subjectKind: 'round', subjectId: question.roundId, text: { question: question.text, answer } });
      return ok(question.roundId);
    },
  );
