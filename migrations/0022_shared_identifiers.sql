-- An identifier may be that of several records: the chapters of a book share its DOI, the abstracts of a supplement
-- theirs, and a source may give a wrong PMID. Likely duplicates are found by several keys and are stored.

-- A unique column cannot become another without its table being made again, to which others point: these stay empty.
alter table records rename column pmid to former_pmid;
alter table records rename column doi to former_doi;
alter table records rename column external_id to former_external_id;
-- What an import looks for; several records may have the same.
alter table records add column pmid text;
alter table records add column doi text;
alter table records add column external_id text;
update records set pmid = former_pmid, doi = former_doi, external_id = former_external_id;
update records set former_pmid = null, former_doi = null, former_external_id = null;
create index records_by_pmid on records (pmid);
create index records_by_doi on records (doi);
create index records_by_external_id on records (external_id);

-- One key found only records with the same title and first author.
drop index records_by_likeness;
alter table records drop column likeness;
-- When the record was compared with all others; null when it is new or has changed since.
alter table records add column compared_at bigint;
create index records_not_compared on records (id) where compared_at is null;

-- Keys by which records of one publication meet (see domain/record/blocking.rs). They are made again from the records.
create table comparison_keys (
    hash bigint not null,
    -- Not a reference: a key of a record that was merged, or that has changed, does no harm until it is found.
    record text not null,
    primary key (hash, record)
);

-- Pairs of records that are likely to be one publication. They are made again from the records; what was decided on
-- them is in distinct_records and merged_records.
create table likely_duplicates (
    -- The lower of the two identifiers; a pair stands here once.
    first text not null references records (id),
    second text not null references records (id),
    -- How much speaks for it: what is surest is offered first.
    points bigint not null,
    primary key (first, second)
);
create index likely_duplicates_by_second on likely_duplicates (second);
create index likely_duplicates_by_points on likely_duplicates (points);

-- The merged record as it was, so that an import that brings it again finds the record kept, whatever that one's title
-- is. Null on rows of an earlier version.
alter table merged_records add column data text;
