// Cases as their readers see them.
import { hash } from 'node:crypto'
import type {
  CaseSummary,
  CaseView,
  OwnCasesQuery,
  Party,
  Reader,
  StoredDocument,
  TaskPage,
  TaskQuery,
  TaskSummary,
  WaitingCase,
} from '@ruqsat/caseflow/host'
import { toLocal, type ZoneRules } from '@ruqsat/clock'
import { Turns } from '@ruqsat/database'
import type { OfficerWithWork, ReadCase, SeenCase, Stepped, TaskLoad } from '@ruqsat/caseflow'
import {
  type Actor,
  byWhomAndWhen,
  type CaseState,
  conclusionOf,
  countedTask,
  dueDateIn,
  inHistory,
  refuseEngine,
  worksFor,
} from '@ruqsat/engine'
import { codeKey, Fault, inAll, isRefusal, tidyLine, type Refusal, type RequestNumber } from '@ruqsat/foundation'
import { findVariant, type Edition, zoneOf } from '@ruqsat/law'
import { complaintsOfCase, readsAsComplainedOf } from './complaints.ts'
import { filesFor, forApplicant, mayRead, missingFor, requestFor, tasksFor } from './core/access.ts'
import { historyOf, stageOf } from './core/history.ts'
import { worksSeen, workView } from './core/works.ts'
import { type EditionPlace, placeOfEdition } from './core/place.ts'
import { shelfOf, type LicensingParts } from './deps.ts'
import { namesOf } from './names.ts'
import { refuseLicensing } from './refusals.ts'
import { readAttachmentBytes } from './store/attachments.ts'
import { readDocumentRow, readSignedFile, type DocumentRow } from './store/documents.ts'
import { caseByRequestNumber, casesOfApplicant, casesWaiting, type KeptParty, partyFrom } from './store/parties.ts'
import { askedNow, earlierRequests, hearingNow, nonAcceptanceIn, objectionsIn, readable, requestInForce } from './request-versions.ts'
import { writingsOf } from './store/writings.ts'
import texts from './texts.yaml'

const ERASED: Party = {
  accountId: '',
  kind: 'individual',
  iin: null,
  bin: null,
  name: '—',
  address: '',
  phone: '',
  email: '',
  language: 'kk',
}

/** A case that its reader may see, and where in which edition it is. */
export type OpenedCase = SeenCase &
  EditionPlace & { readonly caseId: string; readonly party: Party; readonly edition: Edition; readonly zone: ZoneRules }

const NOT_LOADED = texts.refusals['licensing.edition-not-loaded']

const documentNotFound = () => refuseLicensing('licensing.document-not-found')

/** The case, if this reader may see it; for others the answer is the same as if there were none. */
export async function openCaseFor(room: LicensingParts, caseId: string, reader: Reader): Promise<OpenedCase | Refusal> {
  if (!(await isByKeptOrder(room, reader))) return refuseLicensing('licensing.order-ended')
  const seen = await room.caseflow.read(caseId)
  if (seen === null) return refuseLicensing('licensing.case-not-found')
  if (!isLoaded(room, seen.state)) return whyNotLoaded(seen, reader)
  const opened = placed(room, caseId, seen)
  return (await isTheirs(room, opened, partyOf(seen), reader)) ? opened : whyNotTheirs(room, caseId, reader, opened.edition)
}

async function isTheirs(
  room: LicensingParts,
  { caseId, state, edition }: OpenedCase,
  party: Party | null,
  reader: Reader,
): Promise<boolean> {
  return mayRead(state, party, reader, edition) || readsAsComplainedOf(room, caseId, state, reader)
}

/** False for a case that a newer house wrote into the database of this one, with an act that this one has not read. */
function isLoaded({ deps }: LicensingParts, { opening }: CaseState): boolean {
  return opening !== null && deps.regulations.edition(opening.editionHash) !== null
}

function whyNotLoaded(seen: ReadCase, reader: Reader): Refusal {
  return refuseLicensing(mayRead(seen.state, partyOf(seen), reader, null) ? 'licensing.edition-not-loaded' : 'licensing.case-not-found')
}

/** The case of this number for somebody who proves otherwise that they may hear of it; null where there is none. */
export async function openCaseAsked(room: LicensingParts, requestNumber: RequestNumber): Promise<OpenedCase | Refusal | null> {
  const caseId = await caseByRequestNumber(room.deps.database.sql, requestNumber)
  const seen = caseId === null ? null : await room.caseflow.read(caseId)
  if (caseId === null || seen === null) return null
  return isLoaded(room, seen.state) ? placed(room, caseId, seen) : refuseLicensing('licensing.edition-not-loaded')
}

