-- Long texts of searches, such as strategies of many lines and lists of identifiers, so that the addresses of their
-- pages stay short: an address names the text instead of holding it.
create table search_texts (
    -- Hash of the secret in the address, so that the row is found by it and by nothing else.
    id text primary key,
    -- The text, encrypted under the same secret: a copy of the database does not say what was searched for.
    sealed bytea not null,
    -- When it was last searched for, to the day; the worker looks for rows that nobody uses any more.
    used_at bigint not null
);
create index search_texts_by_use on search_texts (used_at);
