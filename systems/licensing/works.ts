// Letters, visits, entries and questions: what an official writes at a step that decides nothing. The words are kept in a row of their own,
// the event says which and their digest; a paper that is signed goes the way of a result: set in type, looked over, signed once.
import { hash, randomBytes, randomUUID } from 'node:crypto'
import { toLocal } from '@ruqsat/clock'
import type { CaseView, PreparedResult, Waiting, WorkAct } from '@ruqsat/caseflow/host'
import {
  cleanWork,
  workDocument,
  workFaults,
  workOutcome,
  workPage,
  type TypedValues,
  type WorkPart,
  type WrittenWork,
} from '@ruqsat/documents'
import { pendingWork, type Actor, type Work, type WorkPaper } from '@ruqsat/engine'
import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import { stepById, type Step, type WritingPaper } from '@ruqsat/law'
import { digestOf } from './core/works.ts'
import type { LicensingParts, StaffRecord } from './deps.ts'
import { refuseLicensing } from './refusals.ts'
import { documentRow, mayBe, paperOf, preparedPaper, preparedToday, setInType, toBeSigned, type AskedCommand } from './papers.ts'
import { completeSignature, paperToSign, signerOf } from './signatures.ts'
import { sizesOf } from './store/attachments.ts'
import { readDocumentRow, storePrepared } from './store/documents.ts'
import { storeWriting, writingsOf, type WritingRow } from './store/writings.ts'
import { readAfter, readCase, type OpenedCase } from './views.ts'

/** The step of this task where it is one at which something is written; null for every other. */
export function writingStep({ state, variant }: OpenedCase, taskId: string): Step | null {
  const stepId = [...state.tasks, ...state.doneTasks].find(({ id }) => id === taskId)?.stepId
  const step = stepId === undefined ? null : stepById(variant.procedure.steps, stepId)
  return step?.writing === undefined ? null : step
}

/** Keeps what was written and goes on; the words first, so that no event names a row that is not there. */
export async function writeWork(room: LicensingParts, opened: OpenedCase, act: WorkAct, actor: Actor): Promise<CaseView | Refusal> {
  const { taskId, expectedVersion } = act
  const part: WorkPart = act.kind === 'writeWork' ? 'writing' : 'answer'
  const step = writingStep(opened, taskId)
  const row = step && rowOf(opened, step, part, act, actor)
  const paper = step?.writing?.paper
  const isPrinted = part === 'writing' && paper !== undefined && paper.signed !== true
  const document = { documentId: randomUUID(), sha256: '' }
  const commandOf = (printed: WorkPaper): AskedCommand => {
    const common = { taskId, work: workOf(step, part, row), ...(expectedVersion !== undefined && { expectedVersion }) }
    return part === 'answer' ? { kind: 'answerWork', ...common } : { kind: 'writeWork', ...common, ...(isPrinted && { paper: printed }) }
  }
  const refused = mayBe(room, opened, commandOf(document), actor)
  if (refused !== null || step === null || row === null) return refused ?? refuseLicensing('licensing.document-not-found')
  const page = workPage(step.writing!, part)
  const [fault] = workFaults(page, row.content, toLocal(opened.now, opened.zone).date)
  if (fault !== undefined) return fault
  const missing = await missingFile(room, opened, row.content)
  if (missing !== null) return missing
  const signer = await signerOf(room, actor)
  // Also where it will be signed: what cannot be printed is said to whoever writes it, now.
  const pdf = part === 'writing' && paper !== undefined ? await typeset(room, opened, { step, paper, row, signer }) : null
  if (pdf !== null && isRefusal(pdf)) return pdf
  await storeWriting(room.deps.database.sql, row)
  const printed = isPrinted ? await keepPrinted(room, opened, { pdf: pdf!, documentId: document.documentId, signer }) : document
  // The commit point: the case says that this was written.
  const answer = await room.caseflow.step({ caseId: opened.caseId, actor, plan: () => ({ command: commandOf(printed) }) })
  return isRefusal(answer) ? answer : readAfter(room, opened, answer, actor)
}

function rowOf({ opening, caseId, now }: OpenedCase, step: Step, part: WorkPart, { values, files }: WorkAct, actor: Actor): WritingRow {
  return {
    authority: opening.authority,
    writingId: randomUUID(),
    caseId,
    stepId: step.id,
    salt: randomBytes(16).toString('hex'),
    content: { values: cleanWork(workPage(step.writing!, part), values), files: [...files] },
    writtenBy: actor.id,
    writtenAt: now,
  }
}

function workOf(step: Step | null, part: WorkPart, row: WritingRow | null): Work {
  return {
    writingId: row?.writingId ?? '',
    sha256: row === null ? '' : digestOf(row),
    files: (row?.content.files ?? []).map(({ slot, sha256 }) => ({ slot, sha256 })),
    outcome: step === null || row === null ? null : workOutcome(step, part, row.content.values),
  }
}

async function missingFile(room: LicensingParts, { opening }: OpenedCase, { files }: WrittenWork): Promise<Refusal | null> {
  const digests = files.map(({ sha256 }) => sha256)
  const sizes = await sizesOf(room.deps.database.sql, opening.authority, digests)
  const missing = files.find(({ sha256, sizeBytes }) => sizes.get(sha256) !== sizeBytes)
  return missing === undefined
    ? null
    : refuseLicensing('licensing.attachment-missing', { facts: { name: { kind: 'typed', text: missing.name } } })
}

