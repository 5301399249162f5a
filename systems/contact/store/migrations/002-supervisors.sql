-- Who reads the log of all operators, and the calls about one request.
alter table contact.operator add column is_supervisor boolean not null default false;
create index call_newest on contact.call (asked_at desc, id desc);
create index call_of_request on contact.call (request_number, asked_at desc, id desc) where request_number is not null;
