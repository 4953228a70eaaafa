-- What the applicants say to a remark of the office: how it was taken up, or why it was not. The newest counts; an empty one takes it back.
create table application_reply (
  subdistrict_id uuid not null references subdistrict (id),
  comment_id uuid not null,
  no int not null check (no > 0),
  text text not null check (length(text) <= 500),
  by_person_id uuid not null,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, comment_id, no)
)
-- ;;
select tenant_table('application_reply', 'select, insert')
-- ;;
alter table application_reply add foreign key (subdistrict_id, comment_id) references application_comment (subdistrict_id, id)
-- ;;
alter table application_reply add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on application_reply for each row execute function refuse_change()
