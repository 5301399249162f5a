-- The line of a call is written before the call changes anything; how it ended is added afterwards.
alter table api.act alter column status drop not null;
comment on column api.act.status is 'Null while the call is under way, and where the process died in it: whether it changed something, its subject shows.';
