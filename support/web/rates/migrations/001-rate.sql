-- How often somebody knocked at a door of ours within the window: one row for each door and visitor. `visitor` is a keyed digest of an account
-- or address. Unlogged: a count costs no write to disk, and after a crash of the server everybody begins anew.
create unlogged table {schema}.rate (
  visitor text primary key,
  began_ms int8 not null,
  times int4 not null
);
create index rate_age on {schema}.rate (began_ms);
