import { maskName } from '#modules/people';
import type { ProjectStage, ProjectState, SourceKind, UpkeepTask } from '#modules/projects';
import type { Lang } from '#platform/i18n';
import type { Tone } from '../ui/index.ts';
import { projectText } from './text.ts';

/** The state of a project in words. */
export const stateName = (state: ProjectState, lang: Lang): string => projectText[lang][state];

const stageKeys = {
  application: 'stageApplication', review: 'stageReview', agreement: 'stageAgreement', doing: 'stageDoing', closing: 'stageClosing', upkeep: 'stageUpkeep',
  ended: 'stageEnded',
} as const satisfies Record<ProjectStage, string>;
/** The stage of a project in words. */
export const stageName = (stage: ProjectStage, lang: Lang): string => projectText[lang][stageKeys[stage]];

/** A kind of money in words. */
export const sourceKindName = (kind: SourceKind, lang: Lang): string => projectText[lang][kind];

/** What colour a state has: waiting for somebody, good, or ended. */
export function stateTone(state: ProjectState): Tone {
  if (state === 'returned' || state === 'withdrawn' || state === 'declined' || state === 'stopped') return 'bad';
  if (state === 'closed' || state === 'upkeep' || state === 'settled' || state === 'accepted') return 'good';
  return state === 'draft' ? 'plain' : 'wait';
}

/** A name as this viewer may see it. */
export const shownName = (name: string, staff: boolean): string => (staff ? name : maskName(name));

/** What became of a day of upkeep. */
export function upkeepState(task: UpkeepTask, today: string, lang: Lang): { tone: Tone; text: string } {
  const t = projectText[lang];
  if (task.check === null) return today > task.dueDay ? { tone: 'bad', text: t.upkeepMissed } : { tone: 'wait', text: t.upkeepComing };
  switch (task.check.condition) {
    case 'good': return { tone: 'good', text: t.upkeepGood };
    case 'repaired': return { tone: 'good', text: t.upkeepRepaired };
    case 'broken': return { tone: 'bad', text: t.upkeepBroken };
  }
}

/** A figure of an indicator without needless zeros, with its unit. */
export const figure = (value: string, unit: string): string => `${value.includes('.') ? value.replace(/\.?0+$/, '') : value}${unit}`;
