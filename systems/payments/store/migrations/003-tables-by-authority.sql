-- Every key begins with the authority whose service is paid for, so that its rows can move to a database of its own
-- (docs/decisions/0032-tables-by-authority.md). Money that the bank took for no order of ours is kept under 'unknown'.
drop view payments.refunds_seen;
alter table payments.orders add column authority text, drop constraint orders_language_check, drop constraint orders_replaced_by_fkey;
alter table payments.attempts add column authority text, drop constraint attempts_order_id_fkey;
alter table payments.receipts add column authority text, drop constraint receipts_order_id_fkey;
alter table payments.outbox add column authority text, drop constraint outbox_fact_id_fkey;
alter table payments.refunds add column authority text, drop constraint refunds_order_id_fkey, drop constraint refunds_receipt_id_fkey;

-- Orders did not say whose fee they collect: the edition that the draft follows does. This once we read other rooms' tables, where they are here.
do $$
begin
  if to_regclass('portal.draft') is not null and to_regclass('regulations.edition') is not null then
    with edition as materialized (select hash, regulation::jsonb #>> '{authority,id}' as authority from regulations.edition)
    update payments.orders o set authority = e.authority from portal.draft d join edition e on e.hash = d.edition_hash where d.id::text = o.draft_id;
  end if;
end $$;
update payments.orders set authority = 'unknown' where authority is null;
update payments.attempts a set authority = o.authority from payments.orders o where o.order_id = a.order_id;
update payments.receipts r set authority = o.authority from payments.orders o where o.order_id = r.order_id;
update payments.receipts set authority = 'unknown' where authority is null;
update payments.outbox f set authority = r.authority from payments.receipts r where r.receipt_id = f.fact_id;
update payments.refunds f set authority = r.authority from payments.receipts r where r.receipt_id = f.receipt_id;

drop index payments.one_order_per_draft, payments.one_open_attempt, payments.one_fact_per_order, payments.receipts_of_order, payments.refunds_of_order;
alter table payments.orders alter column authority set not null, drop constraint orders_pkey, add primary key (authority, order_id),
  add foreign key (authority, replaced_by) references payments.orders (authority, order_id) deferrable initially deferred;
alter table payments.attempts alter column authority set not null, drop constraint attempts_pkey, add primary key (authority, attempt_id),
  drop constraint attempts_order_id_number_key, add unique (authority, order_id, number),
  add foreign key (authority, order_id) references payments.orders (authority, order_id);
alter table payments.receipts alter column authority set not null, drop constraint receipts_pkey, add primary key (authority, receipt_id),
  drop constraint receipts_bank_reference_key,
  add foreign key (authority, order_id) references payments.orders (authority, order_id);
alter table payments.outbox alter column authority set not null, drop constraint outbox_pkey, add primary key (authority, fact_id),
  add foreign key (authority, fact_id) references payments.receipts (authority, receipt_id);
alter table payments.refunds alter column authority set not null, drop constraint refunds_pkey, add primary key (authority, refund_id),
  drop constraint refunds_receipt_id_key, add unique (authority, receipt_id),
  add foreign key (authority, receipt_id) references payments.receipts (authority, receipt_id),
  add foreign key (authority, order_id) references payments.orders (authority, order_id);
create unique index one_order_per_draft on payments.orders (authority, draft_id) where replaced_by is null;
create unique index one_open_attempt on payments.attempts (authority, order_id) where state in ('opening', 'open');
create unique index one_fact_per_order on payments.receipts (authority, order_id) where meaning = 'fact';
create index receipts_of_order on payments.receipts (authority, order_id);
create index refunds_of_order on payments.refunds (authority, order_id);
-- Addresses of pages and the bank's messages name an id and no authority.
create index orders_by_id on payments.orders (order_id);
create index attempts_by_id on payments.attempts (attempt_id);
create index receipts_by_id on payments.receipts (receipt_id);
-- The bank numbers its payments for all authorities: a reference that comes twice is the same payment, or the bank's error.
create unique index receipts_by_reference on payments.receipts (bank_reference);
create index refunds_by_id on payments.refunds (refund_id);

comment on table payments.orders is 'By authority: what is owed for its services.';
comment on table payments.attempts is 'By authority: ways to the bank for its orders.';
comment on table payments.receipts is 'By authority: what the bank took for its orders; for no order of ours: ''unknown''.';
comment on table payments.outbox is 'By authority: facts of payment of its orders that are on their way.';
comment on table payments.refunds is 'By authority: money of its orders on its way back.';
comment on table payments.nonces is 'National: messages of the bank, which serves all authorities.';

-- A refund with the payment and the draft that it is of, under the names that the program uses.
create view payments.refunds_seen as
  select f.authority, f.refund_id as "refundId", f.order_id as "orderId", o.draft_id as "draftId", f.why, f.amount_tiyn as "amountTiyn", f.status,
    f.try_number as "tryNumber", f.decline_code as "declineCode", f.bank_reference as "bankReference", r.bank_reference as "paymentReference",
    f.requested_at as "requestedAt", f.ended_at as "endedAt", f.asks, f.tells, f.bank_stated_at as "bankStatedAt",
    r.settled_at is not null as "isSettled"
  from payments.refunds f join payments.receipts r using (authority, receipt_id) join payments.orders o on o.authority = f.authority and o.order_id = f.order_id;
