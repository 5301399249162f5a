-- What applicants answered to the act's survey: once for each request, counted and never shown one by one.
create table portal.survey_answer (
  authority text not null,
  request_number text not null,
  regulation text not null,
  answers jsonb not null,
  answered_at timestamptz not null,
  primary key (authority, request_number)
);
create index survey_answer_of_act on portal.survey_answer (authority, regulation);
comment on table portal.survey_answer is 'By authority: answers to the survey of an act, one row for each request.';
