-- One identity for an invoice wherever it was claimed: global, with no names in it. A receipt without a number is known by
-- the hash of its file. Reference tables carry no triggers: the rules are constraints alone.
create table invoice (
  id uuid primary key,
  kind text not null check (kind in ('e_invoice', 'paper_invoice', 'receipt')),
  code text not null default '' check (code ~ '^[0-9A-Z]{0,20}$'),
  number text check (number ~ '^[0-9A-Z-]{1,40}$'),
  issued_day date not null,
  net_fen bigint not null,
  tax_fen bigint not null check (tax_fen >= 0),
  total_fen bigint not null check (total_fen > 0),
  registered_at timestamptz not null,
  unique (code, number),
  unique (id, total_fen),
  check (net_fen + tax_fen = total_fen),
  check (number is not null or kind = 'receipt'),
  -- Whatever code is typed beside it, a number of 20 digits is one invoice.
  check (number !~ '^[0-9]{20}$' or code = ''),
  check (kind <> 'e_invoice' or (number ~ '^[0-9]{20}$' and code = '') or (number ~ '^[0-9]{8}$' and code ~ '^([0-9]{10}|[0-9]{12})$'))
)
-- ;;
select reference_table('invoice', 'select, insert')
-- ;;
-- Every file of an invoice belongs to it alone: the same bytes under another number are refused.
create table invoice_file (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  invoice_id uuid not null references invoice (id)
)
-- ;;
select reference_table('invoice_file', 'select, insert')
-- ;;
-- Claims on an invoice as a chain: each says what was claimed before and after, and after never exceeds the face value.
-- Two claims at once want the same place in the chain, and one is refused. A negative claim gives a withdrawn one back.
create table invoice_claim (
  invoice_id uuid not null,
  seq int not null check (seq >= 1),
  total_fen bigint not null,
  previous_seq int,
  before_fen bigint not null,
  amount_fen bigint not null check (amount_fen <> 0),
  after_fen bigint not null,
  subdistrict_id uuid not null references subdistrict (id),
  voucher_id uuid not null,
  at timestamptz not null,
  primary key (invoice_id, seq),
  unique (invoice_id, seq, after_fen),
  unique (invoice_id, seq, subdistrict_id, voucher_id, amount_fen),
  foreign key (invoice_id, total_fen) references invoice (id, total_fen),
  foreign key (invoice_id, previous_seq, before_fen) references invoice_claim (invoice_id, seq, after_fen),
  check (after_fen = before_fen + amount_fen),
  check (after_fen between 0 and total_fen),
  check ((seq = 1 and previous_seq is null and before_fen = 0) or (seq > 1 and previous_seq is not null and previous_seq = seq - 1))
)
-- ;;
select reference_table('invoice_claim', 'select, insert')
-- ;;
-- The paper behind an expense: the claimed invoice or receipt, its file, who sold.
create table voucher (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  expense_id uuid not null,
  number text not null check (length(number) between 1 and 40),
  kind text not null check (kind in ('e_invoice', 'paper_invoice', 'receipt')),
  invoice_id uuid not null,
  claim_seq int not null,
  claimed_fen bigint not null check (claimed_fen > 0),
  seller_name text not null check (length(seller_name) between 1 and 100),
  seller_tax_id text check (seller_tax_id ~ '^[0-9A-Z]{15,20}$'),
  file_id uuid,
  reason text check (length(reason) between 1 and 500),
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, number),
  foreign key (invoice_id, claim_seq, subdistrict_id, id, claimed_fen) references invoice_claim (invoice_id, seq, subdistrict_id, voucher_id, amount_fen),
  check (kind <> 'receipt' or (reason is not null and file_id is not null))
)
-- ;;
select tenant_table('voucher', 'select, insert')
-- ;;
alter table voucher add foreign key (subdistrict_id, expense_id) references expense (subdistrict_id, id)
-- ;;
alter table voucher add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create index on voucher (subdistrict_id, expense_id)
-- ;;
create trigger append_only before update or delete on voucher for each row execute function refuse_change()
-- ;;
-- A wrong voucher is withdrawn, never changed; its claim is given back by a negative one.
create table voucher_withdrawal (
  subdistrict_id uuid not null references subdistrict (id),
  voucher_id uuid not null,
  invoice_id uuid not null,
  claim_seq int not null,
  released_fen bigint not null check (released_fen < 0),
  reason text not null check (length(reason) between 1 and 500),
  withdrawn_by uuid,
  withdrawn_at timestamptz not null,
  primary key (subdistrict_id, voucher_id),
  foreign key (invoice_id, claim_seq, subdistrict_id, voucher_id, released_fen) references invoice_claim (invoice_id, seq, subdistrict_id, voucher_id, amount_fen)
)
-- ;;
select tenant_table('voucher_withdrawal', 'select, insert')
-- ;;
alter table voucher_withdrawal add foreign key (subdistrict_id, voucher_id) references voucher (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on voucher_withdrawal for each row execute function refuse_change()
