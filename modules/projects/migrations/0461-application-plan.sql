-- What a version says besides: the kind of project (as the policy tells kinds apart), how much of the grant matches what was raised, who accepted
-- to keep it, and the opinion of the committee.
alter table application add column project_tier text check (btrim(project_tier) <> '' and length(project_tier) <= 60)
-- ;;
alter table application add column matching_fen bigint not null default 0 check (matching_fen >= 0)
-- ;;
alter table application add check (matching_fen <= grant_fen)
-- ;;
alter table application add column keeper_organisation_id uuid
-- ;;
alter table application add foreign key (subdistrict_id, keeper_organisation_id) references organisation (subdistrict_id, id)
-- ;;
-- How the keeper said yes: by their own account, on signed paper among the papers, by word of mouth (when and before whom), or in an agreement signed earlier.
alter table application add column keeper_accepted_how text check (keeper_accepted_how in ('self', 'signed', 'said', 'agreement'))
-- ;;
alter table application add column keeper_accepted_on date
-- ;;
alter table application add column keeper_accepted_note text not null default '' check (length(keeper_accepted_note) <= 200)
-- ;;
alter table application add check ((keeper_accepted_how is null) = (keeper_accepted_on is null))
-- ;;
alter table application add check (keeper_accepted_how <> 'said' or btrim(keeper_accepted_note) <> '')
-- ;;
alter table application add check (keeper_accepted_how <> 'self' or keeper_person_id is not null)
-- ;;
alter table application add column committee_opinion text not null default '' check (length(committee_opinion) <= 2000)
-- ;;
-- How and when an expected effect is measured.
alter table application_indicator add column how text not null default '' check (length(how) <= 200)
-- ;;
alter table application_indicator add column measured_when text not null default '' check (length(measured_when) <= 100)
-- ;;
-- What the money of a source rests on.
alter table application_source add column basis text check (basis in ('commitment', 'vote', 'ask', 'had'))
-- ;;
alter table application_source add column basis_note text not null default '' check (length(basis_note) <= 200)
-- ;;
-- What each unit (entrance, compound …) raised itself, where a policy matches it.
create table application_raised (
  subdistrict_id uuid not null references subdistrict (id),
  application_id uuid not null,
  no int not null check (no > 0),
  unit text not null check (btrim(unit) <> '' and length(unit) <= 60),
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, application_id, no),
  unique (subdistrict_id, application_id, unit)
)
-- ;;
select tenant_table('application_raised', 'select, insert')
-- ;;
alter table application_raised add foreign key (subdistrict_id, application_id) references application (subdistrict_id, id)
-- ;;
create trigger part_stays before insert or update or delete on application_raised for each row execute function application_part_stays()
-- ;;
-- The keeper's own answer, from their own account; the latest counts, earlier ones stay.
create table keeper_answer (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  person_id uuid not null,
  answer text not null check (answer in ('accepted', 'declined')),
  note text not null default '' check (length(note) <= 300),
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no)
)
-- ;;
select tenant_table('keeper_answer', 'select, insert')
-- ;;
alter table keeper_answer add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table keeper_answer add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on keeper_answer for each row execute function refuse_change()
-- ;;
-- A version is sealed only with a keeper who accepted: by the own latest answer, by signed paper among its papers, or as somebody heard it; never
-- against the keeper's own no, and never before the answer was given.
create function application_has_a_keeper_who_accepted() returns trigger language plpgsql as $$
declare said text;
begin
  if not new.sealed or old.sealed then return new; end if;
  if new.keeper_accepted_how is null then
    raise exception 'application keeper: nobody accepted to keep it' using errcode = '23514';
  end if;
  if new.keeper_accepted_on > (new.submitted_at at time zone 'Asia/Shanghai')::date then
    raise exception 'application keeper: accepted after it was submitted' using errcode = '23514';
  end if;
  select k.answer into said from keeper_answer k where k.subdistrict_id = new.subdistrict_id and k.project_id = new.project_id
    and k.person_id = new.keeper_person_id order by k.no desc limit 1;
  if said = 'declined' or (new.keeper_accepted_how = 'self' and said is distinct from 'accepted') then
    raise exception 'application keeper: has not accepted' using errcode = '23514';
  end if;
  if new.keeper_accepted_how = 'signed' and not exists (select from application_evidence e where e.subdistrict_id = new.subdistrict_id
      and e.application_id = new.id and e.kind = 'keeper-consent') then
    raise exception 'application keeper: the signed consent is not among its papers' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger keeper_accepted before update on application for each row execute function application_has_a_keeper_who_accepted()
