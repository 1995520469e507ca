-- Throttles say themselves when they are over, since their windows have different lengths. What was counted before is
-- forgotten: a quarter of an hour of it at most.
delete from throttles;

-- When the window is over and the row may be deleted, by the cleanup worker within the hour. The table is kept below a
-- number of rows too (storage::throttles): whoever fills it with invented names makes the oldest be forgotten.
alter table throttles add column expires_at bigint not null default 0;
create index throttles_by_expires_at on throttles (expires_at);