/** For what the room does by itself: whose case it is decides nothing. */
export async function openCaseOf(room: LicensingParts, caseId: string): Promise<OpenedCase> {
  const seen = await room.caseflow.read(caseId)
  if (seen === null) throw new Fault(`Expected case ${caseId} but it is not kept`)
  return placed(room, caseId, seen)
}

function placed(room: LicensingParts, caseId: string, seen: ReadCase): OpenedCase {
  const edition = room.caseflow.editionOf(seen.state.opening!.editionHash)
  const place = placeOfEdition(seen.state, edition)
  const zone = zoneOf(edition.regulation, room.deps.regulations.tables)
  return { ...seen, ...place, caseId, edition, zone, party: partyOf(seen) ?? ERASED }
}

const partyOf = ({ party }: ReadCase): Party | null => partyFrom(party as KeptParty | null)

/** The case after a step, as it was decided on the case as it was opened: its applicant, edition and clock are the same. */
function afterStep({ caseId, party, edition, zone }: OpenedCase, { state, now }: Stepped): OpenedCase {
  return { state, version: state.version, now, ...placeOfEdition(state, edition), caseId, party, edition, zone }
}

/** The case after a step that this reader took. Whoever gave it away by the step (an officer who declined) still gets what they did. */
export async function readAfter(room: LicensingParts, before: OpenedCase, stepped: Stepped, reader: Reader): Promise<CaseView> {
  const opened = afterStep(before, stepped)
  const party = before.party === ERASED ? null : before.party
  return viewOf(room, opened, (await isTheirs(room, opened, party, reader)) ? reader : { kind: 'system', id: reader.id })
}

/** An order may have ended since the page was opened: the directory is asked each time. */
export async function isByKeptOrder({ deps }: LicensingParts, reader: Reader): Promise<boolean> {
  if (reader.kind !== 'staff' || reader.onBehalfOf === undefined) return true
  return deps.actsByOrder === undefined || deps.actsByOrder(reader)
}

/** An officer from whom the case was taken sees by whom and when, and no more of it; for everybody else there is none. */
async function whyNotTheirs(room: LicensingParts, caseId: string, reader: Actor, edition: Edition): Promise<Refusal> {
  const isOfficer = reader.kind === 'staff' && reader.role === 'officer'
  const events = isOfficer ? await room.caseflow.events({ authority: edition.regulation.authority.id, caseId }) : []
  const given = events.findLast((event) => event.kind === 'assigned' && event.officerId === reader.id)
  const taken = given && events.slice(events.indexOf(given)).find((event) => event.kind === 'taskWithdrawn' && event.why !== 'returned')
  if (taken === undefined) return refuseLicensing('licensing.case-not-found')
  return refuseEngine('task-withdrawn', { facts: byWhomAndWhen({ by: taken.actor, at: taken.at }) })
}

export async function readCase(room: LicensingParts, caseId: string, reader: Reader): Promise<CaseView | Refusal> {
  const opened = await openCaseFor(room, caseId, reader)
  return isRefusal(opened) ? opened : viewOf(room, opened, reader)
}

export async function findByNumber(room: LicensingParts, requestNumber: RequestNumber, reader: Reader): Promise<CaseView | Refusal> {
  const caseId = await caseByRequestNumber(room.deps.database.sql, requestNumber)
  return caseId === null ? refuseLicensing('licensing.case-not-found') : readCase(room, caseId, reader)
}

