-- What happened in cases and programs of others do not know of yet (docs/decisions/0099-events-in-one-order.md). A row is written with its event
-- and removed once the journal has it: so nothing depends on the order in which transactions end, and a restored database goes on.
create table {schema}.news (
  authority text not null,
  case_id text not null,
  sequence integer not null,
  -- Within a case in the order of its events, for its steps are committed one after the other. Between cases about the order of time.
  place bigint not null generated always as identity,
  primary key (authority, case_id, sequence)
);
create index news_by_place on {schema}.news (place);
comment on table {schema}.news is 'National: events of cases that the journal for programs, which is one for all authorities, has not taken yet.';

create function {schema}.keep_news() returns trigger language plpgsql as $$
begin
  insert into {schema}.news (authority, case_id, sequence) values (new.authority, new.case_id, new.sequence);
  return null;
end $$;
-- Cases that are written whole (a population, an authority that moves here) are history and no news.
create trigger event_is_news after insert on {schema}.event for each row
  when (coalesce(current_setting('ruqsat.is_history', true), '') <> 'yes') execute function {schema}.keep_news();
