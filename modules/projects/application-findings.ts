import type { Reason, Verdict } from '#libs/policy';
import { addDays } from '#libs/civil-time';
import { applicationSoFar, type ApplicationErrors } from './application.ts';
import { type ApplicationDraft, typedFen } from './application-draft.ts';
import { type KeeperStanding } from './keeper-acceptance.ts';
import type { PriceReference } from './price-references.ts';

/**
 * How a finding binds: `missing` something has to be filled in before it can be handed in; `block` a rule forbids it; `ruling` a named officer decides after it
 * is handed in; `setting` the office has to set a value first; `advice` nothing stops, but reviewers will ask.
 */
export const findingLevels = ['missing', 'block', 'ruling', 'setting', 'advice', 'kept'] as const;
export type FindingLevel = (typeof findingLevels)[number];

/** What the check found while an application is written, with the field where it can be put right ('' = none in the form). */
export type ApplicationFinding =
  | { level: 'missing'; field: string; code: string }
  | { level: 'block' | 'ruling' | 'setting' | 'kept'; field: string; reason: Reason }
  | { level: 'advice'; field: string; code: AdviceCode; numbers: Readonly<Record<string, string | bigint>> };

/** What is only advised. */
export type AdviceCode = 'no-measure' | 'no-basis' | 'commitment-unnamed' | 'price-above-range' | 'starts-soon' | 'upkeep-unpaid' | 'no-opinion';

const levelOf: Readonly<Record<Reason['outcome'], 'block' | 'ruling' | 'setting' | 'kept'>> = {
  block: 'block',
  'needs-ruling': 'ruling',
  'needs-setting': 'setting',
  pass: 'kept',
};

/** The field of the form in which a reason of the policy can be put right. */
export function fieldOfReason(reason: Reason, draft: ApplicationDraft, linePositions: readonly number[]): string {
  const grantAt = draft.sources.findIndex(({ kind }) => kind === 'grant');
  const grant = grantAt < 0 ? 'sources.0.planned' : `sources.${grantAt}.planned`;
  if (reason.line !== undefined) return `lines.${linePositions[Number(reason.line) - 1] ?? 0}.name`;
  switch (reason.kind) {
    case 'cap': {
      const household = draft.sources.findIndex(({ kind }) => kind === 'household');
      return reason.numbers['perHouseholdFen'] !== undefined && household >= 0 ? `sources.${household}.perHousehold` : grant;
    }
    case 'parts':
    case 'leverage':
      return grant;
    case 'tiers':
      return reason.code === 'tier-unknown' && reason.terms?.includes('project-tier') ? 'projectTier' : reason.code === 'tier-unknown' ? '' : grant;
    case 'evidence':
      return 'paper';
    case 'collection':
      return 'ballotIds';
    case 'meeting':
      return 'resolutionIds';
    case 'matching':
      return 'matching';
    default:
      return '';
  }
}

/** Everything that an application needs in its fields, with the keeper's yes. */
function missing(errors: ApplicationErrors, keeper: KeeperStanding): ApplicationFinding[] {
  const found = Object.entries(errors).map(([field, code]): ApplicationFinding => ({ level: 'missing', field, code }));
  if (keeper.kind === 'accepted' || errors['keeperName'] !== undefined) return found;
  return [...found, { level: 'missing', field: 'keeperSaidOn', code: keeper.kind === 'declined' ? 'keeper-declined' : 'keeper-not-accepted' }];
}

/** What nobody forbids but reviewers ask about. */
export function adviceOn(draft: ApplicationDraft, prices: readonly (PriceReference | null)[], today: string): ApplicationFinding[] {
  const advice: ApplicationFinding[] = [];
  const say = (field: string, code: AdviceCode, numbers: Record<string, string | bigint> = {}) => advice.push({ level: 'advice', field, code, numbers });
  for (const [at, row] of draft.indicators.entries())
    if (row.name.trim() !== '' && ((row.how ?? '').trim() === '' || (row.when ?? '').trim() === ''))
      say(`indicators.${at}.how`, 'no-measure', { name: row.name });
  for (const [at, row] of draft.sources.entries()) {
    if (row.kind === '' || row.kind === 'grant' || row.kind === 'household') continue;
    if ((row.basis ?? '') === '') say(`sources.${at}.basis`, 'no-basis', { name: row.name });
    else if (row.basis === 'commitment' && (row.basisNote ?? '').trim() === '') say(`sources.${at}.basisNote`, 'commitment-unnamed', { name: row.name });
  }
  for (const [at, row] of draft.lines.entries()) {
    const [price, unitFen] = [prices[at], typedFen(row.unitPrice)];
    if (price && unitFen !== null && unitFen > price.highFen)
      say(`lines.${at}.unitPrice`, 'price-above-range', { name: row.name, unitFen, highFen: price.highFen, medianFen: price.medianFen });
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(draft.periodStart) && draft.periodStart <= addDays(today, 7)) say('periodStart', 'starts-soon');
  if (/^0(\.0{1,2})?$/.test(draft.upkeepYearly.trim())) say('upkeepYearly', 'upkeep-unpaid');
  if (draft.opinion.trim() === '') say('opinion', 'no-opinion');
  return advice;
}

/** Everything found in a draft as it stands, what stops first. `verdict` is the policy's on what can be read of it; null where no policy is in force. */
export function findingsOf(
  draft: ApplicationDraft,
  known: { verdict: Verdict | null; keeper: KeeperStanding; prices: readonly (PriceReference | null)[]; today: string },
): ApplicationFinding[] {
  const { errors, linePositions } = applicationSoFar(draft);
  const rules = (known.verdict?.reasons ?? []).map(
    (reason): ApplicationFinding => ({ level: levelOf[reason.outcome], field: fieldOfReason(reason, draft, linePositions), reason }),
  );
  const all = [...missing(errors, known.keeper), ...rules, ...adviceOn(draft, known.prices, known.today)];
  return all.toSorted((one, other) => findingLevels.indexOf(one.level) - findingLevels.indexOf(other.level));
}
