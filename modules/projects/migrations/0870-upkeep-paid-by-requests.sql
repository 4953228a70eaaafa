-- Where the grant pays for care it is a paid request of a running project: the request is there.
alter table upkeep_cost add foreign key (subdistrict_id, spending_request_id) references spending_request (subdistrict_id, id)
