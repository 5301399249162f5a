-- A head's list of one step of one service is a range of its own: page, counts and the other orders are read from it, whatever else the authority
-- has open (docs/decisions/0077-indexed-work-lists.md).
create index task_by_step on {schema}.task (authority, service, step_id, sort_due, started_at, task_id)
  include (case_id, assignee, is_late, number, opened_at);
