-- The fictional republic's own memory: its people, their keys, its switches, and which systems have been populated.

create table sandbox.people (
  person_id text primary key,
  place int not null,
  facts jsonb not null
);

-- Made when somebody first asks for them, so that "good" is good then and "expired" has expired then.
create table sandbox.keys (
  person_id text not null references sandbox.people,
  kind text not null,
  p12 bytea not null,
  certificate bytea not null,
  serial text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  made_at timestamptz not null,
  primary key (person_id, kind)
);

create table sandbox.switches (
  neighbour text primary key check (neighbour in ('bank', 'ocsp', 'crl', 'registers', 'messaging')),
  mode text not null,
  changed_at timestamptz not null
);

-- One row per system, written after that system's own commit: what is missing here is done again, and doing it again changes nothing.
create table sandbox.populated (
  system text primary key,
  at timestamptz not null
);
