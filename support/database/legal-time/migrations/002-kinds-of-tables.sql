-- Whose rows each table holds (docs/decisions/0032-tables-by-authority.md): `tools/tidy` reads these comments and compares the keys with them.
comment on table legal_time.clock is 'National: legal time.';
comment on table legal_time.moves is 'National: who moved it, and when.';
