import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { projectStanding, wayOfTxnIn } from '#modules/bank';
import { advancesOfProject, closeAwardIn, projectAccount, returnIn } from '#modules/books';
import { closeDuty } from '#modules/inbox';
import { everyReceivedFenIsSpentOrReturned, type SettledSource } from './closing.ts';
import { findSettlement, insertSettlement, insertSettlementCheck } from './closing-store.ts';
import { moveProjectIn } from './move-project.ts';
import { yearEndDuty } from './return-at-year-end.ts';
import { publishSettlementIn } from './settlement-notice.ts';
import { lockProject } from './store.ts';

export interface SettleProjectInput {
  projectId: string;
  note: string;
}

/**
 * Settles the accounts from the books: what is unspent goes back to each source, every source is closed, the figures are
 * kept and put on public notice. Errors: `not-found`, `not-allowed`, `wrong-state`, `settled` (a stopped project was settled already),
 * `open-requests` (money is still reserved: pay it or take the request back), `open-advances` (money is in somebody's hands),
 * `unexplained` (a bank account is registered, and a transfer is neither matched with it nor explained), `cash-uncounted` (a cash box is
 * registered and was not counted by two, in order, since the last cash movement).
 */
export const settleProject = (
  context: CommandContext,
  input: SettleProjectInput,
): Promise<
  Result<
    string,
    | 'not-found'
    | 'not-allowed'
    | 'wrong-state'
    | 'open-requests'
    | 'open-advances'
    | 'unexplained'
    | 'cash-uncounted'
    | 'settled'
    | 'reason-required'
    | 'key-reused'
  >
> =>
  runCommand(context, 'settle-project', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.settle', project)) return err('not-allowed');
    if (project.state !== 'accepted' && project.state !== 'stopped') return err('wrong-state');
    if (await findSettlement(tx, project.id)) return err('settled');
    const before = await projectAccount(tx, project.id);
    if (before.sources.some((source) => source.reservedFen > 0n)) return err('open-requests');
    if ((await advancesOfProject(tx, project.id)).some((advance) => advance.state === 'open')) return err('open-advances');
    const standing = await projectStanding(tx, project);
    if (standing.bank === 'open') return err('unexplained');
    if (standing.cash === 'uncounted') return err('cash-uncounted');
    for (const source of before.sources) {
      if (source.availableFen > 0n) {
        const returned = await returnIn(tx, { awardId: source.awardId, amountFen: source.availableFen, text: `结算退回结余：${source.name}` });
        if (!returned.ok) throw new Error(`what is left could not be returned: ${returned.error}`);
        if (source.sourceKind !== 'in_kind') await wayOfTxnIn(tx, returned.value.txnId, 'transfer', source.name);
      }
      const closed = await closeAwardIn(tx, source.awardId);
      if (!closed.ok) throw new Error(`a settled source could not be closed: ${closed.error}`);
    }
    const after = await projectAccount(tx, project.id);
    const sources: SettledSource[] = after.sources.map((source) => ({
      awardId: source.awardId,
      sourceKind: source.sourceKind,
      name: source.name,
      plannedFen: source.plannedFen,
      receivedFen: source.receivedFen,
      spentFen: source.spentFen,
      returnedFen: source.returnedFen,
    }));
    if (!everyReceivedFenIsSpentOrReturned(sources)) throw new Error('settled figures do not add up');
    const id = await insertSettlement(tx, project.id, input.note.trim().slice(0, 1000), sources);
    await insertSettlementCheck(tx, id, {
      bank: standing.bank,
      cash: standing.cash,
      explained: standing.explained.map((one) => ({ day: one.day, fen: one.amountFen.toString(), text: one.text, byName: one.byName })),
    });
    await closeDuty(tx, { kind: yearEndDuty, subjectId: project.id });
    const moved = await moveProjectIn(tx, project, 'settle', '结清账目');
    if (!moved.ok) return moved;
    await publishSettlementIn(tx, project, { id, sources });
    return ok(id);
  });
