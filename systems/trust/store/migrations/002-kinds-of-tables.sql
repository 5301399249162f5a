-- Whose rows each table holds (docs/decisions/0032-tables-by-authority.md): `tools/tidy` reads these comments and compares the keys with them.
comment on table trust.authority is 'National: the certification authority''s own certificates and keys.';
comment on table trust.certificate is 'National: certificates that it issued.';
comment on table trust.revocation_list is 'National: its revocation lists.';
comment on table trust.fault is 'National: faults of its services that the sandbox asks for.';
