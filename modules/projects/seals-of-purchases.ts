import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/** Where money came from and how things were bought: words, names and dates beside the sums of the books. */
export const purchaseSeals: readonly SealedKind[] = [
  {
    kind: 'owners-decision',
    zh: '业主决定',
    en: "owners' decision",
    rows: (
      s,
    ) => sql`select d.id::text as key, d.decided_on || ' ' || a.name as label, jsonb_build_array(d.award_id, d.decided_on, d.granted_fen, d.ballot_id, d.file_id, d.text, d.heads_all,
        d.heads_part, d.heads_yes, d.area_all, d.area_part, d.area_yes, d.recorded_by, d.recorded_by_name) as facts
      from award_decision d join award a on a.subdistrict_id = d.subdistrict_id and a.id = d.award_id where d.subdistrict_id = ${s}`,
  },
  {
    kind: 'source-agreement',
    zh: '出资协议',
    en: 'agreement with a source',
    rows: (
      s,
    ) => sql`select g.id::text as key, g.signed_on || ' ' || a.name as label, jsonb_build_array(g.award_id, g.signed_on, g.valid_from, g.valid_to, g.amount_fen, g.purpose, g.file_id,
        g.recorded_by, g.recorded_by_name) as facts
      from award_agreement g join award a on a.subdistrict_id = g.subdistrict_id and a.id = g.award_id where g.subdistrict_id = ${s}`,
  },
  {
    kind: 'goods-gift',
    zh: '实物捐赠估价',
    en: 'value of goods given',
    rows: (
      s,
    ) => sql`select g.id::text as key, g.day || ' ' || g.what as label, jsonb_build_array(g.award_id, g.giver_name, g.what, g.quantity::text, g.unit, g.value_fen, g.basis, g.basis_text,
        g.photo_file_id, g.day, g.valued_by, g.valued_by_name) as facts
      from goods_gift g where g.subdistrict_id = ${s}`,
  },
  {
    kind: 'quote',
    zh: '报价',
    en: 'quote',
    rows: (s) => sql`select q.id::text as key, q.supplier as label,
        jsonb_build_array(q.request_id, q.supplier, q.price_fen, q.day, q.note, q.file_id, q.added_by, q.added_by_name) as facts
      from spending_quote q where q.subdistrict_id = ${s}`,
  },
  {
    kind: 'goods-received',
    zh: '收货确认',
    en: 'goods received',
    rows: (s) => sql`select g.request_id::text || ' ' || g.person_id as key, g.person_name as label,
        jsonb_build_array(g.requester_id, g.person_name, g.way, g.note, g.photo_file_id, g.scan_file_id, g.recorded_by, g.at at time zone 'UTC') as facts
      from goods_receipt g where g.subdistrict_id = ${s}`,
  },
  {
    kind: 'labour-sheet',
    zh: '劳务费发放表',
    en: 'labour sheet',
    rows: (
      s,
    ) => sql`select h.id::text as key, r.item || ' · ' || h.seq as label, jsonb_build_array(h.request_id, h.seq, h.total_fen, h.recorded_by, h.recorded_by_name,
        (select jsonb_agg(jsonb_build_array(e.no, e.day, e.name, e.work, e.quantity_hundredths, e.unit, e.amount_fen) order by e.no) from labour_entry e
          where e.subdistrict_id = h.subdistrict_id and e.sheet_id = h.id)) as facts
      from labour_sheet h join spending_request r on r.subdistrict_id = h.subdistrict_id and r.id = h.request_id where h.subdistrict_id = ${s}`,
  },
  {
    kind: 'payment-reversal',
    zh: '付款冲销',
    en: 'payment undone',
    rows: (s) => sql`select p.txn_id::text as key, p.reason as label,
        jsonb_build_array(p.expense_id, p.request_id, p.recorded_by, p.reversed_by, p.reason, p.outcome, p.at at time zone 'UTC') as facts
      from payment_reversal p where p.subdistrict_id = ${s}`,
  },
];
