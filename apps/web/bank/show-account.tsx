import { countsOf, listMoneyAccounts, listStatements } from '#modules/bank';
import type { Web } from '../kit/index.ts';
import type { AccountBack } from './account-back.ts';
import { BankAccountPage } from './account-page.tsx';
import { CashAccountPage } from './cash-pages.tsx';
import { loadAccountView } from './view.ts';
import { frameFor, visibleAccount } from './visible.ts';

/** The page of an account; with `back` when one of its forms was refused: what was typed stands in it again. */
export async function accountPage(w: Web, back?: AccountBack & { action?: string }) {
  const found = await w.read(async (tx) => {
    const account = await visibleAccount(w, tx, back?.action);
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
      <BankAccountPage {...found} rights={rights} today={w.today} back={back} />
    ) : (
      <CashAccountPage {...found} rights={rights} today={w.today} back={back} />
    ),
    back ? 422 : 200,
  );
}
