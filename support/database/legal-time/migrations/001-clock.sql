-- Legal time: what the law's clock says. It is the machine's time plus an offset that is kept here,
-- so that every process of an installation agrees. Only the sandbox may move it, and only forward.

create table legal_time.clock (
  only_row boolean primary key default true check (only_row),
  mode text not null check (mode in ('sandbox', 'production')),
  offset_ms bigint not null,
  started_at timestamptz not null,
  check (mode = 'sandbox' or offset_ms = 0)
);

create table legal_time.moves (
  number bigint generated always as identity primary key,
  actor text not null check (actor <> ''),
  moved_at timestamptz not null,
  from_instant timestamptz not null,
  to_instant timestamptz not null,
  offset_ms bigint not null,
  check (to_instant > from_instant)
);

-- One value per transaction, in whole milliseconds: the first call keeps it in a setting that ends with the
-- transaction, so that a move made meanwhile by another session is not seen halfway.
create function legal_time.now() returns timestamptz
language plpgsql stable parallel unsafe
as $$
declare
  kept text := current_setting('legal_time.now', true);
  value timestamptz;
begin
  if kept is not null and kept <> '' then
    return kept::timestamptz;
  end if;
  select date_trunc('milliseconds', transaction_timestamp()) + offset_ms * interval '1 millisecond'
    into value from legal_time.clock;
  if value is null then
    raise exception 'Expected the legal clock to be open but this database has none yet';
  end if;
  perform set_config('legal_time.now', value::text, true);
  return value;
end
$$;
