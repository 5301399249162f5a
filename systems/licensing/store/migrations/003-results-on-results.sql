-- A result acts on another (docs/decisions/0039-results-act-on-results.md): days of validity, what became of a number and by which result.

alter table licensing.licence add column valid_from date, add column valid_until date, add column suspended_until date;
update licensing.licence set valid_from = issued_on;
alter table licensing.licence alter column valid_from set not null;
alter table licensing.licence drop constraint licence_status_check,
  add constraint licence_status_check check (status in ('active', 'suspended', 'replaced', 'terminated'));

-- Which result made the change, and the other number where there is one: the earlier of one that replaces, the new of one that is replaced.
alter table licensing.licence_history add column edition_hash text, add column variant text, add column document_id text, add column other_number text,
  add column until date;
update licensing.licence_history h set edition_hash = l.edition_hash, variant = l.variant, document_id = l.document_id
  from licensing.licence l where l.authority = h.authority and l.number = h.number;
alter table licensing.licence_history alter column edition_hash set not null, alter column variant set not null, alter column document_id set not null;

-- What the paper says of the register: it is done when this very paper is signed, or not at all.
alter table licensing.document add column register_plan jsonb;

create or replace function licensing.host_commit(authority text, case_id text, at timestamptz, host jsonb) returns void language plpgsql as $$
#variable_conflict use_variable
declare
  request jsonb := host->'request';
  licence jsonb := host->'licence';
  change jsonb := host->'change';
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
    insert into licensing.licence (number, authority, case_id, document_id, holder_ref, edition_hash, variant, issued_on, status, status_since, document_sha256, valid_from, valid_until)
      values (licence->>'number', authority, case_id, licence->>'documentId', licence->>'holderRef', licence->>'editionHash', licence->>'variant',
        (licence->>'issuedOn')::date, 'active', at, licence->>'documentSha256', (licence->>'validFrom')::date, (licence->>'validUntil')::date);
    insert into licensing.licence_history (authority, number, sequence, kind, at, actor_id, edition_hash, variant, document_id, other_number, until)
      values (authority, licence->>'number', 1, 'issued', at, licence->>'actorId', licence->>'editionHash', licence->>'variant', licence->>'documentId',
        licence->>'earlier', (licence->>'validUntil')::date);
  end if;
  if change is not null then
    update licensing.licence l set status = change->>'status', status_since = case when l.status = change->>'status' then l.status_since else at end,
        valid_until = (change->>'validUntil')::date, suspended_until = (change->>'suspendedUntil')::date,
        document_id = coalesce(change->>'newDocumentId', l.document_id), document_sha256 = coalesce(change->>'newDocumentSha256', l.document_sha256)
      where l.authority = host_commit.authority and l.number = change->>'number' and l.status = change->>'seenStatus'
        and l.valid_until is not distinct from (change->>'seenUntil')::date and l.suspended_until is not distinct from (change->>'seenSuspendedUntil')::date;
    if not found then raise exception using errcode = 'RQ001', message = 'The licence ' || (change->>'number') || ' has changed since the result was prepared'; end if;
    insert into licensing.licence_history (authority, number, sequence, kind, at, actor_id, edition_hash, variant, document_id, other_number, until)
      select authority, change->>'number', max(h.sequence) + 1, change->>'kind', at, change->>'actorId', change->>'editionHash', change->>'variant', change->>'documentId',
        change->>'newNumber', (change->>'until')::date
      from licensing.licence_history h where h.authority = host_commit.authority and h.number = change->>'number';
  end if;
end $$;
