-- Safety reports are never refused for their number. What is told of them is gathered instead, a flood is marked, and a
-- report that is none can be voided. Rows live as long as their reports.

-- When the safety officers were mailed about the report; null while it waits for the next mail that tells of several.
alter table safety_reports add column notified_at bigint;
update safety_reports set notified_at = day_zero;
create index safety_reports_by_notified_at on safety_reports (notified_at);

-- 1 for a report that came while one sender, or people without a sign-in together, sent far more than they usually do.
alter table safety_reports add column in_flood integer not null default 0;

-- When, by whom and why the report was found to be none. It stays, and is no longer counted.
alter table safety_reports add column voided_at bigint;
alter table safety_reports add column voided_by text;
alter table safety_reports add column void_reason text;
