-- The kind of duty by which somebody acted in another's place; null: of no kind, which only a deputy for the whole role may.
alter table acted_for add column kind text check (kind <> '')
