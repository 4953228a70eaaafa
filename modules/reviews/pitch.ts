import type { PitchEntry, PitchScore, PitchSession, PitchStage } from './pitch-store.ts';
import { comparePoints, meanPoints, type Points, weightedTotal } from './review.ts';

const next: Readonly<Record<PitchStage, readonly PitchStage[]>> = {
  waiting: ['pitch', 'absent'],
  pitch: ['questions', 'done', 'pitch'],
  questions: ['done', 'pitch'],
  // Whoever comes late still speaks; whoever was cut off speaks again.
  done: ['pitch'],
  absent: ['pitch'],
};
/** Whether a turn may go from one stage to the other; starting again sets the clock anew. */
export const turnMayBecome = (from: PitchStage, to: PitchStage): boolean => next[from].includes(to);

/** Whose turn it is: who speaks or is asked; null between two. */
export const whoSpeaks = (entries: readonly PitchEntry[]): PitchEntry | null => entries.find(({ stage }) => stage === 'pitch' || stage === 'questions') ?? null;
/** Who comes next in the order. */
export const whoIsNext = (entries: readonly PitchEntry[]): PitchEntry | null => entries.find(({ stage }) => stage === 'waiting') ?? null;

/** When the time of the running stage is over and from when on the clock warns; null where no clock runs. */
export function clockOf(
  session: Pick<PitchSession, 'pitchSeconds' | 'warnSeconds' | 'questionSeconds'>,
  entry: PitchEntry | null,
): { endsAt: Date; warnsAt: Date } | null {
  if (!entry?.stageAt || (entry.stage !== 'pitch' && entry.stage !== 'questions')) return null;
  const seconds = entry.stage === 'pitch' ? session.pitchSeconds : session.questionSeconds;
  const endsAt = new Date(entry.stageAt.getTime() + seconds * 1000);
  return { endsAt, warnsAt: new Date(endsAt.getTime() - session.warnSeconds * 1000) };
}

/** One project on the board of a session. */
export interface PitchLine {
  projectId: string;
  no: number;
  stage: PitchStage;
  /** Each reviewer's total, once every criterion of the rubric has points. */
  totals: { reviewerId: string; reviewerName: string; total: Points }[];
  /** Reviewers who have given only some of the points. */
  unfinished: { reviewerId: string; reviewerName: string }[];
  mean: Points | null;
  /** 1 for the greatest mean; equal ones share a place. */
  place: number | null;
}

/** The board of a session: totals, means, places. `criteria` are the rubric's; a total counts when it has points for each. */
export function pitchBoard(entries: readonly PitchEntry[], scores: readonly PitchScore[], criteria: readonly string[]): PitchLine[] {
  const lines = entries.map(({ projectId, no, stage }): PitchLine => {
    const own = scores.filter((score) => score.projectId === projectId);
    const people = [...new Map(own.map(({ reviewerId, reviewerName }) => [reviewerId, reviewerName]))];
    const given = people.map(([reviewerId, reviewerName]) => ({ reviewerId, reviewerName, scores: own.filter((score) => score.reviewerId === reviewerId) }));
    const whole = given.filter((one) => criteria.every((code) => one.scores.some(({ criterion }) => criterion === code)));
    const totals = whole.map(({ scores: all, ...who }) => ({ ...who, total: weightedTotal(all.map((score) => ({ ...score, reason: '' }))) }));
    const unfinished = given.filter((one) => !whole.includes(one)).map(({ reviewerId, reviewerName }) => ({ reviewerId, reviewerName }));
    return { projectId, no, stage, totals, unfinished, mean: meanPoints(totals.map(({ total }) => total)), place: null };
  });
  const means = lines.flatMap(({ mean }) => mean ?? []);
  return lines.map((line) => ({ ...line, place: line.mean && 1 + means.filter((mean) => comparePoints(mean, line.mean ?? mean) > 0).length }));
}
