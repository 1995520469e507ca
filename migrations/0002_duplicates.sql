-- Records that are probably of one publication although no identifier says so.

-- What records of one publication have in common (title and first author, folded: see domain/record/likeness.rs).
-- Written with every record; null on rows that an earlier version wrote, until a worker has filled it in. Empty
-- where the title is too short to tell.
alter table records add column likeness text;
create index records_by_likeness on records (likeness, year);

-- Pairs that an editor has looked at and found to be two publications: they are not offered again.
create table distinct_records (
    -- The lower of the two identifiers; a pair stands here once.
    first text not null references records (id),
    second text not null references records (id),
    decided_by text not null,
    decided_at bigint not null,
    primary key (first, second)
);
create index distinct_records_by_second on distinct_records (second);

-- Records that were merged into another: their addresses lead there.
create table merged_records (
    id text primary key,
    kept text not null references records (id),
    merged_by text not null,
    merged_at bigint not null
);
create index merged_records_by_kept on merged_records (kept);

-- Identifiers of merged records that the record kept has another of: an import that names one, or an article that
-- cites by one, means the record kept.
create table record_aliases (
    -- 'pmid', 'doi' or 'external': the same text may be of different kinds.
    kind text not null,
    identifier text not null,
    record text not null references records (id),
    primary key (kind, identifier)
);
create index record_aliases_by_record on record_aliases (record);
