import { officeSetting } from '#modules/funds';
import type { Tx } from '#platform/database';
import type { ThresholdSettings } from './threshold.ts';

/** Keys of what the office sets for matters; what it has not set is nowhere assumed. */
export const matterSettingKeys = {
  replyDays: 'matter.replyDays',
  supportUnit: 'matter.supportUnit',
  /** Days to rule on an appeal; to call the assembly that a fifth asked for: `<duty>.days`, as everywhere. */
  appealDays: 'matter.rule-appeal.days',
  assemblyDays: 'matter.assembly.days',
  groupPercent: 'matter.groupPercent',
  askHouseholds: 'matter.askHouseholds',
} as const;

/** What the office has set about thresholds. */
export async function thresholdSettings(tx: Tx): Promise<ThresholdSettings> {
  const whole = async (key: string, max: number): Promise<number | null> => {
    const setting = await officeSetting(tx, key);
    const value = setting && /^\d{1,6}$/.test(setting.value) ? Number(setting.value) : null;
    return value !== null && value >= 1 && value <= max ? value : null;
  };
  return { groupPercent: await whole(matterSettingKeys.groupPercent, 100), askHouseholds: await whole(matterSettingKeys.askHouseholds, 100_000) };
}
