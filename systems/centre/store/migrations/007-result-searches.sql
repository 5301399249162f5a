-- Who looked for which result, and whether the number and whose it is went together; whose number was typed is not kept.
create table centre.result_search (
  authority text not null,
  id uuid not null,
  ticket_id uuid not null,
  operator_id uuid not null,
  request_number text not null,
  asked_at timestamptz not null,
  -- By the technical clock, so that legal time, which a sandbox moves, opens nothing earlier.
  counted_at timestamptz not null,
  -- 'asked': the host has not answered, or the process ended meanwhile; counted as wrong.
  outcome text not null check (outcome in ('asked', 'wrong', 'notReady', 'shown')),
  primary key (authority, id)
);
comment on table centre.result_search is 'By authority: results that operators looked for, each with what came of it.';
create index result_search_wrong on centre.result_search (authority, counted_at) where outcome in ('asked', 'wrong');
