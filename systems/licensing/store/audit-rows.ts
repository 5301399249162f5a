// The rows of this room as an audit reads them: digests are computed by the server, so that no file travels.
import type { Sql } from '@ruqsat/database'
import type { Json, LocalDate } from '@ruqsat/foundation'

/** The list that was kept with a request. */
export type KeptAttachment = { readonly slot: string; readonly name: string; readonly sizeBytes: number; readonly sha256: string }

export type AuditRequest = {
  readonly authority: string
  readonly caseId: string
  /** The key of a corrected request or of an objection; null of the request that opened the case. */
  readonly requestSha256: string | null
  readonly content: Uint8Array
  readonly contentSha256: string
  readonly cmsSha256: string | null
  readonly attachments: readonly KeptAttachment[]
  readonly paymentOrderId: string | null
  readonly receivedAt: string
}

const instant = (sql: Sql, column: string) => sql`to_char(${sql(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

export async function requestsToAudit(sql: Sql, caseIds: readonly string[]): Promise<readonly AuditRequest[]> {
  const ids = [...caseIds]
  return sql<AuditRequest[]>`
    select authority, case_id as "caseId", null as "requestSha256", content, encode(sha256(content), 'hex') as "contentSha256", encode(sha256(cms), 'hex') as "cmsSha256",
      attachments, payment_order_id as "paymentOrderId", ${instant(sql, 'received_at')} as "receivedAt" from licensing.request where case_id = any(${ids})
    union all
    select authority, case_id, request_sha256, content, encode(sha256(content), 'hex'), encode(sha256(cms), 'hex'), attachments, null, ${instant(sql, 'received_at')}
    from licensing.request_version where case_id = any(${ids})`
}

export type AuditDocument = {
  readonly authority: string
  readonly documentId: string
  readonly caseId: string
  readonly documentKind: string
  readonly number: string | null
  readonly preparedSha256: string
  /** Of the bytes as they are: of the signed stretches, or of the whole where nobody signs. */
  readonly foundSha256: string
  readonly preparedAt: string
  readonly signerId: string
  readonly registerPlan: Json
  /** Files that were assembled from it. */
  readonly files: readonly string[]
}

export async function documentsToAudit(sql: Sql, caseIds: readonly string[]): Promise<readonly AuditDocument[]> {
  return sql<AuditDocument[]>`
    select d.authority, d.document_id as "documentId", d.case_id as "caseId", d.document_kind as "documentKind", d.number, d.prepared_sha256 as "preparedSha256",
      encode(case when d.byte_range = '[0, 0, 0, 0]'::jsonb then sha256(d.prepared) else sha256(substring(d.prepared from (d.byte_range->>0)::int + 1 for (d.byte_range->>1)::int)
        || substring(d.prepared from (d.byte_range->>2)::int + 1 for (d.byte_range->>3)::int)) end, 'hex') as "foundSha256",
      ${instant(sql, 'd.prepared_at')} as "preparedAt", d.signer_id as "signerId", d.register_plan as "registerPlan",
      array(select f.sha256 from licensing.signed_file f where f.authority = d.authority and f.document_id = d.document_id) as files
    from licensing.document d where d.case_id = any(${[...caseIds]})`
}

export type AuditWriting = {
  readonly caseId: string
  readonly writingId: string
  readonly stepId: string
  readonly salt: string
  readonly content: Json
  readonly writtenBy: string
}

export async function writingsToAudit(sql: Sql, caseIds: readonly string[]): Promise<readonly AuditWriting[]> {
  return sql<AuditWriting[]>`
    select case_id as "caseId", writing_id as "writingId", step_id as "stepId", salt, content, written_by as "writtenBy" from licensing.writing where case_id = any(${[...caseIds]})`
}

export type AuditAnswer = { readonly caseId: string; readonly signatureSha256: string; readonly answer: Json; readonly presentedAt: string }

export async function answersToAudit(sql: Sql, caseIds: readonly string[]): Promise<readonly AuditAnswer[]> {
  return sql<AuditAnswer[]>`
    select case_id as "caseId", signature_sha256 as "signatureSha256", answer, ${instant(sql, 'presented_at')} as "presentedAt" from licensing.presented_answer
    where case_id = any(${[...caseIds]})`
}

export type AuditComplaint = { readonly caseId: string; readonly aboutCaseId: string; readonly isWithdrawn: boolean }

export async function complaintsToAudit(sql: Sql, caseIds: readonly string[]): Promise<readonly AuditComplaint[]> {
  return sql<AuditComplaint[]>`
    select case_id as "caseId", about_case_id as "aboutCaseId", is_withdrawn as "isWithdrawn" from licensing.complaint where case_id = any(${[...caseIds]})`
}

/** Of these digests those that the authority keeps, with their size, as `authority sha256`. */
export async function attachmentsKept(
  sql: Sql,
  wanted: readonly { readonly authority: string; readonly sha256: string }[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ key: string; size: number }[]>`
    select a.authority || ' ' || a.sha256 as key, coalesce(a.size_bytes, length(a.bytes)) as size
    from jsonb_to_recordset(${sql.json(wanted as never)}::jsonb) as w(authority text, sha256 text) join licensing.attachment a on a.authority = w.authority and a.sha256 = w.sha256`
  return new Map(rows.map(({ key, size }) => [key, size]))
}

export type AuditSerial = {
  readonly caseId: string
  readonly letters: string
  readonly serial: number
  readonly status: 'reserved' | 'issued' | 'voided'
}

export async function serialsToAudit(sql: Sql, caseIds: readonly string[]): Promise<readonly AuditSerial[]> {
  return sql<
    AuditSerial[]
  >`select case_id as "caseId", letters, serial, status from licensing.licence_serial where case_id = any(${[...caseIds]})`
}

export type AuditHistory = {
  readonly authority: string
  readonly number: string
  readonly kind: string
  readonly at: string
  readonly actorId: string
  readonly reason: string | null
  readonly editionHash: string
  readonly variant: string
  readonly documentId: string
  readonly otherNumber: string | null
  readonly until: LocalDate | null
}
export type HistoryOfCase = AuditHistory & { readonly caseId: string }

export async function historyOfCases(sql: Sql, caseIds: readonly string[]): Promise<readonly HistoryOfCase[]> {
  return sql<HistoryOfCase[]>`
    select h.authority, h.number, h.kind, ${instant(sql, 'h.at')} as at, h.actor_id as "actorId", h.reason, h.edition_hash as "editionHash", h.variant,
      h.document_id as "documentId", h.other_number as "otherNumber", h.until, d.case_id as "caseId"
    from licensing.licence_history h join licensing.document d on d.authority = h.authority and d.document_id = h.document_id
    where d.case_id = any(${[...caseIds]}) order by h.number, h.sequence`
}

/** Of these numbers those that the authority has in its register, as `authority number`. */
export async function numbersKept(
  sql: Sql,
  wanted: readonly { readonly authority: string; readonly number: string }[],
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ key: string }[]>`
    select l.authority || ' ' || l.number as key from jsonb_to_recordset(${sql.json(wanted as never)}::jsonb) as w(authority text, number text)
    join licensing.licence l on l.authority = w.authority and l.number = w.number`
  return new Set(rows.map(({ key }) => key))
}

export type AuditLicence = {
  readonly authority: string
  readonly number: string
  readonly caseId: string
  readonly documentId: string
  readonly holderRef: string
  readonly editionHash: string
  readonly variant: string
  readonly issuedOn: LocalDate
  readonly status: string
  readonly statusSince: string
  readonly documentSha256: string
  readonly validFrom: LocalDate
  readonly validUntil: LocalDate | null
  readonly suspendedUntil: LocalDate | null
  readonly history: readonly LicenceLine[]
}

/** A line of the history with what the events say of its paper. */
export type LicenceLine = Pick<AuditHistory, 'kind' | 'at' | 'documentId' | 'editionHash' | 'variant' | 'until'> & {
  readonly sequence: number
  readonly caseId: string | null
  /** The number on the paper. */
  readonly paperNumber: string | null
  readonly signedSha256: string | null
  readonly applicantRef: string | null
  /** Of the event: from which day, and whose data from then on. */
  readonly from: LocalDate | null
  readonly holderRef: string | null
  /** Whether the paper states what was corrected about the holder; events of earlier releases do not name the new data. */
  readonly isHolderRighted: boolean
}

/** Numbers behind this one, each with its history as the signed papers made it. */
export async function licencesToAudit(sql: Sql, after: string, limit: number): Promise<readonly AuditLicence[]> {
  return sql<AuditLicence[]>`
    select l.authority, l.number, l.case_id as "caseId", l.document_id as "documentId", l.holder_ref as "holderRef", l.edition_hash as "editionHash", l.variant,
      l.issued_on as "issuedOn", l.status, ${instant(sql, 'l.status_since')} as "statusSince", l.document_sha256 as "documentSha256", l.valid_from as "validFrom",
      l.valid_until as "validUntil", l.suspended_until as "suspendedUntil",
      coalesce((select json_agg(json_build_object('sequence', h.sequence, 'kind', h.kind, 'at', ${instant(sql, 'h.at')}, 'documentId', h.document_id, 'editionHash', h.edition_hash,
          'variant', h.variant, 'until', h.until, 'caseId', d.case_id, 'paperNumber', d.number, 'applicantRef', c.applicant_ref,
          'signedSha256', (select e.body->'document'->>'sha256' from licensing.event e where e.authority = d.authority and e.case_id = d.case_id
            and e.body->>'kind' = 'resultSigned' and e.body->'document'->>'documentId' = d.document_id limit 1),
          'from', g.change->>'from', 'holderRef', g.change->>'holderRef',
          'isHolderRighted', h.kind = 'corrected' or coalesce(d.register_plan ? 'righted', false)) order by h.sequence)
        from licensing.licence_history h left join licensing.document d on d.authority = h.authority and d.document_id = h.document_id
        left join licensing.case_file c on c.authority = d.authority and c.case_id = d.case_id
        left join lateral (select e.body->'change' as change from licensing.event e where e.authority = d.authority and e.case_id = d.case_id
          and e.body->>'kind' = 'registerChanged' and e.at = h.at limit 1) g on true
        where h.authority = l.authority and h.number = l.number), '[]') as history
    from licensing.licence l where l.number > ${after} order by l.number limit ${limit}`
}

/** Holders whose data are others than those of an applicant, as `authority digest`. */
export async function holdersOfOwn(sql: Sql): Promise<readonly string[]> {
  const rows = await sql<{ key: string }[]>`
    select l.authority || ' ' || l.holder_ref as key from licensing.licence l
    where not exists (select 1 from licensing.case_file c where c.authority = l.authority and c.applicant_ref = l.holder_ref)`
  return rows.map(({ key }) => key)
}

export type UnknownRow = { readonly table: string; readonly key: string; readonly caseId: string | null; readonly sha256?: string }

/** Rows that name a case, a paper or a number which is not there. */
export async function rowsOfNothing(sql: Sql): Promise<readonly UnknownRow[]> {
  const gone = sql`not exists (select 1 from licensing.case_file c where c.authority = t.authority and c.case_id = t.case_id)`
  return sql<UnknownRow[]>`
    select 'request' as table, case_id as key, case_id as "caseId" from licensing.request t where ${gone}
    union all select 'request_version', case_id || ' ' || request_sha256, case_id from licensing.request_version t where ${gone}
    union all select 'presented_answer', case_id || ' ' || signature_sha256, case_id from licensing.presented_answer t where ${gone}
    union all select 'document', document_id, case_id from licensing.document t where ${gone}
    union all select 'writing', writing_id, case_id from licensing.writing t where ${gone}
    union all select 'complaint', case_id, case_id from licensing.complaint t where ${gone}
    union all select 'licence_serial', letters || ' ' || serial, case_id from licensing.licence_serial t where ${gone}
    union all select 'licence_history', number || ' ' || sequence, null from licensing.licence_history t
      where not exists (select 1 from licensing.licence l where l.authority = t.authority and l.number = t.number)
        or not exists (select 1 from licensing.document d where d.authority = t.authority and d.document_id = t.document_id)
    union all select 'signed_file', sha256, null from licensing.signed_file t
      where not exists (select 1 from licensing.document d where d.authority = t.authority and d.document_id = t.document_id)`
}

export async function countersToAudit(
  sql: Sql,
): Promise<readonly { readonly authority: string; readonly name: string; readonly value: number }[]> {
  return sql<{ authority: string; name: string; value: number }[]>`select authority, name, value from licensing.counter`
}

export type AuditSeries = {
  readonly letters: string
  readonly lastSerial: number | null
  readonly highest: number
  readonly serials: number
}

/** Each series with its counter and what was taken from it. */
export async function seriesToAudit(sql: Sql): Promise<readonly AuditSeries[]> {
  return sql<AuditSeries[]>`
    select coalesce(x.letters, s.letters) as letters, x.last_serial as "lastSerial", coalesce(s.highest, 0) as highest, coalesce(s.serials, 0) as serials
    from licensing.licence_series x full join (
      select letters, max(serial) as highest, count(distinct serial)::int as serials from licensing.licence_serial group by letters) s on s.letters = x.letters`
}
