// What was signed, attached, prepared and written in a case, against the digests that its events name.
import { microseconds, sha256, UNSIGNED_SHA256, type SoundCase } from '@ruqsat/caseflow'
import type { Sql } from '@ruqsat/database'
import type { CaseEvent, EventOf } from '@ruqsat/engine'
import { canonicalJson, ownJson, type Json } from '@ruqsat/foundation'
import { hash } from 'node:crypto'
import {
  answersToAudit,
  attachmentsKept,
  complaintsToAudit,
  documentsToAudit,
  requestsToAudit,
  writingsToAudit,
  type AuditAnswer,
  type AuditComplaint,
  type AuditDocument,
  type AuditRequest,
  type AuditWriting,
  type KeptAttachment,
} from '../store/audit-rows.ts'
import type { RegisterFault, RegisterFaultKind } from './model.ts'

type FaultOf = (kind: RegisterFaultKind | 'row-unknown', place: string, detail: string, sequence?: number) => RegisterFault

/** The rows of a page of cases, by case. */
type Rows = {
  readonly requests: ReadonlyMap<string, readonly AuditRequest[]>
  readonly documents: ReadonlyMap<string, readonly AuditDocument[]>
  readonly writings: ReadonlyMap<string, readonly AuditWriting[]>
  readonly answers: ReadonlyMap<string, readonly AuditAnswer[]>
  readonly complaints: ReadonlyMap<string, readonly AuditComplaint[]>
  readonly kept: ReadonlyMap<string, number>
}

export async function auditPapers(sql: Sql, cases: readonly SoundCase[]): Promise<readonly RegisterFault[]> {
  const rows = await rowsOf(sql, cases)
  return cases.flatMap((each) => {
    const { caseId } = each
    const fault: FaultOf = (kind, place, detail, sequence) => ({ kind, caseId, sequence: sequence ?? null, place, detail })
    return [
      ...requestFaults(each, rows, fault),
      ...documentFaults(each, rows.documents.get(caseId) ?? [], fault),
      ...writingFaults(each, rows.writings.get(caseId) ?? [], fault),
      ...answerFaults(each, rows.answers.get(caseId) ?? [], fault),
      ...complaintFaults(each, rows.complaints.get(caseId) ?? [], fault),
    ]
  })
}

async function rowsOf(sql: Sql, cases: readonly SoundCase[]): Promise<Rows> {
  const ids = cases.map(({ caseId }) => caseId)
  const requests = await requestsToAudit(sql, ids)
  const writings = await writingsToAudit(sql, ids)
  const authorities = new Map(cases.map(({ caseId, authority }) => [caseId, authority]))
  const wanted = [
    ...requests.flatMap(({ authority, attachments }) => attachments.map((file) => ({ authority, sha256: file.sha256 }))),
    ...writings.flatMap(({ caseId, content }) =>
      filesOf(content).map((file) => ({ authority: authorities.get(caseId)!, sha256: file.sha256 })),
    ),
  ]
  return {
    requests: byCase(requests),
    documents: byCase(await documentsToAudit(sql, ids)),
    writings: byCase(writings),
    answers: byCase(await answersToAudit(sql, ids)),
    complaints: byCase(await complaintsToAudit(sql, ids)),
    kept: await attachmentsKept(sql, wanted),
  }
}

function byCase<T extends { readonly caseId: string }>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(rows, ({ caseId }) => caseId)
}

const digestsDiffer = (what: string, expected: string | null, found: string | null) =>
  `Expected ${what} of the digest ${expected?.slice(0, 16) ?? 'none'} but it is ${found?.slice(0, 16) ?? 'none'}`

