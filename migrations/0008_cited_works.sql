-- What articles and records cite, by identifier: whether the library has the work or gets it later, "cited by" and
-- shared citations come from these rows alone. They are made of records and published versions and can be made again
-- at any time: no backup holds them.
create table cited_works (
    -- PMID or DOI of the work; a PMID is digits alone and a DOI never is. One row for each identifier that is known.
    work text not null,
    -- The record, or the article whose published version cites it. It points at no table, because it may be of two.
    item text not null,
    -- 'article' or 'record': who may see an article is decided by its row, a record is for every reader.
    kind text not null,
    -- The work's place among all that the item cites: the rows of one work have the same.
    position bigint not null,
    -- How many works the item cites. What two items have in common is measured by it.
    length bigint not null,
    primary key (work, kind, item, position)
);
create index cited_works_by_item on cited_works (item);

-- For whom the published version is, as JSON (see domain/access.rs): so that a query can leave out and not count what
-- a reader may not see. Null where nothing is published, and on rows of an earlier version until the program that
-- finds them has filled them in.
alter table articles add column access text;

-- It pointed at records of the library alone, and had to be made anew after imports.
drop table citations;
