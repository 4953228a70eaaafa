import { instantAt } from '#libs/civil-time';
import type { Ballot } from '#modules/ballots';
import type { Web } from '../kit/index.ts';
import { loadPapers, type PaperView } from './paper-view.ts';

/** The papers of the ballot in the address. */
export const papersOf = async (w: Web): Promise<PaperView | null> => {
  const id = w.id();
  return id ? loadPapers(w, id) : null;
};

/** The time a form gives; "now" as it was filled in is not in the future because of the seconds, nor before an opening in the same minute. */
export function handedInAt(ballot: Pick<Ballot, 'openedAt'>, day: string, time: string): Date | null {
  const typed = instantAt(day, time);
  if (!typed.ok) return null;
  const { openedAt } = ballot;
  return openedAt && typed.value < openedAt && openedAt.getTime() - typed.value.getTime() < 60_000 ? openedAt : typed.value;
}
