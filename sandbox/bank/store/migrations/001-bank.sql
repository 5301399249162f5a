-- A bank of a fictional republic: sessions that merchants open, money that was taken, callbacks on their way. No card number is kept.

create table bank.sessions (
  session_id uuid primary key,
  merchant_reference text not null unique,
  amount_tiyn bigint not null check (amount_tiyn > 0),
  payee text not null,
  purpose text not null,
  language text not null check (language in ('kk', 'ru', 'en')),
  return_url text not null,
  callback_url text not null,
  state text not null check (state in ('open', 'processing', 'paid', 'declined', 'cancelled', 'expired')),
  scenario text,
  card_mask text,
  decline_code text,
  code_sha256 text,
  code_tries int not null default 0,
  -- When a payment that is being processed will be confirmed; null: by the sandbox's switch only.
  confirm_at timestamptz,
  opened_at timestamptz not null,
  stated_at timestamptz not null
);
create index sessions_to_confirm on bank.sessions (confirm_at) where state = 'processing' and confirm_at is not null;

create table bank.payments (
  reference text primary key,
  session_id uuid not null references bank.sessions,
  amount_tiyn bigint not null,
  stated_at timestamptz not null
);
create index payments_of_session on bank.payments (session_id);
create index payments_by_time on bank.payments (stated_at);
create sequence bank.reference_number start 100001;

create table bank.callbacks (
  callback_id uuid primary key,
  session_id uuid not null references bank.sessions,
  reference text,
  due_at timestamptz not null,
  attempts int not null default 0,
  delivered_at timestamptz
);
create index callbacks_due on bank.callbacks (due_at) where delivered_at is null;
