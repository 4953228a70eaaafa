-- Asked before the money is spent: what is wanted, why, what the policy says, who approved, what was paid, what proves it.
create table spending_request (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  item text not null check (btrim(item) <> '' and length(item) <= 200),
  why text not null check (btrim(why) <> '' and length(why) <= 500),
  payee text not null check (btrim(payee) <> '' and length(payee) <= 100),
  amount_fen bigint not null check (amount_fen > 0),
  requester_id uuid not null,
  state text not null check (state in ('needs_ruling', 'asked', 'approved', 'paid', 'vouchered', 'closed', 'refused', 'withdrawn')),
  state_reason text,
  -- What the policy said when it was asked last: outcome and reasons per line and source.
  verdict jsonb not null,
  -- Who must approve, in order, as the policy of the day of asking says: [{role, title}].
  chain jsonb not null check (jsonb_typeof(chain) = 'array' and jsonb_array_length(chain) >= 2),
  evidence jsonb not null check (jsonb_typeof(evidence) = 'array'),
  asked_at timestamptz not null,
  expense_id uuid,
  paid_by uuid,
  vouchered_by uuid,
  closed_by uuid,
  closed_at timestamptz,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no),
  unique (subdistrict_id, id, requester_id),
  check ((state in ('paid', 'vouchered', 'closed')) = (expense_id is not null)),
  check ((state = 'closed') = (closed_by is not null and closed_at is not null)),
  check (state not in ('refused', 'withdrawn') or btrim(coalesce(state_reason, '')) <> ''),
  -- Whoever put the papers in does not also sign them off.
  check (closed_by is null or vouchered_by is null or closed_by <> vouchered_by)
)
-- ;;
select tenant_table('spending_request', 'select, insert')
-- ;;
grant update (state, state_reason, verdict, chain, evidence, expense_id, paid_by, vouchered_by, closed_by, closed_at) on spending_request to zhidian_app
-- ;;
alter table spending_request add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table spending_request add foreign key (subdistrict_id, requester_id) references person (subdistrict_id, id)
-- ;;
alter table spending_request add foreign key (subdistrict_id, closed_by) references person (subdistrict_id, id)
-- ;;
alter table spending_request add foreign key (subdistrict_id, vouchered_by) references person (subdistrict_id, id)
-- ;;
create index on spending_request (subdistrict_id, project_id, state)
-- ;;
create index on spending_request (subdistrict_id, expense_id)
-- ;;
create trigger takes_entries before insert on spending_request for each row execute function project_takes_entries()
-- ;;
create function closed_spending_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state in ('closed', 'refused', 'withdrawn') then
    raise exception 'a settled spending request stays as it is' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger closed_stays before update or delete on spending_request for each row execute function closed_spending_stays()
-- ;;
create table spending_line (
  subdistrict_id uuid not null references subdistrict (id),
  request_id uuid not null,
  no int not null check (no > 0),
  category text not null,
  text text not null check (btrim(text) <> '' and length(text) <= 200),
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, request_id, no)
)
-- ;;
select tenant_table('spending_line', 'select, insert')
-- ;;
alter table spending_line add foreign key (subdistrict_id, request_id) references spending_request (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on spending_line for each row execute function refuse_change()
-- ;;
-- One step of the chain, decided once by one person; nobody decides twice on a request, and the requester never.
create table spending_approval (
  subdistrict_id uuid not null references subdistrict (id),
  request_id uuid not null,
  step int not null check (step > 0),
  requester_id uuid not null,
  role text not null,
  title text not null,
  person_id uuid not null,
  person_name text not null check (btrim(person_name) <> ''),
  decision text not null check (decision in ('approved', 'refused')),
  note text not null default '' check (length(note) <= 500),
  at timestamptz not null,
  primary key (subdistrict_id, request_id, step),
  unique (subdistrict_id, request_id, person_id),
  check (person_id <> requester_id),
  check (decision = 'approved' or btrim(note) <> '')
)
-- ;;
select tenant_table('spending_approval', 'select, insert')
-- ;;
alter table spending_approval add foreign key (subdistrict_id, request_id, requester_id) references spending_request (subdistrict_id, id, requester_id)
-- ;;
alter table spending_approval add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on spending_approval for each row execute function refuse_change()
-- ;;
-- Money is kept and paid only for a request whose whole chain approved it.
create function approved_by_the_whole_chain() returns trigger language plpgsql as $$
begin
  if new.state in ('approved', 'paid', 'vouchered', 'closed') and (select count(*) from spending_approval a
      where a.subdistrict_id = new.subdistrict_id and a.request_id = new.id and a.decision = 'approved') < jsonb_array_length(new.chain) then
    raise exception 'the request is not approved by its whole chain' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger whole_chain before insert or update of state, chain on spending_request for each row execute function approved_by_the_whole_chain()
-- ;;
-- Papers the policy asks for beside invoice and proof of payment (photos of goods received, quotes), by their code.
create table spending_evidence (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  request_id uuid not null,
  code text not null check (btrim(code) <> ''),
  file_id uuid not null,
  added_by uuid,
  added_at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('spending_evidence', 'select, insert')
-- ;;
alter table spending_evidence add foreign key (subdistrict_id, request_id) references spending_request (subdistrict_id, id)
-- ;;
alter table spending_evidence add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on spending_evidence for each row execute function refuse_change()
-- ;;
-- Which rulings were given on which request, so that the request shows them for ever.
create table spending_ruling (
  subdistrict_id uuid not null references subdistrict (id),
  request_id uuid not null,
  ruling_id uuid not null,
  primary key (subdistrict_id, request_id, ruling_id)
)
-- ;;
select tenant_table('spending_ruling', 'select, insert')
-- ;;
alter table spending_ruling add foreign key (subdistrict_id, request_id) references spending_request (subdistrict_id, id)
-- ;;
alter table spending_ruling add foreign key (subdistrict_id, ruling_id) references ruling (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on spending_ruling for each row execute function refuse_change()
