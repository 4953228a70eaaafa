import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/** What was handed out, given back, reduced and opened: the papers behind movements that came to the books after the first kinds were settled. */
export const movementSeals: readonly SealedKind[] = [
  {
    kind: 'advance',
    zh: '预支',
    en: 'advance',
    rows: (s) => sql`select a.id::text as key, a.day || ' ' || a.holder_name as label,
        jsonb_build_array(a.project_id, a.subject_id, a.txn_id, a.holder_kind, a.holder_person_id, a.holder_name, a.amount_fen, a.day, a.method, a.proof_file_id, a.another_reason, a.handed_by,
        (select jsonb_agg(jsonb_build_array(h.line_no, h.award_id, h.category, h.amount_fen) order by h.line_no, h.award_id) from advance_share h
          where h.subdistrict_id = a.subdistrict_id and h.txn_id = a.txn_id)) as facts
      from advance a where a.subdistrict_id = ${s}`,
  },
  {
    kind: 'advance-settlement',
    zh: '预支结清',
    en: 'settlement of an advance',
    rows: (s) => sql`select t.txn_id::text as key, a.day || ' ' || a.holder_name as label,
        jsonb_build_array(t.advance_id, t.method, t.proof_file_id, t.settled_by) as facts
      from advance_settlement t join advance a on a.subdistrict_id = t.subdistrict_id and a.id = t.advance_id where t.subdistrict_id = ${s}`,
  },
  {
    kind: 'supplier-refund',
    zh: '退货退款',
    en: 'refund of a supplier',
    rows: (
      s,
    ) => sql`select f.id::text as key, f.payer || ' ' || f.reason as label, jsonb_build_array(f.expense_id, f.txn_id, f.payer, f.method, f.reason, f.proof_file_id, f.recorded_by,
        (select jsonb_agg(jsonb_build_array(h.line_id, h.category, h.award_id, h.amount_fen) order by h.line_id, h.award_id) from supplier_refund_share h
          where h.subdistrict_id = f.subdistrict_id and h.txn_id = f.txn_id)) as facts
      from supplier_refund f where f.subdistrict_id = ${s}`,
  },
  {
    kind: 'giver-refund',
    zh: '退还出资',
    en: 'money given back to its giver',
    rows: (s) => sql`select f.id::text as key, r.number as label,
        jsonb_build_array(f.receipt_id, f.award_id, f.txn_id, f.day, f.amount_fen, f.method, f.reason, f.proof_file_id, f.returned_by) as facts
      from refund f join receipt r on r.subdistrict_id = f.subdistrict_id and r.id = f.receipt_id where f.subdistrict_id = ${s}`,
  },
  {
    kind: 'voucher-reduction',
    zh: '凭证冲减',
    en: 'reduction of a voucher',
    rows: (s) => sql`select d.id::text as key, v.number as label,
        jsonb_build_array(d.voucher_id, d.invoice_id, d.claim_seq, d.red_invoice_id, d.refund_id, d.reduced_fen, d.file_id, d.reason, d.recorded_by) as facts
      from voucher_reduction d join voucher v on v.subdistrict_id = d.subdistrict_id and v.id = d.voucher_id where d.subdistrict_id = ${s}`,
  },
  {
    kind: 'opening-balance',
    zh: '期初余额',
    en: 'opening balance',
    rows: (
      s,
    ) => sql`select o.id::text as key, o.day || ' ' || a.name as label, jsonb_build_array(o.award_id, o.day, o.received_fen, o.returned_fen, o.spent_fen, o.file_id, o.note, o.entered_by,
        (select jsonb_agg(jsonb_build_array(l.no, l.category, l.text, l.amount_fen) order by l.no) from opening_line l
          where l.subdistrict_id = o.subdistrict_id and l.opening_id = o.id)) as facts
      from opening_balance o join award a on a.subdistrict_id = o.subdistrict_id and a.id = o.award_id where o.subdistrict_id = ${s}`,
  },
];