/** What the applicant signed: the request, corrections and objections, each with its signature and its files. */
function requestFaults(sound: SoundCase, rows: Rows, fault: FaultOf): readonly RegisterFault[] {
  const all = rows.requests.get(sound.caseId) ?? []
  const { opening } = sound.states.at(-1)!
  const first = all.find(({ requestSha256 }) => requestSha256 === null)
  const wanted = signedLater(sound.events)
  const known = new Set(wanted.map((each) => each.requestSha256))
  const signature = opening!.signatureSha256 === UNSIGNED_SHA256 ? null : opening!.signatureSha256
  const isOpening = { requestSha256: opening!.requestSha256, signatureSha256: signature, sequence: 1 }
  return [
    ...(first === undefined
      ? [fault('request-missing', 'request', 'What was signed is gone')]
      : [
          ...signedFaults(first, isOpening, fault),
          ...openingFaults(first, sound, fault),
          ...fileFaults(first, first.attachments, rows, fault),
        ]),
    ...wanted.flatMap((each) => {
      const row = all.find(({ requestSha256 }) => requestSha256 === each.requestSha256)
      if (row === undefined)
        return [fault('request-missing', `request_version ${each.requestSha256.slice(0, 16)}…`, 'What was signed is gone', each.sequence)]
      return [...signedFaults(row, each, fault), ...fileFaults(row, row.attachments, rows, fault)]
    }),
    ...all
      .filter(({ requestSha256 }) => requestSha256 !== null && !known.has(requestSha256))
      .map(({ requestSha256 }) => fault('row-unknown', `request_version ${requestSha256!.slice(0, 16)}…`, 'No event names it')),
  ]
}

type SignedLater = { readonly requestSha256: string; readonly signatureSha256: string | null; readonly sequence: number }

/** Of the same bytes signed twice the last signature is kept. */
function signedLater(events: readonly CaseEvent[]): readonly SignedLater[] {
  const found = new Map<string, SignedLater>()
  for (const [place, event] of events.entries()) {
    const { kind } = event
    if (kind !== 'correctionGiven' && kind !== 'objectionGiven') continue
    const requestSha256 = kind === 'correctionGiven' ? event.requestSha256 : event.objectionSha256
    found.set(requestSha256, { requestSha256, signatureSha256: event.signatureSha256, sequence: place + 1 })
  }
  return [...found.values()]
}

function signedFaults(row: AuditRequest, named: SignedLater, fault: FaultOf): readonly RegisterFault[] {
  const place = row.requestSha256 === null ? 'request' : `request_version ${row.requestSha256.slice(0, 16)}…`
  if (row.contentSha256 !== named.requestSha256)
    return [fault('request-differs', place, digestsDiffer('a request', named.requestSha256, row.contentSha256), named.sequence)]
  return row.cmsSha256 === named.signatureSha256
    ? []
    : [fault('request-differs', place, digestsDiffer('a signature', named.signatureSha256, row.cmsSha256), named.sequence)]
}

function openingFaults({ paymentOrderId, receivedAt }: AuditRequest, { states }: SoundCase, fault: FaultOf): readonly RegisterFault[] {
  const { opening, openedAt } = states.at(-1)!
  const expected = { paymentOrderId: opening!.payment?.orderId ?? null, receivedAt: microseconds(openedAt!) }
  const wrong = [
    ...(expected.paymentOrderId === paymentOrderId ? [] : ['paymentOrderId']),
    ...(expected.receivedAt === receivedAt ? [] : ['receivedAt']),
  ]
  return wrong.length === 0 ? [] : [fault('request-differs', 'request', `Differs in ${wrong.join(', ')}`, 1)]
}

/** The list of files is that of the signed bytes, and each is kept with its size. */
function fileFaults(row: AuditRequest, list: readonly KeptAttachment[], { kept }: Rows, fault: FaultOf): readonly RegisterFault[] {
  const signed = signedFiles(row.content)
  const line = ({ slot, name, sizeBytes, sha256: digest }: KeptAttachment) => canonicalJson({ slot, name, sizeBytes, sha256: digest })
  const differs = signed !== null && canonicalJson(signed.map(line).sort()) !== canonicalJson(list.map(line).sort())
  return [
    ...(differs ? [fault('request-differs', 'request', 'The list of files is not that of the signed bytes')] : []),
    ...list
      .filter((file) => kept.get(`${row.authority} ${file.sha256}`) !== file.sizeBytes)
      .map((file) => fault('file-missing', `attachment ${file.sha256.slice(0, 16)}…`, `The file ${file.slot} is gone or has another size`)),
  ]
}

