import { type PolicyPack, packSchema, readRule } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty } from '#modules/inbox';
import { insertPolicyDraft, lockPolicyDraft, savePolicyDraft, savePolicyDraftState } from './draft-store.ts';
import { isBeingWritten, knownPacks, type PolicyDraft } from './policy-draft.ts';
import { adoptedPolicy } from './policy-store.ts';

/** Key of the duty that asks a second person to publish what another has proposed. */
export const publishPolicyDuty = 'policy.publish';

/** What a draft begins from: the version in force, a pack that it is to build on, or nothing but its own name; or a pack that came as a file. */
export type DraftStart =
  | { readonly from: 'copy' }
  | { readonly from: 'above'; readonly inherits: string | null; readonly title: string; readonly titleEn: string }
  | { readonly from: 'file'; readonly json: unknown };
/** `no-policy` nothing is in force that could be copied · `unknown-pack` · `no-name` · `bad-pack` the file is no pack. */
export type StartDraftError = 'not-allowed' | 'no-policy' | 'unknown-pack' | 'no-name' | 'bad-pack';

/** Code of a subdistrict's own pack; its rules carry their own ids, or that of the inherited rule they narrow. */
export const OWN_PACK_CODE = 'own-rules';

async function firstPack(tx: CommandTx, input: { packs: readonly PolicyPack[]; start: DraftStart }): Promise<Result<PolicyPack, StartDraftError>> {
  const { start } = input;
  const adopted = await adoptedPolicy(tx, tx.today);
  if (start.from === 'copy') {
    const own = adopted?.packs[0];
    return own ? ok({ ...own, version: `${own.version}-${tx.today}`, validFrom: null, validTo: null }) : err('no-policy');
  }
  if (start.from === 'file') {
    const parsed = packSchema.safeParse(start.json);
    return parsed.success ? ok(parsed.data) : err('bad-pack');
  }
  if (start.title.trim() === '' || start.title.trim().length > 120) return err('no-name');
  if (start.inherits !== null && !knownPacks(adopted?.packs ?? [], input.packs).some(({ code }) => code === start.inherits)) return err('unknown-pack');
  const zh = start.title.trim();
  const title = { zh, en: start.titleEn.trim() || zh };
  return ok({ code: OWN_PACK_CODE, title, version: tx.today, validFrom: null, validTo: null, inherits: start.inherits, note: null, rules: [] });
}

/** Begins a new version of the office's rules; nothing of it is in force. Returns its id. */
export const startPolicyDraft = (
  ctx: CommandContext,
  input: { packs: readonly PolicyPack[]; start: DraftStart },
): Promise<Result<string, StartDraftError | 'key-reused'>> =>
  runCommand(ctx, 'start-policy-draft', async (tx) => {
    if (!tx.can('policy.edit', { neighbourhoodId: null })) return err('not-allowed');
    const pack = await firstPack(tx, input);
    if (!pack.ok) return pack;
    const id = await insertPolicyDraft(tx, (await adoptedPolicy(tx, tx.today))?.id ?? null, pack.value);
    await tx.emit('policy.drafted', { draftId: id });
    tx.audit({
      action: 'policy.draft',
      subjectKind: 'policy',
      subjectId: id,
      text: { from: input.start.from, code: pack.value.code, version: pack.value.version },
    });
    return ok(id);
  });

/** One change of a draft. */
export type DraftChange =
  | { readonly what: 'rule'; readonly rule: unknown }
  | { readonly what: 'remove'; readonly ruleId: string }
  | {
      readonly what: 'head';
      readonly title: string;
      readonly titleEn: string;
      readonly version: string;
      readonly holdsFrom: string | null;
      readonly reason: string;
    };
/** `wrong-state` it is proposed, published or dropped · `no-name` title or version is missing · `too-long` · `bad-rule` the rule does not fit its kind · `no-such-rule`. */
export type ChangeDraftError = 'not-found' | 'not-allowed' | 'wrong-state' | 'no-name' | 'too-long' | 'bad-rule' | 'no-such-rule';

function changed(draft: PolicyDraft, change: DraftChange): Result<Pick<PolicyDraft, 'pack' | 'holdsFrom' | 'reason'>, ChangeDraftError> {
  const { pack, holdsFrom, reason } = draft;
  if (change.what === 'head') {
    const [zh, version] = [change.title.trim(), change.version.trim()];
    if (zh === '' || version === '') return err('no-name');
    if (zh.length > 120 || version.length > 60 || change.reason.length > 1000) return err('too-long');
    return ok({ pack: { ...pack, version, title: { zh, en: change.titleEn.trim() || zh } }, holdsFrom: change.holdsFrom, reason: change.reason.trim() });
  }
  if (change.what === 'remove') {
    const rules = pack.rules.filter(({ id }) => id !== change.ruleId);
    return rules.length === pack.rules.length ? err('no-such-rule') : ok({ pack: { ...pack, rules }, holdsFrom, reason });
  }
  const read = readRule(change.rule);
  if (!read.ok) return err('bad-rule');
  const at = pack.rules.findIndex(({ id }) => id === read.value.id);
  const rules = at < 0 ? [...pack.rules, read.value] : pack.rules.map((rule, index) => (index === at ? read.value : rule));
  if (rules.length > 500 || JSON.stringify(change.rule).length > 100_000) return err('too-long');
  return ok({ pack: { ...pack, rules }, holdsFrom, reason });
}

/** Changes a draft: a rule put in or changed, a rule taken out, or its name, day and reason. Errors: {@link ChangeDraftError}. */
export const changePolicyDraft = (
  ctx: CommandContext,
  input: { draftId: string; change: DraftChange },
): Promise<Result<void, ChangeDraftError | 'key-reused'>> =>
  runCommand(ctx, 'change-policy-draft', async (tx) => {
    if (!tx.can('policy.edit', { neighbourhoodId: null })) return err('not-allowed');
    const draft = await lockPolicyDraft(tx, input.draftId);
    if (!draft) return err('not-found');
    if (!isBeingWritten(draft)) return err('wrong-state');
    const next = changed(draft, input.change);
    if (!next.ok) return next;
    await savePolicyDraft(tx, { id: draft.id, ...next.value });
    const { change } = input;
    const text =
      change.what === 'remove'
        ? { removed: change.ruleId }
        : change.what === 'rule'
          ? { rule: JSON.stringify(change.rule).slice(0, 4000) }
          : { version: change.version };
    tx.audit({ action: 'policy.draft.change', subjectKind: 'policy', subjectId: draft.id, text });
    return ok();
  });

/** Takes a proposal back to be written on (either person may), or lets a draft go. Errors: `not-found`, `not-allowed`, `wrong-state`. */
export const movePolicyDraftBack = (
  ctx: CommandContext,
  input: { draftId: string; to: 'draft' | 'dropped' },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused'>> =>
  runCommand(ctx, 'move-policy-draft-back', async (tx) => {
    if (!tx.can('policy.edit', { neighbourhoodId: null })) return err('not-allowed');
    const draft = await lockPolicyDraft(tx, input.draftId);
    if (!draft) return err('not-found');
    if (draft.state !== (input.to === 'draft' ? 'proposed' : 'draft')) return err('wrong-state');
    await savePolicyDraftState(tx, draft.id, input.to);
    await closeDuty(tx, { kind: publishPolicyDuty, subjectId: draft.id });
    await tx.emit(`policy.${input.to === 'draft' ? 'returned' : 'dropped'}`, { draftId: draft.id });
    tx.audit({ action: 'policy.draft.back', subjectKind: 'policy', subjectId: draft.id, text: { to: input.to } });
    return ok();
  });
