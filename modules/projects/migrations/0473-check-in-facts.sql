-- Where the works are, and whether a check-in is asked to show that it was made there. The last word counts.
create table works_place (
  subdistrict_id uuid not null references subdistrict (id),
  project_id uuid not null,
  no int not null check (no > 0),
  asked boolean not null,
  lat_micro int check (lat_micro between -90000000 and 90000000),
  lng_micro int check (lng_micro between -180000000 and 180000000),
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, project_id, no),
  check ((lat_micro is null) = (lng_micro is null)),
  check (not asked or lat_micro is not null)
)
-- ;;
select tenant_table('works_place', 'select, insert')
-- ;;
alter table works_place add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on works_place for each row execute function refuse_change()
-- ;;
create trigger takes_entries before insert on works_place for each row execute function project_takes_entries()
-- ;;
-- What is known of a check-in's place and time. Of the place only the distance to the works is kept, never where somebody was.
create table check_in_fact (
  subdistrict_id uuid not null references subdistrict (id),
  check_in_id uuid not null,
  distance_m int check (distance_m between 0 and 20100000),
  distance_from text check (distance_from in ('photo', 'phone')),
  accuracy_m int check (accuracy_m between 0 and 1000000),
  photo_at timestamptz,
  primary key (subdistrict_id, check_in_id),
  check ((distance_m is null) = (distance_from is null))
)
-- ;;
select tenant_table('check_in_fact', 'select, insert')
-- ;;
alter table check_in_fact add foreign key (subdistrict_id, check_in_id) references check_in (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on check_in_fact for each row execute function refuse_change()
-- ;;
-- A check-in is never rewritten: what was wrong stays, the right words stand beside it with who and why.
create table check_in_correction (
  subdistrict_id uuid not null references subdistrict (id),
  check_in_id uuid not null,
  no int not null check (no > 0),
  body text not null check (btrim(body) <> '' and length(body) <= 500),
  reason text not null check (btrim(reason) <> '' and length(reason) <= 200),
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, check_in_id, no)
)
-- ;;
select tenant_table('check_in_correction', 'select, insert')
-- ;;
alter table check_in_correction add foreign key (subdistrict_id, check_in_id) references check_in (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on check_in_correction for each row execute function refuse_change()
