// The result: prepared (rendered, looked over, its number reserved), then signed once. Whatever breaks on the way, asking again goes on from there.
import { hash, randomBytes, randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { toLocal } from '@ruqsat/clock'
import type { CaseView, Party, PreparedResult, Waiting } from '@ruqsat/caseflow/host'
import { answersOf, lintResult, resultDocument, type SignedRequest } from '@ruqsat/documents'
import { conclusionOf, decide, type Actor, type Command, type DraftResult, type PreparedDocument } from '@ruqsat/engine'
import {
  canonicalJson,
  Fault,
  isRefusal,
  licenceNumber,
  parsePrintableData,
  wordsOf,
  type Instant,
  type Json,
  type Refusal,
  inAll,
} from '@ruqsat/foundation'
import { isNumbered, keepsNumber, resultActionOf } from '@ruqsat/law'
import type { SignerRole } from '@ruqsat/trust/contract'
import { complaintOutbox } from './complaints.ts'
import { correctedHolder, rightedHolder, slipsIn } from './core/corrected-paper.ts'
import { bearsEarlier, CHANGE_OF, registerPlan, rowAfter, type Entry, type RegisterPlan } from './core/register-change.ts'
import type { LicensingParts, StaffRecord } from './deps.ts'
import { daysOverNow, earlierOf, type EarlierNumber } from './earlier.ts'
import { keptRequest } from './paper.ts'
import { isNonAcceptance, prepareNonAcceptance, signNonAcceptance } from './non-acceptance.ts'
import { correctedPaper, dayOf, paperInput, rightedBy, type SetPaper } from './paper-in-force.ts'
import { entryOf } from './public-register.ts'
import { refuseLicensing } from './refusals.ts'
import { completeSignature, isForSigner, paperToSign, signerOf } from './signatures.ts'
import { readDocumentRow, storePrepared, type DocumentRow } from './store/documents.ts'
import { reserveSerial } from './store/licences.ts'
import { openCaseFor, readCase, type OpenedCase } from './views.ts'
import { prepareWork, signWork, writingStep } from './works.ts'

type ResultWork = {
  readonly room: LicensingParts
  readonly opened: OpenedCase
  readonly conclusion: DraftResult
  readonly signer: StaffRecord
  readonly actor: Actor
  readonly request: Pick<SignedRequest, 'form' | 'sections'>
}

/** A paper that cannot be set stops the case at its last step: the head sees why, and a person who can correct it is asked. */
export async function prepareResult(room: LicensingParts, caseId: string, taskId: string, actor: Actor): Promise<PreparedResult | Refusal> {
  const incidentOf = async () => {
    const authority = (await room.caseflow.read(caseId))?.state.opening?.authority
    return authority === undefined ? null : ({ authority, caseId, kind: 'paper', subject: '' } as const)
  }
  const failed = async (error: unknown) => {
    const key = await incidentOf()
    const at = room.deps.technicalClock.now()
    if (key !== null) await room.caseflow.reportIncident({ ...key, neighbour: 'typesetting', error, at, shownAfter: 1 })
  }
  const answer = await prepare(room, caseId, taskId, actor).catch(async (error: unknown) => {
    await failed(error).catch(() => undefined)
    throw error
  })
  if (!isRefusal(answer)) {
    const key = await incidentOf()
    if (key !== null) await room.caseflow.passIncident(key)
  } else if (NEEDS_A_PERSON.has(answer.code)) await failed(wordsOf(answer).text.en)
  return answer
}

/** Neither the head nor the officer can correct these: the text came in, or the package is so. */
const NEEDS_A_PERSON: ReadonlySet<string> = new Set([
  'licensing.result-incomplete',
  'licensing.result-unprintable',
  'typesetting.template-broken',
  'typesetting.template-endless',
  'typesetting.template-too-large',
  'typesetting.sign-not-printable',
])

async function prepare(room: LicensingParts, caseId: string, taskId: string, actor: Actor): Promise<PreparedResult | Refusal> {
  const written = await openCaseFor(room, caseId, actor)
  if (!isRefusal(written) && writingStep(written, taskId) !== null) return prepareWork(room, written, taskId, actor)
  if (!isRefusal(written) && isNonAcceptance(written, taskId)) return prepareNonAcceptance(room, written, taskId, actor)
  const work = await workOf(room, caseId, taskId, actor)
  if (isRefusal(work)) return work
  const earlier = await earlierOf(work)
  if (isRefusal(earlier)) return earlier
  const over = work.conclusion.decision === 'grant' ? daysOverNow(work.opened, earlier, work.request) : null
  if (over !== null) return over
  const number = await reserveNumber(work, earlier.entry)
  const plan = await planOf(work, earlier, number)
  const kept = await stillValid(work, plan)
  if (kept !== null) return preparedResult(kept)
  const row = await typeset(work, number, plan)
  if (isRefusal(row)) return row
  // The intent: the document exists. Without the next line nobody refers to it.
  await storePrepared(room.deps.database.sql, row)
  const isOwnNumber = number !== null && number !== earlier.entry?.number && keepsNumber(work.opened.variant.results.grant)
  const document: PreparedDocument = {
    documentId: row.documentId,
    documentKind: row.documentKind,
    number,
    sha256: row.preparedSha256,
    ...(isOwnNumber && { isOwnNumber }),
  }
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
  const { kind } = variant.results[conclusion?.decision ?? 'refuse']
  const number = isNumbered(kind) ? (state.reservedNumber ?? 'asked-beforehand') : null
  const document: PreparedDocument = { documentId: 'asked-beforehand', documentKind: kind, number, sha256: '' }
  const command: Command = { kind: 'prepareResult', taskId, document, newIds: [] }
  const mayBe = decide(state, command, actor, opened.now, { edition, tables: room.deps.regulations.tables })
  if (isRefusal(mayBe)) return mayBe
  return { room, opened, conclusion: conclusion!, signer: await signerOf(room, actor), actor, request: await keptRequest(room, opened) }
}

async function planOf(
  { room, opened, conclusion, request }: ResultWork,
  { typed, entry, others }: EarlierNumber,
  number: string | null,
): Promise<RegisterPlan | null> {
  if (conclusion.decision === 'refuse') return null
  const answers = answersOf(request)
  const { grant } = opened.variant.results
  const planned = registerPlan({
    grant,
    number,
    typed,
    entry,
    others,
    signedOn: toLocal(opened.now, opened.zone).date,
    answer: (field) => answers[field] ?? '',
  })
  const plan = planned && { ...planned, change: sinceGranted(planned.change, opened) }
  if (plan === null || entry === null || resultActionOf(grant) === 'corrects') return plan
  const righted = await rightedBy(room, opened, entry.documentId)
  return righted.length === 0 ? plan : { ...plan, righted }
}

/** What silence granted holds from that instant, where its days were over before somebody signed the paper about it. */
function sinceGranted(change: RegisterPlan['change'], { state, zone }: OpenedCase): RegisterPlan['change'] {
  const { from, until } = change
  if (state.deemed?.decision !== 'grant' || until === null || until >= from) return change
  const since = toLocal(state.deemed.since, zone).date
  return { ...change, from: since <= until ? since : until }
}

/** The document that is prepared already, where a second click asks for the same: same official in the same post, same day, same conclusion, same register. */
async function stillValid({ room, opened, signer }: ResultWork, plan: RegisterPlan | null): Promise<DocumentRow | null> {
  const { state, now, zone } = opened
  const { prepared } = state
  const row = prepared && (await readDocumentRow(room.deps.database.sql, prepared.documentId))
  const isSame = row && isForSigner(row, signer) && toLocal(row.preparedAt, zone).date === toLocal(now, zone).date
  return isSame && isDeepStrictEqual(row.registerPlan, plan) ? row : null
}

/**
 * The number of what an extension or a duplicate is of; else a serial bound to this case, the same on every try; null for a refusal and a
 * notice, which have no number in the register.
 */
async function reserveNumber({ room, opened, conclusion }: ResultWork, entry: Entry | null): Promise<string | null> {
  const { grant } = opened.variant.results
  if (conclusion.decision === 'refuse' || !isNumbered(grant.kind)) return null
  if (bearsEarlier(grant, entry)) return entry.number
  const { opening, caseId, now } = opened
  const letters = grant.registerLetters
  if (letters === undefined) throw new Fault(`Expected the letters of the numbers of '${opened.variant.id}' but it has none`)
  return licenceNumber(letters, await reserveSerial(room.deps.database.sql, opening.authority, caseId, letters, now))
}

/** A correction is set from the paper that it takes the place of, by the edition of that one. */
async function paperToSet(
  { room, opened, conclusion, signer }: ResultWork,
  number: string | null,
  plan: RegisterPlan | null,
): Promise<SetPaper> {
  const { now: at, variant, edition } = opened
  if (conclusion.decision === 'grant' && resultActionOf(variant.results.grant) === 'corrects')
    return correctedPaper(room, opened, { row: { registerPlan: plan, preparedAt: at }, signer })
  const input = await paperInput(room, opened, { conclusion, plan, number, at, signer })
  return { input, editionHash: edition.hash }
}

type ResultRow = DocumentRow & Pick<PreparedDocument, 'documentKind'>

async function typeset(work: ResultWork, number: string | null, plan: RegisterPlan | null): Promise<ResultRow | Refusal> {
  const { room, opened, signer } = work
  const { typesetting, trust, regulations } = room.deps
  const { opening } = opened
  const { input, editionHash } = await paperToSet(work, number, plan)
  const { regulation, variant, conclusion } = input
  const data = resultDocument(input)
  const faults = lintResult(data)
  const what = inAll((language) => faults.map((fault) => fault[language]).join(' '))
  if (faults.length > 0) return refuseLicensing('licensing.result-incomplete', { facts: { what } })
  const result = variant.results[conclusion.decision]
  if (result.template === undefined) throw new Fault(`Expected a template of '${variant.id}' but it has none`)
  const template = { name: `${regulation.id}/${result.template}`, source: regulations.template(editionHash, result.template) }
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
    location: regulation.authority.name.kk,
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
    registerPlan: plan,
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
  if (writingStep(opened, taskId) !== null) return signWork(room, opened, { taskId, documentId, cmsBase64 }, actor)
  if (isNonAcceptance(opened, taskId)) return signNonAcceptance(room, opened, { taskId, documentId, cmsBase64 }, actor)
  const kept = await readDocumentRow(room.deps.database.sql, documentId)
  // A second click after the answer was lost: the document is signed, by this very official.
  if (opened.state.signed?.documentId === documentId && actor.kind === 'staff' && kept?.signerId === actor.id)
    return readCase(room, caseId, actor)
  const work = await workOf(room, caseId, taskId, actor)
  if (isRefusal(work)) return work
  const row = paperToSign(kept, caseId, work.signer)
  if (isRefusal(row)) return row
  // The paper states its day, and so will the register: they agree, or nothing is signed.
  if (dayOf(row.preparedAt, opened) !== dayOf(opened.now, opened)) return refuseLicensing('licensing.paper-of-another-day')
  const signing = { row, signer: work.signer, at: opened.now, roles: SIGNER_ROLES }
  const completed = await completeSignature(room, signing, Buffer.from(cmsBase64, 'base64'))
  if (isRefusal(completed) || completed.kind === 'waiting') return completed
  const signed = { documentId, sha256: completed.sha256, signerCertificateSha256: completed.certificateSha256, signedAt: opened.now }
  const holder = await holderAfter(work, row.registerPlan)
  const register = row.registerPlan && { ...row.registerPlan.change, ...(holder && { holderRef: holder.digest }) }
  // The commit point of signing: the case is signed and the register says so, of every number that the result concerns, or neither.
  const answer = await room.caseflow
    .step({
      caseId,
      actor,
      plan: () => ({ command: { kind: 'signResult', taskId, signed, ...(register && { register }) } }),
      beside: ({ now, before }) => ({
        ...(holder && { party: holder }),
        host: registerRows(work, { row, sha256: completed.sha256, now, holder }),
        outbox: complaintOutbox({ ...work.opened, state: before }, documentId, room.deps.technicalClock.now()),
      }),
    })
    .catch((error: unknown) => {
      if (isRegisterChanged(error)) return refuseLicensing('licensing.earlier-changed')
      throw error
    })
  return isRefusal(answer) ? answer : readCase(room, caseId, actor)
}

/** Another result was faster with the same number: nothing of this step was done. */
function isRegisterChanged(error: unknown): boolean {
  return error instanceof Fault && (error.cause as { readonly code?: unknown } | undefined)?.code === 'RQ001'
}

type PartyRow = { readonly digest: string; readonly accountId: string; readonly salt: string; readonly data: Json }

/**
 * What the register knows of the holder from now on, where that is what was corrected, or where the request states again what was; the former
 * row stays with its own case.
 */
async function holderAfter({ room, opened, conclusion, request }: ResultWork, plan: RegisterPlan | null): Promise<PartyRow | null> {
  const { variant, party } = opened
  const { grant } = variant.results
  const righted = plan?.righted ?? []
  if (conclusion.decision === 'refuse') return null
  if (!keepsNumber(grant) && righted.some(({ place }) => place.part === 'holder')) return partyRow(rightedHolder(party, righted))
  if (resultActionOf(grant) !== 'corrects') return null
  const answers = answersOf(request)
  const entry = await entryOf(room, answers[grant.earlier?.field ?? ''] ?? '')
  if (isRefusal(entry)) throw new Fault(`Expected the edition of the number that is corrected but ${entry.code}`)
  const holder = entry?.holder ?? null
  const slips = slipsIn(variant, party.kind, answers)
  if (holder === null || !slips.some(({ place }) => place.part === 'holder')) return null
  return partyRow(correctedHolder(holder, slips))
}

function partyRow(party: Party): PartyRow {
  const salt = randomBytes(16).toString('hex')
  return { digest: hash('sha256', canonicalJson({ salt, party })), accountId: party.accountId, salt, data: party as unknown as Json }
}

type Signed = { readonly row: DocumentRow; readonly sha256: string; readonly now: Instant; readonly holder: PartyRow | null }

/** What the signature puts into the register: the new number, and what becomes of the earlier one. */
function registerRows({ opened, conclusion, actor }: ResultWork, { row, sha256: documentSha256, now, holder }: Signed): Json {
  const { number, documentId, registerPlan: plan } = row
  const result = { documentId, editionHash: opened.edition.hash, variant: opened.variant.id, actorId: actor.id }
  const isOwnNumber = number !== null && number !== plan?.seen?.number
  const issuedOn = toLocal(now, opened.zone).date
  return {
    ...(isOwnNumber && {
      licence: {
        ...result,
        number,
        holderRef: holder?.digest ?? opened.opening.applicantRef,
        issuedOn,
        documentSha256,
        earlier: plan?.change.earlier ?? null,
        validFrom: plan?.change.from ?? issuedOn,
        validUntil: plan?.change.until ?? null,
      },
    }),
    ...(conclusion.decision === 'grant' &&
      plan?.seen && {
        change: {
          ...result,
          on: issuedOn,
          ...changedRow({ ...plan, seen: plan.seen }, row, documentSha256),
          ...(holder && !isOwnNumber && { holderRef: holder.digest }),
        },
      }),
  }
}

function changedRow(
  plan: RegisterPlan & { readonly seen: NonNullable<RegisterPlan['seen']> },
  { number, documentId }: DocumentRow,
  sha256: string,
) {
  const { change, seen } = plan
  return {
    ...rowAfter(plan),
    number: seen.number,
    kind: CHANGE_OF[change.does],
    newNumber: number === seen.number ? null : number,
    until: change.until,
    seenStatus: seen.status,
    seenUntil: seen.validUntil,
    seenSuspendedUntil: seen.suspendedUntil,
    seenDocument: seen.documentId ?? null,
    ...(number === seen.number && { newDocumentId: documentId, newDocumentSha256: sha256 }),
  }
}
