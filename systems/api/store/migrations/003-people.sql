-- People who sign in to programs of others with their account of this house, and to this house by a provider of others.

alter table api.client add column people text check (people in ('applicants', 'officials'));
comment on column api.client.people is 'Whose accounts people sign in with; null where nobody signs in to it.';

create table api.link (
  provider text not null,
  subject text not null,
  realm text not null check (realm in ('applicants', 'officials')),
  account_id uuid not null,
  linked_at timestamptz not null,
  primary key (provider, subject, realm)
);
comment on table api.link is 'By person: whose account a subject of a provider signs in to, since the IIN in its claim was theirs.';

create table api.sign_in (
  sequence bigint generated always as identity primary key,
  at timestamptz not null,
  -- `to`: a program of others; `by`: a provider of others.
  direction text not null check (direction in ('to', 'by')),
  partner text not null,
  realm text not null check (realm in ('applicants', 'officials')),
  account_id uuid,
  outcome text not null check (outcome in ('done', 'refused')),
  -- The code of the refusal; what was given to the program, where it was done.
  detail text not null
);
create index sign_in_of_account on api.sign_in (account_id, sequence);
comment on table api.sign_in is 'By person: sign-ins that crossed the border of this house, with their outcome.';
