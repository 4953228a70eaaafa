import { addDays, type Day } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { type AlarmLevel, alarmLevelOn, alarmSteps, askedAhead } from './asset.ts';
import { closeAlarmRow, insertAlarm, insertReport, raiseLevel, reportsSince } from './alarm-store.ts';
import { type Asset, findAsset, lockAsset } from './asset-store.ts';
import { settingNumber } from './deadlines.ts';
import { whoSpeaksFor } from './ask-keeper.ts';
import { isPicture, recordUploads, type Upload } from './upload.ts';
import { openUpkeepUntil, type UpkeepTask } from './upkeep-store.ts';

/** Key of the office's own answer to "after how many days does a missed care go up a level?", of things that do not say how long they stand. */
export const alarmDaysKey = 'upkeep.alarm-days';

const causeWords = { missed: '没有按时养护', sign: '检查发现异常', report: '有人报告损坏' } as const;

/** Days on which an alarm about a missed day goes up, counted from that day. Without the office's answer each level has as long as the keeper had. */
export async function stepsOf(tx: CommandTx, asset: Asset, task: UpkeepTask): Promise<readonly [number, number, number]> {
  const set = asset.survivesDays === null ? await settingNumber(tx, alarmDaysKey, 365) : null;
  return alarmSteps(asset.survivesDays, set ?? Math.max(1, task.rhythm === null ? 14 : askedAhead(task.rhythm)));
}

const kindOfLevel = { 1: 'upkeep.alarm', 2: 'upkeep.alarm-committee', 3: 'upkeep.alarm-office' } as const;

/** Tells whoever an alarm has reached; those it reached before keep it. */
async function tell(tx: CommandTx, asset: Asset, alarm: { id: string; cause: keyof typeof causeWords }, level: AlarmLevel, dueDay: Day): Promise<void> {
  const about = {
    neighbourhoodId: asset.neighbourhoodId,
    subjectKind: 'upkeep-alarm',
    subjectId: alarm.id,
    projectId: asset.projectId,
    title: { zh: `管护告警：${asset.name}${causeWords[alarm.cause]}`, en: `Upkeep alarm: ${asset.name}` },
    href: `/assets/${asset.id}`,
    dueDay,
  };
  const { holding } = asset;
  const keeper = holding?.personId ?? (holding?.organisationId ? ((await whoSpeaksFor(tx, holding.organisationId))[0] ?? null) : null);
  if (keeper) await openDuty(tx, { ...about, kind: kindOfLevel[1], role: 'keeper', personId: keeper });
  // Where nobody keeps it the first level is the committee's already.
  if (level >= 2 || !keeper) await openDuty(tx, { ...about, kind: kindOfLevel[2], role: 'secretary' });
  if (level >= 3) await openDuty(tx, { ...about, kind: kindOfLevel[3], role: 'officer' });
}

/** A thing with an open alarm changed hands: whoever left is not asked any more, whoever holds it now is. */
export async function theAlarmChangesHandsIn(tx: CommandTx, assetId: string): Promise<void> {
  const asset = await findAsset(tx, assetId);
  if (!asset?.alarm) return;
  await dropDuties(tx, { kind: kindOfLevel[1], subjectId: asset.alarm.id });
  if (asset.alarm.level < 2) await dropDuties(tx, { kind: kindOfLevel[2], subjectId: asset.alarm.id });
  await tell(tx, asset, asset.alarm, asset.alarm.level, addDays(tx.today, 1));
}

/** Raises an alarm, or the level of the one that is open; it never comes down by itself. Returns true when something changed. */
export async function raiseAlarmIn(
  tx: CommandTx,
  asset: Asset,
  raised: { cause: keyof typeof causeWords; level: AlarmLevel; taskId?: string; checkId?: string; reportId?: string; dueDay?: Day },
): Promise<boolean> {
  const fresh = (await findAsset(tx, asset.id))?.alarm ?? null;
  if (fresh && fresh.level >= raised.level) return false;
  const id = fresh?.id ?? (await insertAlarm(tx, { assetId: asset.id, ...raised }));
  if (fresh) await raiseLevel(tx, fresh.id, raised.level);
  tx.audit({
    action: 'upkeep.alarm',
    subjectKind: 'asset',
    subjectId: asset.id,
    text: { name: asset.name, cause: causeWords[fresh?.cause ?? raised.cause], level: raised.level },
  });
  await tx.emit('upkeep.alarm', { assetId: asset.id, alarmId: id, projectId: asset.projectId, level: raised.level });
  await tell(tx, asset, { id, cause: fresh?.cause ?? raised.cause }, raised.level, raised.dueDay ?? addDays(tx.today, 1));
  return true;
}

