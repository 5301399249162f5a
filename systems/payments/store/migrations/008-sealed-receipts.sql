-- Receipts of payments as sealed files: the first one that was made is the one for ever.
create table payments.sealed_receipts (
  authority text not null,
  receipt_id uuid not null,
  pdf bytea not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Legal time.
  sealed_at timestamptz not null,
  primary key (authority, receipt_id),
  foreign key (authority, receipt_id) references payments.receipts (authority, receipt_id)
);
comment on table payments.sealed_receipts is 'By authority: receipts of payments of its orders, as they were sealed.';
create function payments.keep_sealed_receipt() returns trigger language plpgsql as $$
begin
  raise exception 'Expected the sealed receipt % to stay', old.receipt_id;
end $$;
create trigger sealed_receipt_kept before update or delete on payments.sealed_receipts for each row execute function payments.keep_sealed_receipt();