/** An opened case, for who may see it. */
export async function viewOf(room: LicensingParts, opened: OpenedCase, reader: Actor): Promise<CaseView> {
  const { caseId, state, version, party, opening, edition } = opened
  const [events, request, rows] = await Promise.all([
    room.caseflow.events(opening, version),
    requestInForce(room, opened),
    writingsOf(room.deps.database.sql, opening.authority, caseId),
  ])
  if (request === null) throw new Fault(`Expected the signed request of case ${caseId} but it is not kept`)
  const eventAt = inHistory(events)
  const [asked, nonAcceptance] = [askedNow(opened, events), nonAcceptanceIn(state, events)]
  const [hearing, objections] = [hearingNow(opened, events), objectionsIn(events)]
  const earlier = state.correctedSha256 === undefined ? [] : await earlierRequests(room, opened, events)
  const names = reader.kind === 'applicant' ? new Map<string, string>() : await namesOf(room, events)
  return {
    kind: 'caseView',
    summary: summaryOf(room, caseId, state),
    total: dueDateIn(eventAt, state.total!, { of: 'total' }),
    version,
    regulation: opening.regulation,
    editionHash: opening.editionHash,
    variantId: opening.variant,
    party,
    request: requestFor(readable(request).request, reader, opened),
    attachments: filesFor(request.attachments, reader, opened),
    tasks: tasksFor(state, reader, edition).map((task) => countedTask(eventAt, task)),
    state: reader.kind === 'applicant' ? forApplicant(state) : state,
    history: historyOf(events, opened, reader, names, party),
    ...(asked && { asked: { ...asked, missing: missingFor(asked.missing, reader, opened) } }),
    ...(earlier.length > 0 && {
      earlierRequests: earlier.map((each) => ({
        ...each,
        request: requestFor(each.request, reader, opened),
        attachments: filesFor(each.attachments, reader, opened),
        missing: missingFor(each.missing, reader, opened),
      })),
    }),
    ...(nonAcceptance && { nonAcceptance }),
    ...(hearing && { hearing }),
    ...(objections.length > 0 && { objections }),
    works: worksSeen(events, rows, opened, reader).map((work) => workView(work, reader)),
    result: resultOf(state, reader),
    ...(await complaintsOfCase(room, opened)),
  }
}

/** The result is the applicant's once the case is closed: handed over where the procedure says so. */
function resultOf(state: CaseState, reader: Actor): CaseView['result'] {
  const { signed, prepared } = state
  if (signed === null || (reader.kind === 'applicant' && state.closedAt === null)) return null
  const { documentId, signedAt } = signed
  return { documentId, number: prepared?.number ?? null, signedAt, decision: conclusionOf(state)!.decision }
}

/** Of a case whose edition is not here the list shows the number, and why it shows no more. */
export function summaryOf({ deps }: LicensingParts, caseId: string, state: CaseState): CaseSummary {
  const { opening } = state
  const { due } = state.total!
  const { editions, tables } = deps.regulations
  const edition = deps.regulations.edition(opening!.editionHash)
  // The clock of an authority is the same in each of its editions.
  const like = edition ?? editions.find(({ regulation }) => regulation.authority.id === opening!.authority)
  const zone = like ? zoneOf(like.regulation, tables) : Object.values(tables.zones)[0]!
  return {
    caseId,
    requestNumber: opening!.requestNumber,
    service: edition?.regulation.service ?? NOT_LOADED.text,
    variant: (edition && findVariant(edition.regulation, opening!.variant)?.name) ?? inAll(() => '—'),
    status: state.status,
    registeredAt: state.openedAt!,
    totalDue: due,
    totalDueOn: toLocal(due, zone).date,
    stage: edition === null ? NOT_LOADED.remedy : stageOf(state, edition, opening!.variant),
    ...(state.basis && { isOfOffice: true }),
    ...(state.complaintAbout && { isComplaint: true }),
  }
}

export async function listForApplicant(room: LicensingParts, reader: Reader, query: OwnCasesQuery = {}): Promise<readonly CaseSummary[]> {
  if (reader.kind !== 'applicant') return []
  const { text = '', ...place } = query
  const wanted = tidyLine(text)
  const found = wanted === '' ? undefined : { number: codeKey(wanted), services: servicesNamed(room, wanted) }
  const cases = await casesOfApplicant(room.deps.database.sql, reader, { ...place, ...(found && { found }) })
  return cases.map(({ caseId, state }) => summaryOf(room, caseId, state))
}

/** Variants whose service or own name has this text in any language, as `regulation/variant`. */
function servicesNamed({ deps }: LicensingParts, text: string): readonly string[] {
  const sought = text.toLowerCase()
  return deps.regulations.editions.flatMap(({ regulation }) =>
    regulation.variants
      .filter(({ name }) =>
        [regulation.service, name].some((words) => Object.values(words).some((each) => each.toLowerCase().includes(sought))),
      )
      .map(({ id }) => `${regulation.id}/${id}`),
  )
}

