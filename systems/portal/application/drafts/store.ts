import { Fault, type Instant, type Tiyn } from '@ruqsat/foundation'
import type { AskedRefundWhy, PaymentFact } from '@ruqsat/payments/contract'
import type { AttachmentInfo, Draft, DraftMark, DraftWhole } from './model.ts'
import { firstRow, type AnySql } from '@ruqsat/database'
import type { DueClaim } from '@ruqsat/jobs'
import type { OpenApplicationsQuery } from '../../contract.ts'
import type { Person } from '../../registration/people/person.ts'

export type DraftSql = AnySql

/** One visible query per function. Every change names the version it was made from; zero rows changed means somebody was faster. */

/** A row as PostgreSQL gives it; `draftOf` and its neighbours give its columns their types. */
// oxlint-disable-next-line typescript/no-explicit-any
type DraftRow = Record<string, any>

export async function readDraft(sql: AnySql, id: string): Promise<Draft | null> {
  return firstRow(sql<DraftRow[]>`select * from portal.draft where id = ${id}`, draftOf)
}

/** With its files and its trace, in one statement: each page of a draft asks it. */
export async function readDraftWhole(sql: AnySql, id: string): Promise<DraftWhole | null> {
  const rows = sql<DraftRow[]>`
    select draft.*,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'slot', slot, 'name', name, 'mediaType', media_type, 'sizeBytes', size_bytes,
        'sha256', sha256) order by attached_at, name, id), '[]') from portal.attachment where draft_id = draft.id) as attachments,
      (select coalesce(jsonb_agg(jsonb_build_object('sequence', sequence, 'stepId', step_id, 'outcome', outcome, 'actor', actor,
        'accountId', account_id, 'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'facts', facts) order by sequence), '[]')
        from portal.draft_mark where draft_id = draft.id) as marks
    from portal.draft where id = ${id}`
  return firstRow(rows, (row) => ({ draft: draftOf(row), attachments: row.attachments, marks: row.marks }))
}

/** Newest change first: a firm's are everybody's who is registered for it, an individual's their own. */
export async function draftsOf(sql: AnySql, person: Pick<Person, 'accountId' | 'bin'>): Promise<readonly Draft[]> {
  const whose = person.bin === null ? sql`account_id = ${person.accountId} and bin is null` : sql`bin = ${person.bin}`
  return (await sql<DraftRow[]>`select * from portal.draft where ${whose} order by changed_at desc limit 200`).map(draftOf)
}

/** A page of a firm's drafts that are not at their end, changed last first; corrections are left out. */
export async function openDraftsOfFirm(sql: AnySql, { bin, limit, after }: OpenApplicationsQuery): Promise<readonly Draft[]> {
  const [changedAt, id] = after === null ? [null, null] : [after.changedAt, after.id]
  const rows = await sql<DraftRow[]>`
    select * from portal.draft
    where bin = ${bin} and status in ('open', 'waiting') and corrects is null
      and (${changedAt}::timestamptz is null or (changed_at, id) < (${changedAt}::timestamptz, ${id}::uuid))
    order by changed_at desc, id desc limit ${limit}`
  return rows.map(draftOf)
}

/** Lets one transaction at a time count this person's drafts and add to them; the others wait and then see what it added. */
export async function lockPerson(sql: AnySql, accountId: string): Promise<void> {
  await sql`select 1 from portal.person where account_id = ${accountId} for no key update`
}

/**
 * How many drafts of this account are not at their end. One that was given up counts for as long as it keeps files: they stay, because the
 * person may take it up again and money that comes late opens it, so they must not fill the disk past the limit either.
 */
