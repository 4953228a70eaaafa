import { type Project, turns } from '#modules/projects';
import type { Lang } from '#platform/i18n';
import type { Round } from '#modules/funds';
import { kitText } from '../kit/index.ts';
import type { Tone } from '../ui/index.ts';
import { roundText } from './round-text.ts';

const keys = { draft: 'stateDraft', open: 'stateOpen', reviewing: 'stateReviewing', decided: 'stateDecided', cancelled: 'stateCancelled' } as const satisfies Record<Round['state'], string>;

/** The state of a round in words. */
export const roundStateName = (state: Round['state'], lang: Lang): string => roundText[lang][keys[state]];

/** Its colour. */
export const roundTone = (state: Round['state']): Tone => (state === 'open' ? 'act' : state === 'reviewing' ? 'wait' : state === 'decided' ? 'good' : 'plain');

/** Whose turn it is in a project, by role; '—' where nobody's. */
export function waitingFor(project: Pick<Project, 'state'>, lang: Lang): string {
  const turn = turns[project.state];
  return turn ? kitText[lang][turn.role] : '—';
}
