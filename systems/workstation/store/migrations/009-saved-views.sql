-- Filters of a list under a name, of one official. `search` is the part of the address behind the path, as the page writes it.
create table workstation.saved_view (
  authority text not null,
  staff_id uuid not null,
  list text not null check (list in ('work', 'overview')),
  name text not null check (name <> ''),
  search text not null,
  saved_at timestamptz not null,
  primary key (authority, staff_id, list, name)
);
comment on table workstation.saved_view is 'By authority: filters of work lists that its officials gave a name.';
