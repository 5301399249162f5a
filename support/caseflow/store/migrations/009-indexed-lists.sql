-- Work lists that stay fast: everything that a list sorts and filters by is in the row of the task, so that a page is one range of one index
-- (docs/decisions/0077-indexed-work-lists.md). `words` are what the search folds (searchWords of @ruqsat/foundation); null in a party that
-- an earlier release wrote, until `migrateCaseflow` has folded it.

alter table {schema}.party add column words text[];
create index party_unfolded on {schema}.party (authority, digest) where words is null and data is not null;
create index party_by_person on {schema}.party ((data->>'iin')) where data->>'iin' is not null;

-- What of a number somebody types: from any of its parts to the end without what is between them, and a part without its leading zeros.
create function {schema}.number_words(number text) returns text[] language sql immutable as $$
  with part as (select p.word, p.place from regexp_split_to_table(upper(number), '[-/. ]+') with ordinality as p(word, place) where p.word <> '')
  select coalesce(array_agg(distinct typed.word), '{}') from (
    select string_agg(later.word, '' order by later.place) as word from part join part as later on later.place >= part.place group by part.place
    union all select ltrim(part.word, '0') from part where ltrim(part.word, '0') <> '') as typed
$$;

drop index {schema}.task_by_role;
drop index {schema}.task_by_outside_unit;
alter table {schema}.task
  add column service text,
  add column number text collate "C",
  add column opened_at timestamptz,
  add column words tsvector;
update {schema}.task t set service = c.regulation || '/' || c.variant, number = coalesce(c.request_number, ''), opened_at = c.opened_at,
    words = array_to_tsvector({schema}.number_words(coalesce(c.request_number, '')))
  from {schema}.case_file c where c.authority = t.authority and c.case_id = t.case_id;
alter table {schema}.task
  alter column service set not null,
  alter column number set not null,
  alter column opened_at set not null,
  alter column words set not null,
  -- Without a due date the last.
  add column sort_due timestamptz not null generated always as (coalesce(due_at, 'infinity'::timestamptz)) stored,
  -- On whose desk: that of one official, of a unit whose opinion is asked, or of everybody in the role.
  add column desk text collate "C" not null generated always as
    (role || ' ' || coalesce('of:' || assignee, case when role = 'interestedBody' then 'unit:' || unit else '-' end)) stored;

create index task_by_due on {schema}.task (authority, sort_due, task_id) include (case_id, service, step_id, assignee, is_late);
create index task_by_opening on {schema}.task (authority, opened_at, task_id) include (case_id, service, step_id, assignee, is_late, sort_due);
create index task_by_number on {schema}.task (authority, number, task_id) include (case_id, service, step_id, assignee, is_late, sort_due);
create index task_of_desk_by_due on {schema}.task (authority, desk, sort_due, task_id) include (case_id, service, step_id, assignee, is_late);
create index task_of_desk_by_opening on {schema}.task (authority, desk, opened_at, task_id) include (case_id, service, step_id, assignee, is_late, sort_due);
create index task_of_desk_by_number on {schema}.task (authority, desk, number, task_id) include (case_id, service, step_id, assignee, is_late, sort_due);
create index task_of_unit_by_due on {schema}.task (unit_authority, sort_due, task_id) include (authority, case_id, role, service, step_id, assignee, is_late)
  where unit_authority is not null;
create index task_of_unit_by_opening on {schema}.task (unit_authority, opened_at, task_id) include (authority, case_id, role, service, step_id, assignee, is_late, sort_due)
  where unit_authority is not null;
create index task_of_unit_by_number on {schema}.task (unit_authority, number, task_id) include (authority, case_id, role, service, step_id, assignee, is_late, sort_due)
  where unit_authority is not null;
create index task_by_words on {schema}.task using gin (words);

-- As before, with what lists sort and filter by; a new party's folded words come with it.
create or replace function {schema}.commit_step(authority text, case_id text, expected int, at timestamptz, events text, state text, step jsonb)
returns jsonb language plpgsql as $$
#variable_conflict use_variable
declare
  head text;
  sequence int := expected;
  line text;
  number record;
  taken bigint;
  written text;
  numbers jsonb := '{}';
  opened record;
  bodies text[] := '{}';
  hashes text[] := '{}';
