import { replyRule } from '#libs/policy';
import { currentPack, officeSetting } from '#modules/funds';
import { type Counting, matterSettingKeys, type SupportUnit } from '#modules/matters';
import type { Tx } from '#platform/database';

/** Keys of what the office sets for matters. */
export const settingKeys = matterSettingKeys;

/** What the office has set for matters; null = it has not, and nothing stands in for it. */
export interface MatterSettings {
  replyDays: number | null;
  /** How the days are counted; the office's own setting is in calendar days. */
  replyCounting: Counting;
  supportUnit: SupportUnit | null;
}

/** Reads the office's settings for matters: the policy's own days of reply where it has them, else the office's. */
export async function matterSettings(tx: Tx, today: string): Promise<MatterSettings> {
  const [days, unit] = [await officeSetting(tx, settingKeys.replyDays), await officeSetting(tx, settingKeys.supportUnit)];
  const pack = await currentPack(tx, today);
  const rule = pack ? (replyRule(pack, 'matter')?.rule ?? null) : null;
  // Days that nobody has said how to count are no rule yet.
  const ruled = rule !== null && rule.counting !== null ? rule.days : null;
  return {
    replyCounting: ruled !== null ? (rule?.counting ?? 'calendar') : 'calendar',
    replyDays: ruled ?? (days && /^\d{1,3}$/.test(days.value) ? Number(days.value) : null),
    supportUnit: unit?.value === 'household' || unit?.value === 'person' ? unit.value : null,
  };
}
