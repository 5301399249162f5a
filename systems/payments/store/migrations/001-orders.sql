-- IS-PAYMENT: what is owed, each way to the bank, what the bank took, and its delivery to the system that ordered it.

create table payments.orders (
  order_id uuid primary key,
  draft_id text not null check (draft_id <> ''),
  status text not null check (status in ('created', 'paying', 'paid', 'declined', 'abandoned', 'unknown')),
  amount_tiyn bigint not null check (amount_tiyn > 0),
  payee jsonb not null,
  purpose jsonb not null,
  derivation jsonb not null,
  payer_name text not null,
  language text not null check (language in ('kk', 'ru', 'en')),
  return_url text not null,
  decline_code text,
  created_at timestamptz not null,
  -- Set when an unpaid order gave way to one with another sum; money that still comes for it is kept all the same.
  replaced_by uuid references payments.orders deferrable initially deferred
);
create unique index one_order_per_draft on payments.orders (draft_id) where replaced_by is null;

-- One way to the bank: written before the bank is asked, so that a crash leaves a trace that can be asked about.
create table payments.attempts (
  attempt_id uuid primary key,
  order_id uuid not null references payments.orders,
  number int not null check (number > 0),
  state text not null check (state in ('opening', 'open', 'paid', 'declined', 'closed')),
  bank_url text,
  started_at timestamptz not null,
  next_check_at timestamptz,
  checks int not null default 0,
  unique (order_id, number)
);
-- At most one way is open; the table itself says so.
create unique index one_open_attempt on payments.attempts (order_id) where state in ('opening', 'open');
create index attempts_to_check on payments.attempts (next_check_at) where next_check_at is not null;

-- Every sum that the bank said it took, whatever it means; never changed but for its settlement.
create table payments.receipts (
  receipt_id uuid primary key,
  bank_reference text not null unique,
  order_id uuid references payments.orders,
  attempt_id uuid,
  meaning text not null check (meaning in ('fact', 'overpayment', 'otherSum', 'unknownOrder')),
  amount_tiyn bigint not null,
  currency text not null,
  -- Legal time when the bank's confirmation reached us: what the law counts from.
  paid_at timestamptz not null,
  -- Technical time: what the bank states, and when we heard it.
  bank_stated_at timestamptz not null,
  received_at timestamptz not null,
  settled_at timestamptz,
  settled_by text,
  settled_note text,
  check (meaning = 'unknownOrder' or order_id is not null),
  check ((settled_at is null) = (settled_by is null))
);
create unique index one_fact_per_order on payments.receipts (order_id) where meaning = 'fact';
create index receipts_of_order on payments.receipts (order_id);
create index receipts_by_time on payments.receipts (bank_stated_at);

-- The fact on its way to the receiver, at least once.
create table payments.outbox (
  fact_id uuid primary key references payments.receipts,
  due_at timestamptz not null,
  attempts int not null default 0,
  delivered_at timestamptz
);
create index outbox_due on payments.outbox (due_at) where delivered_at is null;

-- Messages that were accepted: a repeated one is known by its nonce.
create table payments.nonces (
  key_id text not null,
  nonce text not null,
  body_sha256 text not null,
  received_at timestamptz not null,
  primary key (key_id, nonce)
);
create index nonces_by_time on payments.nonces (received_at);
