-- The security log: who signed in or was refused, whose rights changed, who read which case or file and why. It only grows; each entry carries the
-- hash of the one before it, and checkpoints sign the newest (docs/decisions/0140-the-security-log-is-a-chain.md).

create table security.entry (
  -- Without gaps: the trigger gives it.
  number bigint primary key default 0,
  -- Technical time.
  at timestamptz not null,
  kind text not null check (kind ~ '^[a-z][a-z-]{1,40}$'),
  outcome text not null check (outcome in ('done', 'refused')),
  -- Which system: portal, workstation, centre, contact, administration, command, api, house.
  realm text not null,
  -- The account that acted; null where nobody was known. Never a name, never what was typed.
  actor text,
  role text,
  authority text,
  subject_kind text,
  subject text,
  case_id text,
  -- By what right it was read.
  why text,
  -- A keyed digest of the address it came from.
  visitor text,
  facts jsonb not null default '{}',
  previous text,
  hash text not null default ''
);
comment on table security.entry is 'National: what happened to accounts and rights, and who read what, in the order in which it happened.';
create index entry_of_case on security.entry (case_id, number) where case_id is not null;
create index entry_of_kind on security.entry (kind, at);
create index entry_of_actor on security.entry (actor, number) where actor is not null;

create function security.entry_hash(e security.entry) returns text language sql stable set timezone to 'UTC' as $$
  select encode(sha256(convert_to(jsonb_build_array(e.number, e.at, e.kind, e.outcome, e.realm, e.actor, e.role, e.authority,
    e.subject_kind, e.subject, e.case_id, e.why, e.visitor, e.facts, e.previous)::text, 'UTF8')), 'hex')
$$;

-- One writer at a time, until its transaction ends: a number that is seen is followed by the next one and by no other.
create function security.chain_entry() returns trigger language plpgsql as $$
declare
  last record;
begin
  perform pg_advisory_xact_lock(hashtextextended('security log', 0));
  select e.number, e.hash into last from security.entry e order by e.number desc limit 1;
  new.number := coalesce(last.number, 0) + 1;
  new.previous := last.hash;
  new.hash := security.entry_hash(new);
  return new;
end $$;
create trigger entry_chained before insert on security.entry for each row execute function security.chain_entry();

create function security.keep_entries() returns trigger language plpgsql as $$
begin
  raise exception 'Expected the security log to stay as it was written';
end $$;
create trigger entry_kept before update or delete on security.entry for each row execute function security.keep_entries();
create trigger entries_kept before truncate on security.entry for each statement execute function security.keep_entries();

create table security.follower (
  name text primary key,
  -- The newest entry that it has seen.
  number bigint not null
);
comment on table security.follower is 'National: how far checkpoints, syslog and the rules for alerts have read the log.';
