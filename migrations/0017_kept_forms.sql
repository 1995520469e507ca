-- Forms kept over a sign-in, in another shape: nobody reads them but the browser that sent them. What was kept in the
-- former shape was readable, lay there for ever, and is dropped.
drop table kept_forms;

-- A row lives for an hour, or until its form is sent, its sender signs out, or its browser keeps newer ones; then the
-- worker that applies the retention table deletes it.
create table kept_forms (
    -- SHA-256 of a secret that only the browser's cookie holds, so that the row is found by it and by nothing else.
    id text primary key,
    -- Whose it is: whoever was signed in at that browser, or else whoever signs in there first. Null until then.
    account text,
    -- Path and fields, encrypted under the same secret: a copy of the database does not say what was typed.
    sealed bytea not null,
    -- When it is over; the worker looks for these.
    expires_at bigint not null
);
create index kept_forms_by_expiry on kept_forms (expires_at);
