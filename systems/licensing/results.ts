// The result: prepared (rendered, looked over, its number reserved), then signed once. Whatever breaks on the way, asking again goes on from there.
import { hash, randomUUID } from 'node:crypto'
import { toLocal } from '@ruqsat/clock'
import type { CaseView, PreparedResult, Waiting } from '@ruqsat/caseflow/host'
import { lintResult, resultDocument } from '@ruqsat/documents'
import { conclusionOf, decide, type Actor, type Command, type DraftResult, type PreparedDocument } from '@ruqsat/engine'
import { Fault, isRefusal, licenceNumber, parsePrintableData, type Instant, type Json, type Refusal, inAll } from '@ruqsat/foundation'
import type { SignerRole } from '@ruqsat/trust/contract'
import type { LicensingParts, StaffRecord } from './deps.ts'
import { opinionsOnPaper, requestLanguage } from './paper.ts'
import { refuseLicensing } from './refusals.ts'
import { codeOf } from './register-code.ts'
import { readDocumentRow, storePrepared, storeSignedFile, type DocumentRow } from './store/documents.ts'
import { reserveSerial } from './store/licences.ts'
import { openCaseFor, readCase, type OpenedCase } from './views.ts'

type ResultWork = {
  readonly room: LicensingParts
  readonly opened: OpenedCase
  readonly conclusion: DraftResult
  readonly signer: StaffRecord
  readonly actor: Actor
}

export async function prepareResult(room: LicensingParts, caseId: string, taskId: string, actor: Actor): Promise<PreparedResult | Refusal> {
  const work = await workOf(room, caseId, taskId, actor)
  if (isRefusal(work)) return work
  const kept = await stillValid(work)
  if (kept !== null) return preparedResult(kept)
  const number = await reserveNumber(work)
  const row = await typeset(work, number)
  if (isRefusal(row)) return row
  // The intent: the document exists. Without the next line nobody refers to it.
  await storePrepared(room.deps.database.sql, row)
  const document: PreparedDocument = { documentId: row.documentId, documentKind: row.documentKind, number, sha256: row.preparedSha256 }
  // The commit point of preparing: the case says that this is the document, and that this number is its own.
  const answer = await room.caseflow.step({ caseId, actor, plan: () => ({ command: { kind: 'prepareResult', taskId, document } }) })
  return isRefusal(answer) ? answer : preparedResult(row)
}

/** Everything that preparing depends on; the engine is asked first whether it may happen at all, before a number is taken. */
async function workOf(room: LicensingParts, caseId: string, taskId: string, actor: Actor): Promise<ResultWork | Refusal> {
  const opened = await openCaseFor(room, caseId, actor)
  if (isRefusal(opened)) return opened
  const { state, edition, variant } = opened
  const conclusion = conclusionOf(state)
  const decision = conclusion?.decision ?? 'refuse'
  const number = decision === 'grant' ? (state.reservedNumber ?? 'asked-beforehand') : null
  const document: PreparedDocument = { documentId: 'asked-beforehand', documentKind: variant.results[decision].kind, number, sha256: '' }
  const command: Command = { kind: 'prepareResult', taskId, document, newIds: [] }
  const mayBe = decide(state, command, actor, opened.now, { edition, tables: room.deps.regulations.tables })
  return isRefusal(mayBe) ? mayBe : { room, opened, conclusion: conclusion!, signer: await signerOf(room, actor), actor }
}

async function signerOf(room: LicensingParts, actor: Actor): Promise<StaffRecord> {
  const record = await room.deps.staff(actor.id)
  if (record === null) throw new Fault(`Expected '${actor.id}' in the directory of staff but it has no such official`)
  return record
}

/** The document that is prepared already, where a second click asks for the same: same official, same day, same conclusion. */
async function stillValid({ room, opened, actor }: ResultWork): Promise<DocumentRow | null> {
  const { state, now, zone } = opened
  const { prepared } = state
  const row = prepared && (await readDocumentRow(room.deps.database.sql, prepared.documentId))
  const isSame = row && row.signerId === actor.id && toLocal(row.preparedAt, zone).date === toLocal(now, zone).date
  return isSame ? row : null
}

/** A serial bound to this case, the same on every try; null for a refusal, which has no number in the register. */
async function reserveNumber({ room, opened, conclusion }: ResultWork): Promise<string | null> {
  if (conclusion.decision === 'refuse') return null
  const { opening, caseId, now } = opened
  const letters = opened.variant.results.grant.registerLetters
  return licenceNumber(letters, await reserveSerial(room.deps.database.sql, opening.authority, caseId, letters, now))
}

