-- What an employee enters at the counter from paper, until it is registered; and who took a result away there.
create table workstation.counter_entry (
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
  -- The exact text that the employee signs; null while something can still be changed.
  frozen text,
  request_number text,
  case_id text,
  version integer not null,
  changed_at timestamptz not null,
  primary key (authority, entry_id)
);
comment on table workstation.counter_entry is 'By authority: what its employees enter at the counter.';
create index counter_entry_of on workstation.counter_entry (authority, staff_id, changed_at);

create table workstation.counter_receipt (
  authority text not null,
  case_id text not null,
  staff_id text not null,
  received_by text not null,
  shown_document text not null,
  at timestamptz not null,
  primary key (authority, case_id)
);
comment on table workstation.counter_receipt is 'By authority: who took a result away at the counter.';
