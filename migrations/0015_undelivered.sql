-- Mails that will not be delivered by trying again. They stay until an administrator sends them again or gives them up,
-- which deletes the row; how long one that nobody looks at lives is the retention table's to say.

-- When a mail was given up as undeliverable, in milliseconds; null while it waits, and after it was sent.
alter table outbox add column failed_at bigint;

-- Why the last try failed: 'address', 'form', 'refused', 'deferred', 'unreachable' or 'file'. Null before the first
-- failure. Never what the mail server said: it may quote the recipient or the mail.
alter table outbox add column failure text;

-- The code of the mail server's answer, such as 550, where it gave one: an administrator can look it up.
alter table outbox add column failure_code bigint;

create index outbox_by_failure on outbox (failed_at);
