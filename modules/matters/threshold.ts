import type { MatterStep, StepKind } from './matter.ts';

/** What stands behind a matter, counted in one of the ways that the law or the office gives weight to. */
export interface Threshold {
  /** `households`, `residents`, `groups`: 居委会组织法 §10 · `set`: a number of households that the office has set. */
  kind: 'households' | 'residents' | 'groups' | 'set';
  /** How many support it; null where it cannot be counted (see {@link Threshold.why}). */
  count: number | null;
  /** Out of how many. */
  of: number;
  /** How many are needed; null where there is nothing to count against. */
  needed: number | null;
  reached: boolean;
  /** `no-roster` fewer adults on the roster than households: it is not complete · `no-groups` none are on the roster · `not-set` the office has not said when a group asks. */
  why: 'no-roster' | 'no-groups' | 'not-set' | null;
}

/** What the thresholds are computed from, as it stands now. */
export interface SupportFacts {
  households: { supporting: number; all: number };
  adults: { supporting: number; all: number };
  /** Households of each residents' group, and how many of them support it. */
  groups: readonly { supporting: number; all: number }[];
}
/** What the office has set; null = it has not. */
export interface ThresholdSettings {
  /** From what share of its households on, in percent, a residents' group counts as asking. */
  groupPercent: number | null;
  /** From how many households on the committee puts the matter up for deliberation. */
  askHouseholds: number | null;
}

/** 居委会组织法 §10: with a fifth of the households the residents' assembly must be called when they ask. Null for no households. */
export function householdsThatMakeAFifth(households: number): number | null {
  return households > 0 ? Math.ceil(households / 5) : null;
}
/** A fifth of the households of the neighbourhood stands behind the matter. */
export function aFifthOfTheHouseholdsAsks(supporting: number, households: number): boolean {
  const needed = householdsThatMakeAFifth(households);
  return needed !== null && supporting >= needed;
}
/** A residents' group asks when the share of its households that the office has set supports the matter. An empty group asks for nothing. */
export const theGroupAsks = (group: { supporting: number; all: number }, percent: number): boolean =>
  group.all > 0 && group.supporting > 0 && group.supporting * 100 >= percent * group.all;

/** All thresholds of a matter: three of the law, and the office's own where it has set one. */
export function thresholdsOf(facts: SupportFacts, settings: ThresholdSettings): Threshold[] {
  const { households, adults, groups } = facts;
  const out: Threshold[] = [threshold('households', households.supporting, households.all, householdsThatMakeAFifth(households.all))];
  // Where the roster has fewer adults than households, a fifth of its adults is no fifth of the residents.
  const complete = adults.all > 0 && adults.all >= households.all;
  out.push(
    complete
      ? threshold('residents', adults.supporting, adults.all, Math.ceil(adults.all / 5))
      : { kind: 'residents', count: null, of: adults.all, needed: null, reached: false, why: 'no-roster' },
  );
  const { groupPercent, askHouseholds } = settings;
  const needed = groups.length > 0 ? Math.ceil(groups.length / 3) : null;
  out.push(
    needed === null || groupPercent === null
      ? { kind: 'groups', count: null, of: groups.length, needed, reached: false, why: needed === null ? 'no-groups' : 'not-set' }
      : threshold('groups', groups.filter((group) => theGroupAsks(group, groupPercent)).length, groups.length, needed),
  );
  if (askHouseholds !== null) out.push(threshold('set', households.supporting, households.all, askHouseholds));
  return out;
}

const threshold = (kind: Threshold['kind'], count: number, of: number, needed: number | null): Threshold => ({
  kind,
  count,
  of,
  needed,
  reached: needed !== null && count >= needed,
  why: null,
});

/** The law obliges the committee to call the residents' assembly: a fifth of the households or residents, or a third of the groups, asks. */
export const theAssemblyMustBeCalled = (thresholds: readonly Threshold[]): boolean => thresholds.some(({ kind, reached }) => reached && kind !== 'set');

/** Under which step of the history reaching it is written down. */
export const stepOf: Record<Threshold['kind'], StepKind> = {
  households: 'threshold',
  residents: 'threshold-residents',
  groups: 'threshold-groups',
  set: 'threshold-set',
};

/** A meeting of one of these kinds was called on the matter, and not called off again. */
export function aMeetingIsCalled(steps: readonly Pick<MatterStep, 'kind' | 'otherId' | 'meetingKind'>[], kind?: string): boolean {
  const off = new Set(steps.filter((step) => step.kind === 'meeting-off').map((step) => step.otherId));
  return steps.some((step) => step.kind === 'meeting' && !off.has(step.otherId) && (kind === undefined || step.meetingKind === kind));
}
