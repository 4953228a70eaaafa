import { err, ok, type Result } from '#libs/result';
import { isCheckViolation } from '#platform/database';
import { type CommandContext, runCommand } from '#platform/command';
import { listNeighbourhoods } from '#modules/places';
import type { QuotaProposal } from './quota.ts';
import { insertQuota, quotasOf } from './round-place-store.ts';
import { lockRound } from './store.ts';

/** One neighbourhood's line of the quota form. */
export interface QuotaInput {
  neighbourhoodId: string;
  amountFen: bigint | null;
  countLimit: number | null;
  reason: string;
}
/**
 * `reason-required` a quota that departs from the policy's, or changes one that was set, says why · `below-promised` the neighbourhood has been
 * promised more already · `nothing-set` no line holds a number · `terms-required` what is measured, and what happens above · `round-is-over`.
 */
export type QuotaError = 'not-allowed' | 'not-found' | 'reason-required' | 'below-promised' | 'nothing-set' | 'terms-required' | 'round-is-over';

/** True when a quota is another than the one that stands, or the first. */
const isNew = (wanted: { amountFen: bigint | null; countLimit: number | null; binds: string; over: string }, old: typeof wanted | undefined): boolean =>
  old === undefined || wanted.amountFen !== old.amountFen || wanted.countLimit !== old.countLimit || wanted.binds !== old.binds || wanted.over !== old.over;

/**
 * Sets quotas of neighbourhoods; all or none, lines that change nothing are passed over.
 * @param input.proposals what the policy comes to, as it was shown beside the form. Errors: {@link QuotaError}.
 */
export const setQuotas = (
  context: CommandContext,
  input: {
    roundId: string;
    quotas: readonly QuotaInput[];
    binds: 'application' | 'award' | null;
    over: 'refuse' | 'name' | null;
    proposals: readonly QuotaProposal[];
  },
): Promise<Result<number, QuotaError | 'key-reused'>> =>
  runCommand(context, 'set-quotas', async (tx): Promise<Result<number, QuotaError>> => {
    if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    if (round.state === 'decided' || round.state === 'cancelled') return err('round-is-over');
    const { binds, over } = input;
    if (binds === null || over === null) return err('terms-required');
    const lines = input.quotas.filter(({ amountFen, countLimit }) => amountFen !== null || countLimit !== null);
    if (lines.length === 0) return err('nothing-set');
    const known = new Set((await listNeighbourhoods(tx)).map(({ id }) => id));
    const standing = await quotasOf(tx, round.id);
    const changed = lines.filter((line) => isNew({ ...line, binds, over }, standing.get(line.neighbourhoodId)));
    for (const line of changed) {
      if (!known.has(line.neighbourhoodId)) return err('not-found');
      const proposal = input.proposals.find(({ neighbourhoodId }) => neighbourhoodId === line.neighbourhoodId);
      const before = standing.get(line.neighbourhoodId);
      const reason = line.reason.trim().slice(0, 500);
      const proposedFen = proposal?.fen ?? null;
      if (reason === '' && (before !== undefined || (proposedFen !== null && proposedFen !== line.amountFen))) return err('reason-required');
      const failed = await insertQuota(tx, round.id, {
        neighbourhoodId: line.neighbourhoodId,
        no: (before?.no ?? 0) + 1,
        amountFen: line.amountFen,
        countLimit: line.countLimit,
        proposedFen,
        basis: proposal?.steps ?? [],
        reason,
        binds,
        over,
      }).catch((error: unknown) => {
        if (isCheckViolation(error)) return 'refused' as const;
        throw error;
      });
      if (failed === 'refused') return err('below-promised');
    }
    if (changed.length > 0) {
      await tx.emit('round.quotas-set', { roundId: round.id });
      tx.audit({
        action: 'round.set-quotas',
        subjectKind: 'round',
        subjectId: round.id,
        text: { binds, over, quotas: changed.map((line) => [line.neighbourhoodId, String(line.amountFen ?? ''), line.countLimit, line.reason.trim()]) },
      });
    }
    return ok(changed.length);
  });
