-- What the twin of a provider of sign-in keeps while somebody signs in by it.
create table sandbox.sign_in_record (
  model text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  expires_at timestamptz,
  primary key (model, id)
);
create index sign_in_record_by_uid on sandbox.sign_in_record (uid) where uid is not null;
create index sign_in_record_of_grant on sandbox.sign_in_record (grant_id) where grant_id is not null;
comment on table sandbox.sign_in_record is 'By person: what the twin of a provider of sign-in keeps of fictional people.';
