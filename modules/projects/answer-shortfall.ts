import { formatDay } from '#libs/civil-time';
import { formatYuan } from '#libs/money';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { type Award, findAward } from '#modules/books';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { findResolution } from '#modules/meetings';
import { deadlineOf } from './deadlines.ts';
import { listChanges } from './doing-store.ts';
import { moneyMayMove } from './project.ts';
import {
  type ChosenRule,
  insertRule,
  insertShortfall,
  lockShortfall,
  missingFen,
  nextDay,
  openShortfalls,
  plannedNow,
  ruleOf,
  rulesPastTheirDay,
  saveShortfallAnswer,
  type Shortfall,
  type ShortfallRule,
  shortfallsOf,
  type SourceRule,
  whatIsWrongWithTheRule,
} from './shortfall.ts';
import { lockProject, type Project } from './store.ts';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';

/**
 * Chooses what happens when a source falls short, where the application did not say it; once, and only before its day. Errors: `chosen-already` ·
 * `in-the-past` · `extend-terms` an extension names its latest day and who decides · `extend-too-early`.
 */
export const chooseShortfallRule = (
  context: CommandContext,
  input: SourceRule & { awardId: string },
): Promise<Result<void, Common | 'chosen-already' | 'in-the-past' | 'extend-terms' | 'extend-too-early'>> =>
  runCommand(context, 'choose-shortfall-rule', async (tx) => {
    const award = await findAward(tx, input.awardId);
    const project = award && (await lockProject(tx, award.projectId));
    if (!award || !project) return err('not-found');
    if (!tx.can('shortfall.choose', project)) return err('not-allowed');
    if (!moneyMayMove(project.state) || award.state === 'closed') return err('wrong-state');
    if (await ruleOf(tx, award.awardId)) return err('chosen-already');
    if (input.day < tx.today) return err('in-the-past');
    const wrong = whatIsWrongWithTheRule(input);
    if (wrong) return err(wrong);
    await insertRule(tx, award.awardId, input);
    tx.audit({ action: 'shortfall.choose', subjectKind: 'award', subjectId: award.awardId, text: { rule: input.rule, day: input.day } });
    return ok();
  });

const titles: Record<ShortfallRule, (source: string, missing: string, title: string) => { zh: string; en: string }> = {
  stop: (source, missing, title) => ({
    zh: `${source}差 ${missing} 元，按约定终止项目并退款：${title}`,
    en: `${source} is ${missing} yuan short, stop and give back: ${title}`,
  }),
  shrink: (source, missing, title) => ({
    zh: `${source}差 ${missing} 元，按约定缩减预算：${title}`,
    en: `${source} is ${missing} yuan short, shrink the budget: ${title}`,
  }),
  extend: (source, missing, title) => ({
    zh: `${source}差 ${missing} 元，按约定议定延期：${title}`,
    en: `${source} is ${missing} yuan short, decide on a later day: ${title}`,
  }),
};

async function askFor(tx: CommandTx, rule: ChosenRule, award: Award, project: Project, shortfall: { id: string; missingFen: bigint }): Promise<void> {
  const office = rule.rule === 'stop' || rule.extendBy === 'office';
  await openDuty(tx, {
    kind: `shortfall.${rule.rule}`,
    role: office ? 'officer' : 'secretary',
    neighbourhoodId: office ? null : project.neighbourhoodId,
    subjectKind: 'shortfall',
    subjectId: shortfall.id,
    projectId: project.id,
    title: titles[rule.rule](award.name, formatYuan(shortfall.missingFen), project.title),
    href: `/projects/${project.id}/sources#a-${award.awardId}`,
    dueDay: await deadlineOf(tx, `shortfall.${rule.rule}`),
  });
}

/** Looks at the sources whose day has passed; part of the daily round, safe to repeat. Returns how many were found short. */
export async function findShortfallsIn(tx: CommandTx): Promise<number> {
  let found = 0;
  for (const rule of await rulesPastTheirDay(tx, tx.today)) {
    const before = await findAward(tx, rule.awardId);
    const project = before && (await lockProject(tx, before.projectId));
    const award = project && (await findAward(tx, rule.awardId));
    if (!award || !project || !moneyMayMove(project.state)) continue;
    const shortfalls = await shortfallsOf(tx, award.awardId);
    const day = nextDay(rule, shortfalls);
    if (day === null || day >= tx.today) continue;
    const plannedFen = plannedNow(award.plannedFen, shortfalls);
    const missing = missingFen(plannedFen, award.receivedFen);
    if (missing === 0n) continue;
    const id = tx.newId();
    await insertShortfall(tx, {
      id,
      awardId: award.awardId,
      day,
      plannedFen,
      pledgedFen: award.pledgedFen,
      receivedFen: award.receivedFen,
      missingFen: missing,
    });
    await askFor(tx, rule, award, project, { id, missingFen: missing });
    tx.audit({ action: 'shortfall.found', subjectKind: 'award', subjectId: award.awardId, text: { day, missingFen: missing, rule: rule.rule } });
    await tx.emit('source.short', { awardId: award.awardId, projectId: project.id, missingFen: missing });
    found++;
  }
  return found;
}

