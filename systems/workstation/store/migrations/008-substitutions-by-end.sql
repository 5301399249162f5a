-- Substitutions are read page by page, by the day on which they were or will be over: those in force and ahead come first.
create index substitution_by_end on workstation.substitution
  (authority, (least(last_day, coalesce((ended_at at time zone 'UTC')::date, last_day))) desc, id desc);
