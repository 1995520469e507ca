-- People, requests and versions are searched in the folded form of their text (`crates/domain/src/folding.rs`): without
-- case, accents and ligatures, in every script, on both databases. The program fills the columns of earlier rows when
-- it opens the database.

-- Name and email address; null until the program has filled it.
alter table accounts add column folded text;
-- The questions, as their column holds them; null until the program has filled it.
alter table requests add column folded text;
-- The title; null until the program has filled it.
alter table versions add column folded text;

-- Whether anything is left to be filled is asked at every start.
create index accounts_unfolded on accounts (id) where folded is null;
create index requests_unfolded on requests (id) where folded is null;
create index versions_unfolded on versions (id) where folded is null;
