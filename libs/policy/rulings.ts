import type { Day } from '#libs/civil-time';
import type { Outcome, Precedent, Reason, Ruling } from './reason.ts';
import type { ResolvedRule } from './resolve-pack.ts';

/** Whether a ruling decides on a day: begun, not run out, not withdrawn, and no other in its place. */
export function isLive(ruling: Pick<Ruling, 'day' | 'validFrom' | 'validTo' | 'endedOn'>, day: Day): boolean {
  return (ruling.validFrom ?? ruling.day) <= day && (ruling.validTo === null || day <= ruling.validTo) && (ruling.endedOn === null || day < ruling.endedOn);
}

/** A ruling decides in the project it was made for; a general one everywhere. */
const decidesFor = (ruling: Ruling, projectId: string | null): boolean =>
  ruling.reach === 'general' || (ruling.projectId !== null && ruling.projectId === projectId);

function toPrecedent(ruling: Ruling, projectId: string | null, day: Day): Precedent {
  const { id, terms, decision, reason, byName, day: ruledOn, validFrom, validTo, endedOn, reach } = ruling;
  const sameProject = ruling.projectId !== null && ruling.projectId === projectId;
  return {
    id,
    terms,
    decision,
    reason,
    byName,
    day: ruledOn,
    validFrom,
    validTo,
    endedOn,
    reach,
    sameProject,
    isLive: isLive(ruling, day),
  };
}

/** What rulings say on a rule and its terms, for one project on one day. */
export type Standing = {
  readonly decision: 'allowed' | 'forbidden' | 'open';
  readonly precedent?: Precedent;
};

/**
 * A project's own live rulings and the general ones decide, the latest for each term, its own before a general one; all
 * terms must be allowed for the whole to be. A ruling made for another project alone never decides: the latest that shares a term is
 * shown as precedent.
 */
export function standingOf(ruleId: string, terms: readonly string[], rulings: readonly Ruling[], projectId: string | null, day: Day): Standing {
  const related = rulings
    .filter((ruling) => ruling.ruleId === ruleId && ruling.day <= day && ruling.terms.some((term) => terms.includes(term)))
    .toSorted((left, right) => (left.day < right.day ? 1 : left.day > right.day ? -1 : 0));
  const own = related
    .filter((ruling) => decidesFor(ruling, projectId) && isLive(ruling, day))
    .toSorted((left, right) => Number(left.reach === 'general') - Number(right.reach === 'general'));

  const latestPerTerm = terms.map((term) => own.find((ruling) => ruling.terms.includes(term)));
  const refusal = latestPerTerm.find((ruling) => ruling?.decision === 'forbidden');
  if (refusal) return { decision: 'forbidden', precedent: toPrecedent(refusal, projectId, day) };

  const [first] = latestPerTerm;
  if (first && latestPerTerm.every((ruling) => ruling !== undefined)) {
    return { decision: 'allowed', precedent: toPrecedent(first, projectId, day) };
  }
  const shown = own[0] ?? related.find((ruling) => isLive(ruling, day)) ?? related[0];
  return shown ? { decision: 'open', precedent: toPrecedent(shown, projectId, day) } : { decision: 'open' };
}

/** A broken rule blocks only where its own text was read and the pack says that it blocks. */
export function blocksByItself({ rule }: ResolvedRule): boolean {
  return rule.status === 'text' && rule.blocks;
}

/** How a breach stands: blocked by the rule itself, else as the project's rulings say, else open to a ruling. */
export function breachOutcome(resolved: ResolvedRule, standing: Standing): { outcome: Outcome; passed: boolean | null } & Pick<Reason, 'precedent'> {
  const precedent = standing.precedent ? { precedent: standing.precedent } : {};
  if (blocksByItself(resolved) || standing.decision === 'forbidden') {
    return { outcome: 'block', passed: false, ...precedent };
  }
  if (standing.decision === 'allowed') return { outcome: 'pass', passed: true, ...precedent };
  return { outcome: 'needs-ruling', passed: null, ...precedent };
}
