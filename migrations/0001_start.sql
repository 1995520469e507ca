-- The portal's tables. One portable dialect for SQLite and PostgreSQL: times are BIGINT milliseconds in UTC,
-- identifiers and JSON are TEXT, flags are nullable times that also say when.

-- One row from which every change of a library item, and every audit row, takes its number inside its own
-- transaction, so that numbers commit in order on both databases.
create table head (
    id integer primary key,
    -- Number of the last change of a library item; each node's search index remembers how far it has come.
    library bigint not null,
    -- Number and hash of the last audit row: the end of the chain.
    audit bigint not null,
    audit_hash text not null
);
insert into head (id, library, audit, audit_hash) values (1, 0, 0, '');

-- Secrets and facts of this installation, such as the key that signs cookies: shared by all nodes.
create table settings (
    name text primary key,
    value text not null
);

create table accounts (
    id text primary key,
    -- Lower-case and trimmed, so that the constraint holds for what people type.
    email text not null unique,
    name text not null,
    -- argon2id in PHC form; null for an account that signs in by other means.
    password text,
    -- Role slugs, separated by spaces: read whole with every request, never searched by part.
    roles text not null,
    profession text not null,
    specialty text not null,
    country text not null,
    institution text not null,
    npi text,
    verified_at bigint,
    disabled_at bigint,
    -- Consent to engagement signals: when given, and when the question was answered either way.
    consented_at bigint,
    consent_asked_at bigint,
    -- The random number under which this person's engagement is stored; renewed when consent is given anew.
    visitor text,
    created_at bigint not null,
    version bigint not null,
    is_demo integer not null
);

-- Personal API tokens: only their hash is kept.
create table tokens (
    id text primary key,
    hash text not null unique,
    -- What its owner calls it, so that he knows which one to revoke.
    name text not null,
    account text not null references accounts (id),
    created_at bigint not null,
    revoked_at bigint
);

create table sessions (
    id text primary key,
    -- Set at sign-in, so that disabling an account can end all of its sessions.
    account text,
    data text not null,
    expires_at bigint not null
);
create index sessions_by_account on sessions (account);
create index sessions_by_expiry on sessions (expires_at);

-- Links in mails that do something once: only their secret's hash is kept.
create table links (
    hash text primary key,
    -- 'register' or 'password'.
    purpose text not null,
    -- Whose password may be set; null for a registration, which has no account yet.
    account text references accounts (id),
    -- JSON of what a registration said.
    data text not null,
    expires_at bigint not null
);
create index links_by_account on links (account);

-- How often something was tried of late (sign-in by email, by address): the key is a hash.
create table throttles (
    key text primary key,
    tries bigint not null,
    window_start bigint not null
);

-- A form whose sign-in had run out, kept until its sender has signed in again. The id is a secret in a cookie.
create table kept_forms (
    id text primary key,
    path text not null,
    body text not null,
    expires_at bigint not null
);

create table terms (
    kind text not null,
    slug text not null,
    name text not null,
    synonyms text not null,
    area text not null,
    primary key (kind, slug)
);

-- What the search index follows: one row for each article and record, with the number of its last change.
create table library_items (
    id text primary key,
    -- 'article' or 'record'.
    kind text not null,
    change bigint not null,
    -- When it left the library (withdrawn, expired); null while it is in it.
    removed_at bigint
);
create index library_items_by_change on library_items (change);

create table articles (
    id text primary key,
    slug text not null unique,
    created_at bigint not null,
    -- The version that readers get; null when nothing is published.
    published text,
    is_demo integer not null
);

create table versions (
    id text primary key,
    article text not null references articles (id),
    number bigint not null,
    state text not null,
    -- Front matter as JSON; kind and title also stand alone, because lists sort and show them.
    front text not null,
    kind text not null,
    title text not null,
    body text not null,
    author text not null references accounts (id),
    created_at bigint not null,
    updated_at bigint not null,
    approved_by text,
    approved_at bigint,
    published_at bigint,
    ended_at bigint,
    -- First moment at which it is no longer shown; the expiry worker looks for these.
    expires_at bigint,
    -- Digest of what was imported; null for a version written here. The same import again changes nothing.
    imported text,
    lock bigint not null,
    unique (article, number)
);
create index versions_by_state on versions (state, updated_at);

-- What was said at a step: sent back with a reason, approved, withdrawn.
create table version_steps (
    id text primary key,
    version text not null references versions (id),
    step text not null,
    actor text not null references accounts (id),
    comment text not null,
    -- SHA-256 over front matter, text and pictures as they were at this step: what an approval signs.
    digest text not null,
    at bigint not null
);
create index version_steps_by_version on version_steps (version, at);

