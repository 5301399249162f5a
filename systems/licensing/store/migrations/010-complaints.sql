-- Which case a complaint is about, and which decision of it: of one that was not taken back there is never a second about the same.
create table licensing.complaint (
  authority text not null,
  case_id text not null,
  about_case_id text not null,
  -- The signed paper, or what is late.
  decision text not null,
  is_withdrawn boolean not null,
  primary key (authority, case_id)
);
create unique index complaint_once on licensing.complaint (authority, about_case_id, decision) where not is_withdrawn;
create index complaint_about on licensing.complaint (authority, about_case_id);
comment on table licensing.complaint is 'By authority: complaints, with the case that each is about.';

create or replace function licensing.host_commit(authority text, case_id text, at timestamptz, host jsonb) returns void language plpgsql as $$
#variable_conflict use_variable
declare
  request jsonb := host->'request';
  licence jsonb := host->'licence';
  change jsonb := host->'change';
  version jsonb := host->'version';
  presented jsonb := host->'presented';
  complaint jsonb := host->'complaint';
  kept licensing.licence;
  seen_on text;
begin
  if request is not null then
    insert into licensing.request values (authority, case_id, decode(request->>'contentBase64', 'base64'), decode(request->>'cmsBase64', 'base64'),
      request->'evidence', request->'attachments', request->>'paymentOrderId', at);
  end if;
  if complaint is not null then
    begin
      insert into licensing.complaint values (authority, case_id, complaint->>'caseId', complaint->>'decision', false);
    exception when unique_violation then
      raise exception using errcode = 'RQ003', message = 'There is a complaint about ' || (complaint->>'decision') || ' of case ' || (complaint->>'caseId') || ' already';
    end;
  end if;
  if host ? 'withdrawn' then
    update licensing.complaint c set is_withdrawn = true where c.authority = host_commit.authority and c.case_id = host_commit.case_id;
  end if;
  -- What an event of this very step names. A row of the same bytes from before named nothing.
  if version is not null then
    insert into licensing.request_version as kept (authority, case_id, request_sha256, content, cms, evidence, attachments, received_at)
      values (authority, case_id, version->>'requestSha256', decode(version->>'contentBase64', 'base64'), decode(version->>'cmsBase64', 'base64'),
        version->'evidence', version->'attachments', (version->>'receivedAt')::timestamptz)
      on conflict on constraint request_version_pkey do update set cms = excluded.cms, evidence = excluded.evidence, received_at = excluded.received_at;
  end if;
  if presented is not null then
    insert into licensing.presented_answer values (authority, case_id, presented->>'signatureSha256', presented->'answer', presented->'reader', at)
      on conflict do nothing;
  end if;
  if host ? 'settledAnswers' then
    delete from licensing.presented_answer p where p.authority = host_commit.authority and p.case_id = host_commit.case_id
      and p.answer->>'askedId' = host->>'settledAnswers';
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
