-- A request that was corrected: the first stays in `licensing.request`, and each later version that its applicant signed is kept here.
-- A row counts where an event of the case (`correctionGiven`) names its digest; docs/decisions/0043-correction-and-withdrawal.md.
create table licensing.request_version (
  authority text not null,
  case_id text not null,
  request_sha256 text not null,
  content bytea not null,
  cms bytea not null,
  evidence jsonb not null,
  attachments jsonb not null,
  received_at timestamptz not null,
  primary key (authority, case_id, request_sha256)
);
comment on table licensing.request_version is 'By authority: requests to it as they were corrected and signed again.';
