-- The audit trail is searched by person and by day. Its rows are never deleted.

-- All that somebody did, newest first.
create index audit_by_actor on audit (actor, number);
-- Where a day begins in the trail.
create index audit_by_time on audit (at);
