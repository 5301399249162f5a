-- A draft that corrects a registered request: what was asked, and the request that it takes the place of. Its number is that request's.
alter table portal.draft add column corrects jsonb;
drop index portal.draft_request_number;
create unique index draft_request_number on portal.draft (request_number) where request_number is not null and corrects is null;
create index draft_of_request on portal.draft (request_number, registered_at) where request_number is not null;
