-- What a message that waits for others is about: what is over when they leave is left out.
alter table messaging.gathered add column about text;
