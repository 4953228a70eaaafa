import type { Tx } from '#platform/database';
import {
  findValueSession,
  type Judgement,
  judgementsOf,
  type LaidProject,
  laidProjects,
  type PanelOutcome,
  panelOf,
  panelOutcome,
  recusalsOf,
  type ValueSession,
} from '#modules/closing';
import { gradesOf } from '#modules/projects';
import type { Web } from '../kit/index.ts';

/** One project of a session as this reader sees it. */
export interface ValueLine extends LaidProject {
  outcome: PanelOutcome;
  said: (Judgement & { name: string })[];
  recused: { personId: string; name: string; reason: string }[];
  mine: Judgement | null;
  iRecused: boolean;
  /** The grade it has now; null while it has none. */
  gradeNow: string | null;
}

/** A session as this reader sees it: who judged what is for the office while it is open, for all readers after. */
export interface ValueView {
  session: ValueSession;
  lines: ValueLine[];
  panel: { personId: string; name: string }[];
  member: boolean;
  /** Outcomes are shown. */
  open: boolean;
  may: { hold: boolean };
}

/** Reads a session; null when there is none, or this reader has no part in it. */
export async function loadValue(tx: Tx, w: Web): Promise<ValueView | 'forbidden' | null> {
  const id = w.id();
  const session = id ? await findValueSession(tx, id) : null;
  if (!session) return null;
  const panel = await panelOf(tx, session.id);
  const member = panel.some((one) => one.personId === w.actor.personId);
  if (!member && !w.platform.permissions.canSomewhere(w.actor, 'value-review.read')) return 'forbidden';
  const hold = w.can('value-review.hold', { neighbourhoodId: null });
  // Who judges does not see what the others say before the end, also where they hold the session.
  const shown = session.state === 'closed' || (hold && !member);
  const [laid, judgements, recusals] = [await laidProjects(tx, session.id), await judgementsOf(tx, session.id), await recusalsOf(tx, session.id)];
  const grades = await gradesOf(
    tx,
    laid.map((one) => one.projectId),
  );
  const names = new Map(panel.map((one) => [one.personId, one.name]));
  const nameOf = (personId: string) => names.get(personId) ?? '';
  const lines = laid.map((one): ValueLine => {
    const said = judgements.filter((each) => each.projectId === one.projectId);
    const back = recusals.filter((each) => each.projectId === one.projectId);
    const recused = new Set(back.map((each) => each.personId));
    return {
      ...one,
      outcome: panelOutcome(session.bands, shown ? said : [], recused),
      said: shown ? said.filter((each) => !recused.has(each.personId)).map((each) => ({ ...each, name: nameOf(each.personId) })) : [],
      recused: back.map((each) => ({ ...each, name: nameOf(each.personId) })),
      mine: said.find((each) => each.personId === w.actor.personId) ?? null,
      iRecused: w.actor.personId !== null && recused.has(w.actor.personId),
      gradeNow: grades.get(one.projectId) ?? null,
    };
  });
  return { session, lines, panel, member, open: shown, may: { hold } };
}
