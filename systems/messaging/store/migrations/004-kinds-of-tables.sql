-- Whose rows each table holds (docs/decisions/0032-tables-by-authority.md): `tools/tidy` reads these comments and compares the keys with them.
comment on table messaging.messages is 'By person: messages to them.';
comment on table messaging.message_key is 'By person: digests of the keys of messages that were taken, so that none leaves twice.';

-- The languages have one home, in the program: which there are is checked where a value comes in.
alter table messaging.messages drop constraint messages_language_check;
