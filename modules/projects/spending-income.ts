import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import {
  type Award,
  awardsOf,
  findAward,
  findTxn,
  householdContributions,
  type MoneyInError,
  type Payer,
  pledgeIn,
  receiveIn,
  type ReceiptMethod,
  reverseIn,
  type ReverseError,
  spendIn,
} from '#modules/books';
import { listHouseholds } from '#modules/places';
import { settleShortfallsIn } from './answer-shortfall.ts';
import { countForTranchesIn, theGrantComesInAsDue, tranchesBecomeDueIn } from './pay-tranche.ts';
import { tranchesOf } from './tranche-store.ts';
import { moneyMayMove } from './project.ts';
import { driveFollowsReversalIn } from './run-crowd-drive.ts';
import { decisionsOf, grantedFen } from './source-papers.ts';
import { lockProject, type Project } from './store.ts';
import { recordUploads, type Upload } from './upload.ts';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';

/** The award and its project, when the actor may take this action there and the project's money moves. */
async function openMoney(
  tx: CommandTx,
  awardId: string,
  action: string,
): Promise<Result<{ award: Award; project: Project }, 'not-found' | 'not-allowed' | 'wrong-state'>> {
  const award = await findAward(tx, awardId);
  const project = award && (await lockProject(tx, award.projectId));
  if (!award || !project) return err('not-found');
  if (!tx.can(action, project)) return err('not-allowed');
  return moneyMayMove(project.state) ? ok({ award, project }) : err('wrong-state');
}

const actionFor = (award: Pick<Award, 'sourceKind'> | null, plain: string): string => (award?.sourceKind === 'grant' ? 'money.receive-grant' : plain);

/** What was awarded was reviewed, published and signed by two; more of it is not one officer's to book. */
const mayBookAboveThePromise = (award: Pick<Award, 'sourceKind'>, mayBookMoreGrant: boolean): boolean => award.sourceKind !== 'grant' || mayBookMoreGrant;

/** No money of a project comes in before the project was agreed. */
const comesAfterTheAgreement = (award: Pick<Award, 'validFrom'>, day: string): boolean => day >= award.validFrom;
/** What comes in stays within what the source promised or, by the agreement, was to give. */
const isWithinThePromise = (award: Pick<Award, 'plannedFen' | 'pledgedFen' | 'receivedFen'>, amountFen: bigint): boolean =>
  award.receivedFen + amountFen <= (award.pledgedFen > award.plannedFen ? award.pledgedFen : award.plannedFen);

/**
 * Writes the list of households that contribute: each promises the same amount, once. `wrong-source` the award is not the
 * households' · `not-positive`. Returns how many were added; a household on the list already is left as it is.
 */
export const pledgeHouseholds = (
  context: CommandContext,
  input: { awardId: string; amountFen: bigint; householdIds: readonly string[] | 'all' },
): Promise<Result<number, Common | MoneyInError | 'wrong-source'>> =>
  runCommand(context, 'pledge-households', async (tx) => {
    const opened = await openMoney(tx, input.awardId, 'money.pledge');
    if (!opened.ok) return opened;
    const { award, project } = opened.value;
    if (award.sourceKind !== 'household') return err('wrong-source');
    const listed = new Set((await householdContributions(tx, award.awardId)).map((each) => each.householdId));
    const wanted = (await listHouseholds(tx, project.neighbourhoodId)).filter(
      (each) => (input.householdIds === 'all' || input.householdIds.includes(each.householdId)) && !listed.has(each.householdId),
    );
    for (const household of wanted) {
      const pledged = await pledgeIn(tx, {
        awardId: award.awardId,
        amountFen: input.amountFen,
        payer: { name: household.label, householdId: household.householdId },
      });
      if (!pledged.ok) return pledged;
    }
    tx.audit({ action: 'money.pledge', subjectKind: 'award', subjectId: award.awardId, text: { households: wanted.length, amountFen: input.amountFen } });
    return ok(wanted.length);
  });

/** A promise is written down where somebody promises freely: the grant is awarded, owners decide, the crowd simply gives. */
const somebodyPromises = (award: Pick<Award, 'sourceKind'>): boolean => !['grant', 'common', 'crowd'].includes(award.sourceKind);

