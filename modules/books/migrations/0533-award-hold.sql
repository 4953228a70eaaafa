-- Money of a source that is there and not yet to be used, with why; planning of payments leaves it out.
create table award_hold (
  subdistrict_id uuid not null references subdistrict (id),
  award_id uuid not null,
  reason text not null check (length(reason) between 1 and 200),
  held_at timestamptz not null,
  lifted_at timestamptz check (lifted_at >= held_at),
  primary key (subdistrict_id, award_id)
)
-- ;;
select tenant_table('award_hold', 'select, insert')
-- ;;
grant update (lifted_at) on award_hold to zhidian_app
-- ;;
alter table award_hold add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
-- A hold is lifted once.
create function guard_award_hold() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.lifted_at is not null or new.lifted_at is null or (to_jsonb(new) - 'lifted_at') <> (to_jsonb(old) - 'lifted_at') then
    raise exception 'a hold is lifted once' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before update or delete on award_hold for each row execute function guard_award_hold()
