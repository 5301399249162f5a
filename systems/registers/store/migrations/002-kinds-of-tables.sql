-- Whose rows each table holds (docs/decisions/0032-tables-by-authority.md): `tools/tidy` reads these comments and compares the keys with them.
comment on table registers.persons is 'National: the twin of the register of persons.';
comment on table registers.legal_entities is 'National: the twin of the register of legal entities.';
