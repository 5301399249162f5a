-- Messages that wait for others of their kind to the same person: they leave as one.
create table messaging.gathered (
  idempotency_key text not null primary key check (idempotency_key <> ''),
  gather_key text not null check (gather_key <> ''),
  channel text not null check (channel in ('sms', 'email')),
  recipient text not null,
  language text not null,
  title text not null,
  subject text not null,
  body text not null,
  at timestamptz not null,
  kept_at timestamptz not null
);
create index gathered_oldest on messaging.gathered (gather_key, channel, recipient, language, kept_at);
comment on table messaging.gathered is 'By person: what will leave as one message to them.';
