-- Keys outlive their messages: a sent message is removed when it is old, and its key must still not be sent a second time.
create table messaging.message_key (
  -- SHA-256 of the idempotency key's UTF-8 bytes.
  digest bytea primary key check (octet_length(digest) = 32)
);
insert into messaging.message_key (digest) select sha256(convert_to(idempotency_key, 'UTF8')) from messaging.messages;
