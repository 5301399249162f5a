-- News is read and removed by its place alone: an event has one key less to be written into.
drop index {schema}.news_by_place;
alter table {schema}.news drop constraint news_pkey, add primary key (place);
