-- Every key begins with the authority, so that its rows can move to a database of its own (docs/decisions/0032-tables-by-authority.md).

-- Bytes are kept once for each authority whose requests name them. What no request names was sent for a registration that did not happen:
-- the portal has it and sends it again with the next try.
alter table licensing.attachment add column authority text;
alter table licensing.attachment drop constraint attachment_pkey;
create temporary table attachment_owner on commit drop as
  select distinct r.authority, each.value->>'sha256' as sha256 from licensing.request r cross join jsonb_array_elements(r.attachments) as each(value);
update licensing.attachment a set authority = o.authority
  from (select sha256, min(authority) as authority from attachment_owner group by sha256) o where o.sha256 = a.sha256;
insert into licensing.attachment (sha256, bytes, authority)
  select a.sha256, a.bytes, o.authority from licensing.attachment a join attachment_owner o on o.sha256 = a.sha256 and o.authority <> a.authority;
delete from licensing.attachment where authority is null;
alter table licensing.attachment alter column authority set not null, add primary key (authority, sha256);

alter table licensing.request drop constraint request_payment_order_id_key, add unique (authority, payment_order_id);
drop index licensing.request_by_case;

alter table licensing.signed_file drop constraint signed_file_document_id_fkey, drop constraint signed_file_pkey, add column authority text;
update licensing.signed_file f set authority = d.authority from licensing.document d where d.document_id = f.document_id;
alter table licensing.document drop constraint document_pkey, add primary key (authority, document_id);
alter table licensing.signed_file alter column authority set not null, add primary key (authority, sha256),
  add foreign key (authority, document_id) references licensing.document (authority, document_id);
-- A link to a document and a file that a stranger shows name no authority.
create index document_by_id on licensing.document (document_id);
create index signed_file_by_sha256 on licensing.signed_file (sha256);
drop index licensing.document_by_case;

alter table licensing.licence_serial drop constraint licence_serial_pkey, add primary key (authority, letters, serial);
drop index licensing.licence_serial_of_case;
create unique index licence_serial_of_case on licensing.licence_serial (authority, case_id) where status <> 'voided';

alter table licensing.licence_history drop constraint licence_history_number_fkey, drop constraint licence_history_pkey, add column authority text;
update licensing.licence_history h set authority = l.authority from licensing.licence l where l.number = h.number;
alter table licensing.licence drop constraint licence_pkey, add primary key (authority, number),
  add foreign key (authority, document_id) references licensing.document (authority, document_id);
alter table licensing.licence_history alter column authority set not null, add primary key (authority, number, sequence),
  add foreign key (authority, number) references licensing.licence (authority, number);
-- Numbers are unique in the whole country, and whoever looks one up knows no authority.
create unique index licence_by_number on licensing.licence (number);

comment on table licensing.attachment is 'By authority: bytes attached to its requests, once for each content.';
comment on table licensing.request is 'By authority: requests to it as they were signed.';
comment on table licensing.document is 'By authority: its results as they were prepared for signing.';
comment on table licensing.signed_file is 'By authority: its signed results.';
comment on table licensing.licence_series is 'National: the last serial of each series, shared by all authorities that issue in it.';
comment on table licensing.licence_serial is 'By authority: the serials that its cases took.';
comment on table licensing.licence is 'By authority: the licences that it issued.';
comment on table licensing.licence_history is 'By authority: what happened to its licences.';

create or replace function licensing.reserve_serial(authority text, case_id text, letters text, at timestamptz) returns bigint language plpgsql as $$
#variable_conflict use_variable
declare
  taken bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('licensing.serial ' || case_id, 0));
  select s.serial into taken from licensing.licence_serial s
    where s.authority = reserve_serial.authority and s.case_id = reserve_serial.case_id and s.status <> 'voided';
  if found then return taken; end if;
  insert into licensing.licence_series as x values (letters, 1) on conflict on constraint licence_series_pkey do update set last_serial = x.last_serial + 1 returning x.last_serial into taken;
  insert into licensing.licence_serial (letters, serial, authority, case_id, status, reserved_at) values (letters, taken, authority, case_id, 'reserved', at);
  return taken;
end $$;

create or replace function licensing.host_commit(authority text, case_id text, at timestamptz, host jsonb) returns void language plpgsql as $$
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
    update licensing.licence_serial s set status = 'voided', settled_at = at, reason = host->>'voidReason'
      where s.authority = host_commit.authority and s.case_id = host_commit.case_id and s.status = 'reserved';
  end if;
  if licence is not null then
    update licensing.licence_serial s set status = 'issued', settled_at = at
      where s.authority = host_commit.authority and s.case_id = host_commit.case_id and s.status = 'reserved';
    if not found then raise exception 'Expected a reserved serial for the licence of case % but found none', case_id; end if;
    insert into licensing.licence values (licence->>'number', authority, case_id, licence->>'documentId', licence->>'holderRef', licence->>'editionHash', licence->>'variant',
      (licence->>'issuedOn')::date, 'active', at, licence->>'documentSha256');
    insert into licensing.licence_history (authority, number, sequence, kind, at, actor_id) values (authority, licence->>'number', 1, 'issued', at, licence->>'actorId');
  end if;
end $$;
