import type { FindingState, Sample, StepKind } from '#modules/audits';
import type { Lang } from '#platform/i18n';
import type { Tone } from '../ui/index.ts';
import { auditText } from './text.ts';

/** A finding's state in words. */
export function findingStateName(state: FindingState, lang: Lang): string {
  const t = auditText[lang];
  if (state === 'good') return t.rechecked;
  return state === 'bad' ? t.again : t[state];
}
export const findingTone = (state: FindingState, overdue: boolean): Tone => {
  if (overdue) return 'bad';
  if (['good', 'settled', 'lifted'].includes(state)) return 'good';
  return state === 'draft' || state === 'dropped' ? 'plain' : 'wait';
};
const steps: Record<StepKind, keyof (typeof auditText)['zh'] & `step${string}`> = {
  issued: 'stepIssued',
  dropped: 'stepDropped',
  answered: 'stepAnswered',
  objected: 'stepObjected',
  kept: 'stepKept',
  changed: 'stepChanged',
  lifted: 'stepLifted',
  settled: 'stepSettled',
  planned: 'stepPlanned',
  proved: 'stepProved',
  good: 'stepGood',
  bad: 'stepBad',
};
/** A step in words. */
export const stepName = (kind: StepKind, lang: Lang): string => String(auditText[lang][steps[kind]]);
/** A method in words. */
export const methodName = (method: Sample['method'], lang: Lang): string => auditText[lang][method === 'all' ? 'everything' : method];
/** How a sample was drawn, and what it says of the whole. */
export const methodRule = (method: Sample['method'], lang: Lang): string => auditText[lang][`${method}Rule`];
export const projectionRule = (method: Sample['method'], lang: Lang): string => auditText[lang][`${method}Projection`];
