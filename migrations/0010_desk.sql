-- The desk: unsent replies of their own, promises that are judged once, closing without an answer, and who had a request
-- before.

-- What somebody at the desk has written on a request and not sent, one row for each person: whoever takes a request
-- over begins beside the text of the one before, never over it. A row is emptied when its text is sent, and deleted 90
-- days after its request was answered or closed.
create table reply_drafts (
    request text not null references requests (id),
    author text not null references accounts (id),
    -- JSON of the reply, what it cites, and the other fields of the desk's page.
    draft text not null,
    -- Counts changes, so that an older page never overwrites a newer text. An emptied row stays, and goes on counting.
    version bigint not null,
    saved_at bigint not null,
    primary key (request, author)
);
create index reply_drafts_by_time on reply_drafts (saved_at);

insert into reply_drafts (request, author, draft, version, saved_at)
select id, owner, draft, 1, received_at from requests where draft is not null;

-- The column stays for backups of earlier versions, and is no longer written.
update requests set draft = null;

-- When the asker asked what waits for an answer, and by when they were promised one: of a follow-up on what was finished,
-- its own times. The desk may move due_at, never these. Null in rows of earlier versions, where received_at and due_at
-- stand for them.
alter table requests add column asked_at bigint;
alter table requests add column promised_at bigint;

-- The first answer, which the time to answer is counted to; answered_at is the latest. Null until there is one, and in
-- rows of earlier versions.
alter table requests add column first_answered_at bigint;

-- The first promise that was not kept; never taken back, so that a request that was late stays late.
alter table requests add column missed_at bigint;

-- When somebody at the desk set due_at by hand; null while it follows from the urgency.
alter table requests add column due_set_at bigint;

-- Why it was closed without an answer, as a slug: the asker reads its words. Null while it is open, and where there is an
-- answer.
alter table requests add column close_reason text;

-- Who owned it before its present owner, and since when they do not: shown to both sides. Null while it never changed
-- hands.
alter table requests add column former_owner text;
alter table requests add column handed_over_at bigint;

-- What the asker said of a reply: 1 where it answered their question, 0 where not, null until they say; and when. It
-- belongs to the reply, so that a follow-up leaves it.
alter table messages add column helped integer;
alter table messages add column rated_at bigint;

update messages set helped = (select r.answered_question from requests r where r.id = messages.request)
where kind = 'reply'
  and sent_at = (select max(m.sent_at) from messages m where m.request = messages.request and m.kind = 'reply');

-- When the form of the report was received. Day zero is earlier where the words of a request are reported: it is when
-- those words arrived. Null in rows of earlier versions, where both were the same.
alter table safety_reports add column filed_at bigint;
