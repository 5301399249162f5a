-- Entries were chained while they were written, so that each waited until the transaction of the one before had ended. Now they arrive in a table in
-- which nobody waits for anybody, and are moved into the chain by short transactions (docs/decisions/0145-entries-are-chained-after-they-arrive.md).

create table security.arrival (
  -- The order of the chain among those that are there when it is continued. With gaps: a transaction that fails takes its number along.
  id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null check (kind ~ '^[a-z][a-z-]{1,40}$'),
  outcome text not null check (outcome in ('done', 'refused')),
  realm text not null,
  actor text,
  role text,
  authority text,
  subject_kind text,
  subject text,
  case_id text,
  why text,
  visitor text,
  facts jsonb not null default '{}'
);
comment on table security.arrival is 'National: entries of the security log that have no number yet. Empty again within a second.';

create function security.keep_arrivals() returns trigger language plpgsql as $$
begin
  raise exception 'Expected the security log to stay as it was written';
end $$;
create trigger arrival_kept before update on security.arrival for each row execute function security.keep_arrivals();
create trigger arrivals_kept before truncate on security.arrival for each statement execute function security.keep_arrivals();

-- Gives what has arrived its numbers and hashes. One at a time, and only for as long as this takes; what is committed when it begins is in the chain
-- when it ends. How many there were.
create function security.chain_arrivals(most integer) returns integer language plpgsql as $$
declare
  taken integer;
begin
  if not exists (select from security.arrival) then
    return 0;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('security log', 0));
  with due as (
    delete from security.arrival where id in (select a.id from security.arrival a order by a.id limit most) returning *
  )
  insert into security.entry (at, kind, outcome, realm, actor, role, authority, subject_kind, subject, case_id, why, visitor, facts)
  select at, kind, outcome, realm, actor, role, authority, subject_kind, subject, case_id, why, visitor, facts from due order by id;
  get diagnostics taken = row_count;
  return taken;
end $$;
