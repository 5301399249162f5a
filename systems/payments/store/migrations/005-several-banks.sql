-- Several banks, money that comes in parts, what was over going back, and the table of states in the database itself
-- (docs/decisions/0057-money-is-judged-once-and-compared-daily.md).

drop view payments.refunds_seen;

-- Until now there was one bank.
alter table payments.attempts add column bank text not null default 'dala', add column amount_tiyn bigint;
update payments.attempts a set amount_tiyn = o.amount_tiyn from payments.orders o where o.authority = a.authority and o.order_id = a.order_id;
alter table payments.attempts alter column bank drop default, alter column amount_tiyn set not null, add check (amount_tiyn > 0);
alter table payments.receipts add column bank text not null default 'dala', add column is_late boolean not null default false;
alter table payments.receipts alter column bank drop default, alter column is_late drop default,
  drop constraint receipts_meaning_check, add check (meaning in ('fact', 'part', 'overpayment', 'otherSum', 'unknownOrder'));
-- Each bank numbers its own payments.
drop index payments.receipts_by_reference;
create unique index receipts_by_reference on payments.receipts (bank, bank_reference);

-- The bank that the payer chose last, and until when what came in parts waits for the rest (technical time).
alter table payments.orders add column bank text, add column parts_until timestamptz,
  drop constraint orders_status_check,
  add check (status in ('created', 'paying', 'partlyPaid', 'paid', 'declined', 'abandoned', 'unknown', 'refunded'));
create index orders_with_parts on payments.orders (parts_until) where parts_until is not null;

-- What was over goes back at once; the fee itself may go back later. Together never more than came.
alter table payments.refunds drop constraint refunds_authority_receipt_id_key;
create unique index one_refund_per_part on payments.refunds (authority, receipt_id, (why = 'overpaid'));
alter table payments.refunds drop constraint refunds_why_check,
  add check (why in ('withdrawn', 'notOwed', 'exempt', 'overpaid', 'otherSum', 'partOnly'));

create function payments.keep_refund() returns trigger language plpgsql as $$
declare taken bigint; returned bigint;
begin
  select r.amount_tiyn into taken from payments.receipts r where r.authority = new.authority and r.receipt_id = new.receipt_id for update;
  select coalesce(sum(f.amount_tiyn), 0) into returned from payments.refunds f where f.authority = new.authority and f.receipt_id = new.receipt_id;
  if returned + new.amount_tiyn > taken then
    raise exception 'Expected at most % tiyn to go back of receipt % but % are asked for', taken - returned, new.receipt_id, new.amount_tiyn;
  end if;
  return new;
end $$;
create trigger refund_kept before insert on payments.refunds for each row execute function payments.keep_refund();

-- What has come of an order and counts, less what was over and went back at once. What goes back as a whole counts no longer.
create function payments.counted(of_authority text, of_order uuid) returns table (receipt_id uuid, meaning text, amount_tiyn bigint) language sql stable as $$
  select r.receipt_id, r.meaning, r.amount_tiyn - coalesce((select f.amount_tiyn from payments.refunds f
      where f.authority = r.authority and f.receipt_id = r.receipt_id and f.why = 'overpaid'), 0)
  from payments.receipts r
  where r.authority = of_authority and r.order_id = of_order and r.meaning in ('fact', 'part')
    and not exists (select from payments.refunds f where f.authority = r.authority and f.receipt_id = r.receipt_id and f.why <> 'overpaid')
  order by r.received_at, r.receipt_id
$$;

-- Every legal change of state: the table of `core/moves.ts`. Whoever writes past the program is refused too.
create table payments.moves (
  what text not null,
  old_state text not null,
  new_state text not null,
  primary key (what, old_state, new_state)
);
comment on table payments.moves is 'National: which change of state is legal.';
insert into payments.moves (what, old_state, new_state)
select what, old_state, unnest(string_to_array(new_states, ' ')) from (values
  ('order', 'created', 'paying partlyPaid paid declined abandoned unknown'),
  ('order', 'paying', 'created partlyPaid paid declined abandoned unknown'),
  ('order', 'partlyPaid', 'paid abandoned refunded'),
  ('order', 'paid', 'refunded'),
  ('order', 'declined', 'paying partlyPaid paid abandoned unknown'),
  ('order', 'abandoned', 'paying partlyPaid paid declined unknown'),
  ('order', 'unknown', 'paying partlyPaid paid declined abandoned'),
  ('attempt', 'opening', 'open paid declined closed'),
  ('attempt', 'open', 'paid declined closed'),
  ('attempt', 'declined', 'paid'),
  ('attempt', 'closed', 'paid'),
  ('refund', 'requested', 'sent returned declined'),
  ('refund', 'sent', 'returned declined'),
  ('refund', 'declined', 'requested returned'),
  ('difference', 'open', 'owned resolved'),
  ('difference', 'owned', 'resolved')
) as t (what, old_state, new_states);

