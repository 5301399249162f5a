-- What a process needs to know legal time by its own watch until the clock is moved: the instant, and how far it is from the machine's.
create function legal_time.reading(out now timestamptz, out offset_ms bigint) language sql stable as $$
  select date_trunc('milliseconds', transaction_timestamp()) + c.offset_ms * interval '1 millisecond', c.offset_ms from legal_time.clock c
$$;
