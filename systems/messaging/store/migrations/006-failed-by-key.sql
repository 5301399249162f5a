-- What failed is read page by page: each goes on behind a message.
drop index messaging.messages_failed;
create index messages_failed on messaging.messages (kept_at desc, message_id desc) where state = 'failed';
