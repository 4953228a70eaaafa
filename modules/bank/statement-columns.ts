import type { Sheet } from '#platform/tables';

/** What a bank's statement can say. A day is needed, and an amount in one of three shapes. */
export const statementFields = ['day', 'amount', 'out', 'in', 'direction', 'balance', 'counterparty', 'memo', 'reference'] as const;
export type StatementField = (typeof statementFields)[number];

/** Field → column (from 0); a field that is not there has none. */
export type StatementMapping = Partial<Record<StatementField, number>>;

/** Headers as banks write them, the plainest first. 借方 of the bank's own statement is money that went out of the customer's account. */
const synonyms: Record<StatementField, readonly string[]> = {
  day: ['交易日期', '记账日期', '入账日期', '交易日', '日期', '记账日', '交易时间', '记账时间', '交易日期时间', 'date'],
  amount: ['交易金额', '发生额', '金额', '发生金额', '收支金额', '交易额', 'amount'],
  out: ['借方发生额', '借方金额', '支出金额', '支出', '借方', '付款金额', '转出金额', '支取金额', '支出金额元', '借方发生额支取', 'debit'],
  in: ['贷方发生额', '贷方金额', '收入金额', '收入', '贷方', '收款金额', '转入金额', '存入金额', '收入金额元', '贷方发生额收入', '贷方发生额存入', 'credit'],
  direction: ['借贷标志', '借贷', '借贷方向', '收支', '收支类型', '收支方向', '收支标志', '交易方向', '借贷标识', '来往账标志', '交易类型'],
  balance: ['余额', '账户余额', '交易后余额', '本次余额', '当前余额', '联机余额', 'balance'],
  counterparty: [
    '对方户名',
    '对方账户名称',
    '对方账户名',
    '对方名称',
    '对手户名',
    '交易对方',
    '对方单位',
    '对方单位名称',
    '对方账号名称',
    '收付方名称',
    '对方账户户名',
    '往来单位',
  ],
  memo: ['摘要', '交易摘要', '附言', '用途', '备注', '交易附言', '交易用途', '摘要附言', '交易说明'],
  reference: ['交易流水号', '流水号', '凭证号', '凭证号码', '回单编号', '核心流水号', '交易序号', '业务编号', '凭证种类号码'],
};

const squeeze = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*:：/、,，.．_()（）【】[\]-]/g, '');
/** A header whole, and without what stands in brackets: `支出（元）` → `支出元`, `支出`. */
const namesOf = (header: string): string[] => [squeeze(header), squeeze(header.replace(/[(（【[][^)）】\]]*[)）】\]]/g, ''))];

/** Guesses which column is which from a row of headers. Two columns, out and in, come before one signed amount. */
export function guessStatementColumns(headers: readonly string[]): StatementMapping {
  const mapping: StatementMapping = {};
  const taken = new Set<number>();
  const names = headers.map(namesOf);
  for (const field of ['day', 'out', 'in', 'amount', 'direction', 'balance', 'counterparty', 'memo', 'reference'] as const) {
    for (const word of synonyms[field]) {
      const column = names.findIndex((known, i) => !taken.has(i) && known.includes(squeeze(word)));
      if (column === -1) continue;
      mapping[field] = column;
      taken.add(column);
      break;
    }
  }
  return withOneShape(mapping);
}

/** Where money in and money out have their own columns, an amount beside them and its direction say nothing more. */
function withOneShape(mapping: StatementMapping): StatementMapping {
  if (mapping.out !== undefined && mapping.in !== undefined) {
    delete mapping.amount;
    delete mapping.direction;
  }
  return mapping;
}

/** What is still missing for reading amounts and days. */
export function missingColumns(mapping: StatementMapping): StatementField[] {
  const missing: StatementField[] = mapping.day === undefined ? ['day'] : [];
  const pair = mapping.out !== undefined && mapping.in !== undefined;
  if (!pair && mapping.amount === undefined) missing.push(mapping.out !== undefined ? 'in' : mapping.in !== undefined ? 'out' : 'amount');
  return missing;
}

/** Which row holds the headers: of the first thirty (banks write account and period above) the one that names the most fields, day and amount among them; −1 when none does. */
export function findStatementHeader(sheet: Sheet): number {
  let best = -1;
  let bestCount = 1;
  for (let row = 0; row < Math.min(30, sheet.rows.length); row++) {
    const mapping = guessStatementColumns(sheet.rows[row] ?? []);
    const count = Object.keys(mapping).length;
    if (count > bestCount && missingColumns(mapping).length === 0) [best, bestCount] = [row, count];
  }
  return best;
}
