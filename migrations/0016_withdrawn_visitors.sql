-- Numbers of visitors who have withdrawn their consent: another node may still hold events of theirs that it has not
-- written yet. A row lives for a day, far longer than events wait.
create table withdrawn_visitors (
    -- Random, and nobody's any more: consent given again comes with another number.
    visitor text primary key,
    -- Milliseconds since 1970.
    at bigint not null
);
