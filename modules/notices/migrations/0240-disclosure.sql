-- What a notice fulfils of what the law wants published, and which of it does not apply in a neighbourhood.
create table notice_fulfils (
  subdistrict_id uuid not null references subdistrict (id),
  notice_id uuid not null,
  -- Id of the rule of the policy pack.
  requirement text not null check (requirement ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  primary key (subdistrict_id, notice_id, requirement)
)
-- ;;
select tenant_table('notice_fulfils', 'select, insert')
-- ;;
alter table notice_fulfils add foreign key (subdistrict_id, notice_id) references notice (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on notice_fulfils for each row execute function refuse_change()
-- ;;
-- Whether a requirement applies: no property company, no owners' committee. Said again, the last word counts.
create table disclosure_exemption (
  subdistrict_id uuid not null references subdistrict (id),
  neighbourhood_id uuid not null,
  requirement text not null check (requirement ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  version int not null check (version > 0),
  applies boolean not null,
  reason text not null check (length(reason) between 1 and 300),
  by_person uuid not null,
  at timestamptz not null,
  primary key (subdistrict_id, neighbourhood_id, requirement, version)
)
-- ;;
select tenant_table('disclosure_exemption', 'select, insert')
-- ;;
alter table disclosure_exemption add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table disclosure_exemption add foreign key (subdistrict_id, by_person) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on disclosure_exemption for each row execute function refuse_change()
