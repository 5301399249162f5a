-- A paper with an error is corrected (docs/decisions/0052-corrected-papers.md): a new paper of the same number, with the same days and in the same state.

alter table licensing.licence_history drop constraint licence_history_kind_check,
  add constraint licence_history_kind_check check (kind in ('issued', 'extended', 'replaced', 'duplicated', 'corrected', 'suspended', 'resumed', 'ended'));

-- The table of `core/transitions.ts`; whether an act takes an expired number is the act's.
create or replace function licensing.may_follow(status_on text, kind text) returns boolean language sql immutable as $$
  select case status_on
    when 'active' then kind in ('extended', 'replaced', 'duplicated', 'corrected', 'suspended', 'ended')
    when 'suspended' then kind in ('corrected', 'resumed', 'ended')
    when 'notYet' then kind in ('corrected', 'ended')
    when 'expired' then kind in ('extended', 'replaced', 'duplicated', 'corrected')
    else false
  end
$$;

-- What is known of a holder may be corrected; whose number it is, never.
create function licensing.is_same_holder(authority text, one text, other text) returns boolean language plpgsql stable as $$
begin
  if one = other then return true; end if;
  return exists (
    select from licensing.party p join licensing.party q on q.authority = p.authority
    where p.authority = is_same_holder.authority and p.digest = one and q.digest = other
      and (p.data->>'iin', p.data->>'bin') is not distinct from (q.data->>'iin', q.data->>'bin')
      and coalesce(p.data->>'iin', p.data->>'bin') is not null);
end $$;

create or replace function licensing.keep_licence() returns trigger language plpgsql as $$
begin
  if (old.authority, old.number, old.case_id, old.issued_on, old.valid_from) is distinct from
     (new.authority, new.number, new.case_id, new.issued_on, new.valid_from)
     or not licensing.is_same_holder(old.authority, old.holder_ref, new.holder_ref) then
    raise exception 'Expected the licence % to stay whose it is and of the day it is of', old.number;
  end if;
  if old.status in ('replaced', 'terminated') and (old.status, old.valid_until, old.document_id) is distinct from (new.status, new.valid_until, new.document_id) then
    raise exception 'Expected nothing to follow for the licence %, which is %', old.number, old.status;
  end if;
  return new;
end $$;

create or replace function licensing.host_commit(authority text, case_id text, at timestamptz, host jsonb) returns void language plpgsql as $$
#variable_conflict use_variable
declare
  request jsonb := host->'request';
  licence jsonb := host->'licence';
  change jsonb := host->'change';
  kept licensing.licence;
  seen_on text;
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
    select * into kept from licensing.licence l where l.authority = host_commit.authority and l.number = change->>'number' for update;
    if kept.status is distinct from change->>'seenStatus' or kept.valid_until is distinct from (change->>'seenUntil')::date
      or kept.suspended_until is distinct from (change->>'seenSuspendedUntil')::date
      or kept.document_id is distinct from coalesce(change->>'seenDocument', kept.document_id) then
      raise exception using errcode = 'RQ001', message = 'The licence ' || (change->>'number') || ' has changed since the result was prepared';
    end if;
    seen_on := licensing.status_on(kept.status, kept.valid_from, kept.valid_until, kept.suspended_until, (change->>'on')::date);
    if not licensing.may_follow(seen_on, change->>'kind')
      or seen_on = 'expired' and licensing.is_suspended_on(kept.status, kept.suspended_until, (change->>'on')::date)
        and not licensing.may_follow('suspended', change->>'kind') then
      raise exception using errcode = 'RQ002', message = 'Expected that a licence that is ' || seen_on || ' may be ' || (change->>'kind') || ' but it may not';
    end if;
    update licensing.licence l set status = change->>'status', status_since = case when l.status = change->>'status' then l.status_since else at end,
        valid_until = (change->>'validUntil')::date, suspended_until = (change->>'suspendedUntil')::date,
        holder_ref = coalesce(change->>'holderRef', l.holder_ref),
        document_id = coalesce(change->>'newDocumentId', l.document_id), document_sha256 = coalesce(change->>'newDocumentSha256', l.document_sha256)
      where l.authority = host_commit.authority and l.number = change->>'number';
    insert into licensing.licence_history (authority, number, sequence, kind, at, actor_id, edition_hash, variant, document_id, other_number, until)
      select authority, change->>'number', max(h.sequence) + 1, change->>'kind', at, change->>'actorId', change->>'editionHash', change->>'variant', change->>'documentId',
        change->>'newNumber', (change->>'until')::date
      from licensing.licence_history h where h.authority = host_commit.authority and h.number = change->>'number';
  end if;
end $$;
