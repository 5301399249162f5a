-- One row for each form that acted: a second post of it gets the first one's result.
-- created_at is technical time and serves only to forget old rows.
create table {schema}.once_token (
  token text primary key,
  result jsonb,
  created_at timestamptz not null
);
create index once_token_age on {schema}.once_token (created_at);
