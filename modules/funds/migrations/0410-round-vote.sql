-- A residents' vote over the projects of a round that was taken elsewhere, as a .pb file without anything about the voters.
create table round_vote (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  file_name text not null check (btrim(file_name) <> '' and length(file_name) <= 200),
  source text not null check (btrim(source) <> '' and length(source) <= 300),
  content text not null check (length(content) between 1 and 6000000),
  kept_by uuid,
  kept_by_name text not null,
  kept_on date not null,
  kept_at timestamptz not null,
  primary key (subdistrict_id, id),
  foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
)
-- ;;
select tenant_table('round_vote', 'select, insert')
-- ;;
create index round_vote_of_round on round_vote (subdistrict_id, round_id, kept_at desc)
-- ;;
create trigger append_only before update or delete on round_vote for each row execute function refuse_change()
