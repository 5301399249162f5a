-- Of tasks that are due at one instant the one that was started first comes first (docs/decisions/0077-indexed-work-lists.md).
drop index {schema}.task_by_due;
create index task_by_due on {schema}.task (authority, sort_due, started_at, task_id) include (case_id, service, step_id, assignee, is_late);
drop index {schema}.task_of_desk_by_due;
create index task_of_desk_by_due on {schema}.task (authority, desk, sort_due, started_at, task_id) include (case_id, service, step_id, assignee, is_late);

-- An outside body has few open tasks: one index has all that its lists ask for, and other orders are sorted.
drop index {schema}.task_of_unit_by_due;
drop index {schema}.task_of_unit_by_opening;
drop index {schema}.task_of_unit_by_number;
create index task_of_unit on {schema}.task (unit_authority, sort_due, started_at, task_id)
  include (authority, case_id, role, service, step_id, assignee, is_late, number, opened_at) where unit_authority is not null;
