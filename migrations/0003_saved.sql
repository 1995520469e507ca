-- What readers keep for themselves: a reading list, searches with mails about what is new, and the searches they
-- made. All of it belongs to one account and is read with that account's id alone.

create table saved_items (
    account text not null references accounts (id),
    -- The article or record. It points at no row: what has left the library stays on the list, and is told so.
    item text not null,
    -- What its owner wrote beside it, for nobody else; empty where he wrote nothing.
    note text not null,
    saved_at bigint not null,
    -- When its owner was told that the publication is retracted, by a mail or by what he saw when he saved it; null
    -- while there is nothing to tell, or nobody has yet.
    retraction_told_at bigint,
    primary key (account, item)
);
create index saved_items_by_time on saved_items (account, saved_at);

create table saved_searches (
    id text primary key,
    account text not null references accounts (id),
    name text not null,
    -- The search as JSON: its address is made of it, so that a later form of addresses fits older searches.
    query text not null,
    -- SHA-256 of the address: a search is saved once, and an address may be longer than an index takes.
    digest text not null,
    -- 'off', 'weekly', 'monthly' or 'practice-changing'.
    frequency text not null,
    created_at bigint not null,
    -- Number of the library's change up to which its owner has looked, and when he did.
    seen bigint not null,
    seen_at bigint not null,
    -- Number of the library's change up to which digests have told what is new.
    told bigint not null,
    -- When a digest was last sent for it; null before the first.
    told_at bigint,
    -- The issue with which it was last looked through, as the moment of that issue: what lies behind the present one
    -- is due.
    issue bigint not null,
    unique (account, digest)
);
create index saved_searches_by_issue on saved_searches (frequency, issue);

-- The digests sent: the key lets no person have two of one issue, however often the worker starts again.
create table digests (
    account text not null references accounts (id),
    issue bigint not null,
    -- SHA-256 of the secret in this mail's link to unsubscribe. Old mails are found years later: it is kept for good.
    unsubscribe text not null unique,
    sent_at bigint not null,
    primary key (account, issue)
);

-- The searches somebody made, with consent only: his own list, each search once.
create table search_history (
    account text not null references accounts (id),
    -- As in saved_searches.
    digest text not null,
    query text not null,
    at bigint not null,
    primary key (account, digest)
);
create index search_history_by_time on search_history (account, at);

-- Where the recipient of a mail that comes by itself ends such mails with one click (RFC 8058): two of its headers
-- are made of it. Null for mails that answer something done.
alter table outbox add column unsubscribe text;

-- Number of the change by which it is news: with which a record came in, or an article was last published. A record
-- that is merely corrected later is no news.
alter table library_items add column news bigint not null default 0;
update library_items set news = change;
