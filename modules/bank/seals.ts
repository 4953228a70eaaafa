import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/** What is sealed of bank and cash: what the bank said, what was matched and explained, what was counted. Whatever is undone later stays sealed as it was made. */
export const bankSeals: readonly SealedKind[] = [
  {
    kind: 'money-account',
    zh: '银行账户和现金箱',
    en: 'account',
    rows: (s) => sql`select a.id::text as key, a.name as label,
        jsonb_build_array(a.neighbourhood_id, a.kind, a.name, a.bank_name, a.last4, a.opening_day, a.opening_fen, a.opened_by) as facts
      from money_account a where a.subdistrict_id = ${s}`,
  },
  {
    kind: 'account-transfer',
    zh: '现金存取',
    en: 'transfer',
    rows: (s) => sql`select t.id::text as key, t.day || ' ' || t.text as label,
        jsonb_build_array(t.from_account_id, t.to_account_id, t.amount_fen, t.day, t.text, t.made_by) as facts
      from account_transfer t where t.subdistrict_id = ${s}`,
  },
  {
    kind: 'bank-row',
    zh: '银行流水',
    en: 'row of the bank',
    rows: (s) => sql`select r.id::text as key, r.day || ' ' || r.memo as label,
        jsonb_build_array(r.account_id, r.statement_id, r.row_no, r.seq, r.day, r.amount_fen, r.balance_fen, r.counterparty, r.memo, r.reference, r.fingerprint) as facts
      from bank_row r where r.subdistrict_id = ${s}`,
  },
  {
    kind: 'bank-withdrawal',
    zh: '对账单撤销导入',
    en: 'statement withdrawn',
    rows: (s) => sql`select w.statement_id::text as key, w.reason as label, jsonb_build_array(w.statement_id, w.reason, w.made_by) as facts
      from bank_withdrawal w where w.subdistrict_id = ${s}`,
  },
  {
    kind: 'bank-link',
    zh: '银行核对',
    en: 'match with the bank',
    rows: (s) => sql`select l.id::text as key, l.made_by_name as label, jsonb_build_array(l.row_id, l.txn_id, l.transfer_id, l.amount_fen, l.made_by) as facts
      from bank_link l where l.subdistrict_id = ${s}`,
  },
  {
    kind: 'cash-count',
    zh: '现金盘点',
    en: 'cash count',
    rows: (s) => sql`select c.id::text as key, c.day || ' ' || c.counted_by_name as label,
        jsonb_build_array(c.account_id, c.day, c.n10000, c.n5000, c.n2000, c.n1000, c.n500, c.n100, c.n50, c.n10, c.counted_fen, c.book_fen, c.counted_by) as facts
      from cash_count c where c.subdistrict_id = ${s}`,
  },
  {
    kind: 'money-note',
    zh: '差异说明',
    en: 'explanation of a difference',
    rows: (s) => sql`select n.id::text as key, n.text as label,
        jsonb_build_array(n.account_id, n.row_id, n.txn_id, n.transfer_id, n.count_id, n.kind, n.text, n.made_by) as facts
      from money_note n where n.subdistrict_id = ${s}`,
  },
];
