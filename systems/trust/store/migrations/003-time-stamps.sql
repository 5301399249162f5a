-- The authority stamps times (RFC 3161): a key of its own, and what it stamped.
alter table trust.authority drop constraint authority_name_check;
alter table trust.authority add constraint authority_name_check
  check (name in ('root', 'issuing', 'root-responder', 'issuing-responder', 'time-stamping'));

create table trust.time_stamp (
  serial text primary key check (serial ~ '^[0-9a-f]{1,40}$'),
  policy text not null,
  -- The digest that was stamped; what was digested is not known here.
  imprint bytea not null,
  stamped_at timestamptz not null
);
comment on table trust.time_stamp is 'National: time stamps that it made.';

alter table trust.fault drop constraint fault_service_check;
alter table trust.fault add constraint fault_service_check check (service in ('ocsp', 'crl', 'tsp'));
