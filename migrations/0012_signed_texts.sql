-- Reviews: what is signed is a stored text under a numbered scheme, so that an approval stays verifiable whatever fields
-- articles have later; and reviewers see what changed since they read.

-- The content of a version, as it was at a step of its way or as a reviewer read it. A text stays for as long as the
-- version: there is one for each time that a version was sent to review or approved, and it is never changed. The
-- pictures that it names stay in media for as long.
create table signed_texts (
    -- SHA-256, hexadecimal, as the scheme computes it of the text: what an approval signs.
    digest text primary key,
    -- 1: a JSON list of texts (front matter as JSON, body, then name and digest of each picture); the hash is over each
    -- of them after its length in bytes as eight bytes, the highest first. 2: JSON of everything; the hash is over the
    -- text.
    scheme bigint not null,
    text text not null
);

-- The scheme of the step's digest. Steps before this column are of the first.
alter table version_steps add column scheme bigint not null default 1;

-- Which texts a reviewer read, so that the next time they see what changed since. A row for each person and text that
-- was in review; it stays for as long as the version.
create table version_reads (
    version text not null references versions (id),
    account text not null references accounts (id),
    digest text not null references signed_texts (digest),
    read_at bigint not null,
    primary key (version, account, digest)
);
create index version_reads_by_account on version_reads (account, read_at);
