-- A person books a time at a hall; who comes with its code takes a ticket whose turn is by that time.
create table centre.booking (
  authority text not null,
  booking_id uuid not null,
  hall text not null,
  service text not null,
  -- The account of the portal that booked.
  person text not null,
  at timestamptz not null,
  -- Of the places that the hall gives at one time.
  seat integer not null check (seat > 0),
  has_priority boolean not null,
  code text not null check (code ~ '^\d{6}$'),
  status text not null check (status in ('booked', 'used', 'cancelled')),
  booked_at timestamptz not null,
  primary key (authority, booking_id)
);
comment on table centre.booking is 'By authority: times that people booked at a hall.';
create unique index booking_seat on centre.booking (authority, hall, at, seat) where status <> 'cancelled';
create unique index booking_code on centre.booking (authority, hall, code) where status = 'booked';
create index booking_of on centre.booking (authority, person, at);

-- The time that was booked; null for who came without one.
alter table centre.ticket add column booked_for timestamptz;
