-- The authority opens a case by itself: nobody has signed anything, and what the official wrote is kept in the place of a request.
alter table licensing.request alter column cms drop not null, alter column evidence drop not null;
alter table licensing.request add constraint request_signed_check check ((cms is null) = (evidence is null));