/** Null where the bytes name no files: those of an objection, or bytes that were changed, which is a fault of its own. */
function signedFiles(content: Uint8Array): readonly KeptAttachment[] | null {
  try {
    const { attachments } = ownJson(Buffer.from(content).toString('utf8')) as { readonly attachments?: readonly KeptAttachment[] }
    return attachments ?? null
  } catch {
    return null
  }
}

type PreparedPaper = {
  readonly documentId: string
  readonly sha256: string
  readonly kind: string
  readonly number: string | null
  readonly by: string
}
type PaperEvent = { readonly sequence: number; readonly at: string } & PreparedPaper

function preparedPapers(events: readonly CaseEvent[]): readonly PaperEvent[] {
  return events.flatMap((event, place): PaperEvent[] => {
    const head = { sequence: place + 1, at: event.at, by: event.actor.id, number: null }
    if (event.kind === 'resultPrepared') {
      const { documentId, sha256: digest, documentKind, number } = event.document
      return [{ ...head, documentId, sha256: digest, kind: documentKind, number }]
    }
    if (event.kind === 'nonAcceptancePrepared') return [{ ...head, ...event.paper, kind: 'nonAcceptance' }]
    const isPaper = event.kind === 'workPrepared' || event.kind === 'workWritten'
    return isPaper && event.paper !== undefined ? [{ ...head, ...event.paper, kind: 'paper' }] : []
  })
}

type Signed = EventOf<'resultSigned' | 'workSigned' | 'nonAcceptanceSigned'>

function isSigned(event: CaseEvent): event is Signed {
  return event.kind === 'resultSigned' || event.kind === 'workSigned' || event.kind === 'nonAcceptanceSigned'
}

function documentFaults(sound: SoundCase, rows: readonly AuditDocument[], fault: FaultOf): readonly RegisterFault[] {
  const { events } = sound
  // The papers of a population were never set in type.
  if (sound.states.at(-1)!.opening!.signatureSha256 === UNSIGNED_SHA256)
    return rows.map(({ documentId }) => fault('row-unknown', `document ${documentId}`, 'A case of a population has no papers'))
  const prepared = preparedPapers(events)
  const changes = new Map(events.flatMap((event, place) => (event.kind === 'registerChanged' ? [[place, event.change] as const] : [])))
  return [
    ...prepared.flatMap((paper) => {
      const row = rows.find(({ documentId }) => documentId === paper.documentId)
      const place = `document ${paper.documentId}`
      if (row === undefined) return [fault('document-missing', place, 'The paper that was prepared is gone', paper.sequence)]
      const wrong = wrongInPaper(row, paper)
      return wrong.length === 0 ? [] : [fault('document-differs', place, `Differs in ${wrong.join(', ')}`, paper.sequence)]
    }),
    ...events.flatMap((event, place) => {
      if (!isSigned(event)) return []
      const { documentId, sha256: digest } = event.document
      const row = rows.find((each) => each.documentId === documentId)
      if (row === undefined) return []
      const where = `document ${documentId}`
      const change = changes.get(place + 1)
      const planned = (row.registerPlan as { readonly change?: Json } | null)?.change
      const { holderRef: _own, ...said } = change ?? { holderRef: undefined }
      return [
        ...(row.signerId === event.actor.id
          ? []
          : [fault('document-differs', where, 'Signed by another than the one it was prepared for', place + 1)]),
        ...(row.files.includes(digest) ? [] : [fault('file-missing', where, 'The file that was signed is gone', place + 1)]),
        ...(change === undefined || canonicalJson(planned ?? null) === canonicalJson(said as Json)
          ? []
          : [fault('document-differs', where, 'Its plan for the register is not what was done', place + 1)]),
      ]
    }),
  ]
}

