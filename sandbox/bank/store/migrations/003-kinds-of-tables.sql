-- Whose rows each table holds (docs/decisions/0032-tables-by-authority.md): `tools/tidy` reads these comments and compares the keys with them.
comment on table bank.sessions is 'National: the bank serves all authorities.';
comment on table bank.payments is 'National: what the bank took.';
comment on table bank.callbacks is 'National: messages of the bank on their way.';
comment on table bank.refunds is 'National: what the bank returned.';

-- The languages have one home, in the program: which there are is checked where a value comes in.
alter table bank.sessions drop constraint sessions_language_check;
