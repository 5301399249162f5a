-- The electronic queue of halls.

create table centre.hall_day (
  authority text not null,
  hall text not null,
  day date not null,
  last_number integer not null check (last_number > 0),
  primary key (authority, hall, day)
);
comment on table centre.hall_day is 'By authority: the last number that a hall gave on a day.';

create table centre.ticket (
  authority text not null,
  ticket_id uuid not null,
  hall text not null,
  day date not null,
  number integer not null,
  service text not null,
  has_priority boolean not null,
  place timestamptz not null,
  status text not null check (status in ('waiting', 'called', 'done', 'noShow')),
  taken_at timestamptz not null,
  called_at timestamptz,
  last_called_at timestamptz,
  calls integer not null default 0,
  operator text,
  window_number integer check (window_number > 0),
  ended_at timestamptz,
  primary key (authority, ticket_id),
  unique (authority, hall, day, number),
  check ((status = 'waiting') = (operator is null)),
  check ((status in ('done', 'noShow')) = (ended_at is not null))
);
create index ticket_waiting on centre.ticket (authority, hall, day, place, number) where status = 'waiting';
-- An operator holds one ticket at most.
create unique index ticket_held on centre.ticket (authority, hall, day, operator) where status = 'called';
comment on table centre.ticket is 'By authority: tickets of the queue of a hall on a day.';

create table centre.ticket_event (
  authority text not null,
  ticket_id uuid not null,
  place integer not null,
  kind text not null check (kind in ('taken', 'called', 'recalled', 'done', 'noShow')),
  at timestamptz not null,
  operator text,
  primary key (authority, ticket_id, place),
  foreign key (authority, ticket_id) references centre.ticket (authority, ticket_id)
);
comment on table centre.ticket_event is 'By authority: what became of each ticket, in order; rows are added only.';