create function payments.keep_state() returns trigger language plpgsql as $$
declare
  state_before text := to_jsonb(old) ->> tg_argv[1];
  state_after text := to_jsonb(new) ->> tg_argv[1];
begin
  if state_before is distinct from state_after and not exists
    (select from payments.moves m where m.what = tg_argv[0] and m.old_state = state_before and m.new_state = state_after) then
    raise exception 'Expected no change of % from % to %', tg_argv[0], state_before, state_after;
  end if;
  return new;
end $$;
create trigger order_state_kept before update on payments.orders for each row execute function payments.keep_state('order', 'status');
create trigger attempt_state_kept before update on payments.attempts for each row execute function payments.keep_state('attempt', 'state');
create trigger refund_state_kept before update on payments.refunds for each row execute function payments.keep_state('refund', 'status');

-- What a bank took is a fact: only that it was settled by hand is added, and nothing is ever deleted.
create function payments.keep_receipt() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'Expected the receipt % to stay', old.receipt_id; end if;
  if (old.authority, old.receipt_id, old.bank, old.bank_reference, old.order_id, old.attempt_id, old.meaning, old.amount_tiyn, old.currency, old.paid_at, old.bank_stated_at)
    is distinct from
    (new.authority, new.receipt_id, new.bank, new.bank_reference, new.order_id, new.attempt_id, new.meaning, new.amount_tiyn, new.currency, new.paid_at, new.bank_stated_at)
    and not (old.meaning = 'unknownOrder' and new.meaning <> 'unknownOrder'
      and (old.bank, old.bank_reference, old.amount_tiyn, old.currency, old.bank_stated_at) is not distinct from
          (new.bank, new.bank_reference, new.amount_tiyn, new.currency, new.bank_stated_at)) then
    raise exception 'Expected the receipt % to stay as the bank stated it', old.receipt_id;
  end if;
  return new;
end $$;
create trigger receipt_kept before update or delete on payments.receipts for each row execute function payments.keep_receipt();

-- What happened, in the transaction of its cause: who, when, what. Read by officials and auditors.
create table payments.events (
  authority text not null,
  event_id uuid not null,
  order_id uuid,
  number bigint generated by default as identity,
  -- Legal time.
  at timestamptz not null,
  kind text not null,
  -- `payer`, `bank:<id>`, `system`, or the id of a member of staff.
  actor text not null,
  facts jsonb not null,
  primary key (authority, event_id)
);
create index events_of_order on payments.events (authority, order_id, number);
comment on table payments.events is 'By authority: what happened to its orders and its money; ''unknown'' where it is nobody''s yet.';
create function payments.refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'Expected the events of payments to stay as they were written';
end $$;
create trigger events_are_append_only before update or delete or truncate on payments.events execute function payments.refuse_rewriting();

-- A refund with the payment and the draft that it is of, under the names that the program uses.
create view payments.refunds_seen as
  select f.authority, f.refund_id as "refundId", f.order_id as "orderId", o.draft_id as "draftId", f.why, f.amount_tiyn as "amountTiyn", f.status,
    f.try_number as "tryNumber", f.decline_code as "declineCode", f.bank_reference as "bankReference", r.bank, r.bank_reference as "paymentReference",
    f.requested_at as "requestedAt", f.ended_at as "endedAt", f.asks, f.tells, f.bank_stated_at as "bankStatedAt",
    r.settled_at is not null as "isSettled"
  from payments.refunds f join payments.receipts r using (authority, receipt_id) join payments.orders o on o.authority = f.authority and o.order_id = f.order_id;
