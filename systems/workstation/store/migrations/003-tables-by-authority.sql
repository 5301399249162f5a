-- Every key begins with the authority, so that its rows can move to a database of its own (docs/decisions/0032-tables-by-authority.md).
alter table workstation.staff drop constraint staff_pkey, add primary key (authority, id),
  drop constraint staff_language_check, alter column language drop default;
-- A session and a case's history name the person alone.
create index staff_by_id on workstation.staff (id);

-- Answers are for the second click of a moment ago; that nothing is done twice does not rest on them.
delete from workstation.answer;
alter table workstation.answer drop constraint answer_pkey, add column authority text not null, add primary key (authority, token);

comment on table workstation.staff is 'By authority: the people who work there. Their accounts are in the schema workstation_accounts under the same id.';
comment on table workstation.journal is 'By authority: which cases its clerks took in.';
comment on table workstation.answer is 'By authority: what its officials'' forms were answered.';
