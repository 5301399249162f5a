-- A second factor, sessions that their owner can tell apart, and a count of wrong passwords that decays.
alter table {schema}.account
  -- When the last wrong password came: the count goes down with the time since.
  add column wrong_at timestamptz,
  -- The secret of an authenticator app, encrypted under a key that is not in the database; null where there is no second factor.
  add column second_factor text,
  -- The last time step whose code was used (RFC 6238, 5.2): a code works once.
  add column second_factor_step bigint not null default 0;

alter table {schema}.session
  -- Browser and system as people know them, never the whole header.
  add column device text not null default '',
  add column proof text not null default 'password';

create table {schema}.recovery_code (
  account_id uuid not null references {schema}.account (id) on delete cascade,
  -- Keyed digest.
  code_digest text not null,
  used_at timestamptz,
  primary key (account_id, code_digest)
);
comment on table {schema}.recovery_code is 'By person: codes for when the telephone with the authenticator app is lost.';
