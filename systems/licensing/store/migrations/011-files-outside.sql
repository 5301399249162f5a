-- Bytes may be in a store outside the database; then the row has their digest and their size, and no bytes.
alter table licensing.attachment alter column bytes drop not null, add column size_bytes integer,
  add constraint attachment_somewhere check (bytes is not null or size_bytes is not null);
alter table licensing.signed_file alter column bytes drop not null, add column size_bytes integer,
  add constraint signed_file_somewhere check (bytes is not null or size_bytes is not null);
