-- What an official has begun to write at a step and not finished: kept until it is done, so that nobody types or uploads twice.
create table workstation.work_draft (
  authority text not null,
  task_id text not null,
  staff_id text not null,
  part text not null check (part in ('writing', 'answer')),
  content jsonb not null,
  changed_at timestamptz not null,
  primary key (authority, task_id, staff_id, part)
);
comment on table workstation.work_draft is 'By authority: what its officials have begun to write at steps of cases.';
create index work_draft_age on workstation.work_draft (changed_at);
