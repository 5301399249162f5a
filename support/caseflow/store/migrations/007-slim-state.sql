-- The state holds only what decides: of each due date its instant and the number of the event that counted it, where the derivation is
-- (docs/decisions/0041-slim-state.md). Rows of earlier releases held the derivations themselves; `fixed` held that of the total.
create function {schema}.last_count(authority text, case_id text, list text, task_id text, outcome text) returns int language sql stable as $$
  select max(e.sequence) from {schema}.event e
  where e.authority = last_count.authority and e.case_id = last_count.case_id and (
    (list = 'tasks' and e.body->>'kind' = 'taskStarted' and e.body->>'taskId' = task_id)
    or (list = 'outcomes' and e.body->>'kind' = 'outcomeTimed' and e.body->>'taskId' = task_id and e.body->>'outcome' = last_count.outcome)
    or (e.body->>'kind' = 'calendarChanged' and exists (
      select from json_array_elements(e.body->list) as again
      where again->>'taskId' = task_id and again->>'outcome' is not distinct from last_count.outcome)))
$$;

create function {schema}.slim_task(authority text, case_id text, task jsonb) returns jsonb language sql stable as $$
  select task
    || case when jsonb_typeof(task->'due') = 'object'
      then jsonb_build_object('due', jsonb_build_object('due', task #> '{due,due}', 'event', {schema}.last_count(authority, case_id, 'tasks', task->>'id', null)))
      else '{}' end
    || case when task ? 'outcomeTimes'
      then jsonb_build_object('outcomeTimes', (
        select jsonb_agg(one.value || jsonb_build_object('due', jsonb_build_object('due', one.value #> '{due,due}',
          'event', {schema}.last_count(authority, case_id, 'outcomes', task->>'id', one.value->>'outcome'))) order by one.ordinality)
        from jsonb_array_elements(task->'outcomeTimes') with ordinality as one))
      else '{}' end
$$;

update {schema}.case_file c set
  fixed = c.fixed - 'total',
  state = c.state || jsonb_build_object(
    'total', jsonb_build_object(
      'due', coalesce(c.state #> '{total,due}', c.fixed #> '{total,due}'),
      'event', case when c.state ? 'calendar'
        then coalesce((select max(e.sequence) from {schema}.event e where e.authority = c.authority and e.case_id = c.case_id
          and e.body->>'kind' = 'calendarChanged' and e.body->>'total' is not null), 1)
        else 1 end),
    'calendar', coalesce(c.state->'calendar', (
      select jsonb_build_object('id', counted.by->'id', 'version', counted.by->'version')
      from (select coalesce(c.fixed #> '{total,derivation,calendar}', c.fixed #> '{total,derivation,steps,0,calendar}')) as counted(by))),
    'tasks', coalesce((
      select jsonb_agg({schema}.slim_task(c.authority, c.case_id, open.value) order by open.ordinality)
      from jsonb_array_elements(c.state->'tasks') with ordinality as open), '[]'))
where c.fixed ? 'total';

drop function {schema}.slim_task;
drop function {schema}.last_count;
