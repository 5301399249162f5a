-- Whose rows each table holds (docs/decisions/0032-tables-by-authority.md): `tools/tidy` reads these comments and compares the keys with them.
comment on table regulations.edition is 'National: the catalogue, with every edition that was on offer.';
