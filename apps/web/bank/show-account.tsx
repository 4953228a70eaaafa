import { countsOf, listMoneyAccounts, listStatements } from '#modules/bank';
import type { Web } from '../kit/index.ts';
import type { FormErrors } from '../ui/index.ts';
import { BankAccountPage } from './account-page.tsx';
import { CashAccountPage } from './cash-pages.tsx';
import { loadAccountView } from './view.ts';
import { frameFor, visibleAccount } from './visible.ts';

/** The page of an account; with `errors` when an uploaded file was refused. */
export async function accountPage(w: Web, errors?: FormErrors) {
  const found = await w.read(async (tx) => {
    const account = await visibleAccount(w, tx);
    if (!account) return null;
    const others = (await listMoneyAccounts(tx)).filter(
      (one) =>
        one.id !== account.id &&
        one.closedDay === null &&
        (one.neighbourhoodId === account.neighbourhoodId || one.neighbourhoodId === null || account.neighbourhoodId === null),
    );
    return {
      view: await loadAccountView(tx, account),
      statements: account.kind === 'bank' ? await listStatements(tx, account.id) : [],
      counts: account.kind === 'cash' ? await countsOf(tx, account.id) : [],
      others: others.filter((one) => one.kind !== account.kind && w.can('bank.transfer', one)),
      page: await frameFor(w, tx, account),
    };
  });
  if (!found) return w.notFound();
  const { account } = found.view;
  const rights = {
    import: w.can('bank.import', account),
    match: w.can('bank.match', account),
    transfer: w.can('bank.transfer', account),
    register: w.can('bank.register', account),
    count: w.can('cash.count', account),
  };
  return w.page(
    account.kind === 'bank' ? (
      <BankAccountPage {...found} rights={rights} today={w.today} errors={errors} />
    ) : (
      <CashAccountPage {...found} rights={rights} today={w.today} />
    ),
    errors ? 422 : 200,
  );
}
