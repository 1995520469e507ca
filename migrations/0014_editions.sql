-- What every node keeps in memory of the database has an edition here, raised in the transaction that changes it: a
-- node that has another one reads again. They are in the head row because one tiny query of it then tells a node all,
-- and because whoever raises one holds its lock anyway. One row for ever: nothing to delete.

-- Terms. 0 on a portal whose terms were not touched since this column.
alter table head add column vocabulary bigint not null default 0;

-- Groups of words, and which are switched off. 0 as long as only those that ship with the program are in use.
alter table head add column thesaurus bigint not null default 0;
update head set thesaurus = 1 where exists (select 1 from settings where name = 'thesaurus');
delete from settings where name = 'thesaurus';

-- Routing rules: read for every request, but edited in forms that say which edition they show.
alter table head add column routing bigint not null default 0;
