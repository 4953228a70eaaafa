import type { Day } from '#libs/civil-time';
import { err, type Result } from '#libs/result';
import { findOrganisation } from '#modules/people';
import type { CommandContext } from '#platform/command';
import { read } from '#platform/command';
import { decide, type DecideError } from './decide-matter.ts';
import { insertReferral } from './referral-store.ts';

/** To whom a matter is passed on: an organisation of the register (property company, department, partner), or a body named in words. */
export type PassedTo = { organisationId: string } | { passedTo: string };

/**
 * Passes a matter on to whoever is responsible; the committee asks after it by `dueDay` and writes down what comes back. It
 * stays open for supporters: passing on settles nothing. Event: `matter.passed-on`. Errors: `no-organisation` none of this
 * place that still exists.
 */
export async function passOnMatter(
  context: CommandContext,
  input: PassedTo & { matterId: string; reason: string; dueDay: Day | null },
): Promise<Result<{ matterId: string }, DecideError | 'no-organisation' | 'key-reused'>> {
  const organisationId = 'organisationId' in input ? input.organisationId : null;
  const organisation = organisationId === null ? null : await read(context, (tx) => findOrganisation(tx, organisationId));
  if (organisationId !== null && !organisation?.active) return err('no-organisation');
  const to = organisation?.name ?? ('passedTo' in input ? input.passedTo.trim() : '');
  const fields = { matterId: input.matterId, reason: input.reason, dueDay: input.dueDay };
  return decide(context, 'pass-on-matter', fields, { action: 'pass-on', passedTo: to }, 'passed-on', (tx, matter) =>
    insertReferral(tx, { matterId: matter.id, organisationId, toName: to, reason: input.reason.trim(), dueDay: input.dueDay }),
  );
}
