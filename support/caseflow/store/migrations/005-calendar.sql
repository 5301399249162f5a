-- By which version of the working calendar an open case is counted: for the batches that count again after the law has changed it.
create index case_file_by_calendar on {schema}.case_file
  (coalesce(state #>> '{calendar,version}', fixed #>> '{total,derivation,calendar,version}', fixed #>> '{total,derivation,steps,0,calendar,version}'), case_id)
  where status = 'open';
