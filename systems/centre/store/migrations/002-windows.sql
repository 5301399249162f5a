-- Who works at the windows of the halls, and which windows are open on a day.

create table centre.operator (
  authority text not null,
  operator_id uuid not null,
  iin text not null check (iin ~ '^\d{12}$'),
  bin text check (bin ~ '^\d{12}$'),
  name text not null check (name <> ''),
  position jsonb not null,
  language text not null default 'kk',
  retired_at timestamptz,
  primary key (authority, operator_id)
);
comment on table centre.operator is 'By authority: the operators of an organisation; login and contacts are with the account.';

-- At a window is one operator, and an operator is at one window.
create table centre.open_window (
  authority text not null,
  hall text not null,
  day date not null,
  window_number integer not null check (window_number > 0),
  operator_id uuid not null,
  opened_at timestamptz not null,
  primary key (authority, hall, day, window_number),
  unique (authority, day, operator_id),
  foreign key (authority, operator_id) references centre.operator (authority, operator_id)
);
comment on table centre.open_window is 'By authority: who is at which window of a hall on a day.';
