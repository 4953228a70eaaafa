import { formatDay } from '#libs/civil-time';
import { formatYuan } from '#libs/money';
import { cite, rulesOfKind } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { awardsOf, findAward } from '#modules/books';
import { currentPack, type KeptRules, officeSetting } from '#modules/funds';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { deadlineOf } from './deadlines.ts';
import { moneyMayMove } from './project.ts';
import { lockProject, type Project } from './store.ts';
import {
  isOwed,
  planTranches,
  readConditions,
  readPercents,
  theConditionIsMet,
  type Tranche,
  type TrancheCondition,
  trancheKeys,
  type TrancheRequirement,
} from './tranche.ts';
import { insertTranchePayment, insertTranches, lacksNow, projectsWithOpenTranches, saveDue, tranchesOf, uncountedReceipts } from './tranche-store.ts';

/** By what the grant is paid in parts: the policy's shares or the office's own answer. Null where nobody has said it: nothing is invented. */
export interface TrancheTerms {
  percents: number[] | null;
  conditions: TrancheCondition[] | null;
  /** What each payment waits for besides; empty: nothing. */
  requires: readonly TrancheRequirement[];
  /** Where the shares stand. */
  basis: string | null;
}

/** What policy and office say today about the grant's payments. */
export async function trancheTermsIn(tx: Tx, day: string, kept?: KeptRules): Promise<TrancheTerms> {
  const pack = await currentPack(tx, day, kept);
  const ruled = pack ? rulesOfKind(pack, 'tranches').find(({ rule }) => rule.percents !== null) : undefined;
  const own = await officeSetting(tx, trancheKeys.percents);
  const said = await officeSetting(tx, trancheKeys.conditions);
  const percents = ruled?.rule.percents ?? (own ? readPercents(own.value) : null);
  const by = (setting: { setBy: string; setOn: string }) => `自治办自定（${setting.setBy}，${formatDay(setting.setOn, 'zh')}）`;
  return {
    percents,
    conditions: ruled?.rule.conditions ?? (said ? readConditions(said.value) : percents?.length === 1 ? ['agreement'] : null),
    requires: ruled?.rule.requires ?? [],
    basis: ruled ? cite(ruled.rule, 'zh') : percents && own ? by(own) : null,
  };
}

/** The plan at the agreement, where policy and office have said it in full; otherwise none: the page of sources says so and offers the office a short form. */
export async function planTranchesIn(tx: CommandTx, project: Project, awardId: string): Promise<void> {
  const terms = await trancheTermsIn(tx, tx.today, project);
  const award = await findAward(tx, awardId);
  const plan = award && terms.percents && terms.conditions ? planTranches(award.plannedFen, terms.percents, terms.conditions, terms.requires) : null;
  if (!award || !plan?.ok) return;
  await insertTranches(tx, awardId, plan.value, terms.basis ?? '自治办自定');
  await tranchesBecomeDueIn(tx, project);
}

/** The office says for one project how its grant is paid, where nothing was planned at the agreement: in parts, or at once. */
export const setTranches = (
  context: CommandContext,
  input: { awardId: string; percents: readonly number[]; conditions: readonly TrancheCondition[] },
): Promise<
  Result<
    number,
    'not-found' | 'not-allowed' | 'wrong-state' | 'wrong-source' | 'planned-already' | 'bad-percents' | 'bad-conditions' | 'too-small' | 'key-reused'
  >
> =>
  runCommand(context, 'set-tranches', async (tx) => {
    const award = await findAward(tx, input.awardId);
    const project = award && (await lockProject(tx, award.projectId));
    if (!award || !project) return err('not-found');
    if (!tx.can('tranche.plan', project)) return err('not-allowed');
    if (award.sourceKind !== 'grant') return err('wrong-source');
    if (!moneyMayMove(project.state)) return err('wrong-state');
    if ((await tranchesOf(tx, award.awardId)).length > 0) return err('planned-already');
    const plan = planTranches(award.plannedFen, input.percents, input.conditions);
    if (!plan.ok) return plan;
    await insertTranches(tx, award.awardId, plan.value, `自治办为本项目确定（${tx.actor.name}，${formatDay(tx.today, 'zh')}）`);
    await tranchesBecomeDueIn(tx, project);
    tx.audit({
      action: 'tranche.plan',
      subjectKind: 'award',
      subjectId: award.awardId,
      text: { percents: input.percents.join(','), conditions: input.conditions.join(',') },
    });
    return ok(plan.value.length);
  });

/**
 * The office says that a tranche's condition is met (the mid-term check was passed). `not-yet`: an earlier tranche is not due, or the project
 * itself says when. `reason-required` what the check found.
 */
