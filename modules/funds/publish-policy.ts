import { approvalRule, type PolicyPack, type ResolveError } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';
import { holds, type Role } from '#platform/access';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, openDuty } from '#modules/inbox';
import { lockPolicyDraft, savePolicyDraftState } from './draft-store.ts';
import { publishPolicyDuty } from './edit-policy.ts';
import { faultsOf, knownPacks, type PolicyDraft, withAllItBuildsOn } from './policy-draft.ts';
import { adoptedPolicies, adoptedPolicy, currentPack, insertAdoptedPolicy } from './policy-store.ts';

/**
 * `reason-required` · `day-required` the day of effect is missing or past · `no-rules` an empty pack · `same-version` the office has adopted this version of this code ·
 * `loosens-blocking-rule` it asks for less than what blocks above · and the errors of resolving packs.
 */
export type ProposePolicyError =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'not-a-person'
  | 'reason-required'
  | 'day-required'
  | 'no-rules'
  | 'same-version'
  | ResolveError;
/** `same-person` whoever proposed it does not publish it · `not-in-chain` the policy in force names another role as the last to approve its changes. */
export type PublishPolicyError = ProposePolicyError | 'same-person' | 'not-in-chain';

async function ready(
  tx: CommandTx,
  draft: PolicyDraft,
  packs: readonly PolicyPack[],
): Promise<Result<{ holdsFrom: string; packs: PolicyPack[] }, ProposePolicyError>> {
  const { holdsFrom, pack } = draft;
  if (draft.reason === '') return err('reason-required');
  if (holdsFrom === null || holdsFrom < tx.today) return err('day-required');
  if (pack.rules.length === 0) return err('no-rules');
  if ((await adoptedPolicies(tx)).some(({ code, version }) => code === pack.code && version === pack.version)) return err('same-version');
  const others = knownPacks((await adoptedPolicy(tx, tx.today))?.packs ?? [], packs);
  const faults = faultsOf(pack, others, holdsFrom);
  if (faults.resolve) return err(faults.resolve);
  if (faults.loosened.length > 0) return err('loosens-blocking-rule');
  const kept = withAllItBuildsOn(pack, others, holdsFrom);
  return kept.ok ? ok({ holdsFrom, packs: kept.value }) : kept;
}

/** The role that the policy in force names last in the chain for its own changes, where that is one of the office; null: any second person of the office. */
export async function lastInTheChain(tx: CommandTx): Promise<Role | null> {
  const pack = await currentPack(tx, tx.today);
  const last = pack ? approvalRule(pack, 'policy')?.rule.chain.at(-1)?.role : undefined;
  return last === 'officer' || last === 'head' ? last : null;
}

/** Proposes a draft as it stands; another person is asked to publish it. Errors: {@link ProposePolicyError}. */
export const proposePolicy = (
  ctx: CommandContext,
  input: { draftId: string; packs: readonly PolicyPack[] },
): Promise<Result<void, ProposePolicyError | 'key-reused'>> =>
  runCommand(ctx, 'propose-policy', async (tx): Promise<Result<void, ProposePolicyError>> => {
    if (!tx.can('policy.edit', { neighbourhoodId: null })) return err('not-allowed');
    if (!tx.actor.personId) return err('not-a-person');
    const draft = await lockPolicyDraft(tx, input.draftId);
    if (!draft) return err('not-found');
    if (draft.state !== 'draft') return err('wrong-state');
    const checked = await ready(tx, draft, input.packs);
    if (!checked.ok) return checked;
    await savePolicyDraftState(tx, draft.id, 'proposed');
    const role = (await lastInTheChain(tx)) ?? (holds(tx.actor, ['head'], null, 'policy.publish') ? 'officer' : 'head');
    await openDuty(tx, {
      kind: publishPolicyDuty,
      role,
      neighbourhoodId: null,
      subjectKind: 'policy',
      subjectId: draft.id,
      title: {
        zh: `审定规定“${draft.pack.title.zh}”新版本（${draft.pack.version}）`,
        en: `Decide on the new version of “${draft.pack.title.en}” (${draft.pack.version})`,
      },
      href: `/policy/drafts/${draft.id}`,
      dueDay: null,
    });
    await tx.emit('policy.proposed', { draftId: draft.id });
    tx.audit({
      action: 'policy.propose',
      subjectKind: 'policy',
      subjectId: draft.id,
      text: { version: draft.pack.version, holdsFrom: checked.value.holdsFrom, reason: draft.reason },
    });
    return ok();
  });

/**
 * A second person publishes what was proposed, word for word; it holds from its day on. Rounds that are open keep the version they began with.
 * Returns the id of the version. Errors: {@link PublishPolicyError}.
 */
export const publishPolicy = (
  ctx: CommandContext,
  input: { draftId: string; packs: readonly PolicyPack[] },
): Promise<Result<string, PublishPolicyError | 'key-reused'>> =>
  runCommand(ctx, 'publish-policy', async (tx): Promise<Result<string, PublishPolicyError>> => {
    if (!tx.can('policy.publish', { neighbourhoodId: null })) return err('not-allowed');
    if (!tx.actor.personId) return err('not-a-person');
    const draft = await lockPolicyDraft(tx, input.draftId);
    if (!draft) return err('not-found');
    if (draft.state !== 'proposed' || draft.proposedBy === null) return err('wrong-state');
    if (draft.proposedBy === tx.actor.personId) return err('same-person');
    const last = await lastInTheChain(tx);
    if (last && !holds(tx.actor, [last], null, 'policy.publish')) return err('not-in-chain');
    const checked = await ready(tx, draft, input.packs);
    if (!checked.ok) return checked;
    const { holdsFrom, packs } = checked.value;
    const published = { draftId: draft.id, holdsFrom, reason: draft.reason, proposedBy: draft.proposedBy, proposedByName: draft.proposedByName ?? '' };
    const id = await insertAdoptedPolicy(tx, packs, published);
    await savePolicyDraftState(tx, draft.id, 'published');
    await closeDuty(tx, { kind: publishPolicyDuty, subjectId: draft.id });
    await closeDuty(tx, { kind: 'adopt-policy', subjectId: tx.subdistrictId });
    await tx.emit('policy.adopted', { policyId: id, code: draft.pack.code });
    tx.audit({
      action: 'policy.publish',
      subjectKind: 'policy',
      subjectId: id,
      text: { draftId: draft.id, code: draft.pack.code, version: draft.pack.version, holdsFrom },
    });
    return ok(id);
  });