async function typeset(work: ResultWork, number: string | null): Promise<DocumentRow | Refusal> {
  const { room, opened, conclusion, signer } = work
  const { typesetting, trust, regulations, publicOrigin, sandbox } = room.deps
  const { opening, edition, variant } = opened
  const verifyPage = `${publicOrigin}/kk/verify`
  const verifyUrl = number === null ? verifyPage : `${verifyPage}/${number}?code=${codeOf(room.deps.registerSecret, number)}`
  const data = resultDocument({
    regulation: edition.regulation,
    variant,
    conclusion,
    language: await requestLanguage(room, opened),
    opinions: opinionsOnPaper(opened),
    confirmations: room.deps.confirmations ?? [],
    number,
    requestNumber: opening.requestNumber,
    registeredAt: opened.state.openedAt!,
    at: opened.now,
    zone: opened.zone,
    holder: opened.party,
    signer,
    verifyUrl,
    qr: typesetting.qrRows(verifyUrl),
    sandbox,
  })
  const faults = lintResult(data)
  const what = inAll((language) => faults.map((fault) => fault[language]).join(' '))
  if (faults.length > 0) return refuseLicensing('licensing.result-incomplete', { facts: { what } })
  const result = variant.results[conclusion.decision]
  const template = { name: `${edition.regulation.id}/${result.template}`, source: regulations.template(edition.hash, result.template) }
  const printable = parsePrintableData(data)
  // Texts and names that came in before the doors asked: the head cannot correct them, and can give the draft back.
  if (isRefusal(printable))
    return refuseLicensing('licensing.result-unprintable', { facts: { fault: { kind: 'refusal', refusal: printable } } })
  const pdf = await typesetting.render(template, printable, { creationTimestamp: opened.now })
  if (isRefusal(pdf)) return pdf
  const findings = typesetting.lintPdf(pdf)
  if (findings.length > 0) throw new Fault(`Expected a file that may be signed but ${findings.join('; ')}`)
  const prepared = await trust.preparePdfSignature({
    pdf,
    signerName: signer.name,
    reason: result.title.kk,
    location: edition.regulation.authority.name.kk,
    at: opened.now,
  })
  if (isRefusal(prepared)) return prepared
  return {
    authority: opening.authority,
    documentId: randomUUID(),
    caseId: opened.caseId,
    documentKind: result.kind,
    number,
    prepared: prepared.pdf,
    byteRange: prepared.byteRange,
    preparedSha256: prepared.sha256,
    preparedAt: opened.now,
    signerId: signer.id,
    signerName: signer.name,
    signerPosition: signer.position,
  }
}

function preparedResult(row: DocumentRow): PreparedResult {
  return { kind: 'preparedResult', documentId: row.documentId, number: row.number, sha256: row.preparedSha256, byteRange: row.byteRange }
}

/** Who may sign for an authority, as their certificate states it. */
const SIGNER_ROLES: readonly SignerRole[] = ['first-head', 'signatory']

export async function signResult(
  room: LicensingParts,
  caseId: string,
  taskId: string,
  documentId: string,
  cmsBase64: string,
  actor: Actor,
): Promise<CaseView | Waiting | Refusal> {
  const opened = await openCaseFor(room, caseId, actor)
  if (isRefusal(opened)) return opened
  const row = await readDocumentRow(room.deps.database.sql, documentId)
  // A second click after the answer was lost: the document is signed, by this very official.
  if (opened.state.signed?.documentId === documentId && actor.kind === 'staff' && row?.signerId === actor.id)
    return readCase(room, caseId, actor)
  const work = await workOf(room, caseId, taskId, actor)
  if (isRefusal(work)) return work
  if (row === null || row.caseId !== caseId) return refuseLicensing('licensing.document-not-found')
  if (row.signerId !== actor.id) return refuseLicensing('licensing.signer-differs')
  const completed = await complete(work, row, Buffer.from(cmsBase64, 'base64'))
  if (isRefusal(completed) || completed.kind === 'waiting') return completed
  const signed = { documentId, sha256: completed.sha256, signerCertificateSha256: completed.certificateSha256, signedAt: opened.now }
  // The commit point of signing: the case is signed and the licence is in the register, or neither.
  const answer = await room.caseflow.step({
    caseId,
    actor,
    plan: () => ({ command: { kind: 'signResult', taskId, signed } }),
    beside: ({ now }) => (row.number === null ? {} : { host: { licence: licenceRow(work, row, completed.sha256, now) } }),
  })
  return isRefusal(answer) ? answer : readCase(room, caseId, actor)
}

/** Verifies the official's CMS completely, assembles the file, verifies that once more as a stranger would, and keeps it. */
async function complete(
  { room, opened, signer }: ResultWork,
  row: DocumentRow,
  cms: Uint8Array,
): Promise<{ readonly kind: 'completed'; readonly sha256: string; readonly certificateSha256: string } | Waiting | Refusal> {
  const { trust, database } = room.deps
  const verdict = await trust.completePdfSignature({
    prepared: { pdf: row.prepared, byteRange: row.byteRange, sha256: row.preparedSha256 },
    cms,
    at: opened.now,
    madeAt: row.preparedAt,
    expect: { iin: signer.iin, ...(signer.bin && { bin: signer.bin }), purpose: 'sign', roles: SIGNER_ROLES },
  })
  if (verdict.kind === 'refused') return verdict.refusal
  if (verdict.kind === 'waiting') return { kind: 'waiting' }
  const report = await trust.verifyPdf(verdict.pdf, { at: opened.now, evidence: verdict.evidence, offline: true })
  if (report.kind !== 'valid')
    throw new Fault(
      `Expected the assembled file to be valid but it is ${report.kind}: ${report.detail ?? report.signatures[0]?.verdict.kind ?? ''}`,
    )
  const sha256 = hash('sha256', verdict.pdf)
  await storeSignedFile(database.sql, row, sha256, verdict.pdf, verdict.evidence as unknown as Json)
  return { kind: 'completed', sha256, certificateSha256: verdict.signer.certificateSha256 }
}

function licenceRow({ opened, actor }: ResultWork, row: DocumentRow, documentSha256: string, now: Instant): Json {
  return {
    number: row.number,
    documentId: row.documentId,
    holderRef: opened.opening.applicantRef,
    editionHash: opened.edition.hash,
    variant: opened.variant.id,
    issuedOn: toLocal(now, opened.zone).date,
    documentSha256,
    actorId: actor.id,
  }
}
