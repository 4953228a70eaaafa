import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/**
 * What the books seal: names, days, texts and amounts that no sum would miss. Each kind's facts are settled; a column added later is sealed as a kind
 * of its own.
 */
export const booksSeals: readonly SealedKind[] = [
  {
    kind: 'award',
    zh: '资金来源',
    en: 'award',
    rows: (
      s,
    ) => sql`select a.id::text as key, a.name as label, jsonb_build_array(a.project_id, a.source_kind, a.name, a.organisation_id, a.planned_fen, a.valid_from, a.valid_to,
        (select jsonb_agg(u.category order by u.category collate "C") from award_use u where u.subdistrict_id = a.subdistrict_id and u.award_id = a.id)) as facts
      from award a where a.subdistrict_id = ${s}`,
  },
  {
    kind: 'txn',
    zh: '记账',
    en: 'transaction',
    rows: (s) => sql`select t.id::text as key, t.day || ' ' || t.text as label,
        jsonb_build_array(t.kind, t.day, t.text, t.project_id, t.expense_id, t.reversal_of, t.idempotency_key, t.actor_id, t.at at time zone 'UTC',
        (select jsonb_agg(jsonb_build_array(p.seq, p.award_id, p.account, p.amount_fen) order by p.seq) from posting p
          where p.subdistrict_id = t.subdistrict_id and p.txn_id = t.id),
        (select jsonb_agg(jsonb_build_array(a.line_id, a.category, a.award_id, a.amount_fen) order by a.line_id, a.award_id) from allocation a
          where a.subdistrict_id = t.subdistrict_id and a.txn_id = t.id),
        (select jsonb_agg(jsonb_build_array(r.line_no, r.award_id, r.category, r.subject_id, r.text, r.amount_fen) order by r.line_no, r.award_id) from reservation r
          where r.subdistrict_id = t.subdistrict_id and r.txn_id = t.id)) as facts
      from txn t where t.subdistrict_id = ${s}`,
  },
  {
    kind: 'expense',
    zh: '支出',
    en: 'expense',
    rows: (s) => sql`select e.id::text as key, e.day || ' ' || e.text as label,
        jsonb_build_array(e.project_id, e.day, e.payee, e.text, e.method, e.proof_file_id, e.recorded_by,
        (select jsonb_agg(jsonb_build_array(l.id, l.position, l.category, l.text, l.amount_fen) order by l.position) from expense_line l
          where l.subdistrict_id = e.subdistrict_id and l.expense_id = e.id)) as facts
      from expense e where e.subdistrict_id = ${s}`,
  },
  {
    kind: 'receipt',
    zh: '收据',
    en: 'receipt',
    rows: (
      s,
    ) => sql`select r.id::text as key, r.number as label, jsonb_build_array(r.award_id, r.txn_id, r.number, r.household_id, r.organisation_id, r.payer_name,
        r.amount_fen, r.method, r.day, r.proof_file_id, r.received_by) as facts from receipt r where r.subdistrict_id = ${s}`,
  },
  {
    kind: 'pledge',
    zh: '认领',
    en: 'pledge',
    rows: (s) => sql`select p.id::text as key, p.day || ' ' || p.payer_name as label,
        jsonb_build_array(p.award_id, p.txn_id, p.household_id, p.organisation_id, p.payer_name, p.amount_fen, p.day) as facts
      from pledge p where p.subdistrict_id = ${s}`,
  },
  {
    kind: 'voucher',
    zh: '凭证',
    en: 'voucher',
    // The invoice's own facts are sealed with the voucher that claims it: the invoice belongs to no subdistrict.
    rows: (
      s,
    ) => sql`select v.id::text as key, v.number as label, jsonb_build_array(v.expense_id, v.number, v.kind, v.invoice_id, i.code, i.number, v.claim_seq, v.claimed_fen,
        v.seller_name, v.seller_tax_id, v.file_id, v.reason, v.recorded_by) as facts
      from voucher v join invoice i on i.id = v.invoice_id where v.subdistrict_id = ${s}`,
  },
  {
    kind: 'voucher-withdrawal',
    zh: '作废的凭证',
    en: 'withdrawn voucher',
    rows: (
      s,
    ) => sql`select w.voucher_id::text as key, v.number as label, jsonb_build_array(w.invoice_id, w.claim_seq, w.released_fen, w.reason, w.withdrawn_by) as facts
      from voucher_withdrawal w join voucher v on v.subdistrict_id = w.subdistrict_id and v.id = w.voucher_id where w.subdistrict_id = ${s}`,
  },
];
