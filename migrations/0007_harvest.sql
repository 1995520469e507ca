-- Harvesting (OAI-PMH): who takes over only what is new asks by time, and the number of a change has none.

-- When the item last came into the library, changed in it or left it, in milliseconds. What was there before this
-- column gets the time at which its record, or the version that readers got, was last changed.
alter table library_items add column changed_at bigint not null default 0;
update library_items set changed_at = coalesce(
    removed_at,
    (select updated_at from records where records.id = library_items.id),
    (select max(updated_at) from versions
        where versions.article = library_items.id and versions.published_at is not null),
    0);
-- A harvest goes on after the last item it got: by time, and by id among those of one time.
create index library_items_by_time on library_items (changed_at, id);
