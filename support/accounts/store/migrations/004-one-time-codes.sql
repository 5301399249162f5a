-- One-time passwords: six digits by SMS that let somebody in, prove a telephone before there is an account, or confirm a request.
create table {schema}.one_time_code (
  id uuid primary key,
  purpose text not null check (purpose in ('sign-in', 'proof', 'request')),
  -- Null before there is an account.
  account_id uuid references {schema}.account (id) on delete cascade,
  -- Keyed digests: of what it is for (a login, a request's bytes), of the telephone, and of both with the code. A code works for that alone.
  subject_digest text not null,
  phone_digest text not null,
  code_digest text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  wrong_codes int not null default 0,
  used_at timestamptz
);
create index one_time_code_subject on {schema}.one_time_code (purpose, subject_digest, created_at);
create index one_time_code_phone on {schema}.one_time_code (phone_digest, created_at);
create index one_time_code_account on {schema}.one_time_code (account_id) where account_id is not null;
comment on table {schema}.one_time_code is 'By person: one-time passwords.';
