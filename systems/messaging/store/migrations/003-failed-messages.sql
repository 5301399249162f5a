-- Why a message did not leave, for whoever looks after it; never the address. Failed messages are few: an index finds them among all.
alter table messaging.messages add column reason text;
create index messages_failed on messaging.messages (kept_at desc) where state = 'failed';
