import type { DecidedLine } from '#modules/reviews';

/**
 * The reason that becomes public. The form is filled with what the rule says; where something else is proposed and nobody changed the sentence, it would
 * say the opposite of the decision, so the reason for the departure stands in its place.
 */
export function reasonAsProposed(line: DecidedLine, rule: { says: string; grantFen: bigint } | null): string {
  const given = line.outcome === 'award' ? line.grantFen : 0n;
  const departure = line.departureReason.trim();
  return rule && departure !== '' && given !== rule.grantFen && line.reason.trim() === rule.says.trim() ? departure : line.reason;
}