export const sayTrancheDue = (
  context: CommandContext,
  input: { awardId: string; trancheId: string; said: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'not-yet' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'say-tranche-due', async (tx) => {
    const award = await findAward(tx, input.awardId);
    const project = award && (await lockProject(tx, award.projectId));
    if (!award || !project) return err('not-found');
    if (!tx.can('tranche.plan', project)) return err('not-allowed');
    if (!moneyMayMove(project.state)) return err('wrong-state');
    const all = await tranchesOf(tx, award.awardId);
    const tranche = all.find((each) => each.id === input.trancheId);
    if (!tranche) return err('not-found');
    if (tranche.dueOn !== null || tranche.condition !== 'mid-term' || all.some((each) => each.no < tranche.no && each.dueOn === null)) return err('not-yet');
    const said = input.said.trim().slice(0, 500);
    if (said === '') return err('reason-required');
    if ((await lacksNow(tx, tranche.id)).lacks !== null) return err('not-yet');
    await saveDue(tx, tranche.id, said);
    tx.audit({ action: 'tranche.due', subjectKind: 'award', subjectId: award.awardId, text: { no: tranche.no, said } });
    await tranchesBecomeDueIn(tx, project);
    return ok();
  });

const metWords: Record<TrancheCondition, string> = { agreement: '协议已签订', start: '已开工', 'mid-term': '中期检查通过', accepted: '验收通过' };

/** Tranches whose condition the project's state meets become due, one after the other; whoever owes one has it in the inbox. Safe to repeat. */
export async function tranchesBecomeDueIn(tx: CommandTx, project: Pick<Project, 'id' | 'state' | 'title'>): Promise<void> {
  for (const award of await awardsOf(tx, project.id)) {
    if (award.sourceKind !== 'grant') continue;
    for (const tranche of await tranchesOf(tx, award.awardId)) {
      if (tranche.dueOn !== null) continue;
      const { lacks, passed } = await lacksNow(tx, tranche.id);
      if (lacks !== null || (tranche.condition === 'mid-term' ? !passed : !theConditionIsMet(tranche.condition, project.state))) break;
      await saveDue(tx, tranche.id, metWords[tranche.condition]);
    }
    await countForTranchesIn(tx, project, award.awardId);
  }
}

/** Counts what was received for the tranches that are due, oldest first, and opens or closes the duty to pay. Called after whatever changes either. */
export async function countForTranchesIn(tx: CommandTx, project: Pick<Project, 'id' | 'state' | 'title'>, awardId: string): Promise<void> {
  const receipts = await uncountedReceipts(tx, awardId);
  for (const tranche of (await tranchesOf(tx, awardId)).filter(isOwed)) {
    let owedFen = tranche.plannedFen - tranche.paidFen;
    for (const receipt of receipts) {
      const part = owedFen < receipt.leftFen ? owedFen : receipt.leftFen;
      if (part <= 0n) continue;
      await insertTranchePayment(tx, tranche.id, receipt.id, part);
      receipt.leftFen -= part;
      owedFen -= part;
    }
  }
  for (const tranche of await tranchesOf(tx, awardId)) {
    if (!isOwed(tranche)) await closeDuty(tx, { kind: 'tranche.pay', subjectId: tranche.id });
    else if (moneyMayMove(project.state)) await askToPay(tx, project, tranche);
    else await dropDuties(tx, { kind: 'tranche.pay', subjectId: tranche.id });
  }
}

const askToPay = async (tx: CommandTx, project: Pick<Project, 'id' | 'title'>, tranche: Tranche) =>
  openDuty(tx, {
    kind: 'tranche.pay',
    role: 'officer',
    neighbourhoodId: null,
    subjectKind: 'award',
    subjectId: tranche.id,
    projectId: project.id,
    title: {
      zh: `拨付第 ${tranche.no} 期 ${formatYuan(tranche.plannedFen - tranche.paidFen)} 元：${project.title}`,
      en: `Pay tranche ${tranche.no}, ${formatYuan(tranche.plannedFen - tranche.paidFen)} yuan: ${project.title}`,
    },
    href: `/projects/${project.id}/sources#a-${tranche.awardId}`,
    dueDay: await deadlineOf(tx, 'tranche.pay'),
  });

/** Looks again at every tranche that is not due: co-funding has come in, a mid-term check was passed. Safe to repeat. */
export async function reviewTranchesIn(tx: CommandTx): Promise<number> {
  const open = await projectsWithOpenTranches(tx);
  for (const { id } of open) {
    const project = await lockProject(tx, id);
    if (project && moneyMayMove(project.state)) await tranchesBecomeDueIn(tx, project);
  }
  return open.length;
}

/** True when a receipt of the grant stays within the tranches that are due; where none is planned, or all are due, nothing is asked here. */
export function theGrantComesInAsDue(tranches: readonly Pick<Tranche, 'dueOn' | 'plannedFen' | 'paidFen'>[], receivedFen: bigint, amountFen: bigint): boolean {
  if (!tranches.some(({ dueOn }) => dueOn === null)) return true;
  return receivedFen + amountFen <= tranches.reduce((sum, { dueOn, plannedFen }) => sum + (dueOn === null ? 0n : plannedFen), 0n);
}
