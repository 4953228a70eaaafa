-- Whose line it is, is found without reading the whole roll: by the elector, or for owners by those who may speak for the head.
create index on ballot_roll using gin (person_ids)
