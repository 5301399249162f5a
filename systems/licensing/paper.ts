// What a paper of a case takes from the case: the language of the request, what the interested body said, what departments confirm.
import type { StaffAct } from '@ruqsat/caseflow/host'
import {
  confirmedRequest,
  draftPaperFaults,
  opinionPaperFaults,
  type PaperScene,
  type ResultInput,
  type SignedRequest,
} from '@ruqsat/documents'
import { correctionOf, opinionsOf, type DraftResult } from '@ruqsat/engine'
import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import { readKeptRequest, type KeptRequest } from './core/submission.ts'
import type { LicensingParts } from './deps.ts'
import { requestInForce } from './request-versions.ts'
import type { OpenedCase } from './views.ts'

/** What the case began with, as it was signed last or, where the authority opened the case by itself, written. */
export async function keptRequest(room: LicensingParts, opened: OpenedCase): Promise<KeptRequest> {
  const { caseId } = opened
  const kept = await requestInForce(room, opened)
  const request = kept && readKeptRequest(kept.content)
  if (request === null || isRefusal(request))
    throw new Fault(`Expected the signed request of case ${caseId} but it is not kept as it was signed`)
  return request
}

/** The request as it was signed last, of a case that somebody asked for. */
export async function signedRequest(room: LicensingParts, opened: OpenedCase): Promise<SignedRequest> {
  const request = await keptRequest(room, opened)
  if (request.schema === 'ruqsat.proceedings/1' || request.schema === 'ruqsat.counter/1')
    throw new Fault(`Expected a signed request of case ${opened.caseId} but nobody asked for it`)
  return request.schema === 'ruqsat.sealed/1' ? confirmedRequest(request) : request
}

/** Every opinion with the body that gave it and the day. */
export function opinionsOnPaper({ state, edition, variant }: OpenedCase): ResultInput['opinions'] {
  return opinionsOf(state, variant.procedure.steps).map(({ unit: id, opinion, reason, inStateLanguage, alsoIn, at, bySilence }) => {
    const unit = edition.regulation.units.find((each) => each.id === id)
    if (unit === undefined) throw new Fault(`Expected the unit '${id}' that gave its opinion in ${edition.regulation.id} but it has none`)
    return {
      opinion,
      reason,
      ...(inStateLanguage !== undefined && { inStateLanguage }),
      ...(alsoIn !== undefined && { alsoIn }),
      body: unit.name,
      at,
      bySilence: bySilence === true,
    }
  })
}

/** Why what an official writes could never become a paper; null where it could. Asked before the act is recorded, so that nobody meets it at the signature. */
export async function paperFault(room: LicensingParts, opened: OpenedCase, act: StaffAct): Promise<Refusal | null> {
  if (act.kind !== 'examine' && act.kind !== 'conclude' && act.kind !== 'approve' && act.kind !== 'askCorrection') return null
  const { language } = (await keptRequest(room, opened)).form
  if (act.kind === 'approve') return opinionPaperFaults(act, language)[0] ?? null
  const { edition, variant } = opened
  const { inStateLanguage } = act
  const draft = act.kind === 'askCorrection' ? missedDraft(act, opened) : act.draft
  if (draft === null) return null
  const scene: PaperScene = { regulation: edition.regulation, variant, language, confirmations: room.deps.confirmations ?? [] }
  const fault = draftPaperFaults({ ...draft, ...(inStateLanguage !== undefined && { inStateLanguage }) }, scene)[0] ?? null
  // What is asked is typed item by item: only the whole has a place in the form.
  return fault !== null && act.kind === 'askCorrection' && fault.field === 'explanation' ? { ...fault, field: 'other' } : fault
}

/** What the refusal will say where the correction does not come; null where the engine refuses the act anyway. */
function missedDraft(
  { taskId, missing }: Extract<StaffAct, { kind: 'askCorrection' }>,
  { state, variant }: OpenedCase,
): DraftResult | null {
  const stepId = state.tasks.find(({ id }) => id === taskId)?.stepId
  const step = variant.procedure.steps.find(({ id }) => id === stepId)
  const correction = step === undefined ? null : correctionOf(step)
  if (correction === null || missing.length === 0) return null
  return { decision: 'refuse', groundIds: [correction.ground], explanation: missing.map(({ text }) => text).join('\n') }
}
