import { type Day, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { dropDuties } from '#modules/inbox';
import { findPerson } from '#modules/people';
import { isSeasonDay, type PlanUnit, plannedAhead, planUnits, rhythmDays } from './asset.ts';
import { findAsset, lockAsset } from './asset-store.ts';
import { askForUpkeep } from './ask-keeper.ts';
import { endPlanRow, findPlan, insertPlan, insertUpkeepTask, openUpkeepUntil, plannedUntil, plansThatEndBefore, type UpkeepPlan } from './upkeep-store.ts';

/** What is to be done for a thing, how often and in which season. */
export interface PlanInput {
  assetId: string;
  kind: 'check' | 'work';
  title: string;
  every: number;
  unit: PlanUnit;
  firstDay: Day;
  season: { from: string; to: string } | null;
  photoNeeded: boolean;
  /** Who take turns, in order; none: whoever holds the thing. */
  rota: readonly { personId: string; name: string }[];
}

/** Puts a plan's days on the calendar, the rota's members in turn. Returns how many. */
async function fill(tx: CommandTx, projectId: string, plan: UpkeepPlan, after: Day | null): Promise<number> {
  const until = plannedAhead(plan, tx.today);
  // Turns go on where they were, whatever day the calendar was filled up to.
  const before = after === null ? 0 : rhythmDays(plan, after).length;
  const days = rhythmDays(plan, until, after);
  const holder = (await findAsset(tx, plan.assetId))?.holding;
  for (const [index, dueDay] of days.entries()) {
    const turn = plan.rota[(before + index) % Math.max(1, plan.rota.length)] ?? null;
    await insertUpkeepTask(tx, {
      projectId,
      dueDay,
      assetId: plan.assetId,
      planId: plan.id,
      title: plan.title,
      rotaId: turn?.id ?? null,
      keeperPersonId: turn?.personId ?? holder?.personId ?? null,
      keeperName: turn?.name ?? holder?.name ?? '居委会',
    });
  }
  if (until > plan.plannedUntil) await plannedUntil(tx, plan.id, until);
  return days.length;
}

/** Plans care inside another command. Returns how many days were put on the calendar. */
export async function planIn(tx: CommandTx, projectId: string, input: PlanInput): Promise<number> {
  const id = await insertPlan(tx, { ...input, plannedUntil: input.firstDay });
  const plan = await findPlan(tx, id);
  return plan ? fill(tx, projectId, plan, null) : 0;
}

/** Plans care of a thing. Errors: `not-found` (thing, or one of the rota), `not-allowed`, `wrong-state`, `required`, `not-a-number`, `not-a-date`, `in-the-past`, `not-a-season`. */
export const planUpkeep = (
  context: CommandContext,
  input: Omit<PlanInput, 'rota'> & { rotaPersonIds: readonly string[] },
): Promise<
  Result<
    number,
    'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'not-a-number' | 'not-a-date' | 'in-the-past' | 'not-a-season' | 'too-long' | 'key-reused'
  >
> =>
  runCommand(context, 'plan-upkeep', async (tx) => {
    await lockAsset(tx, input.assetId);
    const asset = await findAsset(tx, input.assetId);
    if (!asset) return err('not-found');
    if (!tx.can('asset.plan', asset)) return err('not-allowed');
    if (asset.abandonment) return err('wrong-state');
    const title = input.title.trim();
    if (title === '') return err('required');
    if (title.length > 60) return err('too-long');
    if (!Number.isInteger(input.every) || input.every < 1 || input.every > 365 || !planUnits.includes(input.unit)) return err('not-a-number');
    if (!isDay(input.firstDay)) return err('not-a-date');
    if (input.firstDay < tx.today) return err('in-the-past');
    if (input.season && !(isSeasonDay(input.season.from) && isSeasonDay(input.season.to))) return err('not-a-season');
    const rota = [];
    for (const personId of [...new Set(input.rotaPersonIds)]) {
      const person = await findPerson(tx, personId);
      if (!person) return err('not-found');
      rota.push({ personId, name: person.name });
    }
    const { rotaPersonIds: _, ...plan } = input;
    const count = await planIn(tx, asset.projectId, { ...plan, title, rota });
    tx.audit({ action: 'asset.plan', subjectKind: 'asset', subjectId: asset.id, text: { title, every: input.every, unit: input.unit, days: count } });
    await askForUpkeep(tx, tx.today, asset.id);
    return ok(count);
  });

/** Ends a plan: its days to come are no longer awaited. Errors: `not-found`, `not-allowed`, `wrong-state` (ended already), `required` (no reason). */
export const endPlan = (
  context: CommandContext,
  input: { planId: string; reason: string },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'last-plan' | 'key-reused'>> =>
  runCommand(context, 'end-plan', async (tx) => {
    const plan = await findPlan(tx, input.planId);
    const asset = plan && (await findAsset(tx, plan.assetId));
    if (!plan || !asset) return err('not-found');
    if (!tx.can('asset.plan', asset)) return err('not-allowed');
    if (plan.endedDay !== null) return err('wrong-state');
    const reason = input.reason.trim().slice(0, 300);
    if (reason === '') return err('required');
    for (const task of await openUpkeepUntil(tx, '9999-12-31', asset.id)) if (task.planId === plan.id) await dropDuties(tx, { subjectId: task.id });
    await endPlanRow(tx, plan.id, reason);
    tx.audit({ action: 'asset.end-plan', subjectKind: 'asset', subjectId: asset.id, text: { title: plan.title, reason } });
    return ok(asset.id);
  });

/** Puts more days on every calendar that is running out: a plan goes on until it is ended, not until the days are used up. Part of the daily round. */
export async function extendPlans(tx: CommandTx): Promise<number> {
  let added = 0;
  // A month's worth at a time, so that a round has little to do.
  const enough = plannedAhead({ every: 1, unit: 'week' }, tx.today);
  const rare = plannedAhead({ every: 1, unit: 'month' }, tx.today);
  for (const plan of await plansThatEndBefore(tx, rare)) {
    const until = plannedAhead(plan, tx.today);
    const slack = plan.plannedUntil.slice(0, 7) >= until.slice(0, 7);
    if (slack || (until === enough && plan.plannedUntil >= enough)) continue;
    const asset = await findAsset(tx, plan.assetId);
    if (asset) added += await fill(tx, asset.projectId, plan, plan.plannedUntil);
  }
  return added;
}
