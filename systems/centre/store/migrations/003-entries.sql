-- What an operator enters for the person whose ticket they hold, until it is registered.
create table centre.counter_entry (
  authority text not null,
  entry_id uuid not null,
  staff_id text not null,
  regulation text not null,
  edition_hash text not null,
  variant text not null,
  view text not null,
  applicant_kind text not null check (applicant_kind in ('individual', 'legalEntity')),
  step_id text not null,
  status text not null check (status in ('open', 'noData', 'givenUp', 'registered')),
  content jsonb not null,
  -- The exact text that the operator signs; null while something can still be changed.
  frozen text,
  request_number text,
  case_id text,
  version integer not null,
  changed_at timestamptz not null,
  primary key (authority, entry_id)
);
comment on table centre.counter_entry is 'By authority: what operators enter for who came to a window.';
create index counter_entry_of on centre.counter_entry (authority, staff_id, changed_at);
