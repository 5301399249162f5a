-- Whether the owner has shown that messages arrive: a code for a lost password goes to a confirmed telephone or address alone.
alter table {schema}.account
  add column phone_confirmed_at timestamptz,
  add column email_confirmed_at timestamptz;
-- Accounts from before there were codes: where codes for passwords have gone until now, they go on; nobody is locked out by this. Landlines get none.
update {schema}.account set phone_confirmed_at = created_at
  where phone ~ '^\+77(0[0-9]|47|5[0-9]|6[0-9]|7[0-9])[0-9]{7}$' or phone ~ '^\+([1-689]|79)';
update {schema}.account set email_confirmed_at = created_at where phone_confirmed_at is null and email is not null;

create table {schema}.contact_code (
  id uuid primary key,
  account_id uuid not null references {schema}.account (id) on delete cascade,
  channel text not null check (channel in ('sms', 'email')),
  -- Keyed digests: of the address that it was sent to, and of address and code together. A code proves that address and no other.
  address_digest text not null,
  code_digest text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  wrong_codes int not null default 0,
  used_at timestamptz
);
create index contact_code_account on {schema}.contact_code (account_id, channel, created_at);
