-- Whose rows each table holds (docs/decisions/0032-tables-by-authority.md): `tools/tidy` reads these comments and compares the keys with them.
comment on table {schema}.account is 'By person: how they sign in.';
comment on table {schema}.unknown_login is 'By person: wrong passwords for logins that nobody has.';
comment on table {schema}.session is 'By person: their browsers'' sessions.';
comment on table {schema}.reset_code is 'By person: codes for a new password.';
comment on table {schema}.contact_code is 'By person: codes that prove their telephone or address.';
