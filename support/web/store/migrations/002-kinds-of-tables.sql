-- Whose rows each table holds (docs/decisions/0032-tables-by-authority.md): `tools/tidy` reads these comments and compares the keys with them.
comment on table {schema}.once_token is 'By person: forms of their browser that act once.';
