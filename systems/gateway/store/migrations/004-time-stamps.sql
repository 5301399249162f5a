-- The time of each message is proved by an authority (RFC 3161): one stamp over the tree of many digests, made afterwards, so that no message waits.

create table gateway.stamps (
  number integer primary key,
  -- Of the digest tree over its messages; what the authority stamped.
  root text not null,
  messages integer not null,
  -- Null while no authority has answered.
  token bytea,
  evidence jsonb,
  authority_name text,
  stamped_at timestamptz,
  due_at timestamptz,
  attempts integer not null default 0,
  error text,
  formed_at timestamptz not null,
  constraint stamps_whole check ((token is null) = (stamped_at is null) and (token is null) = (evidence is null) and (token is null) = (due_at is not null))
);
comment on table gateway.stamps is 'National: time stamps over the messages of all authorities.';
-- One at a time: each covers the token of the one before it.
create unique index stamp_open on gateway.stamps ((token is null)) where token is null;

create table gateway.signed_messages (
  authority text not null,
  entry_id uuid not null,
  part text not null check (part in ('request', 'answer')),
  -- Of the signed message as it crossed the wire.
  sha256 text not null,
  number bigint not null generated always as identity,
  -- Both null: not yet stamped.
  stamp integer,
  place integer,
  primary key (authority, entry_id, part, sha256),
  constraint signed_messages_place check ((stamp is null) = (place is null))
);
comment on table gateway.signed_messages is 'By authority: the digest of each message that left or came in for its services, and the stamp that proves its time.';
create index signed_messages_unstamped on gateway.signed_messages (number) where stamp is null;
create index signed_messages_by_stamp on gateway.signed_messages (stamp, place) where stamp is not null;

insert into gateway.signed_messages (authority, entry_id, part, sha256)
select authority, entry_id, part, sha256
from (
  select authority, entry_id, 'request' as part, request_sha256 as sha256, at from gateway.journal where request_sha256 is not null
  union all
  select authority, entry_id, 'answer', answer_sha256, at from gateway.journal where answer_sha256 is not null
) as earlier order by at, part desc;
