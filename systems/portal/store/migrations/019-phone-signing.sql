-- A signature that a person makes in eGov Mobile: what is signed, where the exchange is, and what came of it. Removed a day after its end.
create table portal.phone_exchange (
  id uuid primary key,
  -- An account, or the session of somebody who has none yet.
  owner text not null,
  title jsonb not null,
  content bytea not null,
  -- Paths without the language: where the signature is handed in, where another exchange is begun, where the other ways are.
  submit_path text not null,
  begin_path text not null,
  back_path text not null,
  launch_url text not null,
  code bytea,
  code_type text check (code_type in ('image/png', 'image/gif')),
  data_url text not null,
  sign_url text not null,
  expires_at timestamptz not null,
  state text not null check (state in ('waiting', 'fetched', 'signed', 'ended')),
  fault text check (fault in ('unreachable', 'unreadable', 'refused', 'cancelled', 'expired')),
  signature bytea,
  began_at timestamptz not null,
  -- Until then a process asks the service; afterwards another one may.
  followed_until timestamptz not null,
  check ((state = 'signed') = (signature is not null)),
  check (fault is null or state in ('ended', 'waiting', 'fetched')),
  check ((code is null) = (code_type is null))
);
create index phone_exchange_open on portal.phone_exchange (followed_until) where state in ('waiting', 'fetched');
create index phone_exchange_ended on portal.phone_exchange (expires_at);
comment on table portal.phone_exchange is 'By person: signatures that they make in eGov Mobile.';
