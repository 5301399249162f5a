import type { AnySql } from '@ruqsat/database'
import type { Instant, Source } from '@ruqsat/foundation'
import type { Direction, JournalEntry, JournalSearch, AskOutcome } from '../contract.ts'

export type NewEntry = Pick<
  JournalEntry,
  | 'entryId'
  | 'authority'
  | 'direction'
  | 'route'
  | 'service'
  | 'messageId'
  | 'sessionId'
  | 'asker'
  | 'role'
  | 'counterpart'
  | 'caseId'
  | 'source'
  | 'at'
> & { readonly subjectDigest: Uint8Array | null; readonly requestSha256: string | null; readonly signerSha256?: string | null }

export type EndOfEntry = {
  readonly outcome: AskOutcome
  readonly code: string | null
  readonly tries: number
  readonly tookMs: number
  readonly answerSha256: string | null
  readonly signerSha256: string | null
  readonly sessionId: string | null
}

/** Written before anybody is asked: what was asked is there whatever happens then. False where this sender's message of this id was taken before. */
export async function beginEntry(sql: AnySql, entry: NewEntry, outcome: AskOutcome = 'sent', code: string | null = null): Promise<boolean> {
  const rows = await sql`
    with line as (insert into gateway.journal (authority, entry_id, direction, route, service, message_id, session_id, asker, asker_role, counterpart, case_id, source,
      subject_digest, request_sha256, signer_sha256, outcome, code, at)
    values (${entry.authority}, ${entry.entryId}, ${entry.direction}, ${entry.route}, ${entry.service}, ${entry.messageId}, ${entry.sessionId},
      ${entry.asker}, ${entry.role}, ${entry.counterpart}, ${entry.caseId}, ${sql.json(entry.source as never)}, ${entry.subjectDigest}, ${entry.requestSha256},
      ${entry.signerSha256 ?? null}, ${outcome}, ${code}, ${entry.at})
    on conflict do nothing returning authority, entry_id, request_sha256),
    kept as (
      insert into gateway.signed_messages (authority, entry_id, part, sha256)
      select authority, entry_id, 'request', request_sha256 from line where request_sha256 is not null)
    select 1 from line`
  return rows.length === 1
}

export async function endEntry(sql: AnySql, entry: Pick<JournalEntry, 'authority' | 'entryId'>, end: EndOfEntry): Promise<void> {
  await sql`
    with line as (update gateway.journal set outcome = ${end.outcome}, code = ${end.code}, tries = ${end.tries}, took_ms = ${end.tookMs},
      answer_sha256 = ${end.answerSha256}, signer_sha256 = coalesce(${end.signerSha256}, signer_sha256), session_id = coalesce(${end.sessionId}, session_id)
    where authority = ${entry.authority} and entry_id = ${entry.entryId} returning authority, entry_id, answer_sha256)
    insert into gateway.signed_messages (authority, entry_id, part, sha256)
    select authority, entry_id, 'answer', answer_sha256 from line where answer_sha256 is not null on conflict do nothing`
}

/** A message that was handed over is signed when it leaves, again at each attempt: the line names the last. */
export async function nameRequest(
  sql: AnySql,
  { authority, entryId }: Pick<JournalEntry, 'authority' | 'entryId'>,
  sha256: string,
): Promise<void> {
  await sql`
    with line as (
      update gateway.journal set request_sha256 = ${sha256} where authority = ${authority} and entry_id = ${entryId}
      returning authority, entry_id, request_sha256)
    insert into gateway.signed_messages (authority, entry_id, part, sha256)
    select authority, entry_id, 'request', request_sha256 from line on conflict do nothing`
}

/** What was taken under this id from this sender; null where nothing was. */
export async function answeredBefore(
  sql: AnySql,
  authority: string,
  counterpart: string,
  messageId: string,
): Promise<{
  readonly authority: string
  readonly entryId: string
  readonly requestSha256: string | null
  readonly outcome: AskOutcome
} | null> {
  const [row] = await sql<{ authority: string; entryId: string; requestSha256: string | null; outcome: AskOutcome }[]>`
    select authority, entry_id as "entryId", request_sha256 as "requestSha256", outcome from gateway.journal
    where authority = ${authority} and direction = 'answered' and counterpart = ${counterpart} and message_id = ${messageId} and outcome not in ('denied', 'invalid')`
  return row ?? null
}

export const PAGE_SIZE = 50

/** Lines of the journal, newest first, a page by its key. `subject` is the keyed digest. */
export async function listEntries(
  sql: AnySql,
  search: Omit<JournalSearch, 'subject'> & { readonly subjectDigests: readonly Uint8Array[] | null },
): Promise<readonly JournalEntry[]> {
  const { authority, direction, outcome, route, term, subjectDigests, before, limit = PAGE_SIZE } = search
  const when = (condition: unknown, part: ReturnType<typeof sql>) => (condition === undefined || condition === null ? sql`` : part)
  return sql<JournalRow[]>`
    select authority, entry_id as "entryId", direction, route, service, message_id as "messageId", session_id as "sessionId", asker, asker_role as role, counterpart,
      case_id as "caseId", source, request_sha256 as "requestSha256", answer_sha256 as "answerSha256", signer_sha256 as "signerSha256", outcome,
      code, tries, took_ms as "tookMs", at, (${stampOf(sql, sql`'request'`, sql`request_sha256`)}) as "requestStampedAt",
      (${stampOf(sql, sql`'answer'`, sql`answer_sha256`)}) as "answerStampedAt"
    from gateway.journal
    where true
      ${when(authority, sql`and authority = ${authority!}`)}
      ${when(direction, sql`and direction = ${direction!}`)}
      ${when(outcome, sql`and outcome = ${outcome!}`)}
      ${when(route, sql`and route = ${route!}`)}
      ${when(subjectDigests, sql`and subject_digest in ${sql((subjectDigests ?? []) as never)}`)}
      ${when(term, sql`and (case_id = ${term!} or message_id = ${term!} or session_id = ${term!})`)}
      ${when(before, sql`and (at, entry_id) < (${before?.at ?? null}::timestamptz, ${before?.entryId ?? null}::uuid)`)}
    order by at desc, entry_id desc limit ${limit}`
}

/** The time of the stamp over this message of a line. */
const stampOf = (sql: AnySql, part: ReturnType<typeof sql>, sha256: ReturnType<typeof sql>) => sql`
  select stamps.stamped_at from gateway.signed_messages as message join gateway.stamps on stamps.number = message.stamp
  where message.authority = journal.authority and message.entry_id = journal.entry_id and message.part = ${part} and message.sha256 = journal.${sha256}`

type JournalRow = JournalEntry & { readonly source: Source; readonly direction: Direction; readonly at: Instant }
