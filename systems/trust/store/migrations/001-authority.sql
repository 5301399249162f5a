-- The built-in authority: its keys, the register of its certificates, its revocation lists.

create table trust.authority (
  name text primary key check (name in ('root', 'issuing', 'root-responder', 'issuing-responder')),
  certificate bytea not null,
  -- PKCS#8, encrypted with AES-256-GCM under a key derived from the installation's secret: nonce, tag, text.
  encrypted_key bytea not null,
  made_at timestamptz not null
);

create table trust.certificate (
  serial text primary key check (serial ~ '^[0-9a-f]{1,40}$'),
  issuer text not null references trust.authority (name),
  -- A keyed digest of the subject: finds a person's certificates without keeping the person here.
  subject_digest bytea not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  issued_at timestamptz not null,
  revoked_at timestamptz,
  revocation_reason smallint,
  check ((revoked_at is null) = (revocation_reason is null)),
  check (not_before < not_after)
);

create index certificate_by_subject on trust.certificate (subject_digest);
create index certificate_revoked on trust.certificate (issuer) where revoked_at is not null;

create table trust.revocation_list (
  issuer text not null references trust.authority (name),
  number bigint not null,
  this_update timestamptz not null,
  next_update timestamptz not null,
  -- How many revocations it lists: a later one makes it old at once.
  revoked_count integer not null,
  der bytea not null,
  primary key (issuer, number)
);

-- Sandbox: which service is told to fail, and how.
create table trust.fault (
  service text primary key check (service in ('ocsp', 'crl')),
  fault text not null check (fault in ('none', 'slow', 'try-later', 'down', 'malformed'))
);
