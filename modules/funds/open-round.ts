import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { isUniqueViolation } from '#platform/database';
import { roundMayBecome, type RoundState } from './round.ts';
import { adoptedPolicy } from './policy-store.ts';
import { insertRound, lockRound, saveRoundState } from './store.ts';

export interface OpenRoundInput {
  year: number;
  name: string;
  poolFen: bigint;
  opensOn: string;
  closesOn: string;
  reviewersWanted: number;
  callText: string;
}
/** `no-policy` adopt a policy first · `closes-before-it-opens` · `no-pool` the pool must be more than nothing · `no-name` ·
 * `no-reviewers` between one and twenty · `same-name` the year has a round of this name. */
export type OpenRoundError = 'not-allowed' | 'no-policy' | 'closes-before-it-opens' | 'no-pool' | 'no-name' | 'no-reviewers' | 'same-name';

/** Opens the year's round under the policy in force. */
export async function openRoundIn(tx: CommandTx, input: OpenRoundInput): Promise<Result<string, OpenRoundError>> {
  if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
  // A round goes by the rules of the day it opens on, to its end.
  const policy = await adoptedPolicy(tx, input.opensOn > tx.today ? input.opensOn : tx.today);
  if (!policy) return err('no-policy');
  if (input.poolFen <= 0n) return err('no-pool');
  if (input.closesOn < input.opensOn) return err('closes-before-it-opens');
  if (input.name.trim() === '' || input.name.trim().length > 80) return err('no-name');
  if (!Number.isInteger(input.reviewersWanted) || input.reviewersWanted < 1 || input.reviewersWanted > 20) return err('no-reviewers');
  const id = await insertRound(tx, { ...input, name: input.name.trim(), state: 'open', policyId: policy.id }).catch((error: unknown) => {
    if (isUniqueViolation(error)) return null;
    throw error;
  });
  if (id === null) return err('same-name');
  await tx.emit('round.opened', { roundId: id });
  tx.audit({ action: 'round.open', subjectKind: 'round', subjectId: id, text: { ...input } });
  return ok(id);
}
export const openRound = (ctx: CommandContext, input: OpenRoundInput) => runCommand(ctx, 'open-round', (tx) => openRoundIn(tx, input));

/** Moves a round on: applications closed → reviewing → decided. */
export async function moveRoundIn(
  tx: CommandTx,
  input: { roundId: string; to: RoundState },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state'>> {
  if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
  const round = await lockRound(tx, input.roundId);
  if (!round) return err('not-found');
  // What needs a reason and a later day is a change of the round.
  if (!roundMayBecome(round.state, input.to) || input.to === 'cancelled' || input.to === 'open') return err('wrong-state');
  await saveRoundState(tx, round.id, input.to);
  await tx.emit(`round.${input.to}`, { roundId: round.id });
  tx.audit({ action: 'round.move', subjectKind: 'round', subjectId: round.id, text: { from: round.state, to: input.to } });
  return ok();
}
/**
 * Closes the round's call for applications after its last day; before it is over, that is a change with its reason: `closeCallEarly`. Extending and
 * reopening: `extendRound`, `reopenRound`; deciding and cancelling look at its projects: see reviews. Errors: `days-run` its days are not over.
 */
export const moveRound = (ctx: CommandContext, input: { roundId: string; to: 'reviewing' }) =>
  runCommand(ctx, 'move-round', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'days-run'>> => {
    if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (round?.state === 'open' && tx.today <= round.closesOn) return err('days-run');
    return moveRoundIn(tx, input);
  });
