-- Cases, in the schema of whichever system hosts them: `{schema}` becomes its name when this file runs.
-- The authority stands first in every key, so that a distributed PostgreSQL can shard by it.

-- A case as it stands is `fixed || state`: what registration settled for good (the opening, the total with its derivation) is written
-- once, so that a step writes only what it can change.
create table {schema}.case_file (
  authority text not null,
  case_id text not null,
  version int not null,
  status text not null,
  regulation text not null,
  edition_hash text not null,
  variant text not null,
  request_number text,
  applicant_ref text not null,
  opened_at timestamptz not null,
  head_hash text not null,
  fixed jsonb not null,
  state jsonb not null,
  primary key (authority, case_id)
);
create index case_file_by_id on {schema}.case_file (case_id);
create index case_file_by_request on {schema}.case_file (request_number);
create index case_file_by_applicant on {schema}.case_file (applicant_ref);

-- What happened. `body` is RFC 8785 text and is kept letter by letter (json, not jsonb); `hash` is SHA-256 over
-- {"caseId":…,"event":body,"previousHash":…,"sequence":…}, so that each event seals the one before it.
create table {schema}.event (
  authority text not null,
  case_id text not null,
  sequence int not null,
  at timestamptz not null,
  body json not null,
  hash text not null,
  primary key (authority, case_id, sequence)
);

create function {schema}.refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'Expected events to be appended only but a % was tried on %.%', tg_op, tg_table_schema, tg_table_name;
end $$;
create trigger event_is_append_only before update or delete or truncate on {schema}.event
  for each statement execute function {schema}.refuse_rewriting();

-- Open tasks, for the work lists. `unit_authority` is set where the work belongs to a body outside the provider.
create table {schema}.task (
  authority text not null,
  case_id text not null,
  task_id text not null,
  step_id text not null,
  unit text not null,
  unit_authority text,
  role text not null,
  assignee text,
  started_at timestamptz not null,
  due_at timestamptz,
  is_late boolean not null,
  primary key (authority, case_id, task_id)
);
create index task_by_role on {schema}.task (authority, role, due_at);
create index task_by_outside_unit on {schema}.task (unit_authority, role, due_at) where unit_authority is not null;

-- `due_at` is legal time; the lease is technical time.
create table {schema}.timer (
  authority text not null,
  case_id text not null,
  task_id text not null,
  due_at timestamptz not null,
  leased_until timestamptz,
  primary key (authority, case_id, task_id)
);
create index timer_by_due on {schema}.timer (due_at);

-- What leaves for other systems. Attempts run on technical time.
create table {schema}.outbox (
  authority text not null,
  idempotency_key text not null,
  case_id text not null,
  kind text not null,
  payload jsonb not null,
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  delivered_at timestamptz,
  is_stuck boolean not null default false,
  last_error text,
  primary key (authority, idempotency_key)
);
create index outbox_waiting on {schema}.outbox (next_attempt_at) where delivered_at is null and not is_stuck;
create index outbox_stuck on {schema}.outbox (authority) where is_stuck;

-- Numbers without gaps: a number is taken in the very transaction that uses it.
create table {schema}.counter (
  authority text not null,
  name text not null,
  value bigint not null,
  primary key (authority, name)
);

-- Personal data stand here and nowhere else; cases refer to them by a digest over salt and data. Erasing empties salt and data.
create table {schema}.party (
  authority text not null,
  digest text not null,
  account_id text,
  salt text,
  data jsonb,
  primary key (authority, digest)
);
create index party_by_account on {schema}.party (account_id);

-- Signed statements about the heads of all cases, each about those that changed since the one before.
create table {schema}.checkpoint (
  number int primary key,
  body json not null,
  sha256 text not null,
  signature text not null,
  is_kept_outside boolean not null default false
);
create table {schema}.checkpoint_head (
  authority text not null,
  case_id text not null,
  version int not null,
  primary key (authority, case_id)
);

-- One step of a case in one call and one transaction; this is the commit point of everything a case does. Answers
-- {"kind":"conflict"} where the case is no longer at the expected version, with nothing changed.
-- A host that sends rows of its own defines host_commit(authority text, case_id text, at timestamptz, host jsonb) in its own migrations.
-- events: RFC 8785 texts, one per line. A number's marker is replaced in events, state and rows by the counter's next value.
create function {schema}.commit_step(authority text, case_id text, expected int, at timestamptz, events text, state text, step jsonb)
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
    where c.authority = commit_step.authority and c.case_id = commit_step.case_id;

  if step ? 'closedTasks' then
    delete from {schema}.task t where t.authority = commit_step.authority and t.case_id = commit_step.case_id
      and t.task_id in (select jsonb_array_elements_text(step->'closedTasks'));
  end if;
  if step ? 'stoppedTimers' then
    delete from {schema}.timer t where t.authority = commit_step.authority and t.case_id = commit_step.case_id
      and t.task_id in (select jsonb_array_elements_text(step->'stoppedTimers'));
  end if;
  if step ? 'tasks' then
    insert into {schema}.task
      select authority, case_id, t."taskId", t."stepId", t.unit, t."unitAuthority", t.role, t.assignee, t."startedAt", t."dueAt", t.late
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
  if step ? 'party' then
    insert into {schema}.party values (authority, step->'party'->>'digest', step->'party'->>'accountId', step->'party'->>'salt', step->'party'->'data')
      on conflict on constraint party_pkey do nothing;
  end if;
  if step ? 'host' then
    perform {schema}.host_commit(authority, case_id, at, step->'host');
  end if;
  return jsonb_build_object('kind', 'committed', 'version', sequence, 'numbers', numbers);
end $$;
