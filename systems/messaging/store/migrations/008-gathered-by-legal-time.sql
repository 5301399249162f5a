-- One message a working day in place of one an hour: what waits leaves at an instant of legal time. What an earlier release kept leaves at once.
drop index messaging.gathered_oldest;
alter table messaging.gathered add column leaves_at timestamptz;
update messaging.gathered set leaves_at = at;
alter table messaging.gathered alter column leaves_at set not null;
create index gathered_leaving on messaging.gathered (leaves_at);
create index gathered_together on messaging.gathered (gather_key, channel, recipient, language);
