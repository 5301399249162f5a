-- What officials write at steps that decide nothing. The events hold the salted digest, so that the words can be erased and the chain holds.
create table licensing.writing (
  authority text not null,
  writing_id text not null,
  case_id text not null,
  step_id text not null,
  salt text not null,
  content jsonb not null,
  written_by text not null,
  written_at timestamptz not null,
  primary key (authority, writing_id)
);
comment on table licensing.writing is 'By authority: what its officials wrote at steps of its cases that decide nothing.';
create index writing_of_case on licensing.writing (authority, case_id);
