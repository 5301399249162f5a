-- Accounts, their sessions and codes for a new password. All times are technical time.
create table {schema}.account (
  id uuid primary key,
  login text not null unique,
  display_name text not null,
  phone text,
  email text,
  status text not null check (status in ('active', 'blocked')),
  password_hash text not null,
  attributes jsonb not null default '{}',
  wrong_passwords int not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null,
  password_changed_at timestamptz not null
);

-- Wrong passwords for logins that have no account are counted too, so that a lock-out does not tell who exists.
-- The login is kept as a keyed digest only.
create table {schema}.unknown_login (
  login_digest text primary key,
  wrong_passwords int not null,
  locked_until timestamptz,
  last_at timestamptz not null
);

-- token_digest is the sha-256 of the cookie; who reads this table cannot sign in with it.
create table {schema}.session (
  id uuid primary key,
  token_digest text not null unique,
  account_id uuid references {schema}.account (id) on delete cascade,
  data jsonb not null default '{}',
  created_at timestamptz not null,
  seen_at timestamptz not null
);
create index session_account on {schema}.session (account_id) where account_id is not null;
create index session_seen on {schema}.session (seen_at);

create table {schema}.reset_code (
  id uuid primary key,
  account_id uuid not null references {schema}.account (id) on delete cascade,
  code_digest text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  wrong_codes int not null default 0,
  used_at timestamptz
);
create index reset_code_account on {schema}.reset_code (account_id, created_at);