begin
  if expected = 0 then
    insert into {schema}.case_file as c values
      (authority, case_id, 0, 'none', step->>'regulation', step->>'editionHash', step->>'variant', null, step->>'applicantRef', at, repeat('0', 64), '{}', '{}')
      on conflict do nothing;
    if not found then return '{"kind":"conflict"}'; end if;
    head := repeat('0', 64);
  else
    select c.head_hash into head from {schema}.case_file c where c.authority = commit_step.authority and c.case_id = commit_step.case_id and c.version = expected for update;
    if not found then return '{"kind":"conflict"}'; end if;
  end if;

  if step ? 'numbers' then
    for number in select * from jsonb_to_recordset(step->'numbers') as n(marker text, counter text, prefix text, width int) loop
      insert into {schema}.counter as k values (authority, number.counter, 1)
        on conflict on constraint counter_pkey do update set value = k.value + 1 returning k.value into taken;
      written := number.prefix || lpad(taken::text, greatest(number.width, length(taken::text)), '0');
      events := replace(events, number.marker, written);
      state := replace(state, number.marker, written);
      step := replace(step::text, number.marker, written)::jsonb;
      numbers := numbers || jsonb_build_object(number.marker, written);
    end loop;
  end if;

  foreach line in array string_to_array(events, e'\n') loop
    sequence := sequence + 1;
    head := encode(sha256(convert_to('{"caseId":' || to_json(case_id)::text || ',"event":' || line || ',"previousHash":"' || head || '","sequence":' || sequence || '}', 'UTF8')), 'hex');
    bodies := bodies || line;
    hashes := hashes || head;
  end loop;
  insert into {schema}.event
    select authority, case_id, expected + n.ordinality, at, n.body::json, n.hash from unnest(bodies, hashes) with ordinality as n(body, hash, ordinality);

  update {schema}.case_file c set version = sequence, status = step->>'status', request_number = step->>'requestNumber', head_hash = head, state = commit_step.state::jsonb,
      fixed = case when expected = 0 then step->'fixed' else c.fixed end
    where c.authority = commit_step.authority and c.case_id = commit_step.case_id
    returning c.regulation || '/' || c.variant as service, coalesce(c.request_number, '') as number, c.opened_at, c.applicant_ref into opened;

  if step ? 'closedTasks' then
    delete from {schema}.task t where t.authority = commit_step.authority and t.case_id = commit_step.case_id
      and t.task_id in (select jsonb_array_elements_text(step->'closedTasks'));
  end if;
  if step ? 'stoppedTimers' then
    delete from {schema}.timer t where t.authority = commit_step.authority and t.case_id = commit_step.case_id
      and t.task_id in (select jsonb_array_elements_text(step->'stoppedTimers'));
  end if;
  if step ? 'party' then
    insert into {schema}.party (authority, digest, account_id, salt, data, words)
      values (authority, step->'party'->>'digest', step->'party'->>'accountId', step->'party'->>'salt', step->'party'->'data',
        case when step->'party' ? 'words' then array(select jsonb_array_elements_text(step->'party'->'words')) end)
      on conflict on constraint party_pkey do nothing;
  end if;
  if step ? 'tasks' then
    insert into {schema}.task (authority, case_id, task_id, step_id, unit, unit_authority, role, assignee, started_at, due_at, is_late, service, number, opened_at, words)
      select authority, case_id, t."taskId", t."stepId", t.unit, t."unitAuthority", t.role, t.assignee, t."startedAt", t."dueAt", t.late,
        opened.service, opened.number, opened.opened_at, array_to_tsvector({schema}.number_words(opened.number) ||
          (select p.words from {schema}.party p where p.authority = commit_step.authority and p.digest = opened.applicant_ref))
      from jsonb_to_recordset(step->'tasks') as t("taskId" text, "stepId" text, unit text, "unitAuthority" text, role text, assignee text, "startedAt" timestamptz, "dueAt" timestamptz, late boolean)
      on conflict on constraint task_pkey do update set assignee = excluded.assignee, is_late = excluded.is_late, due_at = excluded.due_at;
  end if;
  if step ? 'timers' then
    insert into {schema}.timer
      select authority, case_id, t."taskId", t."dueAt" from jsonb_to_recordset(step->'timers') as t("taskId" text, "dueAt" timestamptz)
      on conflict on constraint timer_pkey do update set due_at = excluded.due_at, leased_until = null;
  end if;
  if step ? 'outbox' then
    insert into {schema}.outbox (authority, idempotency_key, case_id, kind, payload, next_attempt_at)
      select authority, o.key, case_id, o.kind, o.payload, o."notBefore"
      from jsonb_to_recordset(step->'outbox') as o(key text, kind text, payload jsonb, "notBefore" timestamptz)
      on conflict on constraint outbox_pkey do nothing;
  end if;
  if step ? 'host' then
    perform {schema}.host_commit(authority, case_id, at, step->'host');
  end if;
  return jsonb_build_object('kind', 'committed', 'version', sequence, 'numbers', numbers);
end $$;
