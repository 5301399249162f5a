-- Whose rows each table holds (docs/decisions/0032-tables-by-authority.md): `tools/tidy` reads these comments and compares the keys with them.
comment on table sandbox.people is 'By person: who lives in the republic.';
comment on table sandbox.keys is 'By person: their keys.';
comment on table sandbox.switches is 'National: which neighbour is told to fail, and how.';
comment on table sandbox.populated is 'National: which systems were populated.';
