import { drawIds } from '#libs/govindex';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findRound, lockRound, takesReviews } from '#modules/funds';
import { findPerson } from '#modules/people';
import { listProjects } from '#modules/projects';
import { blindHoldsFor } from './blind-holds.ts';
import { turnMayBecome, whoSpeaks } from './pitch.ts';
import { insertPitch, lockPitch, pitchEntries, type PitchSession, type PitchStage, savePitchState, saveStage } from './pitch-store.ts';

/** What is said when a session is set up; `order` empty: drawn. */
export interface PitchInput {
  roundId: string;
  title: string;
  place: string;
  startsAt: Date;
  pitchSeconds: number;
  warnSeconds: number;
  questionSeconds: number;
  chairId: string;
  /** Projects in the order in which they speak; with `drawn` only who speaks. */
  projectIds: readonly string[];
  drawn: boolean;
}
/** `title-required` · `bad-times` · `nobody-speaks` no project of the round that waits for its award · `no-chair`. */
export type PitchRefusal = 'not-allowed' | 'not-found' | 'round-is-over' | 'title-required' | 'bad-times' | 'nobody-speaks' | 'no-chair';

/** A session is set up as soon as applications are in; who is out of the running does not speak. */
export const beforeAnAward = ['submitted', 'checked', 'in_review'] as const;

/** Sets up a session. The order is set, or drawn with a seed that is kept. Returns its id. */
export const planPitch = (context: CommandContext, input: PitchInput): Promise<Result<string, PitchRefusal | 'key-reused'>> =>
  runCommand(context, 'plan-pitch', async (tx): Promise<Result<string, PitchRefusal>> => {
    if (!tx.can('pitch.manage', { neighbourhoodId: null })) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    if (!takesReviews(round)) return err('round-is-over');
    const title = input.title.trim().slice(0, 80);
    if (title === '') return err('title-required');
    const whole = [input.pitchSeconds, input.warnSeconds, input.questionSeconds].every(Number.isInteger);
    if (!whole || input.pitchSeconds < 30 || input.pitchSeconds > 7200 || input.questionSeconds < 0 || input.questionSeconds > 7200) return err('bad-times');
    if (input.warnSeconds < 0 || input.warnSeconds >= input.pitchSeconds) return err('bad-times');
    const chair = await findPerson(tx, input.chairId);
    if (!chair) return err('no-chair');
    const before = new Set((await listProjects(tx, { roundId: round.id, states: beforeAnAward })).map(({ id }) => id));
    const speaking = [...new Set(input.projectIds)].filter((id) => before.has(id));
    if (speaking.length === 0) return err('nobody-speaks');
    const seed = input.drawn ? Buffer.from(tx.randomBytes(8)).toString('hex') : null;
    const order = seed === null ? speaking : drawIds(speaking, speaking.length, seed);
    const id = await insertPitch(
      tx,
      {
        roundId: round.id,
        title,
        place: input.place.trim().slice(0, 100),
        startsAt: input.startsAt,
        pitchSeconds: input.pitchSeconds,
        warnSeconds: input.warnSeconds,
        questionSeconds: input.questionSeconds,
        chairId: chair.id,
        chairName: chair.name,
        orderHow: input.drawn ? 'drawn' : 'set',
        seed,
      },
      order,
    );
    tx.audit({ action: 'pitch.plan', subjectKind: 'round', subjectId: round.id, text: { sessionId: id, title, chair: chair.name, seed, order } });
    await tx.emit('pitch.planned', { roundId: round.id, sessionId: id });
    return ok(id);
  });

/** Who runs a session: its chair, and the office. */
export const runsThePitch = (actor: { personId: string | null }, session: Pick<PitchSession, 'chairId'>, isOffice: boolean): boolean =>
  isOffice || actor.personId === session.chairId;

async function running(tx: CommandTx, sessionId: string): Promise<Result<PitchSession, 'not-allowed' | 'not-found'>> {
  const session = await lockPitch(tx, sessionId);
  if (!session) return err('not-found');
  return runsThePitch(tx.actor, session, tx.can('pitch.manage', { neighbourhoodId: null })) ? ok(session) : err('not-allowed');
}

/**
 * Opens a session, or closes it for good: points then stand as they are. `blind-reviews-open` who speaks is still under blind review, and speaking would tell who it
 * is. Events: `pitch.opened`, `pitch.closed`.
 */
export const movePitch = (
  context: CommandContext,
  input: { sessionId: string; to: 'open' | 'closed' },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'blind-reviews-open' | 'key-reused'>> =>
  runCommand(context, 'move-pitch', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'blind-reviews-open'>> => {
    const found = await running(tx, input.sessionId);
    if (!found.ok) return found;
    const session = found.value;
    if (session.state !== (input.to === 'open' ? 'planned' : 'open')) return err('wrong-state');
    if (input.to === 'open') {
      const round = await findRound(tx, session.roundId);
      const speaking = new Set((await pitchEntries(tx, session.id)).map(({ projectId }) => projectId));
      const projects = (await listProjects(tx, { roundId: session.roundId })).filter(({ id }) => speaking.has(id));
      if (round && (await blindHoldsFor(tx, round, projects)).size > 0) return err('blind-reviews-open');
    } else {
      const speaking = whoSpeaks(await pitchEntries(tx, session.id));
      if (speaking) await saveStage(tx, session.id, speaking.projectId, 'done');
    }
    await savePitchState(tx, session.id, input.to);
    tx.audit({ action: `pitch.${input.to}`, subjectKind: 'round', subjectId: session.roundId, text: { sessionId: session.id, title: session.title } });
    await tx.emit(input.to === 'open' ? 'pitch.opened' : 'pitch.closed', { roundId: session.roundId, sessionId: session.id });
    return ok();
  });

/** Moves a turn on: calls somebody up, goes over to questions, ends the turn, notes that nobody came. Calling one up ends the turn of whoever spoke. */
export const moveTurn = (
  context: CommandContext,
  input: { sessionId: string; projectId: string; to: PitchStage },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'key-reused'>> =>
  runCommand(context, 'move-turn', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state'>> => {
    const found = await running(tx, input.sessionId);
    if (!found.ok) return found;
    const session = found.value;
    const entries = await pitchEntries(tx, session.id);
    const entry = entries.find(({ projectId }) => projectId === input.projectId);
    if (!entry) return err('not-found');
    if (session.state !== 'open' || !turnMayBecome(entry.stage, input.to)) return err('wrong-state');
    const speaking = whoSpeaks(entries);
    if (input.to === 'pitch' && speaking && speaking.projectId !== entry.projectId) await saveStage(tx, session.id, speaking.projectId, 'done');
    await saveStage(tx, session.id, entry.projectId, input.to);
    tx.audit({ action: 'pitch.turn', subjectKind: 'project', subjectId: entry.projectId, text: { sessionId: session.id, from: entry.stage, to: input.to } });
    return ok();
  });
