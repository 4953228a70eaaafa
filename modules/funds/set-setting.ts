import { err, ok, type Result } from '#libs/result';
import { resolvePack } from '#libs/policy';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { adoptedPolicy, insertSetting, officeSettings } from './store.ts';

/** `bad-setting-value` the value does not fit what the rule asks for · `empty` nothing to set. */
export type SetSettingError = 'not-allowed' | 'empty' | 'bad-setting-value';

/** Stores the office's own answers to what its policy leaves open, named and dated. All or none. */
export async function setSettingsIn(tx: CommandTx, input: { values: Record<string, string>; reason: string }): Promise<Result<void, SetSettingError>> {
  if (!tx.can('setting.set', { neighbourhoodId: null })) return err('not-allowed');
  const entries = Object.entries(input.values).map(([key, value]) => [key, value.trim()] as const).filter(([, value]) => value !== '');
  if (entries.length === 0) return err('empty');
  for (const [key, value] of entries) await insertSetting(tx, key, value, input.reason.trim());
  const adopted = await adoptedPolicy(tx);
  if (adopted) {
    const resolved = resolvePack(adopted.packs, adopted.code, await officeSettings(tx), tx.today);
    if (!resolved.ok) return err('bad-setting-value');
  }
  await tx.emit('setting.set', { keys: entries.map(([key]) => key) });
  tx.audit({ action: 'setting.set', subjectKind: 'setting', subjectId: null, text: { values: Object.fromEntries(entries), reason: input.reason } });
  return ok();
}

export const setSettings = (ctx: CommandContext, input: { values: Record<string, string>; reason: string }) =>
  runCommand(ctx, 'set-settings', (tx) => setSettingsIn(tx, input));
