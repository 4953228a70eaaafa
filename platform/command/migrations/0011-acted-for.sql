-- Who acted in whose place (代): one row a command that went through only by a role held for somebody absent, at the command's instant.
create table acted_for (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  person_id uuid not null,
  for_person_id uuid not null,
  command text not null check (command <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, id),
  check (person_id <> for_person_id)
)
-- ;;
select tenant_table('acted_for', 'select, insert')
-- ;;
create index on acted_for (subdistrict_id, person_id, at)
-- ;;
create index on acted_for (subdistrict_id, for_person_id, at)
-- ;;
create trigger append_only before update or delete on acted_for for each row execute function refuse_change()
-- ;;
-- Two acts come from one pair of hands when their persons are the same, counting whoever each acted for at that instant.
create function one_pair_of_hands(s uuid, a uuid, a_at timestamptz, b uuid, b_at timestamptz) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  with first_hands as (select a as who union select for_person_id from acted_for where subdistrict_id = s and person_id = a and at = a_at),
  second_hands as (select b as who union select for_person_id from acted_for where subdistrict_id = s and person_id = b and at = b_at)
  select exists (select from first_hands join second_hands using (who))
$$
-- ;;
-- Guard of a row that two persons complete. Arguments: the columns of the first person and its instant, of the second person and its instant.
-- Deferred, so that who acted for whom is written by then.
create function two_pairs_of_hands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare r jsonb := to_jsonb(new);
begin
  if r ->> tg_argv[0] is not null and r ->> tg_argv[2] is not null and one_pair_of_hands(new.subdistrict_id, (r ->> tg_argv[0])::uuid,
      (r ->> tg_argv[1])::timestamptz, (r ->> tg_argv[2])::uuid, (r ->> tg_argv[3])::timestamptz) then
    raise exception 'one pair of hands for both halves of %', tg_table_name using errcode = 'ZD001';
  end if;
  return null;
end $$