function wrongInPaper(row: AuditDocument, paper: PaperEvent): readonly string[] {
  const expected = { documentKind: paper.kind, number: paper.number, preparedSha256: paper.sha256, signerId: paper.by }
  return [
    ...(Object.keys(expected) as (keyof typeof expected)[]).filter((key) => row[key] !== expected[key]),
    ...(row.foundSha256 === paper.sha256 ? [] : ['prepared']),
    ...(row.preparedAt <= microseconds(paper.at as never) ? [] : ['preparedAt']),
  ]
}

const filesOf = (content: Json) => (content as { readonly files?: readonly { readonly sha256: string }[] }).files ?? []

function writingFaults({ events }: SoundCase, rows: readonly AuditWriting[], fault: FaultOf): readonly RegisterFault[] {
  return events.flatMap((event, place) => {
    if (event.kind !== 'workWritten' && event.kind !== 'workAnswered') return []
    const { writingId, sha256: digest } = event.work
    const row = rows.find((each) => each.writingId === writingId)
    const where = `writing ${writingId}`
    if (row === undefined) return [fault('request-missing', where, 'What an official wrote is gone', place + 1)]
    const found = sha256(canonicalJson({ salt: row.salt, content: row.content }))
    if (found !== digest) return [fault('writing-differs', where, digestsDiffer('words', digest, found), place + 1)]
    const isTheirs = row.writtenBy === event.actor.id && row.stepId === event.stepId
    return isTheirs ? [] : [fault('writing-differs', where, 'Written by another, or at another step', place + 1)]
  })
}

/** An answer that waits to be judged is kept as it was handed in. */
function answerFaults({ events, states }: SoundCase, rows: readonly AuditAnswer[], fault: FaultOf): readonly RegisterFault[] {
  const presented = events.flatMap((event, place) => (event.kind === 'answerPresented' ? [{ event, sequence: place + 1 }] : []))
  const waiting = (states.at(-1)!.asked ?? []).flatMap((asked) => asked.presented?.signatureSha256 ?? [])
  const missing = waiting.filter((digest) => rows.every(({ signatureSha256 }) => signatureSha256 !== digest))
  return [
    ...missing.map((digest) => fault('request-missing', `presented_answer ${digest.slice(0, 16)}…`, 'An answer that waits is gone')),
    ...rows.flatMap((row) => {
      const where = `presented_answer ${row.signatureSha256.slice(0, 16)}…`
      const named = presented.find(({ event }) => event.signatureSha256 === row.signatureSha256)
      if (named === undefined) return [fault('row-unknown', where, 'No event names it')]
      const isSame = signatureOf(row.answer) === row.signatureSha256 && row.presentedAt === microseconds(named.event.at)
      return isSame ? [] : [fault('request-differs', where, 'It is not the answer that was handed in', named.sequence)]
    }),
  ]
}

function signatureOf(answer: Json): string | null {
  const { cmsBase64, objection } = answer as { readonly cmsBase64?: string; readonly objection?: { readonly cmsBase64?: string } }
  const cms = cmsBase64 ?? objection?.cmsBase64
  return cms === undefined ? null : hash('sha256', Buffer.from(cms, 'base64'))
}

function complaintFaults({ states }: SoundCase, rows: readonly AuditComplaint[], fault: FaultOf): readonly RegisterFault[] {
  const { complaintAbout, status } = states.at(-1)!
  const row = rows[0]
  if (complaintAbout === undefined) return row === undefined ? [] : [fault('row-unknown', 'complaint', 'The case is no complaint')]
  if (row === undefined) return [fault('request-missing', 'complaint', 'The row that says what the complaint is about is gone')]
  const isSame = row.aboutCaseId === complaintAbout.caseId && row.isWithdrawn === (status === 'withdrawn')
  return isSame ? [] : [fault('request-differs', 'complaint', 'It is about another case, or is withdrawn otherwise')]
}
