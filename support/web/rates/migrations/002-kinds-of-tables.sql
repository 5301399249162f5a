-- Whose rows each table holds (docs/decisions/0032-tables-by-authority.md): `tools/tidy` reads these comments and compares the keys with them.
comment on table {schema}.rate is 'By person: how often a visitor came.';
