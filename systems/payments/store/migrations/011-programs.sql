-- Programs of others: of a firm, whose orders it has paid; of an authority, what its services brought. And what changed with an order, until the
-- journal that programs read has it (docs/decisions/0099-events-in-one-order.md).

alter table payments.orders add column payer_bin text;
comment on column payments.orders.payer_bin is 'Of the firm that pays; null for a person, and in orders of earlier releases.';
create index orders_of_firm on payments.orders (payer_bin, created_at, order_id) where payer_bin is not null;
create index orders_of_authority on payments.orders (authority, created_at, order_id);

create table payments.news (
  place bigint not null generated always as identity primary key,
  authority text not null,
  order_id uuid not null,
  refund_id uuid,
  state text not null,
  -- Legal time.
  at timestamptz not null
);
comment on table payments.news is 'National: changes of orders and refunds that the journal for programs, which is one for all authorities, has not taken yet.';

create function payments.keep_news() returns trigger language plpgsql as $$
begin
  -- An authority that moves here brings history and no news.
  if coalesce(current_setting('ruqsat.is_history', true), '') <> 'yes' and (tg_op = 'INSERT' or old.status <> new.status) then
    insert into payments.news (authority, order_id, refund_id, state, at)
      values (new.authority, new.order_id, (to_jsonb(new)->>'refund_id')::uuid, new.status, legal_time.now());
  end if;
  return null;
end $$;
create trigger order_is_news after insert or update of status on payments.orders for each row execute function payments.keep_news();
create trigger refund_is_news after insert or update of status on payments.refunds for each row execute function payments.keep_news();
