import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type ApplicationDraft, draftSums, lineShares, parseHundredths, sourcePlannedFen, typedFen, typedLineFen } from './application-draft.ts';
import { type SourceBasis, sourceBases, type SourceKind, sourceKinds } from './project.ts';
import { readRule } from './read-shortfall-rule.ts';
import type { SourceRule } from './shortfall.ts';

/** One expected effect: from `baseline` to `target`, decimals as text with at most two places. */
export interface Indicator {
  name: string;
  unit: string;
  baseline: string;
  target: string;
  /** How and when it is measured; '' where nobody has said. */
  how: string;
  when: string;
}

/** Money planned from one source. */
export interface PlannedSource {
  kind: SourceKind;
  name: string;
  organisationId: string | null;
  /** Only of a collection: what each household pays, and how many do. */
  perHouseholdFen: bigint | null;
  households: number | null;
  plannedFen: bigint;
  /** What the money rests on; null: not said. */
  basis: SourceBasis | null;
  basisNote: string;
  /** What happens when less comes in by its day; null: not chosen. */
  shortfall: SourceRule | null;
}

/** One budget line; `quantity` is decimal text. `shares` name sources by their position from 1. */
export interface BudgetLine {
  name: string;
  category: string;
  unit: string;
  quantity: string;
  unitPriceFen: bigint;
  amountFen: bigint;
  shares: { sourceNo: number; amountFen: bigint }[];
}

/** A complete application, as it is submitted. */
export interface Application {
  title: string;
  goal: string;
  why: string;
  periodStart: string;
  periodEnd: string;
  /** Kind of project as the policy tells them apart; null: not chosen. */
  projectTier: string | null;
  indicators: Indicator[];
  members: { personId: string | null; name: string; duty: string }[];
  sources: PlannedSource[];
  lines: BudgetLine[];
  /** What each unit raised itself, and how much of the grant is to match it. */
  raised: { unit: string; amountFen: bigint }[];
  matchingFen: bigint;
  keeperPersonId: string | null;
  keeperName: string;
  keeperOrganisationId: string | null;
  upkeepMonths: number;
  upkeepYearlyFen: bigint;
  upkeepPlan: string;
  risks: { risk: string; answer: string }[];
  /** Opinion of the committee; '' leaves room to write it by hand. */
  opinion: string;
  resolutionIds: string[];
  ballotIds: string[];
  evidence: { kind: string; fileId: string }[];
  totalFen: bigint;
  grantFen: bigint;
}

/** What is missing or wrong, by field (`lines.0.quantity`) as a code that the page has words for. */
export type ApplicationErrors = Record<string, string>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const isKind = (kind: string): kind is SourceKind => sourceKinds.some((known) => known === kind);
const decimal = /^-?\d{1,11}(\.\d{1,2})?$/;

/**
 * Reads a draft as a complete application, or says everything that is missing or wrong, field by field. Rows in which
 * nothing was typed are left out. Codes: `required`, `too-long`, `not-a-date`, `not-a-number`, `not-an-amount`,
 * `not-in-list`, `ends-before-start`, `who-pays`, `shares-do-not-add-up`, `source-not-used-up`, `one-grant`,
 * `twice`, `more-than-the-grant`, `needs-resolution`, `needs-ballot`.
 */
export function completeApplication(draft: ApplicationDraft): Result<Application, ApplicationErrors> {
  const { application, errors } = applicationSoFar(draft);
  return Object.keys(errors).length > 0 ? err(errors) : ok(application);
}

