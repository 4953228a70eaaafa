import { err, ok, type Result } from '#libs/result';
import { type PolicyPack, resolvePack } from '#libs/policy';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty } from '#modules/inbox';
import { insertAdoptedPolicy } from './policy-store.ts';

export type AdoptPolicyError = 'not-allowed' | 'unknown-pack' | 'pack-not-valid-on-day' | 'inheritance-loop' | 'loosens-blocking-rule' | 'bad-setting-value';

/**
 * The office adopts a policy pack: it is kept with all packs it builds on, word for word, and holds from today.
 * @param input.packs all known packs; @param input.code the one to adopt
 */
export async function adoptPolicyIn(tx: CommandTx, input: { packs: readonly PolicyPack[]; code: string }): Promise<Result<string, AdoptPolicyError>> {
  if (!tx.can('policy.adopt', { neighbourhoodId: null })) return err('not-allowed');
  const resolved = resolvePack(input.packs, input.code, [], tx.today);
  if (!resolved.ok) return resolved;
  const chain = resolved.value.chain.flatMap(({ code, version }) => input.packs.filter((pack) => pack.code === code && pack.version === version));
  const id = await insertAdoptedPolicy(tx, chain);
  await closeDuty(tx, { kind: 'adopt-policy', subjectId: tx.subdistrictId });
  await tx.emit('policy.adopted', { policyId: id, code: input.code });
  tx.audit({ action: 'policy.adopt', subjectKind: 'policy', subjectId: id, text: { code: input.code, version: resolved.value.version } });
  return ok(id);
}

export const adoptPolicy = (ctx: CommandContext, input: { packs: readonly PolicyPack[]; code: string }) =>
  runCommand(ctx, 'adopt-policy', (tx) => adoptPolicyIn(tx, input));
