-- IS-OTP and notices: each message once by its key, from "waiting" to "sent" or "failed".

create table messaging.messages (
  message_id uuid primary key,
  idempotency_key text not null unique check (idempotency_key <> ''),
  channel text not null check (channel in ('sms', 'email')),
  recipient text not null,
  language text not null check (language in ('kk', 'ru', 'en')),
  subject text not null,
  body text not null,
  -- Legal time that the message speaks of; the rest is technical.
  at timestamptz not null,
  kept_at timestamptz not null,
  state text not null check (state in ('waiting', 'sent', 'failed')),
  attempts int not null default 0,
  due_at timestamptz,
  sent_at timestamptz,
  check ((state = 'waiting') = (due_at is not null)),
  check ((state = 'sent') = (sent_at is not null))
);
create index messages_due on messaging.messages (due_at) where state = 'waiting';
create index messages_newest on messaging.messages (kept_at desc);
