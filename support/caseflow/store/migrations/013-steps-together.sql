-- Steps of different cases are committed in one call (docs/decisions/0138-steps-together.md).

-- What the indexes of cases ask for is a column: a step that leaves it as it was costs no index anything.
alter table {schema}.case_file
  add column calendar_version text generated always as (state #>> '{calendar,version}') stored,
  add column asked_until text generated always as (state #>> '{asked,0,due}') stored,
  add column number_words text[] generated always as ({schema}.number_words(coalesce(request_number, ''))) stored;
drop index {schema}.case_file_by_calendar;
drop index {schema}.case_file_waiting;
create index case_file_by_calendar on {schema}.case_file (calendar_version, case_id) where status = 'open';
create index case_file_waiting on {schema}.case_file (authority, asked_until, case_id) where status = 'open' and asked_until is not null;
-- Room on each page for the next versions of its rows.
alter table {schema}.case_file set (fillfactor = 70);

-- News of all events of a statement at once.
drop trigger event_is_news on {schema}.event;
drop function {schema}.keep_news;
create function {schema}.keep_news() returns trigger language plpgsql as $$
begin
  -- Cases that are written whole (a population, an authority that moves here) are history and no news.
  if coalesce(current_setting('ruqsat.is_history', true), '') <> 'yes' then
    insert into {schema}.news (authority, case_id, sequence) select a.authority, a.case_id, a.sequence from added a order by a.authority, a.case_id, a.sequence;
  end if;
  return null;
end $$;
create trigger event_is_news after insert on {schema}.event referencing new table as added for each statement execute function {schema}.keep_news();

/*
 * Commits steps of different cases, one step of a case at most, in the transaction of the caller. `events`: those of a step a line each, a blank
 * line between steps; `states`: one a line; `steps` and the other lists name a step by its place `n`. A step is left out of the answer, and
 * nothing of it is written, where its case is not at the expected version any more, or where it was decided at an instant that the legal clock
 * does not confirm: the clock was moved since (`offset` is another), or the instant is too old or not there yet.
 * A case that another transaction holds is waited for where `is_patient`, else left out: one case must not hold up the others.
 * Rows are locked in one order (cases, counters, parties, each by its key), so that two calls wait for each other and never for ever.
 */
create function {schema}.commit_steps(events text, states text, steps jsonb, lists jsonb, is_patient boolean) returns jsonb language plpgsql
-- Every table is asked by its key, by plans that are made once: they must not read tables whole that were small then.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  clock record;
  one record;
  cases refcursor;
  texts text[] := string_to_array(events, e'\n\n');
  state_texts text[] := string_to_array(states, e'\n');
  ns int[] := '{}';
  authorities text[] := '{}';
  ids text[] := '{}';
  expecteds int[] := '{}';
  ats timestamptz[] := '{}';
  statuses text[] := '{}';
  heads text[] := '{}';
  versions int[] := '{}';
  kept_states text[] := '{}';
  owners int[] := '{}';
  sequences int[] := '{}';
  bodies text[] := '{}';
  hashes text[] := '{}';
  has_openings boolean := false;
  taken bigint;
  written text;
  numbers jsonb := '{}';
  place int;
  prefix text;
  line text;
  head text;
  sequence int;
begin
  select r.now, r.offset_ms into clock from legal_time.reading() r;

  if lists ? 'openings' then
    has_openings := true;
    insert into {schema}.case_file (authority, case_id, version, status, regulation, edition_hash, variant, applicant_ref, opened_at, head_hash, fixed, state)
      select s.authority, s."caseId", 0, 'none', o.regulation, o."editionHash", o.variant, o."applicantRef", s.at, repeat('0', 64), '{}', '{}'
      from jsonb_to_recordset(lists->'openings') as o(n int, regulation text, "editionHash" text, variant text, "applicantRef" text)
      join jsonb_to_recordset(steps) as s(n int, authority text, "caseId" text, at timestamptz) on s.n = o.n
      order by s.authority, s."caseId"
      on conflict do nothing;
  end if;
  if is_patient then
    open cases for
      select s.n, s.authority, s."caseId" as case_id, s.expected, s.at, s.status, c.head_hash
      from jsonb_to_recordset(steps) as s(n int, authority text, "caseId" text, expected int, at timestamptz, "offset" bigint, status text)
      join {schema}.case_file c on c.authority = s.authority and c.case_id = s."caseId" and c.version = s.expected
      where s."offset" is null
        or (s."offset" = clock.offset_ms and s.at between clock.now - interval '5 seconds' and clock.now + interval '1 second')
      order by s.authority, s."caseId" for update of c;
  else
    open cases for
      select s.n, s.authority, s."caseId" as case_id, s.expected, s.at, s.status, c.head_hash
      from jsonb_to_recordset(steps) as s(n int, authority text, "caseId" text, expected int, at timestamptz, "offset" bigint, status text)
      join {schema}.case_file c on c.authority = s.authority and c.case_id = s."caseId" and c.version = s.expected
      where s."offset" is null
        or (s."offset" = clock.offset_ms and s.at between clock.now - interval '5 seconds' and clock.now + interval '1 second')
      order by s.authority, s."caseId" for update of c skip locked;
  end if;
  loop
    fetch cases into one;
    exit when not found;
    ns := ns || one.n;
    authorities := authorities || one.authority;
    ids := ids || one.case_id;
    expecteds := expecteds || one.expected;
    ats := ats || one.at;
    statuses := statuses || one.status;
    heads := heads || one.head_hash;
  end loop;
  close cases;

  if lists ? 'numbers' then
    written := lists::text;
    for one in
      select o.marker, o.counter, o.prefix, o.width, a.n, a.authority
      from jsonb_to_recordset(lists->'numbers') as o(n int, place int, marker text, counter text, prefix text, width int)
      join unnest(ns, authorities) as a(n, authority) on a.n = o.n order by a.authority, o.counter, o.n, o.place
    loop
      insert into {schema}.counter as k (authority, name, value) values (one.authority, one.counter, 1)
        on conflict on constraint counter_pkey do update set value = k.value + 1 returning k.value into taken;
      line := one.prefix || lpad(taken::text, greatest(one.width, length(taken::text)), '0');
      texts[one.n] := replace(texts[one.n], one.marker, line);
      state_texts[one.n] := replace(state_texts[one.n], one.marker, line);
      written := replace(written, one.marker, line);
      numbers := numbers || jsonb_build_object(one.marker, line);
    end loop;
    lists := written::jsonb;
  end if;

  for place in 1 .. cardinality(ns) loop
    prefix := '{"caseId":' || to_json(ids[place])::text || ',"event":';
    head := heads[place];
    sequence := expecteds[place];
    foreach line in array string_to_array(texts[ns[place]], e'\n') loop
      sequence := sequence + 1;
      head := encode(sha256(convert_to(prefix || line || ',"previousHash":"' || head || '","sequence":' || sequence || '}', 'UTF8')), 'hex');
      owners := owners || place;
      sequences := sequences || sequence;
      bodies := bodies || line;
      hashes := hashes || head;
    end loop;
    heads[place] := head;
    versions := versions || sequence;
    kept_states := kept_states || state_texts[ns[place]];
  end loop;
  insert into {schema}.event (authority, case_id, sequence, at, body, hash)
    select authorities[e.owner], ids[e.owner], e.sequence, ats[e.owner], e.body::json, e.hash
    from unnest(owners, sequences, bodies, hashes) as e(owner, sequence, body, hash);

  if has_openings then
    update {schema}.case_file c set request_number = o."requestNumber", fixed = o.fixed
      from jsonb_to_recordset(lists->'openings') as o(n int, "requestNumber" text, fixed jsonb)
      join unnest(ns, authorities, ids) as a(n, authority, case_id) on a.n = o.n
      where c.authority = a.authority and c.case_id = a.case_id;
  end if;
  update {schema}.case_file c set version = a.version, status = a.status, head_hash = a.head, state = a.state::jsonb
    from unnest(authorities, ids, versions, statuses, heads, kept_states) as a(authority, case_id, version, status, head, state)
    where c.authority = a.authority and c.case_id = a.case_id;

  if lists ? 'closedTasks' then
    delete from {schema}.task t using jsonb_to_recordset(lists->'closedTasks') as x(n int, "taskId" text)
      join unnest(ns, authorities, ids) as a(n, authority, case_id) on a.n = x.n
      where t.authority = a.authority and t.case_id = a.case_id and t.task_id = x."taskId";
  end if;
  if lists ? 'stoppedTimers' then
    delete from {schema}.timer t using jsonb_to_recordset(lists->'stoppedTimers') as x(n int, "taskId" text)
      join unnest(ns, authorities, ids) as a(n, authority, case_id) on a.n = x.n
      where t.authority = a.authority and t.case_id = a.case_id and t.task_id = x."taskId";
  end if;
  if lists ? 'parties' then
    insert into {schema}.party (authority, digest, account_id, salt, data, words)
      select a.authority, p.digest, p."accountId", p.salt, p.data, case when p.words is not null then array(select jsonb_array_elements_text(p.words)) end
      from jsonb_to_recordset(lists->'parties') as p(n int, digest text, "accountId" text, salt text, data jsonb, words jsonb)
      join unnest(ns, authorities) as a(n, authority) on a.n = p.n order by a.authority, p.digest
      on conflict on constraint party_pkey do nothing;
  end if;
  if lists ? 'tasks' then
    insert into {schema}.task (authority, case_id, task_id, step_id, unit, unit_authority, role, assignee, started_at, due_at, is_late, service, number, opened_at, words)
      select a.authority, a.case_id, t."taskId", t."stepId", t.unit, t."unitAuthority", t.role, t.assignee, t."startedAt", t."dueAt", t.late,
        c.regulation || '/' || c.variant, coalesce(c.request_number, ''), c.opened_at, array_to_tsvector(c.number_words || p.words)
      from jsonb_to_recordset(lists->'tasks') as t(n int, "taskId" text, "stepId" text, unit text, "unitAuthority" text, role text, assignee text, "startedAt" timestamptz, "dueAt" timestamptz, late boolean)
      join unnest(ns, authorities, ids) as a(n, authority, case_id) on a.n = t.n
      join {schema}.case_file c on c.authority = a.authority and c.case_id = a.case_id
      left join {schema}.party p on p.authority = c.authority and p.digest = c.applicant_ref
      on conflict on constraint task_pkey do update set assignee = excluded.assignee, is_late = excluded.is_late, due_at = excluded.due_at;
  end if;
  if lists ? 'timers' then
    insert into {schema}.timer (authority, case_id, task_id, due_at)
      select a.authority, a.case_id, t."taskId", t."dueAt" from jsonb_to_recordset(lists->'timers') as t(n int, "taskId" text, "dueAt" timestamptz)
      join unnest(ns, authorities, ids) as a(n, authority, case_id) on a.n = t.n
      on conflict on constraint timer_pkey do update set due_at = excluded.due_at, leased_until = null;
  end if;
  if lists ? 'outbox' then
    insert into {schema}.outbox (authority, idempotency_key, case_id, kind, payload, next_attempt_at)
      select a.authority, o.key, a.case_id, o.kind, o.payload, o."notBefore"
      from jsonb_to_recordset(lists->'outbox') as o(n int, key text, kind text, payload jsonb, "notBefore" timestamptz)
      join unnest(ns, authorities, ids) as a(n, authority, case_id) on a.n = o.n order by a.authority, o.key
      on conflict on constraint outbox_pkey do nothing;
  end if;
  if lists ? 'hosts' then
    for one in
      select a.authority, a.case_id, a.at, h.host from jsonb_to_recordset(lists->'hosts') as h(n int, host jsonb)
      join unnest(ns, authorities, ids, ats) as a(n, authority, case_id, at) on a.n = h.n order by a.authority, a.case_id
    loop
      perform {schema}.host_commit(one.authority, one.case_id, one.at, one.host);
    end loop;
  end if;
  return jsonb_build_object('now', (extract(epoch from clock.now) * 1000)::bigint, 'offset', clock.offset_ms, 'numbers', numbers,
    'places', to_jsonb(ns), 'versions', to_jsonb(versions));
end $$;

-- For processes of the release before, which call this one: the same, for one step.
create or replace function {schema}.commit_step(authority text, case_id text, expected int, at timestamptz, events text, state text, step jsonb)
returns jsonb language plpgsql as $$
declare
  answer jsonb;
begin
  answer := {schema}.commit_steps(events, state,
    jsonb_build_array(jsonb_build_object('n', 1, 'authority', authority, 'caseId', case_id, 'expected', expected, 'at', at, 'status', step->>'status')),
    {schema}.listed(step, 'tasks') || {schema}.listed(step, 'timers') || {schema}.listed(step, 'outbox') || {schema}.listed(step, 'numbers')
      || case when step ? 'closedTasks' then jsonb_build_object('closedTasks', (select jsonb_agg(jsonb_build_object('n', 1, 'taskId', id)) from jsonb_array_elements(step->'closedTasks') as c(id))) else '{}' end
      || case when step ? 'stoppedTimers' then jsonb_build_object('stoppedTimers', (select jsonb_agg(jsonb_build_object('n', 1, 'taskId', id)) from jsonb_array_elements(step->'stoppedTimers') as c(id))) else '{}' end
      || case when step ? 'party' then jsonb_build_object('parties', jsonb_build_array(step->'party' || '{"n":1}')) else '{}' end
      || case when step ? 'host' then jsonb_build_object('hosts', jsonb_build_array(jsonb_build_object('n', 1, 'host', step->'host'))) else '{}' end
      || case when expected = 0 then jsonb_build_object('openings', jsonb_build_array(step || '{"n":1}')) else '{}' end, true);
  if answer->'places' = '[]' then return '{"kind":"conflict"}'; end if;
  return jsonb_build_object('kind', 'committed', 'version', answer->'versions'->0, 'numbers', answer->'numbers');
end $$;

create function {schema}.listed(step jsonb, name text) returns jsonb language sql immutable as $$
  select case when step ? name then jsonb_build_object(name, (select jsonb_agg(e.value || jsonb_build_object('n', 1, 'place', e.ordinality)) from jsonb_array_elements(step->name) with ordinality as e)) else '{}' end
$$;
