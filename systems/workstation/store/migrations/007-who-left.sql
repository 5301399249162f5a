-- Who recorded that somebody left: a member of staff by id, or 'administrator' where the command line did. Unknown of those who left before.
alter table workstation.staff add column retired_by text;
