-- What was said of money is sealed: each row is named by the digest of what may never change in it, checkpoints sign these digests, and an audit
-- compares (docs/decisions/0135-rows-of-money-are-sealed.md).

create table payments.seal (
  number bigint not null generated always as identity primary key,
  of_table text not null,
  -- Of the row, its columns with a space between.
  key text not null,
  -- SHA-256 of the sealed columns, as a JSON array in their order.
  digest text not null,
  -- The checkpoint that signed it; null until the next one.
  checkpoint int
);
comment on table payments.seal is 'National: digests of rows of all authorities, in the order in which they were written.';
create index seal_unsigned on payments.seal (number) where checkpoint is null;
create index seal_of_row on payments.seal (of_table, key);

create function payments.keep_seal() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.checkpoint is null and (old.number, old.of_table, old.key, old.digest) = (new.number, new.of_table, new.key, new.digest) then
    return new;
  end if;
  raise exception 'Expected the seal % to stay as it was written', old.number;
end $$;
create trigger seal_kept before update or delete on payments.seal for each row execute function payments.keep_seal();

-- The first argument names the columns of the key, the second those that are sealed.
create function payments.seal_row() returns trigger language plpgsql set timezone to 'UTC' as $$
declare
  written jsonb := to_jsonb(new);
begin
  if tg_op = 'UPDATE' and not exists (select from unnest(string_to_array(tg_argv[1], ' ')) c where to_jsonb(old)->c is distinct from written->c) then
    return null;
  end if;
  insert into payments.seal (of_table, key, digest)
    select tg_table_name, (select string_agg(written->>c, ' ' order by place) from unnest(string_to_array(tg_argv[0], ' ')) with ordinality k(c, place)),
      encode(sha256(convert_to((select jsonb_agg(written->c order by place) from unnest(string_to_array(tg_argv[1], ' ')) with ordinality k(c, place))::text, 'UTF8')), 'hex');
  return null;
end $$;

create trigger order_sealed after insert or update on payments.orders for each row
  execute function payments.seal_row('order_id', 'authority order_id draft_id amount_tiyn payee purpose derivation payer_name payer_bin return_rule created_at');
create trigger receipt_sealed after insert or update on payments.receipts for each row
  execute function payments.seal_row('receipt_id', 'authority receipt_id bank bank_reference order_id meaning amount_tiyn currency paid_at bank_stated_at received_at is_late');
create trigger refund_sealed after insert or update on payments.refunds for each row
  execute function payments.seal_row('refund_id', 'authority refund_id receipt_id order_id why amount_tiyn requested_at');
create trigger event_sealed after insert or update on payments.events for each row
  execute function payments.seal_row('event_id', 'authority event_id order_id at kind actor facts');
create trigger sealed_receipt_sealed after insert or update on payments.sealed_receipts for each row
  execute function payments.seal_row('receipt_id', 'authority receipt_id sha256 sealed_at');
create trigger statement_sealed after insert or update on payments.statements for each row
  execute function payments.seal_row('statement_id', 'statement_id bank sha256 file_name state format period_from period_to read_at read_by');
create trigger movement_sealed after insert or update on payments.movements for each row
  execute function payments.seal_row('bank direction reference', 'bank direction reference statement_id line amount_tiyn currency booked_at');

-- Rows of earlier releases are sealed as they are.
do $$
declare
  guard record;
  arguments text[];
begin
  set local timezone to 'UTC';
  for guard in select c.relname, t.tgargs from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'payments' and t.tgfoid = 'payments.seal_row'::regproc order by c.relname
  loop
    arguments := string_to_array(encode(guard.tgargs, 'escape'), '\000');
    execute format('insert into payments.seal (of_table, key, digest) select %L, (select string_agg(to_jsonb(r)->>c, '' '' order by place)
      from unnest(string_to_array(%L, '' '')) with ordinality k(c, place)), encode(sha256(convert_to((select jsonb_agg(to_jsonb(r)->c order by place)
      from unnest(string_to_array(%L, '' '')) with ordinality k(c, place))::text, ''UTF8'')), ''hex'') from payments.%I r order by 2', guard.relname, arguments[1], arguments[2], guard.relname);
  end loop;
end $$;
