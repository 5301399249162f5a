// What an operator of a hall sees of a result, for who has come for it. Only what was presented: a number and whose it is, both right.
import type { ResultAsked, ResultSeen, StoredDocument } from '@ruqsat/caseflow/host'
import { conclusionOf, refuseEngine, type Actor } from '@ruqsat/engine'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import type { Step } from '@ruqsat/law'
import { windowStep } from './core/window.ts'
import type { LicensingParts } from './deps.ts'
import { refuseLicensing } from './refusals.ts'
import { readDocumentRow } from './store/documents.ts'
import { openCaseAsked, signedFile, summaryOf, type OpenedCase } from './views.ts'

export async function resultFor(room: LicensingParts, asked: ResultAsked, operator: Actor): Promise<ResultSeen | Refusal> {
  const found = await resultAtWindow(room, asked, operator)
  if (isRefusal(found)) return found
  const { opened, decision, step } = found
  const { caseId, state, opening, party, variant, edition } = opened
  const { kind, iin, bin, name } = party
  return {
    kind: 'resultSeen',
    authority: opening.authority,
    caseId,
    requestNumber: opening.requestNumber,
    regulation: opening.regulation,
    editionHash: opening.editionHash,
    variantId: opening.variant,
    service: edition.regulation.service,
    variant: variant.name,
    decision,
    holder: { kind, iin, bin, name },
    resultNumber: state.prepared?.number ?? null,
    signedAt: state.signed!.signedAt,
    step: { name: step.name, source: step.source },
  }
}

export async function resultPaper(room: LicensingParts, asked: ResultAsked, operator: Actor): Promise<StoredDocument | Refusal> {
  const found = await resultAtWindow(room, asked, operator)
  if (isRefusal(found)) return found
  const { state } = found.opened
  const row = await readDocumentRow(room.deps.database.sql, state.signed!.documentId)
  return row === null ? refuseLicensing('licensing.document-not-found') : signedFile(room, row, state, state.signed!.sha256)
}

type AtWindow = { readonly opened: OpenedCase; readonly decision: 'grant' | 'refuse'; readonly step: Step }

/** An unknown number and one of somebody else are refused alike. */
async function resultAtWindow(
  room: LicensingParts,
  { requestNumber, identifier }: ResultAsked,
  operator: Actor,
): Promise<AtWindow | Refusal> {
  if (operator.kind !== 'staff' || operator.role !== 'operator') return refuseEngine('not-your-role')
  const known = await room.deps.staff(operator.id)
  if (known?.operatorOf !== operator.authority) return refuseEngine('not-your-authority')
  const opened = await openCaseAsked(room, requestNumber)
  if (opened !== null && isRefusal(opened)) return opened
  if (opened === null || (opened.party.bin ?? opened.party.iin) !== identifier) return refuseLicensing('licensing.result-not-theirs')
  const { state } = opened
  const decision = conclusionOf(state)?.decision
  if (state.signed === null || state.closedAt === null || decision === undefined) {
    const { stage } = summaryOf(room, opened.caseId, state)
    return refuseLicensing('licensing.result-not-ready', { facts: { stage } })
  }
  const step = windowStep(opened, decision)
  return step === null ? refuseLicensing('licensing.result-not-here') : { opened, decision, step }
}
