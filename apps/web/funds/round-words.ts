import { type Project, turns } from '#modules/projects';
import type { Lang } from '#platform/i18n';
import { type Round, takesApplications } from '#modules/funds';
import { kitText } from '../kit/index.ts';
import type { Tone } from '../ui/index.ts';
import { roundText } from './round-text.ts';

const keys = {
  draft: 'stateDraft',
  open: 'stateOpen',
  reviewing: 'stateReviewing',
  decided: 'stateDecided',
  cancelled: 'stateCancelled',
} as const satisfies Record<Round['state'], string>;

/** The state of a round in words; an open one says whether its days have come or gone. */
export function roundStateName(round: Round, today: string, lang: Lang): string {
  const t = roundText[lang];
  if (round.state === 'open' && today < round.opensOn) return t.stateComing;
  if (round.state === 'open' && today > round.closesOn) return t.stateCallOver;
  return t[keys[round.state]];
}

/** Its colour. */
export function roundTone(round: Round, today: string): Tone {
  if (takesApplications(round, today)) return 'act';
  return round.state === 'open' || round.state === 'reviewing' ? 'wait' : round.state === 'decided' ? 'good' : 'plain';
}

/** Whose turn it is in a project, by role; '—' where nobody's. */
export function waitingFor(project: Pick<Project, 'state'>, lang: Lang): string {
  const turn = turns[project.state];
  return turn ? kitText[lang][turn.role] : '—';
}
