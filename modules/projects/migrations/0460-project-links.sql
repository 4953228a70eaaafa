-- Who and what a project refers to, in the tables of the modules before it.
alter table project add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table project add foreign key (subdistrict_id, matter_id) references matter (subdistrict_id, id)
-- ;;
alter table project add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table project add foreign key (subdistrict_id, agreement_file_id) references file (subdistrict_id, id)
-- ;;
alter table project add foreign key (subdistrict_id, created_by) references person (subdistrict_id, id)
-- ;;
alter table project_step add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
-- ;;
alter table application add foreign key (subdistrict_id, keeper_person_id) references person (subdistrict_id, id)
-- ;;
alter table application add foreign key (subdistrict_id, submitted_by) references person (subdistrict_id, id)
-- ;;
alter table application_member add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table application_source add foreign key (subdistrict_id, organisation_id) references organisation (subdistrict_id, id)
-- ;;
alter table application_basis add foreign key (subdistrict_id, resolution_id) references resolution (subdistrict_id, id)
-- ;;
alter table application_basis add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table application_evidence add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
alter table shift add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table check_in add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table check_in add foreign key (subdistrict_id, entered_by) references person (subdistrict_id, id)
-- ;;
alter table change_request add foreign key (subdistrict_id, asked_by) references person (subdistrict_id, id)
-- ;;
alter table change_request add foreign key (subdistrict_id, decided_by) references person (subdistrict_id, id)
-- ;;
alter table change_request add foreign key (subdistrict_id, resolution_id) references resolution (subdistrict_id, id)
-- ;;
alter table mid_term_note add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
-- ;;
alter table indicator_reading add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
-- ;;
alter table picture_mark add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
-- ;;
alter table acceptance add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table acceptance add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
-- ;;
alter table settlement add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
-- ;;
alter table grade add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
-- ;;
alter table upkeep_task add foreign key (subdistrict_id, keeper_person_id) references person (subdistrict_id, id)
-- ;;
alter table upkeep_check add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
