-- The thesaurus: groups of words by which searches are understood. Those that the program brings along are in the
-- program, so that a newer one brings newer ones; here is what a portal has of its own, and what it took from MeSH.
create table word_groups (
    -- 'portal' or 'mesh'.
    source text not null,
    -- Made of the group's first name; of MeSH the descriptor's number.
    id text not null,
    -- The group as JSON, its words among it: all groups are read into memory at start, and looked up there.
    data text not null,
    primary key (source, id)
);

-- Groups that an administrator has switched off, the program's among them: a newer program or a newer MeSH leaves
-- them so.
create table word_groups_off (
    -- 'portal', 'start' or 'mesh'.
    source text not null,
    id text not null,
    off_at bigint not null,
    primary key (source, id)
);