export async function listTasks(room: LicensingParts, actors: Actor | readonly Actor[], query: TaskQuery = {}): Promise<TaskPage> {
  const staff = [actors].flat().filter((actor) => actor.kind === 'staff')
  const [own] = staff
  if (own === undefined) return NO_TASKS
  const kept: (typeof staff)[number][] = []
  for (const each of staff) if (each.authority === own.authority && (await isByKeptOrder(room, each))) kept.push(each)
  const of = kept.map((each) => ({ role: each.role, actorId: worksFor(each), ...(each.unit !== undefined && { unit: each.unit }) }))
  return summarised(await room.caseflow.listTasks({ ...query, authority: own.authority, of, person: own.id }))
}

export async function listTasksOfAuthority(room: LicensingParts, head: Actor, query: TaskQuery = {}): Promise<TaskPage> {
  const authority = await headedBy(room, head)
  return authority === null ? NO_TASKS : summarised(await room.caseflow.listTasks({ ...query, authority, person: head.id }))
}

/** Heads and clerks see those of their authority, officers their own; outside bodies none. */
export async function listWaiting(room: LicensingParts, reader: Reader): Promise<readonly WaitingCase[]> {
  if (reader.kind !== 'staff' || reader.role === 'interestedBody' || !(await isByKeptOrder(room, reader))) return []
  const officer = reader.role === 'officer' ? worksFor(reader) : null
  const cases = await casesWaiting(room.deps.database.sql, { authority: reader.authority, officer })
  return cases.map(({ caseId, state }) => ({
    ...summaryOf(room, caseId, state),
    waits: (state.asked ?? []).map(({ kind, since, due, presented }) => ({ what: kind, since, due, isPresented: presented !== undefined })),
  }))
}

export async function officersWithWork(room: LicensingParts, head: Actor): Promise<readonly OfficerWithWork[]> {
  const authority = await headedBy(room, head)
  return authority === null ? [] : room.caseflow.officersWithWork(authority)
}

export async function loadOfAuthority(room: LicensingParts, head: Actor): Promise<TaskLoad> {
  const authority = await headedBy(room, head)
  return authority === null ? NO_LOAD : room.caseflow.loadOf(authority)
}

const NO_LOAD: TaskLoad = { open: 0, late: 0, byOfficer: [], byService: [], byStep: [], isCut: false }

/** The authority of which this is a head, or acts for one by an order that is kept; null for everybody else. */
async function headedBy(room: LicensingParts, reader: Actor): Promise<string | null> {
  return reader.kind === 'staff' && reader.role === 'head' && (await isByKeptOrder(room, reader)) ? reader.authority : null
}

const NO_TASKS: TaskPage = { tasks: [], previous: null, next: null, total: 0, late: 0, counts: [] }

function summarised(page: Awaited<ReturnType<LicensingParts['caseflow']['listTasks']>>): TaskPage {
  const tasks = page.tasks.map(({ caseId, taskId, state, applicantName, due }): TaskSummary => {
    const task = state.tasks.find(({ id }) => id === taskId)
    const { opening } = state
    if (task === undefined || opening === null)
      throw new Fault(`Expected task ${taskId} among the open tasks of case ${caseId} but the list and the case differ`)
    const { requestNumber, editionHash, variant: variantId } = opening
    const { stepId, startedAt, late, assignee } = task
    return {
      caseId,
      taskId,
      requestNumber,
      editionHash,
      variantId,
      stepId,
      applicantName,
      openedAt: state.openedAt!,
      startedAt,
      due,
      late,
      assignee,
    }
  })
  return { ...page, tasks }
}

/** Prepared bytes are for the official who is to sign; the signed file is for those who may see the case, and for the applicant once it is theirs. */
export async function readDocument(room: LicensingParts, documentId: string, reader: Reader): Promise<StoredDocument | Refusal> {
  const row = await readDocumentRow(room.deps.database.sql, documentId)
  const opened = row && (await openCaseFor(room, row.caseId, reader))
  if (row === null || opened === null || isRefusal(opened)) return documentNotFound()
  const { state } = opened
  const annulled = state.complaints?.find(({ annuls }) => annuls?.documentId === documentId)?.annuls
  if (annulled) return signedFile(room, row, state, annulled.sha256)
  if (row.documentKind === 'paper') return paperFor(room, opened, row, reader)
  if (row.documentKind === 'nonAcceptance') return nonAcceptanceFor(room, opened, row, reader)
  if (state.signed?.documentId === documentId && (reader.kind !== 'applicant' || state.closedAt !== null))
    return signedFile(room, row, state, state.signed.sha256)
  const isPrepared = state.prepared?.documentId === documentId && state.signed === null
  const isForSigning = isPrepared && reader.kind === 'staff' && reader.role !== 'interestedBody'
  return isForSigning ? file(nameOf(row, state), row.prepared, 'application/pdf') : documentNotFound()
}

