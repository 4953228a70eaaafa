-- A statement that was imported by mistake is withdrawn: it and its rows stay on record and count nowhere.
create table bank_withdrawal (
  subdistrict_id uuid not null references subdistrict (id),
  statement_id uuid not null,
  reason text not null check (length(reason) between 1 and 500),
  made_by uuid,
  made_by_name text not null,
  made_at timestamptz not null,
  primary key (subdistrict_id, statement_id)
)
-- ;;
select tenant_table('bank_withdrawal', 'select, insert')
-- ;;
alter table bank_withdrawal add foreign key (subdistrict_id, statement_id) references bank_statement (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on bank_withdrawal for each row execute function refuse_change()
-- ;;
-- Only the newest import of an account is withdrawn (a later one may have left out rows because they were known from this one), and only
-- while nothing was matched or explained on it. The lock lets whoever matches and whoever withdraws pass one by one.
create function bank_withdrawal_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  s bank_statement%rowtype;
begin
  select * into s from bank_statement where subdistrict_id = new.subdistrict_id and id = new.statement_id for update;
  if not found or s.state <> 'imported' then
    raise exception 'only an imported statement is withdrawn' using errcode = '23514';
  end if;
  perform 1 from bank_statement o where o.subdistrict_id = s.subdistrict_id and o.account_id = s.account_id and o.id <> s.id and o.state = 'imported'
    and o.imported_at >= s.imported_at and not exists (select from bank_withdrawal w where w.subdistrict_id = o.subdistrict_id and w.statement_id = o.id);
  if found then
    raise exception 'only the newest statement of an account is withdrawn' using errcode = '23514';
  end if;
  perform 1 from bank_row r where r.subdistrict_id = s.subdistrict_id and r.statement_id = s.id
    and (exists (select from bank_link l where l.subdistrict_id = r.subdistrict_id and l.row_id = r.id and l.undone_at is null)
      or exists (select from money_note n where n.subdistrict_id = r.subdistrict_id and n.row_id = r.id and n.undone_at is null));
  if found then
    raise exception 'a statement with a row that is matched or explained is not withdrawn' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on bank_withdrawal for each row execute function bank_withdrawal_fits()
-- ;;
create function row_is_not_withdrawn() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from bank_statement s where s.subdistrict_id = new.subdistrict_id
    and s.id = (select r.statement_id from bank_row r where r.subdistrict_id = new.subdistrict_id and r.id = new.row_id) for share;
  perform 1 from bank_row r join bank_withdrawal w on w.subdistrict_id = r.subdistrict_id and w.statement_id = r.statement_id
    where r.subdistrict_id = new.subdistrict_id and r.id = new.row_id;
  if found then
    raise exception 'a row of a withdrawn statement counts nowhere' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger not_withdrawn before insert on bank_link for each row execute function row_is_not_withdrawn()
-- ;;
create trigger not_withdrawn before insert on money_note for each row when (new.row_id is not null) execute function row_is_not_withdrawn()
-- ;;
-- The same row may come again once those before it were withdrawn: it carries how many were. Two in force at once would carry the same number.
alter table bank_row add column withdrawn_before int not null default 0
-- ;;
alter table bank_row add constraint bank_row_once unique (subdistrict_id, account_id, fingerprint, withdrawn_before)
-- ;;
alter table bank_row drop constraint bank_row_subdistrict_id_account_id_fingerprint_key
-- ;;
create or replace function bank_row_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from bank_statement s join money_account a on a.subdistrict_id = s.subdistrict_id and a.id = s.account_id
    where s.subdistrict_id = new.subdistrict_id and s.id = new.statement_id and s.account_id = new.account_id and s.state = 'draft' and a.kind = 'bank';
  if not found then
    raise exception 'a row comes with its statement' using errcode = '23514';
  end if;
  new.withdrawn_before := (select count(*) from bank_row r join bank_withdrawal w on w.subdistrict_id = r.subdistrict_id and w.statement_id = r.statement_id
    where r.subdistrict_id = new.subdistrict_id and r.account_id = new.account_id and r.fingerprint = new.fingerprint);
  return new;
end $$
