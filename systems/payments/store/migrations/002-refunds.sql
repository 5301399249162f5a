-- Money on its way back to the payer: once for each receipt, whatever happens.
create table payments.refunds (
  refund_id uuid primary key,
  -- One refund for one sum that the bank took: never twice.
  receipt_id uuid not null unique references payments.receipts,
  order_id uuid not null references payments.orders,
  why text not null check (why in ('withdrawn', 'notOwed', 'overpaid', 'otherSum')),
  amount_tiyn bigint not null check (amount_tiyn > 0),
  status text not null check (status in ('requested', 'sent', 'returned', 'declined')),
  -- Counts what the bank declined: each try is another request there, under a reference of its own.
  try_number int not null default 1,
  decline_code text,
  bank_reference text,
  -- Legal time: what the payer reads.
  requested_at timestamptz not null,
  ended_at timestamptz,
  -- Technical time: when the bank, and then the ordering system, is asked or told next.
  ask_at timestamptz,
  asks int not null default 0,
  bank_stated_at timestamptz,
  tell_at timestamptz,
  tells int not null default 0,
  check ((status in ('returned', 'declined')) = (ended_at is not null)),
  check (status <> 'returned' or bank_reference is not null),
  check (status <> 'declined' or decline_code is not null)
);
create index refunds_of_order on payments.refunds (order_id);
create index refunds_to_ask on payments.refunds (ask_at) where ask_at is not null;
create index refunds_to_tell on payments.refunds (tell_at) where tell_at is not null;

alter table payments.orders drop constraint orders_status_check;
alter table payments.orders add constraint orders_status_check
  check (status in ('created', 'paying', 'paid', 'declined', 'abandoned', 'unknown', 'refunded'));
-- What the act says about the return of the fee, shown where one pays.
alter table payments.orders add column return_rule jsonb;

-- A refund with the payment and the draft that it is of, under the names that the program uses.
create view payments.refunds_seen as
  select f.refund_id as "refundId", f.order_id as "orderId", o.draft_id as "draftId", f.why, f.amount_tiyn as "amountTiyn", f.status,
    f.try_number as "tryNumber", f.decline_code as "declineCode", f.bank_reference as "bankReference", r.bank_reference as "paymentReference",
    f.requested_at as "requestedAt", f.ended_at as "endedAt", f.asks, f.tells, f.bank_stated_at as "bankStatedAt",
    r.settled_at is not null as "isSettled"
  from payments.refunds f join payments.receipts r using (receipt_id) join payments.orders o on o.order_id = f.order_id;
