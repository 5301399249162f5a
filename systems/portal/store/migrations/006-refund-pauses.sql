-- Technical time: when the gateway is asked next about a refund that it does not know, and how often it was.
alter table portal.refund
  add column due_at timestamptz not null default '1970-01-01T00:00:00Z',
  add column asks int not null default 0;
drop index portal.refund_to_ask;
create index refund_to_ask on portal.refund (due_at) where asked_at is null;
