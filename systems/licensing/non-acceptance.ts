// A refusal to accept as a signed paper: written, set in type, looked over, signed once by who refuses. Whatever breaks on the way, asking again
// goes on from there; until the signature the request is neither refused nor accepted.
import { readFileSync } from 'node:fs'
import { toLocal } from '@ruqsat/clock'
import type { CaseView, PreparedResult, StaffAct, Waiting } from '@ruqsat/caseflow/host'
import { lintNonAcceptance, nonAcceptanceDocument, nonAcceptanceFaults } from '@ruqsat/documents'
import { pendingNonAcceptance, type Actor, type CaseState, type WrittenNonAcceptance } from '@ruqsat/engine'
import { inAll, isRefusal, type Refusal } from '@ruqsat/foundation'
import type { LicensingParts, StaffRecord } from './deps.ts'
import { keptRequest } from './paper.ts'
import { mayBe, paperOf, preparedPaper, preparedToday, setInType, toBeSigned } from './papers.ts'
import { refuseLicensing } from './refusals.ts'
import { completeSignature, paperToSign, signerOf } from './signatures.ts'
import { readDocumentRow, storePrepared } from './store/documents.ts'
import { openCaseFor, readCase, type OpenedCase } from './views.ts'
import { refundOwed } from './work/refund-fee.ts'

/** How the paper looks where the package has no template of its own. */
export const HOUSE_TEMPLATE = {
  name: 'house/non-acceptance.typ',
  source: readFileSync(new URL('./templates/non-acceptance.typ', import.meta.url), 'utf8'),
}

/** Keeps what was written; first it is set in type, so that what cannot be printed is said to who writes it, now. */
export async function refuseAcceptance(
  room: LicensingParts,
  opened: OpenedCase,
  act: Extract<StaffAct, { readonly kind: 'refuseAcceptance' }>,
  actor: Actor,
): Promise<CaseView | Refusal> {
  const refused = mayBe(room, opened, act, actor)
  if (refused !== null) return refused
  const { edition, variant, caseId } = opened
  const { language } = (await keptRequest(room, opened)).form
  const [fault] = nonAcceptanceFaults(act, {
    regulation: edition.regulation,
    variant,
    language,
    confirmations: room.deps.confirmations ?? [],
  })
  if (fault !== undefined) return fault
  const pdf = await typeset(room, opened, act, await signerOf(room, actor))
  if (isRefusal(pdf)) return pdf
  const answer = await room.caseflow.step({ caseId, actor, plan: () => ({ command: act }) })
  return isRefusal(answer) ? answer : readCase(room, caseId, actor)
}

/** Whether what is prepared or signed at this task is a refusal to accept. */
export function isNonAcceptance({ state }: OpenedCase, taskId: string): boolean {
  return (
    pendingNonAcceptance(state)?.taskId === taskId || (state.nonAcceptance?.taskId === taskId && state.nonAcceptance.signed !== undefined)
  )
}

async function typeset(
  room: LicensingParts,
  opened: OpenedCase,
  refused: WrittenNonAcceptance,
  signer: StaffRecord,
): Promise<Uint8Array | Refusal> {
  const { regulations, confirmations = [] } = room.deps
  const { variant, edition, opening, now: at } = opened
  const { language } = (await keptRequest(room, opened)).form
  const isPaid = opening.payment !== null
  const data = nonAcceptanceDocument({ ...paperOf(room, opened, signer), variant, refused, language, confirmations, isPaid, at })
  const faults = lintNonAcceptance(data)
  const what = inAll((each) => faults.map((fault) => fault[each]).join(' '))
  if (faults.length > 0) return refuseLicensing('licensing.result-incomplete', { facts: { what } })
  const own = variant.nonAcceptance?.template
  const { id } = edition.regulation
  const template = own === undefined ? HOUSE_TEMPLATE : { name: `${id}/${own}`, source: regulations.template(edition.hash, own) }
  return setInType(room, opened, template, data)
}

/** The paper of what is written; the same on the same day for the same official. */
export async function prepareNonAcceptance(
  room: LicensingParts,
  opened: OpenedCase,
  taskId: string,
  actor: Actor,
): Promise<PreparedResult | Refusal> {
  const asked = { documentId: 'asked-beforehand', sha256: '' }
  const refused = mayBe(room, opened, { kind: 'prepareNonAcceptance', taskId, paper: asked }, actor)
  if (refused !== null) return refused
  const { caseId, variant } = opened
  const written = pendingNonAcceptance(opened.state)!
  const signer = await signerOf(room, actor)
  const kept = await preparedToday(room, opened, written.paper, signer)
  if (kept !== null) return preparedPaper(kept)
  const pdf = await typeset(room, opened, written, signer)
  if (isRefusal(pdf)) return pdf
  const row = await toBeSigned(room, opened, { pdf, signer, documentKind: 'nonAcceptance', title: variant.nonAcceptance!.title })
  if (isRefusal(row)) return row
  // The intent: the document exists. Without the next line nobody refers to it.
  await storePrepared(room.deps.database.sql, row)
  const command = { kind: 'prepareNonAcceptance', taskId, paper: { documentId: row.documentId, sha256: row.preparedSha256 } } as const
  const answer = await room.caseflow.step({ caseId, actor, plan: () => ({ command }) })
  return isRefusal(answer) ? answer : preparedPaper(row)
}

type Signing = { readonly taskId: string; readonly documentId: string; readonly cmsBase64: string }

export async function signNonAcceptance(
  room: LicensingParts,
  opened: OpenedCase,
  { taskId, documentId, cmsBase64 }: Signing,
  actor: Actor,
): Promise<CaseView | Waiting | Refusal> {
  const { caseId, now, zone } = opened
  const kept = await readDocumentRow(room.deps.database.sql, documentId)
  const isOwn = ({ nonAcceptance }: CaseState) => nonAcceptance?.signed?.documentId === documentId && kept?.signerId === actor.id
  // A second click after the answer was lost: it is signed, by this very official.
  if (isOwn(opened.state)) return readCase(room, caseId, actor)
  const asked = { documentId, sha256: '', signerCertificateSha256: '', signedAt: now }
  const refused = mayBe(room, opened, { kind: 'signNonAcceptance', taskId, signed: asked }, actor)
  if (refused !== null) return refused
  const signer = await signerOf(room, actor)
  const row = paperToSign(kept, caseId, signer)
  if (isRefusal(row)) return row
  // The paper states its day.
  const dayOf = (at: string) => toLocal(at, zone).date
  if (dayOf(row.preparedAt) !== dayOf(now)) return refuseLicensing('licensing.paper-of-another-day')
  const completed = await completeSignature(room, { row, signer, at: now }, Buffer.from(cmsBase64, 'base64'))
  if (isRefusal(completed) || completed.kind === 'waiting') return completed
  const signed = { documentId, sha256: completed.sha256, signerCertificateSha256: completed.certificateSha256, signedAt: now }
  // The commit point: the request is refused at the door, by which file, and that the fee is owed back.
  const answer = await room.caseflow.step({
    caseId,
    actor,
    plan: () => ({ command: { kind: 'signNonAcceptance', taskId, signed } }),
    beside: () => ({ outbox: refundOwed(opened, room.deps) }),
  })
  if (!isRefusal(answer)) return readCase(room, caseId, actor)
  // Of two clicks at once the later finds the case closed by the earlier.
  const after = await openCaseFor(room, caseId, actor)
  return !isRefusal(after) && isOwn(after.state) ? readCase(room, caseId, actor) : answer
}
