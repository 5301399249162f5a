-- How far a population has come, so that an interrupted one goes on.
create table sandbox.populations (
  seed bigint primary key,
  people integer not null check (people >= 0),
  -- Legal time at which it was begun: cases end before it, whenever they are written.
  at timestamptz not null,
  next_person integer not null default 0,
  next_case integer not null default 0
);
comment on table sandbox.populations is 'National: populations that were made, and how far each has come.';
