-- IS-GATEWAY: who asked whom, for which case, by which paragraph, and messages on their way. Digests, not data: what a message said is kept
-- only while it waits to be delivered.

create table gateway.journal (
  authority text not null,
  entry_id uuid not null,
  direction text not null check (direction in ('asked', 'answered', 'within')),
  route text not null,
  service text not null,
  message_id text not null,
  session_id text,
  -- Account, officer or system; an id, never a name.
  asker text not null,
  counterpart text not null,
  case_id text,
  source jsonb not null,
  -- HMAC of the number that was asked about, under a key of the installation: it can be looked for by who knows the number.
  subject_digest bytea,
  -- SHA-256 of the signed messages as they crossed the wire.
  request_sha256 text,
  answer_sha256 text,
  signer_sha256 text,
  outcome text not null check (outcome in ('sent', 'found', 'absent', 'refused', 'outage', 'denied', 'invalid')),
  code text,
  tries int not null default 0,
  took_ms int,
  -- Legal time.
  at timestamptz not null,
  primary key (authority, entry_id)
);
comment on table gateway.journal is 'By authority: who asked whom for its services, by which paragraph.';
create index journal_by_time on gateway.journal (authority, at desc, entry_id desc);
-- An auditor of the whole installation, and a person who asks who looked at their data in every authority.
create index journal_of_all_by_time on gateway.journal (at desc, entry_id desc);
create index journal_by_subject on gateway.journal (subject_digest, at desc, entry_id desc) where subject_digest is not null;
create index journal_by_case on gateway.journal (case_id) where case_id is not null;
create index journal_by_message on gateway.journal (message_id);
create index journal_by_session on gateway.journal (session_id) where session_id is not null;
-- What one sender sent under one id is one message.
create unique index answered_once on gateway.journal (authority, counterpart, message_id) where direction = 'answered' and outcome <> 'denied' and outcome <> 'invalid';

create table gateway.messages (
  authority text not null,
  -- Ours, and the key by which a message is taken once: an id of a sender is unique with the sender's name only.
  key uuid not null,
  message_id text not null,
  correlation_id text,
  -- `in`: taken from another system, for a service of this house. `out`: for another system, sent to it or fetched by it.
  way text not null check (way in ('in', 'out')),
  type text not null check (type in ('REQUEST', 'RESPONSE', 'NOTIFICATION')),
  -- The route that it leaves by; null where its receiver fetches it.
  route text,
  service text not null,
  -- The other system.
  counterpart text not null,
  state text not null check (state in ('ON_DELIVERY', 'DELIVERED', 'NOT_DELIVERED', 'DELIVERY_STOPPED')),
  -- While it is on its way only.
  payload text,
  payload_digest text not null,
  -- The line of the journal that it belongs to.
  entry_id uuid not null,
  attempts int not null default 0,
  due_at timestamptz,
  error text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (authority, key),
  check (payload is not null or state <> 'ON_DELIVERY')
);
comment on table gateway.messages is 'By authority: messages of its services on their way through the asynchronous channel.';
create unique index message_once on gateway.messages (authority, counterpart, message_id, way);
create index messages_due on gateway.messages (due_at) where due_at is not null;
create index messages_to_fetch on gateway.messages (counterpart, service, created_at) where way = 'out' and route is null and state = 'ON_DELIVERY';
