-- Readiness: a portal that can read its database but not write to it (a full disk, a database set to read-only) must
-- not say that it is ready. `/readyz` writes here, at most once a second on each node.

-- One row, overwritten each time: nothing grows, and nothing in it is worth keeping.
create table write_probe (
    -- Always 1.
    id bigint primary key,
    -- When the last write was, in milliseconds, so that every write changes something.
    written_at bigint not null,
    -- As long as what an ordinary page writes: a disk with room for a few bytes alone is full.
    filling text not null
);
