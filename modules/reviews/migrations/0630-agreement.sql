-- The agreement of an awarded project, version by version, word for word as both sides sign it.
create table agreement (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  version int not null check (version > 0),
  content text not null check (length(content) between 2 and 500000),
  content_sha256 text not null check (content_sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
  -- Why there is a further version.
  reason text check (btrim(reason) <> '' and length(reason) <= 2000),
  drawn_by uuid not null,
  drawn_by_name text not null,
  drawn_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, version),
  check (version = 1 or reason is not null)
)
-- ;;
select tenant_table('agreement', 'select, insert')
-- ;;
alter table agreement add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on agreement for each row execute function refuse_change()
-- ;;
-- One side's signature: by its own act, or read off the stamped paper, whose scan is kept, by a named recorder.
create table agreement_signature (
  subdistrict_id uuid not null references subdistrict (id),
  agreement_id uuid not null,
  side text not null check (side in ('office', 'committee')),
  channel text not null check (channel in ('own', 'paper')),
  signed_on date not null,
  recorded_by uuid not null,
  recorded_by_name text not null,
  recorded_at timestamptz not null,
  file_id uuid,
  primary key (subdistrict_id, agreement_id, side),
  check ((channel = 'paper') = (file_id is not null))
)
-- ;;
select tenant_table('agreement_signature', 'select, insert')
-- ;;
alter table agreement_signature add foreign key (subdistrict_id, agreement_id) references agreement (subdistrict_id, id)
-- ;;
alter table agreement_signature add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on agreement_signature for each row execute function refuse_change()
-- ;;
create function each_side_signs_for_itself() returns trigger language plpgsql as $$
begin
  if new.channel = 'own' and exists (select from agreement_signature s where s.subdistrict_id = new.subdistrict_id and s.agreement_id = new.agreement_id
    and s.side <> new.side and s.channel = 'own' and s.recorded_by = new.recorded_by) then
    raise exception 'nobody signs for both sides' using errcode = '23514';
  end if;
  if exists (select from agreement a join agreement l on l.subdistrict_id = a.subdistrict_id and l.project_id = a.project_id and l.version > a.version
    where a.subdistrict_id = new.subdistrict_id and a.id = new.agreement_id) then
    raise exception 'a newer version is there to be signed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger for_itself before insert on agreement_signature for each row execute function each_side_signs_for_itself()
-- ;;
create function agreed_by_both(subdistrict uuid, project uuid) returns boolean language sql stable as $$
  select exists (select from agreement a where a.subdistrict_id = subdistrict and a.project_id = project
    and (select count(*) from agreement_signature s where s.subdistrict_id = a.subdistrict_id and s.agreement_id = a.id) = 2)
$$
-- ;;
-- What was awarded by a proposal is agreed when both sides have signed; a project that was brought in from before has no proposal.
create function both_sides_sign_first() returns trigger language plpgsql as $$
begin
  if new.state = 'agreed' and old.state <> 'agreed'
    and exists (select from award_proposal p where p.subdistrict_id = new.subdistrict_id and p.project_id = new.id)
    and not agreed_by_both(new.subdistrict_id, new.id) then
    raise exception 'the agreement lacks a signature' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger both_sides_sign_first before update of state on project for each row execute function both_sides_sign_first()
-- ;;
create function no_money_before_the_agreement() returns trigger language plpgsql as $$
begin
  if exists (select from award_proposal p where p.subdistrict_id = new.subdistrict_id and p.project_id = new.project_id)
    and not agreed_by_both(new.subdistrict_id, new.project_id) then
    raise exception 'no money moves before both sides have signed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger no_money_before_the_agreement before insert on award for each row execute function no_money_before_the_agreement()