export async function draftsInHand(sql: AnySql, accountId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from portal.draft
    where account_id = ${accountId}
      and (status in ('open', 'waiting')
        or (status = 'abandoned' and exists (select 1 from portal.attachment where draft_id = portal.draft.id)))`
  return Number(row!.count)
}

export async function insertDraft(
  sql: AnySql,
  draft: Pick<
    Draft,
    'id' | 'accountId' | 'bin' | 'power' | 'regulation' | 'editionHash' | 'variant' | 'view' | 'stepId' | 'language' | 'values'
  >,
  at: Instant,
): Promise<void> {
  await sql`
    insert into portal.draft (id, account_id, bin, power, changed_by, regulation, edition_hash, variant, view, step_id, status, language, field_values, created_at, changed_at)
    values (${draft.id}, ${draft.accountId}, ${draft.bin}, ${draft.power === null ? null : sql.json(draft.power as never)}, ${draft.accountId}, ${draft.regulation}, ${draft.editionHash}, ${draft.variant}, ${draft.view}, ${draft.stepId}, 'open',
            ${draft.language}, ${sql.json(draft.values)}, ${at}, ${at})
    on conflict (id) do nothing`
}

/** The draft that was signed last for this request number: the first one, or its latest correction. */
export async function latestOfRequest(sql: AnySql, requestNumber: string): Promise<Draft | null> {
  return firstRow(
    sql<
      DraftRow[]
    >`select * from portal.draft where request_number = ${requestNumber} and status = 'registered' order by registered_at desc, created_at desc limit 1`,
    draftOf,
  )
}

/** Numbers of a firm's requests that this account began, of the first draft or of a correction; the newest first. */
export async function ownNumbers(sql: AnySql, { accountId, bin }: Pick<Person, 'accountId' | 'bin'>): Promise<readonly string[]> {
  const rows = await sql<{ number: string }[]>`
    select request_number as number from portal.draft
    where account_id = ${accountId} and bin is not distinct from ${bin} and request_number is not null
    group by request_number order by max(registered_at) desc limit 500`
  return rows.map(({ number }) => number)
}

/** A copy of a filed request, files too, to be corrected. Begun twice at once it is begun once. */
export async function insertCorrection(sql: AnySql, draft: Draft, { accountId }: Pick<Person, 'accountId'>, at: Instant): Promise<void> {
  const inserted = await sql`
    insert into portal.draft (id, account_id, bin, power, changed_by, regulation, edition_hash, variant, view, step_id, status, language, field_values, requirements_read, corrects, created_at, changed_at)
    values (${draft.id}, ${accountId}, ${draft.bin}, ${draft.power === null ? null : sql.json(draft.power as never)}, ${accountId}, ${draft.regulation}, ${draft.editionHash}, ${draft.variant}, ${draft.view}, ${draft.stepId}, 'open',
            ${draft.language}, ${sql.json(draft.values)}, true, ${sql.json(draft.corrects as never)}, ${at}, ${at})
    on conflict (id) do nothing`
  if (inserted.count === 0) return
  await sql`
    insert into portal.attachment (id, draft_id, slot, name, media_type, size_bytes, sha256, bytes, attached_at)
    select gen_random_uuid(), ${draft.id}, a.slot, a.name, a.media_type, a.size_bytes, a.sha256, a.bytes, a.attached_at
    from portal.attachment a
    where a.draft_id = (select id from portal.draft where request_number = ${draft.corrects!.requestNumber} and status = 'registered' order by registered_at desc, created_at desc limit 1)`
}

/** Columns that a change may set; undefined leaves a column as it is. */
export type DraftChange = Partial<
  Pick<
    Draft,
    | 'accountId'
    | 'changedBy'
    | 'signerAccountId'
    | 'stepId'
    | 'status'
    | 'values'
    | 'statements'
    | 'requirementsRead'
    | 'registers'
    | 'orderId'
    | 'payment'
    | 'frozen'
    | 'cms'
    | 'evidence'
    | 'signedAt'
    | 'registered'
    | 'editionHash'
    | 'language'
    | 'corrects'
  >
>

/** Writes the whole next state where the version is still the one it was read at. False: somebody was faster. */
export async function updateDraft(sql: AnySql, before: Draft, change: DraftChange, at: Instant): Promise<boolean> {
  const after = { ...before, ...change }
  const changed = await sql`
    update portal.draft set
      account_id = ${after.accountId}, changed_by = ${after.changedBy}, signer_account_id = ${after.signerAccountId},
      step_id = ${after.stepId}, status = ${after.status}, version = version + 1, edition_hash = ${after.editionHash}, language = ${after.language},
      field_values = ${sql.json(after.values)}, statements = ${sql.json([...after.statements])}, requirements_read = ${after.requirementsRead},
      register_answers = ${after.registers === null ? null : sql.json([...after.registers])},
      order_id = ${after.orderId}, paid_tiyn = ${after.payment?.amountTiyn ?? null}, paid_at = ${after.payment?.paidAt ?? null},
      payment_reference = ${after.payment?.reference ?? null},
      frozen = ${after.frozen === null ? null : Buffer.from(after.frozen.bytes)}, frozen_sha256 = ${after.frozen?.sha256 ?? null},
      cms = ${after.cms === null ? null : Buffer.from(after.cms)}, evidence = ${after.evidence === null ? null : sql.json(after.evidence as never)},
      signed_at = ${after.signedAt}, case_id = ${after.registered?.caseId ?? null}, request_number = ${after.registered?.requestNumber ?? null},
      registered_at = ${after.registered?.at ?? null},
      corrects = ${after.corrects === null ? null : sql.json(after.corrects as never)}, changed_at = ${at}
    where id = ${before.id} and version = ${before.version}`
  return changed.count === 1
}

export type NewMark = {
  readonly stepId: string
  readonly outcome: string | null
  readonly actor: string
  readonly accountId?: string
  readonly facts?: Readonly<Record<string, string>>
}

/** Each after those that the trace has, in this order. */
export async function addMarks(sql: AnySql, draftId: string, marks: readonly NewMark[], at: Instant): Promise<void> {
  if (marks.length === 0) return
  const rows = marks.map((mark, place) => ({ accountId: null, facts: {}, ...mark, place: place + 1 }))
  await sql`
    insert into portal.draft_mark (draft_id, sequence, step_id, outcome, actor, account_id, at, facts)
    select ${draftId}, (select coalesce(max(sequence), 0) from portal.draft_mark where draft_id = ${draftId}) + place,
      "stepId", outcome, actor, "accountId", ${at}, facts
    from jsonb_to_recordset(${sql.json(rows as never)}) as mark(place int, "stepId" text, outcome text, actor text, "accountId" uuid, facts jsonb)`
}

export async function marksOf(sql: AnySql, draftId: string): Promise<readonly DraftMark[]> {
  return sql<DraftMark[]>`
    select sequence, step_id as "stepId", outcome, actor, account_id as "accountId", at, facts
    from portal.draft_mark where draft_id = ${draftId} order by sequence`
}

export async function attachmentsOf(sql: AnySql, draftId: string): Promise<readonly AttachmentInfo[]> {
  return sql<AttachmentInfo[]>`
    select id, slot, name, media_type as "mediaType", size_bytes as "sizeBytes", sha256
    from portal.attachment where draft_id = ${draftId} order by attached_at, name, id`
}

export async function attachmentBytes(sql: AnySql, draftId: string, id: string): Promise<Buffer | null> {
  return firstRow(sql<DraftRow[]>`select bytes from portal.attachment where draft_id = ${draftId} and id = ${id}`, ({ bytes }) => bytes)
}

/** A multiple of three, so that the base64 of each slice continues that of the one before. The driver holds a slice about four times. */
const SLICE_BYTES = 192 * 1024

/** A file in base64, slice by slice: however large it is and however slow the reader, no more than a slice of it is in memory. */
export async function* attachmentBase64(sql: AnySql, draftId: string, id: string, sizeBytes: number): AsyncGenerator<string> {
  for (let at = 0; at < sizeBytes; at += SLICE_BYTES) {
    const [row] = await sql<{ slice: Buffer }[]>`
      select substring(bytes from ${at + 1} for ${SLICE_BYTES}) as slice from portal.attachment where draft_id = ${draftId} and id = ${id}`
    // What has begun to go out cannot be taken back: the connection breaks, and nobody takes half a file for a whole.
    if (row === undefined) throw new Fault(`Expected attachment ${id} to its end but it is gone after ${at} bytes`)
    yield row.slice.toString('base64')
  }
}

export async function insertAttachment(
  sql: AnySql,
  draftId: string,
  file: AttachmentInfo & { readonly bytes: Buffer },
  at: Instant,
): Promise<void> {
  await sql`
    insert into portal.attachment (id, draft_id, slot, name, media_type, size_bytes, sha256, bytes, attached_at)
    values (${file.id}, ${draftId}, ${file.slot}, ${file.name}, ${file.mediaType}, ${file.sizeBytes}, ${file.sha256}, ${file.bytes}, ${at})`
}

export async function deleteAttachment(sql: AnySql, draftId: string, id: string): Promise<void> {
  await sql`delete from portal.attachment where draft_id = ${draftId} and id = ${id}`
}

/**
 * Work that waits: a signature to judge again, a registration to go on with, a person to inform, colleagues to inform that a draft is ready
 * to sign. One piece for each draft.
 */
export type RetryWork = 'judge' | 'register' | 'tell' | 'ready'

export async function rememberRetry(sql: AnySql, draftId: string, why: RetryWork, nextAt: Instant): Promise<void> {
  await sql`
    insert into portal.retry (draft_id, why, next_at) values (${draftId}, ${why}, ${nextAt})
    on conflict (draft_id) do update set why = excluded.why, attempts = 0, next_at = excluded.next_at, leased_until = null`
}

export async function forgetRetry(sql: AnySql, draftId: string): Promise<void> {
  await sql`delete from portal.retry where draft_id = ${draftId}`
}

export type Leased = { readonly draftId: string; readonly why: RetryWork; readonly attempts: number }

export async function takeRetries(sql: AnySql, { now, leaseUntil, limit }: DueClaim): Promise<readonly Leased[]> {
  return sql<Leased[]>`
    update portal.retry set leased_until = ${leaseUntil}, attempts = attempts + 1
    where draft_id in (
      select draft_id from portal.retry
      where next_at <= ${now} and (leased_until is null or leased_until <= ${now})
      order by next_at, draft_id limit ${limit} for update skip locked)
    returning draft_id as "draftId", why, attempts`
}

export async function postponeRetry(sql: AnySql, draftId: string, nextAt: Instant): Promise<void> {
  await sql`update portal.retry set next_at = ${nextAt}, leased_until = null where draft_id = ${draftId}`
}

/** The same fact again changes nothing. */
export async function insertPaymentFact(sql: AnySql, fact: PaymentFact, arrivedAt: Instant): Promise<void> {
  await sql`
    insert into portal.payment_fact (fact_id, order_id, draft_id, amount_tiyn, paid_at, reference, arrived_at)
    values (${fact.factId}, ${fact.orderId}, ${fact.draftId}, ${fact.amountTiyn}, ${fact.paidAt}, ${fact.reference}, ${arrivedAt})
    on conflict do nothing`
}

function draftOf(row: DraftRow): Draft {
  if (row.frozen !== null && row.frozen_sha256 === null)
    throw new Fault('Expected frozen bytes with their digest but the digest is missing')
  return {
    id: row.id,
    accountId: row.account_id,
    bin: row.bin,
    power: row.power,
    changedBy: row.changed_by,
    signerAccountId: row.signer_account_id,
    regulation: row.regulation,
    editionHash: row.edition_hash,
    variant: row.variant,
    view: row.view,
    stepId: row.step_id,
    status: row.status,
    version: row.version,
    language: row.language,
    values: row.field_values,
    statements: row.statements,
    requirementsRead: row.requirements_read,
    registers: row.register_answers,
    orderId: row.order_id,
    payment:
      row.paid_at === null
        ? null
        : { orderId: row.order_id, amountTiyn: Number(row.paid_tiyn), paidAt: row.paid_at, reference: row.payment_reference },
    frozen: row.frozen === null ? null : { bytes: new Uint8Array(row.frozen), sha256: row.frozen_sha256 },
    cms: row.cms === null ? null : new Uint8Array(row.cms),
    evidence: row.evidence,
    signedAt: row.signed_at,
    registered: row.request_number === null ? null : { caseId: row.case_id, requestNumber: row.request_number, at: row.registered_at },
    corrects: row.corrects,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}

/** A fee that goes back; how far it has come only the gateway knows. */
export type DraftRefundRow = {
  readonly orderId: string
  readonly draftId: string
  readonly accountId: string
  readonly bin: string | null
  readonly why: AskedRefundWhy
  readonly amountTiyn: Tiyn
  readonly requestedAt: Instant
}

function refundColumns(sql: AnySql) {
  return sql`order_id as "orderId", draft_id as "draftId", account_id as "accountId", bin, why, amount_tiyn as "amountTiyn", requested_at as "requestedAt"`
}

/** Once for each order. `askedAt`: the gateway knows of it already. */
export async function insertRefund(
  sql: AnySql,
  draft: Pick<Draft, 'id' | 'accountId' | 'bin'>,
  refund: Pick<DraftRefundRow, 'orderId' | 'why' | 'amountTiyn' | 'requestedAt'>,
  askedAt: Instant | null,
): Promise<void> {
  await sql`
    insert into portal.refund (order_id, draft_id, account_id, bin, why, amount_tiyn, requested_at, asked_at)
    values (${refund.orderId}, ${draft.id}, ${draft.accountId}, ${draft.bin}, ${refund.why}, ${refund.amountTiyn}, ${refund.requestedAt}, ${askedAt})
    on conflict (order_id) do nothing`
}

export async function hasRefund(sql: AnySql, orderId: string): Promise<boolean> {
  return (await sql`select 1 from portal.refund where order_id = ${orderId}`).length === 1
}

export type DueDraftRefund = Pick<DraftRefundRow, 'orderId' | 'why'> & { readonly attempts: number }

/** Orders that the gateway has not been asked to refund yet, of one draft or of all. */
export async function takeRefundsToAsk(
  sql: AnySql,
  { now, leaseUntil, limit }: DueClaim,
  draftId: string | null,
): Promise<readonly DueDraftRefund[]> {
  return sql<DueDraftRefund[]>`
    update portal.refund set due_at = ${leaseUntil}, asks = asks + 1
    where order_id in (
      select order_id from portal.refund
      where asked_at is null and due_at <= ${now} and (${draftId}::uuid is null or draft_id = ${draftId}::uuid)
      order by due_at limit ${limit} for update skip locked)
    returning order_id as "orderId", why, asks as attempts`
}

export async function askLater(sql: AnySql, orderId: string, at: Instant): Promise<void> {
  await sql`update portal.refund set due_at = ${at} where order_id = ${orderId}`
}

export async function markAsked(sql: AnySql, orderId: string, at: Instant): Promise<void> {
  await sql`update portal.refund set asked_at = ${at} where order_id = ${orderId} and asked_at is null`
}

/** Newest first; a list beyond this is cut at its end. */
export async function refundsOfPerson(sql: AnySql, person: Pick<Person, 'accountId' | 'bin'>): Promise<readonly DraftRefundRow[]> {
  return sql<DraftRefundRow[]>`
    select ${refundColumns(sql)} from portal.refund
    where ${person.bin === null ? sql`account_id = ${person.accountId} and bin is null` : sql`bin = ${person.bin}`}
    order by requested_at desc limit 50`
}

export async function readRefund(sql: AnySql, orderId: string): Promise<DraftRefundRow | null> {
  return firstRow(sql<DraftRefundRow[]>`select ${refundColumns(sql)} from portal.refund where order_id = ${orderId}`)
}
