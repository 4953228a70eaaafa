import { formatYuan } from '#libs/money';
import {
  confirmStatement,
  countCash,
  findMoneyAccount,
  ledgerOf,
  matchRows,
  proposeMatches,
  registerAccount,
  signCount,
  standingOn,
  startStatement,
  transferBetween,
} from '#modules/bank';
import { done, type Stage } from './stage.ts';

const atTheEnd = '9999-12-31';

/** 胜利 is compared with its bank: a statement of its running project with a row that nobody has explained yet, and cash counted by two. */
export async function tellBank(stage: Stage): Promise<void> {
  const neighbourhoodId = await stage.neighbourhoodId('pd-shengli');
  stage.on(-6);
  const common = { neighbourhoodId, keeperPersonId: null, openingDay: stage.dayAt(-120), openingFen: 0n };
  const bankId = await done(
    'bank',
    registerAccount(await stage.as('shengli-secretary', 'bank account'), {
      ...common,
      kind: 'bank',
      name: '胜利居民委员会',
      bankName: '上海农商银行',
      last4: '8806',
      keeperName: null,
    }),
  );
  const cashId = await done(
    'box',
    registerAccount(await stage.as('shengli-secretary', 'cash box'), {
      ...common,
      kind: 'cash',
      name: '胜利居委会现金箱',
      bankName: null,
      last4: null,
      keeperName: '居委会出纳',
    }),
  );
  const see = (id: string) =>
    stage.read(async (tx) => {
      const account = await findMoneyAccount(tx, id);
      if (!account) throw new Error('demo: no account');
      const ledger = await ledgerOf(tx, account);
      return { ledger, standing: standingOn(ledger, atTheEnd) };
    });
  const inTheBox = (await see(cashId)).standing.bookFen;
  if (inTheBox > 0n)
    await done(
      'to the bank',
      transferBetween(await stage.as('shengli-secretary', 'cash to bank'), { fromId: cashId, toId: bankId, amountFen: inTheBox, day: stage.day, text: '' }),
    );
  stage.on(-2);
  const bytes = new TextEncoder().encode(statement((await see(bankId)).ledger.movements, stage.dayAt(-3)));
  const stored = await stage.files.putOwn(bytes, 'text/csv');
  const statementId = await done(
    'upload',
    startStatement(await stage.as('shengli-secretary', 'bank upload'), { accountId: bankId, fileName: '农商银行活期明细.csv', stored }),
  );
  await done('import', confirmStatement(await stage.as('shengli-secretary', 'bank import'), { statementId, bytes }));
  const { standing } = await see(bankId);
  const groups = proposeMatches(standing.rows, standing.movements)
    .slice(1)
    .map((one) => ({ rowIds: one.rows.map((row) => row.id), movementIds: one.movements.map((movement) => movement.id) }));
  if (groups.length > 0) await done('match', matchRows(await stage.as('shengli-secretary', 'bank match'), { accountId: bankId, groups }));
  const countId = await done(
    'count',
    countCash(await stage.as('shengli-director', 'cash count'), {
      accountId: cashId,
      pieces: { 10000: 0, 5000: 0, 2000: 0, 1000: 0, 500: 0, 100: 0, 50: 0, 10: 0 },
    }),
  );
  await done('sign', signCount(await stage.as('shengli-secretary', 'cash sign'), { countId }));
}

/** The bank's list of the same movements, a day later where the weekend lay between, with the quarter's interest at the end. */
function statement(movements: readonly { day: string; amountFen: bigint; party: string; text: string }[], interestDay: string): string {
  const cell = (fen: bigint) => `"${formatYuan(fen)}"`;
  let balance = 0n;
  const lines = [...movements, { day: interestDay, amountFen: 320n, party: '', text: '结息' }].map((one) => {
    balance += one.amountFen;
    const [out, into] = one.amountFen < 0n ? [cell(-one.amountFen), ''] : ['', cell(one.amountFen)];
    return [one.day, one.text.replace(/[,"\n]/g, ' '), one.party.replace(/[,"\n]/g, ' '), out, into, cell(balance)].join(',');
  });
  return `\uFEFF户名：胜利居民委员会,账号尾号：8806\n交易日期,摘要,对方户名,支出（元）,收入（元）,余额（元）\n${lines.join('\n')}\n`;
}
