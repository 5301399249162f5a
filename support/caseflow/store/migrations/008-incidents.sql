-- What does not go on by itself and needs a person: what, since when, which case, which neighbour, why. A row is kept after it is over.
create table {schema}.incident (
  authority text not null,
  incident_id text not null,
  case_id text not null,
  kind text not null check (kind in ('outbox', 'timer', 'calendar', 'paper')),
  -- The key of the message, the task of the timer; empty where the case is enough.
  subject text not null,
  neighbour text not null,
  error text not null,
  since timestamptz not null,
  last_at timestamptz not null,
  times integer not null,
  -- A person is asked only after so many times: a connection that breaks once is nobody's matter.
  shown_after integer not null,
  over_at timestamptz,
  -- 'passed' where it went on by itself or after a nudge, else what somebody did.
  over_how text check (over_how in ('passed', 'abandoned')),
  primary key (authority, incident_id)
);
create index incident_open on {schema}.incident (authority, since) where over_at is null;
comment on table {schema}.incident is 'By authority: what in its cases needs a person to go on.';
-- A message that somebody abandoned is kept, and offered no more.
alter table {schema}.outbox add column abandoned_at timestamptz;
drop index {schema}.outbox_stuck;
create index outbox_stuck on {schema}.outbox (authority) where is_stuck and abandoned_at is null;