/** A partner's (or the property company's) promise by agreement. `wrong-source` nobody promises here. */
export const pledgeMoney = (
  context: CommandContext,
  input: { awardId: string; amountFen: bigint; payerName: string; organisationId?: string | null },
): Promise<Result<string, Common | MoneyInError | 'wrong-source'>> =>
  runCommand(context, 'pledge-money', async (tx) => {
    const opened = await openMoney(tx, input.awardId, 'money.pledge');
    if (!opened.ok) return opened;
    if (!somebodyPromises(opened.value.award)) return err('wrong-source');
    const payer: Payer = { name: input.payerName.trim(), organisationId: input.organisationId ?? opened.value.award.organisationId };
    const pledged = await pledgeIn(tx, { awardId: input.awardId, amountFen: input.amountFen, payer });
    if (!pledged.ok) return pledged;
    tx.audit({ action: 'money.pledge', subjectKind: 'award', subjectId: input.awardId, text: { payer: payer.name, amountFen: input.amountFen } });
    return ok(pledged.value.pledgeId);
  });

/**
 * Marks households as paid, all at once: each gets a receipt over what it still owes of its promise. Households without an
 * open promise are left out. Returns the receipts' ids.
 */
export const receiveFromHouseholds = (
  context: CommandContext,
  input: { awardId: string; householdIds: readonly string[]; method: 'cash' | 'transfer'; day: string },
): Promise<Result<string[], Common | MoneyInError | 'wrong-source' | 'wrong-method' | 'day-in-future' | 'day-outside' | 'nobody-chosen'>> =>
  runCommand(context, 'receive-from-households', async (tx) => {
    const opened = await openMoney(tx, input.awardId, 'money.receive');
    if (!opened.ok) return opened;
    if (opened.value.award.sourceKind !== 'household') return err('wrong-source');
    if (input.day > tx.today) return err('day-in-future');
    if (!comesAfterTheAgreement(opened.value.award, input.day)) return err('day-outside');
    const open = (await householdContributions(tx, input.awardId)).filter(
      (each) => each.openFen > 0n && each.householdId && input.householdIds.includes(each.householdId),
    );
    if (open.length === 0) return err('nobody-chosen');
    const receipts: string[] = [];
    for (const each of open) {
      const received = await receiveIn(tx, {
        awardId: input.awardId,
        amountFen: each.openFen,
        method: input.method,
        day: input.day,
        payer: { name: each.payerName, householdId: each.householdId },
      });
      if (!received.ok) return received;
      receipts.push(received.value.receiptId);
    }
    await settleShortfallsIn(tx, opened.value.project);
    return ok(receipts);
  });

export interface ReceiveMoneyInput {
  awardId: string;
  amountFen: bigint;
  method: ReceiptMethod;
  day: string;
  payerName: string;
  householdId?: string | null;
  text?: string;
  proof?: Upload | null;
  /** Confirms that more came in than the source promised or was planned to give, and says why. */
  overReason?: string;
}

/** What the kind of source asks before its money is taken in, or null: gifts go through their drive, goods are valued by two, owners decide first. */
async function whatTheSourceAsks(
  tx: CommandTx,
  award: Award,
  amountFen: bigint,
): Promise<'only-by-drive' | 'only-valued' | 'needs-decision' | 'above-decision' | null> {
  if (award.sourceKind === 'crowd') return 'only-by-drive';
  if (award.sourceKind === 'in_kind') return 'only-valued';
  if (award.sourceKind !== 'common') return null;
  const granted = grantedFen(await decisionsOf(tx, award.awardId));
  if (granted === 0n) return 'needs-decision';
  return award.receivedFen + amountFen > granted ? 'above-decision' : null;
}

/**
 * Money from a source; a tranche of the grant is recorded by the office. `day-in-future` · `day-outside` before the agreement ·
 * `above-award` more grant than was awarded is booked by the head alone · `above-promise` more than the source still owes of its promise or plan, and nobody said why · `only-by-drive`, `only-valued` gifts of the crowd
 * and goods have their own way in · `needs-decision`, `above-decision` the owners have not decided it, or not so much · `tranche-not-due` what the tranche waits for has not happened. Returns the receipt's id.
 */
export const receiveMoney = (
  context: CommandContext,
  input: ReceiveMoneyInput,
): Promise<
  Result<
    string,
    | Common
    | MoneyInError
    | 'wrong-method'
    | 'day-in-future'
    | 'day-outside'
    | 'above-promise'
    | 'above-award'
    | 'only-by-drive'
    | 'only-valued'
    | 'needs-decision'
    | 'above-decision'
    | 'tranche-not-due'
  >
