import type { ApplicationDraft } from './application-draft.ts';
import type { ApplicationFinding } from './application-findings.ts';

/** The steps in which an application is written, in order, with the parts of the draft that each holds. */
export const applicationSteps = {
  what: ['title', 'goal', 'why', 'projectTier', 'resolutionIds', 'ballotIds'],
  team: ['members', 'periodStart', 'periodEnd'],
  money: ['sources', 'raised', 'matching'],
  budget: ['lines'],
  effects: ['indicators'],
  keeper: ['keeperPersonId', 'keeperName', 'keeperOrganisationId', 'keeperSaidOn', 'keeperSaidBefore', 'upkeepMonths', 'upkeepYearly', 'upkeepPlan', 'risks'],
  papers: ['evidence', 'opinion'],
} as const satisfies Readonly<Record<string, readonly (keyof ApplicationDraft)[]>>;

/** One of the steps. */
export type ApplicationStep = keyof typeof applicationSteps;

/** The steps in their order. */
export const stepNames: readonly ApplicationStep[] = ['what', 'team', 'money', 'budget', 'effects', 'keeper', 'papers'];

/** The step that holds a field (`lines.0.quantity`); null for what no step holds. */
export function stepOfField(field: string): ApplicationStep | null {
  const part = field.split('.')[0] ?? '';
  if (part === 'paper') return 'papers';
  return stepNames.find((step) => applicationSteps[step].some((held) => held === part)) ?? null;
}

/** How a step stands: nothing is missing, some of it is, or nothing was typed yet. `stops`: a rule forbids something in it. */
export interface StepProgress {
  step: ApplicationStep;
  state: 'done' | 'open';
  missing: number;
  stops: number;
}

/** How far each step is. */
export const stepProgress = (findings: readonly ApplicationFinding[]): StepProgress[] =>
  stepNames.map((step) => {
    const own = findings.filter(({ field }) => stepOfField(field) === step);
    const missing = own.filter(({ level }) => level === 'missing').length;
    const stops = own.filter(({ level }) => level === 'block').length;
    return { step, missing, stops, state: missing + stops === 0 ? 'done' : 'open' };
  });