/** The letter or minutes of a step: for who may see what was written there; while it waits for a signature, for who is to sign it. */
async function paperFor(room: LicensingParts, opened: OpenedCase, row: DocumentRow, reader: Reader): Promise<StoredDocument | Refusal> {
  const { state } = opened
  const { documentId } = row
  const seen = (await seenWorks(room, opened, reader)).find(({ paper }) => paper?.documentId === documentId)
  if (seen?.paper?.signed) return signedFile(room, row, state, seen.paper.signed)
  const isPrepared = state.works?.some(({ paper }) => paper?.documentId === documentId) === true
  const isForSigning = isPrepared && reader.kind === 'staff' && reader.id === row.signerId
  return seen !== undefined || isForSigning ? file(nameOf(row, state), row.prepared, 'application/pdf') : documentNotFound()
}

/** A refusal to accept: signed, for who may see the case; until then for who is to sign it. */
async function nonAcceptanceFor(room: LicensingParts, { state }: OpenedCase, row: DocumentRow, reader: Reader) {
  const { paper, signed } = state.nonAcceptance ?? {}
  if (signed?.documentId === row.documentId) return signedFile(room, row, state, signed.sha256)
  const isForSigning = paper?.documentId === row.documentId && reader.kind === 'staff' && reader.id === row.signerId
  return isForSigning ? file(nameOf(row, state), row.prepared, 'application/pdf') : documentNotFound()
}

async function seenWorks(room: LicensingParts, opened: OpenedCase, reader: Reader) {
  const { opening, caseId } = opened
  const [events, rows] = await Promise.all([
    room.caseflow.events(opening, opened.version),
    writingsOf(room.deps.database.sql, opening.authority, caseId),
  ])
  return worksSeen(events, rows, opened, reader)
}

export async function signedFile(room: LicensingParts, row: DocumentRow, state: CaseState, sha256: string): Promise<StoredDocument> {
  const bytes = await readSignedFile(shelfOf(room.deps), row.authority, sha256)
  if (bytes === null || hash('sha256', bytes) !== sha256)
    throw new Fault(`Expected the signed file ${sha256.slice(0, 12)} of document ${row.documentId} but it is not kept as it was`)
  return file(nameOf(row, state), bytes, 'application/pdf', sha256)
}

function nameOf(row: DocumentRow, state: CaseState): string {
  return `${row.number ?? `${state.opening!.requestNumber}-${row.documentKind}`}.pdf`
}

function file(name: string, bytes: Uint8Array, mediaType: string, sha256 = hash('sha256', bytes)): StoredDocument {
  return { kind: 'document', name, mediaType, sha256, bytesBase64: Buffer.from(bytes).toString('base64') }
}

async function fileOfWorks(room: LicensingParts, opened: OpenedCase, sha256: string, reader: Reader) {
  const works = await seenWorks(room, opened, reader)
  return works.flatMap(({ writing, answer }) => [...writing.files, ...(answer?.files ?? [])]).find((each) => each.sha256 === sha256)
}

/** The driver holds a file of 10 MB about five times while it arrives: of ten who ask at once, eight wait some milliseconds. */
const heavyReads = new Turns(2)

export async function readAttachment(
  room: LicensingParts,
  caseId: string,
  sha256: string,
  reader: Reader,
): Promise<StoredDocument | Refusal> {
  const opened = await openCaseFor(room, caseId, reader)
  if (isRefusal(opened)) return documentNotFound()
  const { authority } = opened.opening
  const attachment =
    filesFor(await attachmentsOf(room, opened), reader, opened).find((each) => each.sha256 === sha256) ??
    (await fileOfWorks(room, opened, sha256, reader))
  if (!attachment) return documentNotFound()
  const bytes = await heavyReads.take(() => readAttachmentBytes(shelfOf(room.deps), authority, sha256))
  return bytes ? file(attachment.name, bytes, attachment.mediaType, sha256) : documentNotFound()
}

/** Files of the request that counts, and of those before it. */
async function attachmentsOf(room: LicensingParts, opened: OpenedCase): Promise<CaseView['attachments']> {
  const now = (await requestInForce(room, opened))?.attachments ?? []
  if (opened.state.correctedSha256 === undefined) return now
  const earlier = await earlierRequests(room, opened, await room.caseflow.events(opened.opening, opened.version))
  return [...now, ...earlier.flatMap(({ attachments }) => attachments)]
}
