-- The retention table (crates/storage/src/retention/rules.rs) says how long rows live. The worker that applies it looks
-- for the oldest rows of a table every hour, in small steps: it must not read the whole table for each.

-- Links by the end of their time.
create index links_by_expiry on links (expires_at);

-- Searches of everybody by age; the older index begins with whose they are.
create index search_history_by_age on search_history (at);
