-- Somebody says that they, or people close to them, have to do with whoever is paid.
create table payee_relation (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  person_id uuid not null,
  person_name text not null check (btrim(person_name) <> ''),
  payee text not null check (btrim(payee) <> '' and length(payee) <= 100),
  relation text not null check (btrim(relation) <> '' and length(relation) <= 200),
  declared_at timestamptz not null,
  ended_at timestamptz,
  ended_reason text check (btrim(ended_reason) <> '' and length(ended_reason) <= 200),
  primary key (subdistrict_id, id),
  check ((ended_at is null) = (ended_reason is null))
)
-- ;;
select tenant_table('payee_relation', 'select, insert')
-- ;;
grant update (ended_at, ended_reason) on payee_relation to zhidian_app
-- ;;
alter table payee_relation add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table payee_relation add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create index on payee_relation (subdistrict_id, neighbourhood_id)
-- ;;
create function relation_keeps_what_was_said() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.ended_at is not null or (to_jsonb(new) - 'ended_at' - 'ended_reason') <> (to_jsonb(old) - 'ended_at' - 'ended_reason') then
    raise exception 'a declared relation is ended, never changed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger keeps_what_was_said before update or delete on payee_relation for each row execute function relation_keeps_what_was_said()
-- ;;
-- What somebody answers to a note on a request. Notes themselves are read from the facts anew each time.
create table spending_note_answer (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  request_id uuid not null,
  note text not null check (note in ('split', 'related', 'price', 'quote', 'receipt', 'other')),
  text text not null check (btrim(text) <> '' and length(text) <= 500),
  by_person_id uuid not null,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('spending_note_answer', 'select, insert')
-- ;;
alter table spending_note_answer add foreign key (subdistrict_id, request_id) references spending_request (subdistrict_id, id)
-- ;;
alter table spending_note_answer add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
-- ;;
create index on spending_note_answer (subdistrict_id, request_id)
-- ;;
create trigger append_only before update or delete on spending_note_answer for each row execute function refuse_change()
