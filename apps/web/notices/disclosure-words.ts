import type { Ballot } from '#modules/ballots';
import type { Resolution } from '#modules/meetings';
import { isRed } from '#modules/notices';
import type { Lang } from '#platform/i18n';
import { dayText, type Tone } from '../ui/index.ts';
import type { CheckLine } from './checklist.ts';
import { disclosureText } from './disclosure-text.ts';

/** Where a line of the checklist stands, in words and colour; red is never said by colour alone. */
export function standingWords({ standing }: Pick<CheckLine, 'standing'>, lang: Lang): { text: string; tone: Tone } {
  const t = disclosureText[lang];
  const until = standing.until === null ? '' : dayText(standing.until, lang);
  switch (standing.state) {
    case 'missed':
      return { text: standing.open > 0 ? `${t.openCount(standing.open)}${lang === 'zh' ? '，' : ', '}${t.missed(until)}` : t.missed(until), tone: 'bad' };
    case 'never':
      return { text: t.neverRed, tone: 'bad' };
    case 'due':
      return { text: t.due(until), tone: 'wait' };
    case 'waiting':
      return { text: t.waiting(standing.open), tone: 'wait' };
    case 'done':
      return { text: t.done, tone: 'good' };
    case 'not-here':
    case 'nothing-yet':
    case 'as-needed':
      return { text: t[standing.state], tone: 'plain' };
  }
}
/** How many lines are red. */
export const redCount = (lines: readonly CheckLine[]): number => lines.filter((line) => isRed(line.standing.state)).length;

/** How far a resolution is, in words and colour. */
export function resolutionWords(resolution: Pick<Resolution, 'state'>, lang: Lang): { text: string; tone: Tone } {
  const t = disclosureText[lang];
  switch (resolution.state) {
    case 'open':
      return { text: t.open, tone: 'plain' };
    case 'progress':
      return { text: t.progress, tone: 'act' };
    case 'overdue':
      return { text: t.overdue, tone: 'bad' };
    case 'done':
      return { text: t.finished, tone: 'wait' };
    case 'appraised':
      return { text: t.appraised, tone: 'good' };
  }
}

/** How a ballot stands; one that is open has no result yet and says so. */
export function ballotWords(ballot: Pick<Ballot, 'state' | 'outcome'>, lang: Lang): { text: string; tone: Tone } {
  const t = disclosureText[lang];
  if (ballot.state === 'open') return { text: t.voting, tone: 'act' };
  if (ballot.state === 'cancelled') return { text: t.cancelled, tone: 'plain' };
  if (ballot.state === 'closed') {
    if (ballot.outcome === null) return { text: t.closed, tone: 'plain' };
    return ballot.outcome.passed ? { text: t.passed, tone: 'good' } : { text: t.failed, tone: 'plain' };
  }
  return { text: t.rollShown, tone: 'wait' };
}
