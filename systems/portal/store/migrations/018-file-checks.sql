-- What was found about a file that somebody had checked: read again under an address of its own, in another language too. The file is not kept.
create table portal.file_check (
  id uuid primary key,
  found jsonb not null,
  checked_at timestamptz not null
);
create index file_check_checked_at on portal.file_check (checked_at);
comment on table portal.file_check is 'National: what was found about files, for an hour; of nobody in particular.';
