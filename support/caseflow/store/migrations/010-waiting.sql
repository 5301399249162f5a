-- Cases that wait for an answer of their applicant, by until when: a list for officials.
create index case_file_waiting on {schema}.case_file (authority, (state #>> '{asked,0,due}'), case_id)
  where status = 'open' and state #>> '{asked,0,due}' is not null;
