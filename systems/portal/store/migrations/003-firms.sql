-- A firm's drafts belong to the firm (BIN): everybody who is registered for it sees them, and the trace names who did what.
-- A registration for a firm counts as long as the certificate that proved it does; the certificate is kept to ask about it.
alter table portal.person
  add column certificate bytea,
  add column standing text not null default 'current' check (standing in ('current', 'unproven', 'ended')),
  add column standing_asked_at timestamptz;
-- Certificates were not kept before: who is registered for a firm shows a present one once, before seeing what colleagues do.
update portal.person set standing = 'unproven' where bin is not null;
create index person_of_firm on portal.person (bin) where bin is not null;

alter table portal.draft
  add column bin text,
  add column changed_by uuid references portal.person (account_id),
  add column signer_account_id uuid references portal.person (account_id);
update portal.draft d set bin = p.bin, changed_by = d.account_id from portal.person p where p.account_id = d.account_id;
update portal.draft set signer_account_id = account_id where frozen is not null;
create index draft_of_firm on portal.draft (bin, changed_at desc) where bin is not null;

alter table portal.draft_mark add column account_id uuid;
update portal.draft_mark m set account_id = d.account_id from portal.draft d where d.id = m.draft_id and m.actor = 'applicant';

alter table portal.retry drop constraint retry_why;
alter table portal.retry add constraint retry_why check (why in ('judge', 'register', 'tell', 'ready'));