> =>
  runCommand(context, 'receive-money', async (tx) => {
    const opened = await openMoney(tx, input.awardId, actionFor(await findAward(tx, input.awardId), 'money.receive'));
    if (!opened.ok) return opened;
    if (input.day > tx.today) return err('day-in-future');
    const { award, project } = opened.value;
    if (!comesAfterTheAgreement(award, input.day)) return err('day-outside');
    const asked = await whatTheSourceAsks(tx, award, input.amountFen);
    if (asked) return err(asked);
    if (award.sourceKind === 'grant' && !theGrantComesInAsDue(await tranchesOf(tx, award.awardId), award.receivedFen, input.amountFen))
      return err('tranche-not-due');
    const overReason = input.overReason?.trim() ?? '';
    if (!isWithinThePromise(award, input.amountFen)) {
      if (overReason === '') return err('above-promise');
      if (!mayBookAboveThePromise(award, tx.can('money.receive-more-grant', project))) return err('above-award');
    }
    const [proofFileId] = input.proof ? await recordUploads(tx, [input.proof], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' }) : [];
    const received = await receiveIn(tx, {
      awardId: award.awardId,
      amountFen: input.amountFen,
      method: input.method,
      day: input.day,
      text: input.text?.trim() || undefined,
      proofFileId: proofFileId ?? null,
      payer: { name: input.payerName.trim(), householdId: input.householdId ?? null, organisationId: input.householdId ? null : award.organisationId },
    });
    if (!received.ok) return received;
    if (award.sourceKind === 'grant') await countForTranchesIn(tx, project, award.awardId);
    else await tranchesBecomeDueIn(tx, project);
    await settleShortfallsIn(tx, project);
    if (overReason !== '')
      tx.audit({ action: 'money.above-promise', subjectKind: 'receipt', subjectId: received.value.receiptId, text: { reason: overReason } });
    return ok(received.value.receiptId);
  });

/** Writes that goods or work given in kind were used, at their value. `wrong-source`, `not-enough-money` more than was given. */
export const useInKind = (
  context: CommandContext,
  input: { awardId: string; amountFen: bigint; category: string; text: string; day: string },
): Promise<Result<string, Common | 'wrong-source' | 'not-enough-money' | 'not-positive' | 'day-in-future' | 'day-outside'>> =>
  runCommand(context, 'use-in-kind', async (tx) => {
    const opened = await openMoney(tx, input.awardId, 'money.receive');
    if (!opened.ok) return opened;
    const { award, project } = opened.value;
    if (award.sourceKind !== 'in_kind') return err('wrong-source');
    if (input.day > tx.today) return err('day-in-future');
    if (!comesAfterTheAgreement(award, input.day) || input.day > award.validTo) return err('day-outside');
    const spent = await spendIn(tx, {
      projectId: project.id,
      payee: award.name,
      text: input.text.trim(),
      method: 'in_kind',
      day: input.day,
      lines: [{ category: input.category, text: input.text.trim(), amountFen: input.amountFen, awardIds: [award.awardId] }],
    });
    if (!spent.ok) return err(spent.error === 'nothing-to-spend' ? 'not-positive' : spent.error);
    return ok(spent.value.expenseId);
  });

/**
 * Undoes a receipt or promise recorded wrongly, with a reason. `wrong-kind`: payments are undone by their request, reservations too ·
 * `gifts-used` a crowdfunding would fall below its goal and its money is in use.
 */
export const reverseReceipt = (
  context: CommandContext,
  input: { txnId: string; reason: string },
): Promise<Result<string, Common | ReverseError | 'wrong-kind' | 'reason-required' | 'gifts-used'>> =>
  runCommand(context, 'reverse-receipt', async (tx) => {
    const txn = await findTxn(tx, input.txnId);
    const project = txn && (await lockProject(tx, txn.projectId));
    if (!txn || !project) return err('not-found');
    if (!tx.can('money.reverse', project)) return err('not-allowed');
    if (txn.kind !== 'receipt' && txn.kind !== 'pledge') return err('wrong-kind');
    if (input.reason.trim() === '') return err('reason-required');
    const reversed = await reverseIn(tx, { txnId: txn.id, reason: input.reason.trim() });
    if (!reversed.ok) return reversed;
    for (const award of await awardsOf(tx, project.id)) {
      if (award.sourceKind === 'grant') await countForTranchesIn(tx, project, award.awardId);
      if (award.sourceKind !== 'crowd') continue;
      const followed = await driveFollowsReversalIn(tx, award.awardId);
      if (!followed.ok) return followed;
    }
    tx.audit({ action: 'money.reverse', subjectKind: 'txn', subjectId: txn.id, text: { reason: input.reason } });
    return ok(reversed.value.txnId);
  });
