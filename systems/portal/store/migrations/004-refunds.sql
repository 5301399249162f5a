-- Fees on their way back to the payer: written with the act that makes them owed, before the gateway is asked.
create table portal.refund (
  order_id text primary key,
  draft_id uuid not null references portal.draft (id),
  account_id uuid not null references portal.person (account_id),
  bin text,
  why text not null check (why in ('withdrawn', 'notOwed')),
  amount_tiyn bigint not null,
  -- Legal time.
  requested_at timestamptz not null,
  -- Technical time; null until the gateway has it.
  asked_at timestamptz
);
create index refund_of_draft on portal.refund (draft_id);
create index refund_of_account on portal.refund (account_id);
create index refund_of_firm on portal.refund (bin) where bin is not null;
create index refund_to_ask on portal.refund (requested_at) where asked_at is null;
