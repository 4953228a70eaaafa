import { currentPack, findRound, type Round } from '#modules/funds';
import { listNeighbourhoods } from '#modules/places';
import { listProjects, type Project } from '#modules/projects';
import {
  blindHoldsFor,
  blindReleases,
  conflictOf,
  type Criterion,
  findPitch,
  type PitchEntry,
  pitchEntries,
  type PitchScore,
  pitchScores,
  type PitchSession,
  recusals,
  type ReviewerConflict,
  rubricOf,
} from '#modules/reviews';
import type { Tx } from '#platform/database';
import { evidenceText } from './evidence-text.ts';

/** One project in the order of a session. */
export interface PitchTurn extends PitchEntry {
  project: Project;
  placeName: string;
}
/** A session with its order. */
export interface PitchFigures {
  session: PitchSession;
  round: Round;
  turns: PitchTurn[];
  /** Why there are no criteria, or they. */
  rubric: readonly Criterion[] | 'no-rubric' | 'needs-setting' | 'no-policy';
}

/** Loads a session; null where there is none. For a reviewer (`blind`) a project under blind review bears a number instead of its name and place. */
export async function loadPitch(tx: Tx, id: string, today: string, blind: { lang: 'zh' | 'en' } | null = null): Promise<PitchFigures | null> {
  const session = await findPitch(tx, id);
  const round = session && (await findRound(tx, session.roundId));
  if (!session || !round) return null;
  const projects = new Map((await listProjects(tx, { roundId: round.id })).map((project) => [project.id, project]));
  const places = new Map((await listNeighbourhoods(tx)).map((place) => [place.id, place.name]));
  const hidden = blind ? await blindHoldsFor(tx, round, [...projects.values()]) : new Set<string>();
  const numbers = hidden.size > 0 ? await blindReleases(tx, round.id) : new Map<string, number>();
  const turns = (await pitchEntries(tx, id)).flatMap((entry): PitchTurn[] => {
    const project = projects.get(entry.projectId);
    if (!project) return [];
    if (blind && hidden.has(project.id)) {
      const t = evidenceText[blind.lang];
      return [{ ...entry, project: { ...project, title: t.blindTitle(numbers.get(project.id) ?? null) }, placeName: t.blindPlace }];
    }
    return [{ ...entry, project, placeName: places.get(project.neighbourhoodId) ?? '' }];
  });
  const pack = await currentPack(tx, today, { roundId: round.id });
  const rubric = pack ? rubricOf(pack) : null;
  return {
    session,
    round,
    turns,
    rubric: !rubric ? 'no-policy' : rubric.ok ? rubric.value.criteria : rubric.error.code === 'no-rule' ? 'no-rubric' : 'needs-setting',
  };
}

/** All points of a session, and the criteria under which they were given. */
export async function loadPoints(tx: Tx, figures: PitchFigures): Promise<{ scores: PitchScore[]; criteria: string[] }> {
  const scores = await pitchScores(tx, [figures.session.id]);
  const used = [...new Set(scores.map(({ criterion }) => criterion))];
  const now = typeof figures.rubric === 'string' ? [] : figures.rubric.map(({ code }) => code);
  return { scores, criteria: used.length > now.length ? used : now };
}

/** Why a reviewer gives this project no points; null: they may. */
export async function barredAt(tx: Tx, project: Project, personId: string, today: string): Promise<ReviewerConflict | 'recused' | null> {
  const conflict = await conflictOf(tx, project, personId, today);
  if (conflict) return conflict;
  return (await recusals(tx, { projectId: project.id })).some((recusal) => recusal.personId === personId) ? 'recused' : null;
}
