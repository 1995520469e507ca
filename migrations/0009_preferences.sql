-- How times and texts are written for a person, on screen and in mails. Both are null until the person chooses; a
-- browser's own choice, or the portal's defaults, then hold.

-- BCP 47 tag of the interface's language, such as 'en'.
alter table accounts add column language text;

-- Name of a time zone in the IANA database, such as 'Europe/Berlin': a name and not an offset, so that times follow
-- daylight saving.
alter table accounts add column zone text;
