-- Whose rows each table holds (docs/decisions/0032-tables-by-authority.md): `tools/tidy` reads these comments and compares the keys with them.
comment on table {schema}.case_file is 'By authority: its cases.';
comment on table {schema}.event is 'By authority: what happened in its cases.';
comment on table {schema}.task is 'By authority: open tasks of its cases, those of outside units too.';
comment on table {schema}.timer is 'By authority: due dates of its open tasks.';
comment on table {schema}.outbox is 'By authority: what its cases send to other systems.';
comment on table {schema}.counter is 'By authority: its numbers of requests and of the journal.';
comment on table {schema}.party is 'By authority: personal data of the applicants of its cases.';
comment on table {schema}.checkpoint is 'By authority: signed statements about all cases of this database.';
comment on table {schema}.checkpoint_head is 'By authority: up to which version checkpoints have seen its cases.';

-- Lists of an authority are read by its cases; these two were found by their first column alone.
drop index {schema}.case_file_by_applicant;
create index case_file_by_applicant on {schema}.case_file (authority, applicant_ref);
