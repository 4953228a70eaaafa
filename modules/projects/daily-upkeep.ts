import { ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { askForUpkeep } from './ask-keeper.ts';
import { noticeKeepersGone } from './keep-asset.ts';
import { adoptUpkeepOfBefore } from './keep-up.ts';
import { askForOutcomes } from './outcome-years.ts';
import { extendPlans } from './plan-upkeep.ts';
import { raiseAlarms } from './upkeep-alarm.ts';

/** Upkeep's day: what came from before is adopted, calendars go on, keepers gone are noticed, checks and readings are asked for, alarms go up. Safe to repeat. */
export const dailyUpkeep = (context: CommandContext): Promise<Result<number, 'key-reused'>> =>
  runCommand(context, 'daily-upkeep', async (tx) => {
    await adoptUpkeepOfBefore(tx);
    await extendPlans(tx);
    await noticeKeepersGone(tx);
    await askForUpkeep(tx, tx.today);
    await askForOutcomes(tx);
    return ok(await raiseAlarms(tx, tx.today));
  });
