-- Whether a message that was sent has arrived, as far as its carrier says.
alter table messaging.messages add column delivery text check (delivery in ('delivered', 'unknown'));

-- What an operator called the parts of an SMS, and what it reported of each; the report may come before we have written the name down.
create table messaging.parts (
  reference text primary key check (reference <> ''),
  message_id uuid,
  outcome text check (outcome in ('delivered', 'undelivered')),
  reason text,
  kept_at timestamptz not null
);
create index parts_of_message on messaging.parts (message_id);
create index parts_by_age on messaging.parts (kept_at);
comment on table messaging.parts is 'By person: parts of messages to them, by the names that the operator gave.';