async function openShortfall(
  tx: CommandTx,
  id: string,
  action: string,
): Promise<Result<{ shortfall: Shortfall; rule: ChosenRule; award: Award; project: Project }, 'not-found' | 'not-allowed' | 'wrong-state'>> {
  const shortfall = await lockShortfall(tx, id);
  const award = shortfall && (await findAward(tx, shortfall.awardId));
  const project = award && (await lockProject(tx, award.projectId));
  const rule = shortfall && (await ruleOf(tx, shortfall.awardId));
  if (!shortfall || !award || !project || !rule) return err('not-found');
  if (!tx.can(action, project)) return err('not-allowed');
  return shortfall.state === 'open' ? ok({ shortfall, rule, award, project }) : err('wrong-state');
}

/** A shortfall is answered by a smaller budget: the change request that was approved for it. `no-such-change` none of this project, approved, after the day. */
export const shrinkAfterShortfall = (
  context: CommandContext,
  input: { shortfallId: string; changeId: string },
): Promise<Result<void, Common | 'wrong-rule' | 'no-such-change'>> =>
  runCommand(context, 'shrink-after-shortfall', async (tx) => {
    const opened = await openShortfall(tx, input.shortfallId, 'shortfall.answer');
    if (!opened.ok) return opened;
    const { shortfall, rule, project } = opened.value;
    if (rule.rule !== 'shrink') return err('wrong-rule');
    const change = (await listChanges(tx, project.id)).find((each) => each.id === input.changeId);
    if (!change || change.state !== 'approved' || change.amountFen < shortfall.missingFen) return err('no-such-change');
    await saveShortfallAnswer(tx, shortfall.id, { state: 'shrunk', note: change.what.slice(0, 500), changeId: change.id });
    await closeDuty(tx, { kind: 'shortfall.shrink', subjectId: shortfall.id });
    tx.audit({ action: 'shortfall.shrunk', subjectKind: 'award', subjectId: shortfall.awardId, text: { change: change.what } });
    return ok();
  });

/**
 * A source gets a later day, never later than the rule says, by whom it says. Errors: `wrong-rule` · `too-late` beyond the rule's latest day ·
 * `in-the-past` · `needs-resolution` the residents decide: a resolution of this place, made after the day · `reason-required`.
 */
export const extendAfterShortfall = (
  context: CommandContext,
  input: { shortfallId: string; day: string; resolutionId: string | null; note: string },
): Promise<Result<void, Common | 'wrong-rule' | 'too-late' | 'in-the-past' | 'needs-resolution' | 'reason-required'>> =>
  runCommand(context, 'extend-after-shortfall', async (tx) => {
    const seen = await lockShortfall(tx, input.shortfallId);
    const chosen = seen && (await ruleOf(tx, seen.awardId));
    const opened = await openShortfall(tx, input.shortfallId, chosen?.extendBy === 'office' ? 'shortfall.extend' : 'shortfall.answer');
    if (!opened.ok) return opened;
    const { shortfall, rule, project } = opened.value;
    if (rule.rule !== 'extend' || rule.extendUntil === null) return err('wrong-rule');
    if (input.day <= tx.today) return err('in-the-past');
    if (input.day > rule.extendUntil) return err('too-late');
    const note = input.note.trim().slice(0, 500);
    if (note === '') return err('reason-required');
    const resolution = input.resolutionId === null ? null : await findResolution(tx, input.resolutionId);
    const decided = resolution !== null && resolution.neighbourhoodId === project.neighbourhoodId && resolution.decidedOn >= shortfall.day;
    if (rule.extendBy === 'residents' && !decided) return err('needs-resolution');
    await saveShortfallAnswer(tx, shortfall.id, { state: 'extended', note, extendedTo: input.day, resolutionId: decided ? (resolution?.id ?? null) : null });
    await closeDuty(tx, { kind: 'shortfall.extend', subjectId: shortfall.id });
    tx.audit({ action: 'shortfall.extended', subjectKind: 'award', subjectId: shortfall.awardId, text: { to: formatDay(input.day, 'zh'), note } });
    return ok();
  });

/** What came in late makes a shortfall good; a stopped project answers what was still open. Called after money came in and after each move of the project. */
export async function settleShortfallsIn(tx: CommandTx, project: Pick<Project, 'id' | 'state'>): Promise<void> {
  for (const shortfall of await openShortfalls(tx, project.id)) {
    const award = await findAward(tx, shortfall.awardId);
    const state = project.state === 'stopped' ? 'stopped' : award && award.receivedFen >= shortfall.plannedFen ? 'made_good' : null;
    if (state === null) continue;
    await saveShortfallAnswer(tx, shortfall.id, { state, note: null });
    if (state === 'made_good') await dropDuties(tx, { subjectId: shortfall.id });
    else for (const kind of ['shortfall.stop', 'shortfall.shrink', 'shortfall.extend']) await closeDuty(tx, { kind, subjectId: shortfall.id });
  }
}
