-- What programs changed.

create table api.act (
  sequence bigint generated always as identity primary key,
  client_id text not null references api.client,
  at timestamptz not null,
  operation text not null,
  -- Of the address, as far as it is one of ours: the id of an application, of a web hook.
  subject text,
  status integer not null
);
create index act_of_client on api.act (client_id, sequence);
comment on table api.act is 'National: calls by which programs changed something, with how they ended.';
