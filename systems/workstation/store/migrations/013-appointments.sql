-- A person is named to a post for days to come: the role, the unit and the right to sign begin with the first instant of the first day, and end likewise.
create table workstation.appointment (
  authority text not null,
  id uuid not null,
  staff_id uuid not null,
  role text not null check (role in ('clerk', 'head', 'officer', 'interestedBody', 'operator')),
  unit text not null,
  position jsonb not null,
  signs boolean not null,
  first_day date not null,
  last_day date check (last_day >= first_day),
  begins_at timestamptz not null,
  -- The first instant after the last day; null without one.
  ends_at timestamptz,
  -- The post that they had before, which is theirs again at the end.
  former jsonb,
  begun_at timestamptz,
  over_at timestamptz,
  -- Why it has not begun or ended though it is due: a refusal.
  blocked jsonb,
  why text not null,
  by_id text not null,
  by_name text not null,
  made_at timestamptz not null,
  primary key (authority, id),
  foreign key (authority, staff_id) references workstation.staff (authority, id)
);
create index appointment_of on workstation.appointment (authority, staff_id, first_day);
create index appointment_due on workstation.appointment ((case when begun_at is null then begins_at else ends_at end)) where over_at is null;
comment on table workstation.appointment is 'By authority: posts for which its staff are named for days to come.';

alter table workstation.staff_change drop constraint staff_change_kind_check;
alter table workstation.staff_change add constraint staff_change_kind_check
  check (kind in ('added', 'moved', 'contacts', 'absent', 'present', 'signs', 'signsNot', 'left', 'named', 'notNamed'));
create index staff_change_of_authority on workstation.staff_change (authority, at);
