-- Money returned to a card: once for each payment, under the merchant's own reference.
create table bank.refunds (
  refund_reference text primary key,
  payment_reference text not null,
  amount_tiyn bigint not null check (amount_tiyn > 0),
  state text not null check (state in ('returned', 'declined')),
  reference text unique,
  decline_code text,
  stated_at timestamptz not null
);
create unique index one_return_per_payment on bank.refunds (payment_reference) where state = 'returned';
create index refunds_by_time on bank.refunds (stated_at);