/** Looks at every missed day and raises what must be raised today. A sign or a report that nobody answered goes up as well. Returns how many changed. */
export async function raiseAlarms(tx: CommandTx, today: Day): Promise<number> {
  let changed = 0;
  const seen = new Set<string>();
  for (const task of await openUpkeepUntil(tx, addDays(today, -1))) {
    // The oldest missed day of a thing decides.
    if (task.assetId === null || seen.has(task.assetId)) continue;
    const asset = await findAsset(tx, task.assetId);
    if (!asset) continue;
    const steps = await stepsOf(tx, asset, task);
    const level = alarmLevelOn(task.dueDay, today, steps);
    if (level === 0) continue;
    seen.add(task.assetId);
    const next = level === 3 ? (asset.survivesDays ?? steps[2] + 1) - 1 : steps[level] - 1;
    if (await raiseAlarmIn(tx, asset, { cause: 'missed', level, taskId: task.id, dueDay: addDays(task.dueDay, next) })) changed++;
  }
  return changed;
}

/** A photo check that found it in order ends the alarm. */
export async function alarmsEndWith(tx: CommandTx, assetId: string, checkId: string): Promise<void> {
  const alarm = (await findAsset(tx, assetId))?.alarm;
  if (!alarm) return;
  await closeAlarmRow(tx, alarm.id, { how: 'check', checkId, decision: '' });
  await alarmIsOver(tx, alarm.id, 'done');
}

export async function alarmIsOver(tx: CommandTx, alarmId: string, how: 'done' | 'dropped'): Promise<void> {
  for (const kind of Object.values(kindOfLevel)) {
    if (how === 'done') await closeDuty(tx, { kind, subjectId: alarmId });
    else await dropDuties(tx, { kind, subjectId: alarmId });
  }
}

/**
 * Ends an alarm by decision, in words: what was decided and who follows it. One that reached the office is the office's to end.
 * Errors: `not-found`, `not-allowed`, `wrong-state` (no alarm), `required`.
 */
export const decideAlarm = (
  context: CommandContext,
  input: { assetId: string; decision: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'key-reused'>> =>
  runCommand(context, 'decide-alarm', async (tx) => {
    await lockAsset(tx, input.assetId);
    const asset = await findAsset(tx, input.assetId);
    if (!asset) return err('not-found');
    if (!tx.can(asset.alarm?.level === 3 ? 'asset.decide-office-alarm' : 'asset.decide-alarm', asset)) return err('not-allowed');
    if (!asset.alarm) return err('wrong-state');
    const decision = input.decision.trim().slice(0, 500);
    if (decision === '') return err('required');
    await closeAlarmRow(tx, asset.alarm.id, { how: 'decision', checkId: null, decision });
    await alarmIsOver(tx, asset.alarm.id, 'done');
    tx.audit({ action: 'upkeep.alarm-decided', subjectKind: 'asset', subjectId: asset.id, text: { name: asset.name, decision } });
    await tx.emit('upkeep.alarm-closed', { assetId: asset.id, alarmId: asset.alarm.id });
    return ok();
  });

/** More reports than this about one thing in an hour are held back: the keeper knows by then. */
const reportsAnHour = 10;

/**
 * Anybody says that something is damaged, without an account. It raises the alarm to the keeper at once.
 * Errors: `not-found`, `wrong-state` (given up), `required`, `too-long`, `wrong-type`, `too-many` (this hour).
 */
export const reportDamage = (
  context: CommandContext,
  input: { assetId: string; text: string; name: string; photo: Upload | null },
): Promise<Result<void, 'not-found' | 'wrong-state' | 'required' | 'too-long' | 'wrong-type' | 'too-many' | 'key-reused'>> =>
  runCommand(context, 'report-damage', async (tx) => {
    await lockAsset(tx, input.assetId);
    const asset = await findAsset(tx, input.assetId);
    if (!asset) return err('not-found');
    if (asset.abandonment) return err('wrong-state');
    const text = input.text.trim();
    if (text === '') return err('required');
    if (text.length > 500) return err('too-long');
    if (input.photo && !isPicture(input.photo)) return err('wrong-type');
    if ((await reportsSince(tx, asset.id, new Date(tx.now.getTime() - 3_600_000))) >= reportsAnHour) return err('too-many');
    // Nobody has looked at a stranger's picture yet: it is for the neighbourhood's staff.
    const [photoFileId] = input.photo ? await recordUploads(tx, [input.photo], { neighbourhoodId: asset.neighbourhoodId, visibility: 'office' }) : [];
    const reportId = await insertReport(tx, { assetId: asset.id, text, photoFileId: photoFileId ?? null, name: input.name.trim().slice(0, 60) });
    tx.audit({ action: 'asset.report', subjectKind: 'asset', subjectId: asset.id, text: { name: asset.name, said: text } });
    await tx.emit('asset.reported', { assetId: asset.id, reportId });
    await raiseAlarmIn(tx, asset, { cause: 'report', level: 1, reportId });
    return ok();
  });
