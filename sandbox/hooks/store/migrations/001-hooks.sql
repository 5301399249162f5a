-- A twin of somebody's program that takes web hooks: the secrets it was given, and what came.

create table sandbox_hooks.receiver (
  name text primary key,
  -- As the program has it: whsec_ and base64; null until somebody enters it.
  secret text,
  -- What it answers where the signature is good.
  status int not null check (status between 200 and 599)
);
comment on table sandbox_hooks.receiver is 'National: programs of a fictional republic.';

create table sandbox_hooks.received (
  sequence bigint generated always as identity primary key,
  receiver text not null,
  message_id text not null,
  verdict text not null,
  body text not null,
  -- Technical time.
  at timestamptz not null
);
comment on table sandbox_hooks.received is 'National: what such a program was sent.';
create index received_message on sandbox_hooks.received (receiver, message_id);
