import { maskName } from '#modules/people';
import type { ProjectStage, ProjectState, SourceKind, UpkeepTask } from '#modules/projects';
import type { Lang } from '#platform/i18n';
import type { Tone } from '../ui/index.ts';
import { projectText } from './text.ts';

/** The state of a project in words. */
export const stateName = (state: ProjectState, lang: Lang): string => projectText[lang][state];

const stageKeys = {
  application: 'stageApplication',
  review: 'stageReview',
  agreement: 'stageAgreement',
  doing: 'stageDoing',
  closing: 'stageClosing',
  upkeep: 'stageUpkeep',
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

/** Whose names a viewer sees whole on a project's pages. */
export interface PublicNames {
  /** The viewer sees every name. */
  staff: boolean;
  /** Those who hold an office of the committee, by id and, for entries that only carry a name, by name. */
  officeIds: ReadonlySet<string>;
  officeNames: ReadonlySet<string>;
  /** Names of those who keep up what was made: the public is told whom to call. */
  keepers: ReadonlySet<string>;
}

/** A name as this viewer may see it: a public duty has its holder's name, other residents are masked. */
export function shownName(name: string, personId: string | null, seen: PublicNames): string {
  const inOffice = personId === null ? seen.officeNames.has(name) : seen.officeIds.has(personId);
  return seen.staff || inOffice || seen.keepers.has(name) ? name : maskName(name);
}

/** Whoever does a task, as this viewer may see it; a name longer than persons have is an organisation's, which is no secret. */
export const taskWho = (task: { personName: string; personId: string | null }, seen: PublicNames): string =>
  task.personId === null && [...task.personName].length > 4 ? task.personName : shownName(task.personName, task.personId, seen);

/** What became of a day of upkeep. */
export function upkeepState(task: UpkeepTask, today: string, lang: Lang): { tone: Tone; text: string } {
  const t = projectText[lang];
  if (task.check === null) return today > task.dueDay ? { tone: 'bad', text: t.upkeepMissed } : { tone: 'wait', text: t.upkeepComing };
  switch (task.check.condition) {
    case 'good':
      return { tone: 'good', text: t.upkeepGood };
    case 'repaired':
      return { tone: 'good', text: t.upkeepRepaired };
    case 'dry':
      return { tone: 'bad', text: t.upkeepDry };
    case 'damaged':
      return { tone: 'bad', text: t.upkeepDamaged };
    case 'broken':
      return { tone: 'bad', text: t.upkeepBroken };
    case 'missing':
      return { tone: 'bad', text: t.upkeepGone };
  }
}

/** A figure of an indicator without needless zeros, with its unit. */
export const figure = (value: string, unit: string): string => `${value.includes('.') ? value.replace(/\.?0+$/, '') : value}${unit}`;
