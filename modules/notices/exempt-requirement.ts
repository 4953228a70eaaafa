import { err, ok, type Result } from '#libs/result';
import { findNeighbourhood } from '#modules/places';
import { type CommandContext, runCommand } from '#platform/command';
import { checkText } from './notice.ts';
import { exemptionsIn, insertExemption } from './requirement-store.ts';

/**
 * Says that something the law wants published does not apply in a neighbourhood (no property company, no owners' committee), or
 * that it does after all; the reason and the name are public. Event: `disclosure.exempted`.
 * Errors: `no-reason`, `wrong-state` it is said to be so already.
 */
export function exemptRequirement(
  context: CommandContext,
  input: { neighbourhoodId: string; requirement: string; applies: boolean; reason: string },
): Promise<Result<null, 'not-found' | 'not-allowed' | 'no-reason' | 'too-long' | 'wrong-state' | 'key-reused'>> {
  return runCommand(
    context,
    'exempt-requirement',
    async (tx): Promise<Result<null, 'not-found' | 'not-allowed' | 'no-reason' | 'too-long' | 'wrong-state'>> => {
      const { neighbourhoodId, requirement, applies } = input;
      if (!(await findNeighbourhood(tx, neighbourhoodId))) return err('not-found');
      if (!tx.can('notice.exempt', { neighbourhoodId }) || !tx.actor.personId) return err('not-allowed');
      const fault = checkText(input.reason, 300);
      if (fault) return err(fault === 'empty' ? 'no-reason' : fault);
      if (((await exemptionsIn(tx, neighbourhoodId)).get(requirement)?.applies ?? true) === applies) return err('wrong-state');
      const reason = input.reason.trim();
      await insertExemption(tx, { neighbourhoodId, requirement, applies, reason, byPerson: tx.actor.personId });
      await tx.emit('disclosure.exempted', { neighbourhoodId, requirement, applies });
      tx.audit({ action: 'notice.exempt', subjectKind: 'neighbourhood', subjectId: neighbourhoodId, text: { requirement, applies, reason } });
      return ok(null);
    },
  );
}