/** What can be read of a draft as it stands, beside everything that is missing or wrong: for the rules to look at while it is written, never to be kept. */
export function applicationSoFar(draft: ApplicationDraft): { application: Application; errors: ApplicationErrors; linePositions: number[] } {
  const errors: ApplicationErrors = {};
  const fail = (field: string, code: string) => {
    errors[field] ??= code;
  };
  const need = (field: string, value: string, max = 200): string => {
    const text = value.trim();
    if (text === '') fail(field, 'required');
    else if (text.length > max) fail(field, 'too-long');
    return text;
  };
  const day = (field: string, value: string): string => {
    const text = need(field, value);
    if (text !== '' && !isDay(text)) fail(field, 'not-a-date');
    return text;
  };
  const atMost = (field: string, value: string | undefined, max: number): string => {
    const text = (value ?? '').trim();
    if (text.length > max) fail(field, 'too-long');
    return text;
  };
  const id = (value: string): string | null => (uuid.test(value) ? value : null);

  const title = need('title', draft.title, 60);
  const goal = need('goal', draft.goal, 2000);
  const why = need('why', draft.why, 4000);
  const periodStart = day('periodStart', draft.periodStart);
  const periodEnd = day('periodEnd', draft.periodEnd);
  if (isDay(periodStart) && isDay(periodEnd) && periodEnd < periodStart) fail('periodEnd', 'ends-before-start');

  const indicators = kept(draft.indicators, ({ name, baseline, target }) => [name, baseline, target]).map(({ row, at }) => {
    const number = (key: 'baseline' | 'target') => {
      const text = need(`indicators.${at}.${key}`, row[key]);
      if (text !== '' && !decimal.test(text)) fail(`indicators.${at}.${key}`, 'not-a-number');
      return text;
    };
    return {
      name: need(`indicators.${at}.name`, row.name, 100),
      unit: row.unit.trim(),
      baseline: number('baseline'),
      target: number('target'),
      how: atMost(`indicators.${at}.how`, row.how, 200),
      when: atMost(`indicators.${at}.when`, row.when, 100),
    };
  });
  if (indicators.length === 0) fail('indicators.0.name', 'required');

  const members = kept(draft.members, ({ name, duty }) => [name, duty]).map(({ row, at }) => ({
    personId: id(row.personId),
    name: need(`members.${at}.name`, row.name, 60),
    duty: need(`members.${at}.duty`, row.duty, 100),
  }));
  if (members.length === 0) fail('members.0.name', 'required');

  const sums = draftSums(draft);
  const sources: PlannedSource[] = [];
  const sourceNo = new Map<string, number>();
  for (const { row, at } of kept(draft.sources, ({ kind, name, planned, perHousehold }) => [kind, name, planned, perHousehold])) {
    const name = need(`sources.${at}.name`, row.name, 100);
    const household = row.kind === 'household';
    if (!isKind(row.kind)) fail(`sources.${at}.kind`, row.kind === '' ? 'required' : 'not-in-list');
    const plannedFen = sourcePlannedFen(row);
    const perHouseholdFen = household ? typedFen(row.perHousehold) : null;
    if (household) {
      if (perHouseholdFen === null) fail(`sources.${at}.perHousehold`, 'not-an-amount');
      if (plannedFen === null && perHouseholdFen !== null) fail(`sources.${at}.households`, 'not-a-number');
    } else if (plannedFen === null) fail(`sources.${at}.planned`, row.planned.trim() === '' ? 'required' : 'not-an-amount');
    if (plannedFen !== null && isKind(row.kind)) {
      sources.push({
        kind: row.kind,
        name,
        organisationId: id(row.organisationId),
        perHouseholdFen,
        plannedFen,
        households: household ? Number(row.households.trim()) : null,
        basis: sourceBases.find((known) => known === row.basis) ?? null,
        basisNote: atMost(`sources.${at}.basisNote`, row.basisNote, 200),
        shortfall: readRule(row, (key, code) => fail(`sources.${at}.${key}`, code)),
      });
      sourceNo.set(row.id, sources.length);
      if (sums.sources[at]?.usedFen !== plannedFen) fail(`sources.${at}.${household ? 'households' : 'planned'}`, 'source-not-used-up');
    }
  }
  if (draft.sources.filter((source) => source.kind === 'grant').length !== 1) fail('sources.0.kind', 'one-grant');

  const lines: BudgetLine[] = [];
  /** Where each line that could be read stands in the form. */
  const linePositions: number[] = [];
  for (const { row, at } of kept(draft.lines, ({ name, category, quantity, unitPrice }) => [name, category, quantity, unitPrice])) {
    const name = need(`lines.${at}.name`, row.name, 100);
    const category = need(`lines.${at}.category`, row.category, 60);
    const quantity = parseHundredths(row.quantity);
    if (quantity === null || quantity === 0n) fail(`lines.${at}.quantity`, row.quantity.trim() === '' ? 'required' : 'not-a-number');
    const unitPriceFen = typedFen(row.unitPrice);
    if (unitPriceFen === null) fail(`lines.${at}.unitPrice`, row.unitPrice.trim() === '' ? 'required' : 'not-an-amount');
    const amountFen = typedLineFen(row);
    if (amountFen === null || unitPriceFen === null || quantity === null) continue;
    if (amountFen === 0n) {
      fail(`lines.${at}.unitPrice`, 'not-an-amount');
      continue;
    }
    const paid = [...lineShares(draft, row)];
    const paidFen = paid.reduce((sum, [, part]) => sum + part, 0n);
    if (paid.length === 0) fail(`lines.${at}.payer`, 'who-pays');
    else if (paidFen !== amountFen) fail(`lines.${at}.payer`, 'shares-do-not-add-up');
    linePositions.push(at);
    lines.push({
      name,
      category,
      unit: row.unit.trim(),
      unitPriceFen,
      amountFen,
      quantity: `${quantity / 100n}.${String(quantity % 100n).padStart(2, '0')}`,
      shares: paid.flatMap(([source, part]) => {
        const no = sourceNo.get(source);
        return no === undefined ? [] : [{ sourceNo: no, amountFen: part }];
      }),
    });
  }
  if (lines.length === 0) fail('lines.0.name', 'required');

  const raised = kept(draft.raised, ({ unit, amount }) => [unit, amount]).map(({ row, at }) => {
    const amountFen = typedFen(row.amount);
    if (amountFen === null) fail(`raised.${at}.amount`, row.amount.trim() === '' ? 'required' : 'not-an-amount');
    return { unit: need(`raised.${at}.unit`, row.unit, 60), amountFen: amountFen ?? 0n };
  });
  for (const [at, row] of raised.entries()) if (raised.slice(0, at).some(({ unit }) => unit === row.unit)) fail(`raised.${at}.unit`, 'twice');
  const matchingFen = draft.matching.trim() === '' || /^0(\.0{1,2})?$/.test(draft.matching.trim()) ? 0n : typedFen(draft.matching);
  if (matchingFen === null) fail('matching', 'not-an-amount');
  else if (matchingFen > sums.grantFen) fail('matching', 'more-than-the-grant');

  const keeperName = need('keeperName', draft.keeperName, 60);
  const upkeepMonths = /^\d{1,2}$/.test(draft.upkeepMonths.trim()) ? Number(draft.upkeepMonths.trim()) : 0;
  if (upkeepMonths < 1 || upkeepMonths > 60) fail('upkeepMonths', draft.upkeepMonths.trim() === '' ? 'required' : 'not-a-number');
  const upkeepYearlyFen = /^0(\.0{1,2})?$/.test(draft.upkeepYearly.trim()) ? 0n : typedFen(draft.upkeepYearly);
  if (upkeepYearlyFen === null) fail('upkeepYearly', draft.upkeepYearly.trim() === '' ? 'required' : 'not-an-amount');
  const upkeepPlan = need('upkeepPlan', draft.upkeepPlan, 1000);

  const risks = kept(draft.risks, ({ risk, answer }) => [risk, answer]).map(({ row, at }) => ({
    risk: need(`risks.${at}.risk`, row.risk, 300),
    answer: need(`risks.${at}.answer`, row.answer, 300),
  }));
  if (risks.length === 0) fail('risks.0.risk', 'required');

  const resolutionIds = [...new Set(draft.resolutionIds.filter((text) => uuid.test(text)))];
  const ballotIds = [...new Set(draft.ballotIds.filter((text) => uuid.test(text)))];
  if (resolutionIds.length === 0) fail('resolutionIds', 'needs-resolution');
  if (sources.some((source) => source.kind === 'household') && ballotIds.length === 0) fail('ballotIds', 'needs-ballot');
  const evidence = draft.evidence.filter((row) => uuid.test(row.fileId)).map((row) => ({ kind: row.kind.trim(), fileId: row.fileId }));

  const projectTier = draft.projectTier.trim().slice(0, 60);
  const opinion = atMost('opinion', draft.opinion, 2000);

  const application: Application = {
    title,
    goal,
    why,
    periodStart,
    periodEnd,
    projectTier: projectTier === '' ? null : projectTier,
    indicators,
    members,
    sources,
    lines,
    raised,
    matchingFen: matchingFen ?? 0n,
    keeperPersonId: id(draft.keeperPersonId),
    keeperName,
    keeperOrganisationId: id(draft.keeperOrganisationId),
    upkeepMonths,
    upkeepYearlyFen: upkeepYearlyFen ?? 0n,
    upkeepPlan,
    risks,
    opinion,
    resolutionIds,
    ballotIds,
    evidence,
    totalFen: sums.linesFen,
    grantFen: sums.grantFen,
  };
  return { application, errors, linePositions };
}

/** Rows in which something was typed, with their position in the form. */
function kept<T>(all: readonly T[], texts: (row: T) => string[]): { row: T; at: number }[] {
  return all.map((row, at) => ({ row, at })).filter(({ row }) => texts(row).some((text) => text.trim() !== ''));
}
