-- Powers of attorney are found by whom they name, not by their number alone.

-- Each IIN and BIN among principal and representatives; none where a row was struck off.
create function registers.numbers_named(facts jsonb) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(found[1]), '{}')
  from regexp_matches(concat_ws(';', facts ->> 'principal', facts ->> 'representatives', facts ->> 'representativeIin'), '\d{12}', 'g') as found
$$;

create index history_by_named on registers.history using gin (registers.numbers_named(facts)) where facts ? 'principal';
