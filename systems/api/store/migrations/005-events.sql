-- What programs may read of what happens, in one order, and where it is sent (docs/decisions/0099-events-in-one-order.md, 0100-web-hooks.md).

-- One writer at a time holds this row: numbers are given in the order in which they become visible, without gaps.
create table api.event_order (
  is_one boolean primary key default true check (is_one),
  last bigint not null,
  -- Up to here events were removed.
  forgotten bigint not null
);
comment on table api.event_order is 'National: the last number of an event.';
insert into api.event_order (last, forgotten) values (0, 0);

create table api.event (
  sequence bigint primary key,
  -- Made from what happened: the same news is one event, however often it is read.
  id uuid not null unique,
  type text not null,
  -- Legal time of what happened; technical time of when it was kept.
  at timestamptz not null,
  kept_at timestamptz not null,
  authority text not null,
  -- Of the firm that it is about; null where it is about no firm, or is no affair of the firm's programs.
  bin text,
  request text,
  data jsonb not null
);
create index event_of_authority on api.event (authority, sequence);
create index event_of_firm on api.event (bin, sequence) where bin is not null;
create index event_kept_at on api.event (kept_at);
comment on table api.event is 'National: what happened, for programs of firms and authorities; ids, codes and instants alone.';

create table api.hook (
  client_id text not null references api.client,
  name text not null,
  url text not null,
  -- None: every type.
  types text[] not null,
  -- The secret is made from the number of it and the installation's own; only who has both can make it.
  secret_number integer not null,
  -- Until then what is sent is signed by the secret before too.
  former_until timestamptz,
  created_at timestamptz not null,
  -- The receiver cannot be reached: nothing is tried there before this.
  paused_until timestamptz,
  -- Since when nothing has arrived.
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_why text check ((disabled_why is null) = (disabled_at is null)),
  ended_at timestamptz,
  primary key (client_id, name)
);
comment on table api.hook is 'National: addresses to which programs want events sent; rows are never deleted.';

create table api.delivery (
  client_id text not null,
  name text not null,
  sequence bigint not null references api.event on delete cascade,
  state text not null check (state in ('waiting', 'delivered', 'dead')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  last_at timestamptz,
  -- What the receiver answered, and the code of what was wrong; nothing of what it said.
  last_status integer,
  last_fault text,
  primary key (client_id, name, sequence),
  foreign key (client_id, name) references api.hook
);
create index delivery_waiting on api.delivery (client_id, name, sequence) where state = 'waiting';
create index delivery_dead on api.delivery (client_id, name, sequence) where state = 'dead';
create index delivery_of_event on api.delivery (sequence);
comment on table api.delivery is 'National: what was sent to which web hook and how it ended, without what was sent.';

alter table api.client_event drop constraint client_event_kind_check;
alter table api.client_event add constraint client_event_kind_check
  check (kind in ('added', 'ended', 'hookSet', 'hookSecretChanged', 'hookDisabled', 'hookEnded'));