type Sheet = { readonly step: Step; readonly paper: WritingPaper; readonly row: WritingRow; readonly signer: StaffRecord }

/** The letter or the minutes as a file that nobody has signed yet. */
function typeset(room: LicensingParts, opened: OpenedCase, { step, paper, row, signer }: Sheet): Promise<Uint8Array | Refusal> {
  const { regulation } = opened.edition
  const data = workDocument({ ...paperOf(room, opened, signer), step, paper, written: row.content, at: row.writtenAt })
  const template = {
    name: `${regulation.id}/${paper.template}`,
    source: room.deps.regulations.template(opened.edition.hash, paper.template),
  }
  return setInType(room, opened, template, data)
}

type Printed = { readonly pdf: Uint8Array; readonly documentId: string; readonly signer: StaffRecord }

/** A paper without a signature is whole as it is. */
async function keepPrinted(room: LicensingParts, opened: OpenedCase, { pdf, documentId, signer }: Printed): Promise<WorkPaper> {
  const sha256 = hash('sha256', pdf)
  const file = { documentId, prepared: pdf, byteRange: [0, 0, 0, 0], preparedSha256: sha256 } as const
  await storePrepared(room.deps.database.sql, documentRow(opened, signer, 'paper', file))
  return { documentId, sha256 }
}

/** The paper of what is written and not signed yet; the same on the same day by the same official. */
export async function prepareWork(
  room: LicensingParts,
  opened: OpenedCase,
  taskId: string,
  actor: Actor,
): Promise<PreparedResult | Refusal> {
  const { caseId } = opened
  const step = writingStep(opened, taskId)
  const asked = { documentId: 'asked-beforehand', sha256: '' }
  const refused = mayBe(room, opened, { kind: 'prepareWork', taskId, paper: asked }, actor)
  if (refused !== null || step === null) return refused ?? refuseLicensing('licensing.document-not-found')
  const work = pendingWork(opened.state, step.id)!
  const row = await writingOf(room, opened, work.writingId)
  const signer = await signerOf(room, actor)
  const kept = await preparedToday(room, opened, work.paper, signer)
  if (kept !== null) return preparedPaper(kept)
  const paper = step.writing!.paper!
  const pdf = await typeset(room, opened, { step, paper, row, signer })
  if (isRefusal(pdf)) return pdf
  const document = await toBeSigned(room, opened, { pdf, signer, documentKind: 'paper', title: paper.title })
  if (isRefusal(document)) return document
  await storePrepared(room.deps.database.sql, document)
  const command = { kind: 'prepareWork', taskId, paper: { documentId: document.documentId, sha256: document.preparedSha256 } } as const
  const answer = await room.caseflow.step({ caseId, actor, plan: () => ({ command }) })
  return isRefusal(answer) ? answer : preparedPaper(document)
}

async function writingOf(room: LicensingParts, { opening, caseId }: OpenedCase, writingId: string): Promise<WritingRow> {
  const row = (await writingsOf(room.deps.database.sql, opening.authority, caseId)).find((each) => each.writingId === writingId)
  if (row === undefined) throw new Fault(`Expected what was written as ${writingId} in case ${caseId} but it is not kept`)
  return row
}

export async function signWork(
  room: LicensingParts,
  opened: OpenedCase,
  { taskId, documentId, cmsBase64 }: { readonly taskId: string; readonly documentId: string; readonly cmsBase64: string },
  actor: Actor,
): Promise<CaseView | Waiting | Refusal> {
  const { caseId, now } = opened
  const kept = await readDocumentRow(room.deps.database.sql, documentId)
  // A second click after the answer was lost: the paper is signed, by this very official.
  const isSigned = opened.state.works?.some(({ paper, signed }) => paper?.documentId === documentId && signed !== undefined)
  if (isSigned === true && kept?.signerId === actor.id) return readCase(room, caseId, actor)
  const asked = { documentId, sha256: '', signerCertificateSha256: '', signedAt: now }
  const refused = mayBe(room, opened, { kind: 'signWork', taskId, signed: asked }, actor)
  if (refused !== null) return refused
  const signer = await signerOf(room, actor)
  const row = paperToSign(kept, caseId, signer)
  if (isRefusal(row)) return row
  const completed = await completeSignature(room, { row, signer, at: now }, Buffer.from(cmsBase64, 'base64'))
  if (isRefusal(completed) || completed.kind === 'waiting') return completed
  const signed = { documentId, sha256: completed.sha256, signerCertificateSha256: completed.certificateSha256, signedAt: now }
  // The commit point of signing.
  const answer = await room.caseflow.step({ caseId, actor, plan: () => ({ command: { kind: 'signWork', taskId, signed } }) })
  return isRefusal(answer) ? answer : readCase(room, caseId, actor)
}

/** What officials wrote, by step, for the paper of the result: what was written and what came back, of several times the last. */
export async function worksForResult(room: LicensingParts, opened: OpenedCase): Promise<Readonly<Record<string, TypedValues>>> {
  const { works = [] } = opened.state
  if (works.length === 0) return {}
  const rows = await writingsOf(room.deps.database.sql, opened.opening.authority, opened.caseId)
  const valuesOf = (id: string | undefined) => rows.find(({ writingId }) => writingId === id)?.content.values
  return Object.fromEntries(works.map(({ stepId, writingId, answerId }) => [stepId, { ...valuesOf(writingId), ...valuesOf(answerId) }]))
}
