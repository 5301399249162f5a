-- IS-PORTAL: drafts from A3 on, what was attached to them, the trace of their steps, facts of payment, work to be tried again.
create table portal.person (
  account_id uuid primary key,
  iin text not null,
  bin text,
  kind text not null check (kind in ('individual', 'legalEntity')),
  name text not null,
  organisation text,
  may_sign boolean not null,
  address text not null,
  phone text not null,
  email text not null,
  language text not null check (language in ('kk', 'ru', 'en')),
  registered_at timestamptz not null,
  certificate_sha256 text not null
);
create unique index person_identity on portal.person (iin, coalesce(bin, ''));

create table portal.draft (
  id uuid primary key,
  account_id uuid not null references portal.person (account_id),
  regulation text not null,
  edition_hash text not null,
  variant text not null,
  view text not null,
  step_id text not null,
  status text not null check (status in ('open', 'waiting', 'registered', 'abandoned')),
  version integer not null default 1,
  language text not null check (language in ('kk', 'ru', 'en')),
  field_values jsonb not null default '{}',
  statements jsonb not null default '[]',
  requirements_read boolean not null default false,
  order_id text,
  paid_tiyn bigint,
  paid_at timestamptz,
  payment_reference text,
  frozen bytea,
  frozen_sha256 text,
  cms bytea,
  evidence jsonb,
  signed_at timestamptz,
  case_id text,
  request_number text,
  registered_at timestamptz,
  total_due jsonb,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index draft_of_account on portal.draft (account_id, changed_at desc);
create unique index draft_request_number on portal.draft (request_number) where request_number is not null;

create table portal.attachment (
  id uuid primary key,
  draft_id uuid not null references portal.draft (id) on delete cascade,
  slot text not null,
  name text not null,
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  size_bytes integer not null,
  sha256 text not null,
  bytes bytea not null,
  attached_at timestamptz not null
);
create index attachment_of_draft on portal.attachment (draft_id);

-- The trace: which step of the law's table was reached, by whom, when (legal time) and with what outcome.
create table portal.draft_mark (
  draft_id uuid not null references portal.draft (id) on delete cascade,
  sequence integer not null,
  step_id text not null,
  outcome text,
  actor text not null,
  at timestamptz not null,
  facts jsonb not null default '{}',
  primary key (draft_id, sequence)
);

create table portal.payment_fact (
  fact_id text primary key,
  order_id text not null,
  draft_id uuid not null,
  amount_tiyn bigint not null,
  paid_at timestamptz not null,
  reference text not null,
  arrived_at timestamptz not null
);

-- Work that waits for a neighbour: a signature whose revocation cannot be asked now, a registration that was cut off.
create table portal.retry (
  draft_id uuid primary key references portal.draft (id) on delete cascade,
  why text not null,
  attempts integer not null default 0,
  next_at timestamptz not null,
  leased_until timestamptz
);
create index retry_due on portal.retry (next_at);

-- What was posted when a session had ended: kept for the same person, bound to the browser, for a day.
create table portal.stash (
  token_sha256 text primary key,
  path text not null,
  field_values jsonb not null,
  kept_until timestamptz not null
);
