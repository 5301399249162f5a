-- Who may call by machine, what the authorization server keeps, and answers that are given once.

create table api.client (
  id text primary key,
  name text not null,
  -- Of 256 random bits: nobody guesses them, so that no slow hash is needed.
  secret_sha256 text not null,
  scopes text[] not null,
  -- Whose requests or tasks it may see: a firm's by its BIN, an authority's by its id, or nobody's.
  owner_kind text not null check (owner_kind in ('nobody', 'firm', 'authority')),
  owner text check ((owner_kind = 'nobody') = (owner is null)),
  redirect_uris text[] not null,
  created_at timestamptz not null,
  created_by text not null,
  ended_at timestamptz,
  ended_by text check ((ended_by is null) = (ended_at is null))
);
comment on table api.client is 'National: programs of others that may call, or that people may sign in to; rows are never deleted.';

create table api.client_event (
  sequence bigint generated always as identity primary key,
  client_id text not null references api.client,
  at timestamptz not null,
  kind text not null check (kind in ('added', 'ended')),
  by text not null,
  facts jsonb not null
);
create index client_event_of on api.client_event (client_id, sequence);
comment on table api.client_event is 'National: what was done with a client, by whom.';

create table api.grant_record (
  model text not null,
  id_sha256 text not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  expires_at timestamptz,
  used_at timestamptz,
  primary key (model, id_sha256)
);
create index grant_record_of_grant on api.grant_record (grant_id) where grant_id is not null;
create index grant_record_by_uid on api.grant_record (uid) where uid is not null;
create index grant_record_expires on api.grant_record (expires_at);
comment on table api.grant_record is 'By person: sessions, codes and tokens of the authorization server, each under the digest of what opens it.';

create table api.answer (
  client_id text not null references api.client,
  key text not null,
  request_sha256 text not null,
  -- Null while the first call is under way, or where it did not end.
  status integer,
  body text check ((body is null) = (status is null)),
  kept_until timestamptz not null,
  primary key (client_id, key)
);
create index answer_kept_until on api.answer (kept_until);
comment on table api.answer is 'National: answers to calls with an idempotency key, so that a repeated call gets the same one.';
