-- Who acts for whom, on which days, by which order. A row is never removed: acts of that time name its order.
create table workstation.substitution (
  authority text not null,
  id uuid not null,
  absent_id uuid not null,
  substitute_id uuid not null,
  why text not null check (why in ('leave', 'delegation')),
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  order_number text not null check (order_number <> ''),
  order_date date not null,
  signs boolean not null,
  -- A member of staff by id, or 'administrator' where the command line made it.
  made_by text not null,
  made_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (authority, id),
  foreign key (authority, absent_id) references workstation.staff (authority, id),
  foreign key (authority, substitute_id) references workstation.staff (authority, id),
  check (absent_id <> substitute_id)
);
create index substitution_of_absent on workstation.substitution (authority, absent_id, last_day);
create index substitution_of_substitute on workstation.substitution (authority, substitute_id, last_day);
comment on table workstation.substitution is 'By authority: which of its staff acts for which other, by which order.';
