-- What a person wrote against the draft of a refusal, until it is signed: the bytes that they were shown and sign.
create table portal.objection (
  asked_id text not null,
  account_id uuid not null references portal.person (account_id),
  text text not null,
  frozen bytea not null,
  written_at timestamptz not null,
  primary key (asked_id, account_id)
);
comment on table portal.objection is 'By person: objections that they write and sign.';
