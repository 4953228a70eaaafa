import { err, type Result } from '#libs/result';
import { findVoucher, proveLinesIn, type VoucherLinesError } from '#modules/books';
import { type CommandContext, runCommand } from '#platform/command';
import { lockSpendingRequest, spendingRequestOfExpense } from './spending-store.ts';
import { findProject } from './store.ts';

/** Says which lines of the payment a voucher proves with how much. `wrong-state` closed, or the voucher is withdrawn. */
export const proveLines = (
  context: CommandContext,
  input: { voucherId: string; shares: readonly { lineId: string; amountFen: bigint }[] },
): Promise<Result<void, VoucherLinesError | 'not-allowed' | 'key-reused'>> =>
  runCommand(context, 'prove-lines', async (tx) => {
    const voucher = await findVoucher(tx, input.voucherId);
    const found = voucher && (await spendingRequestOfExpense(tx, voucher.expenseId));
    const request = found && (await lockSpendingRequest(tx, found.id));
    const project = request && (await findProject(tx, request.projectId));
    if (!request || !project) return err('not-found');
    if (!tx.can('spending.voucher', project)) return err('not-allowed');
    if (request.state !== 'paid' && request.state !== 'vouchered') return err('wrong-state');
    if (input.shares.length === 0) return err('share-wrong');
    return proveLinesIn(tx, input);
  });
