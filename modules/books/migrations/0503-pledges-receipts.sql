-- Who promised how much to an award; the books carry the sum, this the name.
create table pledge (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  award_id uuid not null,
  txn_id uuid not null,
  household_id uuid,
  organisation_id uuid,
  payer_name text not null check (length(payer_name) between 1 and 100),
  amount_fen bigint not null check (amount_fen > 0),
  day date not null,
  primary key (subdistrict_id, id),
  check (num_nonnulls(household_id, organisation_id) <= 1)
)
-- ;;
select tenant_table('pledge', 'select, insert')
-- ;;
alter table pledge add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
alter table pledge add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table pledge add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
alter table pledge add foreign key (subdistrict_id, organisation_id) references organisation (subdistrict_id, id)
-- ;;
create index on pledge (subdistrict_id, award_id)
-- ;;
create trigger append_only before update or delete on pledge for each row execute function refuse_change()
-- ;;
-- Money (or goods) that came in, with the receipt's number; numbers run per subdistrict and year.
create table receipt (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  award_id uuid not null,
  txn_id uuid not null,
  number text not null check (number ~ '^[0-9]{4}-[0-9]{5,}$'),
  household_id uuid,
  organisation_id uuid,
  payer_name text not null check (length(payer_name) between 1 and 100),
  amount_fen bigint not null check (amount_fen > 0),
  method text not null check (method in ('cash', 'transfer', 'in_kind')),
  day date not null,
  proof_file_id uuid,
  received_by uuid,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, number),
  check (num_nonnulls(household_id, organisation_id) <= 1)
)
-- ;;
select tenant_table('receipt', 'select, insert')
-- ;;
alter table receipt add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
alter table receipt add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table receipt add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
alter table receipt add foreign key (subdistrict_id, organisation_id) references organisation (subdistrict_id, id)
-- ;;
alter table receipt add foreign key (subdistrict_id, proof_file_id) references file (subdistrict_id, id)
-- ;;
create index on receipt (subdistrict_id, award_id)
-- ;;
create trigger append_only before update or delete on receipt for each row execute function refuse_change()
-- ;;
-- The last number given, per kind of paper and year; its row lock lets numbers run without gaps.
create table paper_number (
  subdistrict_id uuid not null references subdistrict (id),
  paper text not null check (paper in ('receipt', 'voucher')),
  year int not null check (year between 2000 and 2200),
  last int not null check (last > 0),
  primary key (subdistrict_id, paper, year)
)
-- ;;
select tenant_table('paper_number', 'select, insert, update')