-- Whoever wrote in a version: none of them approves it.
create table version_writers (
    version text not null references versions (id),
    account text not null references accounts (id),
    primary key (version, account)
);

-- Pictures, each stored once, under the SHA-256 of its bytes.
create table media (
    digest text primary key,
    content_type text not null,
    bytes bytea not null
);

-- The pictures of a version, by their file within the folder of figures: another picture is another version.
create table version_media (
    version text not null references versions (id),
    name text not null,
    digest text not null references media (digest),
    primary key (version, name)
);

create table records (
    id text primary key,
    -- Each identifies a record alone; an import matches on any of them.
    external_id text unique,
    pmid text unique,
    doi text unique,
    title text not null,
    year bigint,
    -- All of the record as JSON.
    data text not null,
    -- Hash of data: an import of the same again changes nothing.
    digest text not null,
    is_demo integer not null,
    added_at bigint not null,
    updated_at bigint not null
);
create index records_by_title on records (title);

-- Which records the published version of an article cites, in the order of its references.
create table citations (
    article text not null references articles (id),
    record text not null references records (id),
    position bigint not null,
    primary key (article, position)
);
create index citations_by_record on citations (record);

-- Requests and their messages.
create table requests (
    id text primary key,
    reference text not null unique,
    asker text not null references accounts (id),
    -- JSON list of texts.
    questions text not null,
    product text not null,
    area text not null,
    urgency text not null,
    channel text not null,
    -- Telephone number, or where and when a visit suits; empty for email.
    contact text not null,
    state text not null,
    owner text not null references accounts (id),
    received_at bigint not null,
    due_at bigint not null,
    answered_at bigint,
    closed_at bigint,
    -- When the asker declared the question unsolicited, by sending it.
    attested_at bigint not null,
    -- Hash of form and sender: the same form sent twice makes one request.
    sent_key text not null unique,
    -- The owner's answer to the safety question, by whom and when; no reply and no closing without it.
    safety text,
    safety_by text,
    safety_at bigint,
    -- JSON of what was searched and read, with consent only.
    context text,
    -- JSON of the owner's unsent reply; null once it was sent.
    draft text,
    answered_question integer,
    version bigint not null,
    is_demo integer not null
);
create index requests_by_asker on requests (asker, received_at);
create index requests_by_owner on requests (owner, state, due_at);
create index requests_by_due on requests (state, due_at);
create index requests_by_product on requests (product, received_at);

create table messages (
    id text primary key,
    request text not null references requests (id),
    kind text not null,
    author text not null references accounts (id),
    body text not null,
    -- JSON list of citations, frozen with the exact versions.
    citations text not null,
    sent_at bigint not null
);
create index messages_by_request on messages (request, sent_at);

create table routing_rules (
    id text primary key,
    name text not null,
    product text not null,
    area text not null,
    specialty text not null,
    country text not null,
    owner text not null references accounts (id),
    position bigint not null
);

create table safety_reports (
    id text primary key,
    reference text not null unique,
    -- When the server received it.
    day_zero bigint not null,
    kind text not null,
    -- All that the reporter said, as JSON, never edited.
    data text not null,
    account text,
    request text,
    acknowledged_at bigint,
    acknowledged_by text,
    -- Hash of the form: the same form sent twice makes one report.
    sent_key text not null unique,
    is_demo integer not null
);
create index safety_reports_by_day_zero on safety_reports (day_zero);
create index safety_reports_by_request on safety_reports (request);

-- Every message to the outside, written in the transaction of its cause, delivered at least once.
create table outbox (
    id text primary key,
    recipient text not null,
    subject text not null,
    body text not null,
    created_at bigint not null,
    next_try_at bigint not null,
    tries bigint not null,
    sent_at bigint
);
create index outbox_by_next_try on outbox (sent_at, next_try_at);

-- Append-only: each row's hash covers the row and the hash of the row before it.
create table audit (
    number bigint primary key,
    at bigint not null,
    actor text not null,
    action text not null,
    subject text not null,
    old text not null,
    new text not null,
    reason text not null,
    hash text not null
);
create index audit_by_subject on audit (subject, number);

-- Engagement signals: consented, attributed to a random visitor number only.
create table signals (
    id text primary key,
    at bigint not null,
    visitor text not null,
    country text not null,
    profession text not null,
    specialty text not null,
    kind text not null,
    words text,
    item text,
    request text,
    -- Results of a search, rank of a hit, seconds read, or 1/0 for a rating.
    amount bigint,
    -- Depth read in percent.
    depth bigint,
    is_demo integer not null
);
create index signals_by_time on signals (at);
create index signals_by_words on signals (words, at);
create index signals_by_item on signals (item, at);

-- Who runs a worker now: the holder renews before the time is up, another takes over after it.
create table leases (
    name text primary key,
    holder text not null,
    until bigint not null
);
