-- The request register, the documents and the licence register. Cases stand in the same schema (caseflow's migrations, which run first).

-- Bytes that applicants attached, once for each content.
create table licensing.attachment (
  sha256 text primary key,
  bytes bytea not null
);

-- Requests as they were signed: the frozen bytes, the signature over them, and what convinced us of it.
create table licensing.request (
  authority text not null,
  case_id text not null,
  content bytea not null,
  cms bytea not null,
  evidence jsonb not null,
  attachments jsonb not null,
  payment_order_id text unique,
  received_at timestamptz not null,
  primary key (authority, case_id)
);
create index request_by_case on licensing.request (case_id);

-- Results as they are prepared: the bytes that the official's browser signs. Which of them counts, the case says.
create table licensing.document (
  document_id text primary key,
  authority text not null,
  case_id text not null,
  document_kind text not null,
  number text,
  prepared bytea not null,
  byte_range jsonb not null,
  prepared_sha256 text not null,
  prepared_at timestamptz not null,
  signer_id text not null,
  signer_name text not null,
  signer_position jsonb not null
);
create index document_by_case on licensing.document (case_id);

-- Assembled files by their content: two signatures over one document are two files, and the case names the one that counts.
create table licensing.signed_file (
  sha256 text primary key,
  document_id text not null references licensing.document (document_id),
  bytes bytea not null,
  evidence jsonb not null
);

-- Serial numbers of licences, central for each register. A number is reserved for one case, then issued or voided; it is never used again.
create table licensing.licence_series (letters text primary key, last_serial bigint not null);
create table licensing.licence_serial (
  letters text not null,
  serial bigint not null,
  authority text not null,
  case_id text not null,
  status text not null check (status in ('reserved', 'issued', 'voided')),
  reserved_at timestamptz not null,
  settled_at timestamptz,
  reason text,
  primary key (letters, serial)
);
create unique index licence_serial_of_case on licensing.licence_serial (case_id) where status <> 'voided';

-- The licence register with its history. Names of holders are not here: `holder_ref` names the party of the case.
create table licensing.licence (
  number text primary key,
  authority text not null,
  case_id text not null,
  document_id text not null,
  holder_ref text not null,
  edition_hash text not null,
  variant text not null,
  issued_on date not null,
  status text not null check (status in ('active', 'suspended', 'terminated')),
  status_since timestamptz not null,
  document_sha256 text not null
);
create table licensing.licence_history (
  number text not null references licensing.licence (number),
  sequence int not null,
  kind text not null,
  at timestamptz not null,
  actor_id text not null,
  reason text,
  primary key (number, sequence)
);

-- The serial reserved for this case: the same one when asked again. The advisory lock makes two requests for one case queue up.
create function licensing.reserve_serial(authority text, case_id text, letters text, at timestamptz) returns bigint language plpgsql as $$
#variable_conflict use_variable
declare
  taken bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('licensing.serial ' || case_id, 0));
  select s.serial into taken from licensing.licence_serial s where s.case_id = reserve_serial.case_id and s.status <> 'voided';
  if found then return taken; end if;
  insert into licensing.licence_series as x values (letters, 1) on conflict on constraint licence_series_pkey do update set last_serial = x.last_serial + 1 returning x.last_serial into taken;
  insert into licensing.licence_serial (letters, serial, authority, case_id, status, reserved_at) values (letters, taken, authority, case_id, 'reserved', at);
  return taken;
end $$;

-- Rows of this room in the very transaction of a case's step (see commit_step).
create function licensing.host_commit(authority text, case_id text, at timestamptz, host jsonb) returns void language plpgsql as $$
#variable_conflict use_variable
declare
  request jsonb := host->'request';
  licence jsonb := host->'licence';
begin
  if request is not null then
    insert into licensing.request values (authority, case_id, decode(request->>'contentBase64', 'base64'), decode(request->>'cmsBase64', 'base64'),
      request->'evidence', request->'attachments', request->>'paymentOrderId', at);
  end if;
  if host ? 'voidReason' then
    update licensing.licence_serial s set status = 'voided', settled_at = at, reason = host->>'voidReason' where s.case_id = host_commit.case_id and s.status = 'reserved';
  end if;
  if licence is not null then
    update licensing.licence_serial s set status = 'issued', settled_at = at where s.case_id = host_commit.case_id and s.status = 'reserved';
    if not found then raise exception 'Expected a reserved serial for the licence of case % but found none', case_id; end if;
    insert into licensing.licence values (licence->>'number', authority, case_id, licence->>'documentId', licence->>'holderRef', licence->>'editionHash', licence->>'variant',
      (licence->>'issuedOn')::date, 'active', at, licence->>'documentSha256');
    insert into licensing.licence_history values (licence->>'number', 1, 'issued', at, licence->>'actorId', null);
  end if;
end $$;
