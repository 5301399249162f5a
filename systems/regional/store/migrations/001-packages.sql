-- Packages that arrive through the gateway: a line for each, and the parts of files until a file is whole.

create table regional.package (
  authority text not null,
  package_id text not null,
  regulation text not null,
  edition_hash text not null,
  view text not null,
  signer text not null check (signer in ('applicant', 'portal', 'operator')),
  content_sha256 text not null,
  signature_sha256 text not null,
  outcome text not null check (outcome in ('arrived', 'waiting', 'registered', 'refused')),
  case_id text,
  request_number text,
  registered_at timestamptz,
  refusal_code text,
  times int not null default 1,
  arrived_at timestamptz not null,
  primary key (authority, package_id),
  check ((outcome = 'registered') = (case_id is not null and request_number is not null and registered_at is not null)),
  check ((outcome = 'refused') = (refusal_code is not null))
);
comment on table regional.package is 'By authority: packages that arrived, and how each ended.';
create index package_newest on regional.package (authority, arrived_at desc);

create table regional.file_part (
  authority text not null,
  sha256 text not null,
  part int not null,
  parts int not null,
  bytes bytea not null,
  kept_at timestamptz not null,
  primary key (authority, sha256, parts, part)
);
comment on table regional.file_part is 'By authority: parts of files that are not whole yet.';
create index file_part_oldest on regional.file_part (kept_at);
