-- A statement that seeks one case must find it by its key. While the table was new, an index that also began with the authority looked as good to
-- the planner, and a session keeps a plan: every case of the authority was read at each step.
drop index {schema}.case_file_by_applicant;
create index case_file_by_applicant on {schema}.case_file (applicant_ref, authority);
