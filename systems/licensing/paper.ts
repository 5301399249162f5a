// What a paper of a case takes from the case: the language of the request, what the interested body said, what departments confirm.
import type { StaffAct } from '@ruqsat/caseflow/host'
import { draftPaperFaults, opinionPaperFaults, type PaperScene, type ResultInput } from '@ruqsat/documents'
import type { CaseState } from '@ruqsat/engine'
import { Fault, isRefusal, type Language, type Refusal } from '@ruqsat/foundation'
import type { Edition, Variant } from '@ruqsat/law'
import { placeOfEdition } from './core/place.ts'
import { readSignedRequest } from './core/submission.ts'
import type { LicensingParts } from './deps.ts'
import { readRequest } from './store/requests.ts'
import type { OpenedCase } from './views.ts'

/** The language in which the request was signed. */
export async function requestLanguage(room: LicensingParts, { caseId, state }: OpenedCase): Promise<Language> {
  const kept = await readRequest(room.deps.database.sql, state.opening!.authority, caseId)
  const request = kept && readSignedRequest(kept.content)
  if (request === null || isRefusal(request))
    throw new Fault(`Expected the signed request of case ${caseId} but it is not kept as it was signed`)
  return request.form.language
}

/** The opinion with the body that gave it and the day; null where none was asked. */
export function opinionOf(state: CaseState, { regulation }: Edition, variant: Variant): ResultInput['opinion'] {
  if (state.opinion === null) return null
  const steps = variant.procedure.steps.filter(({ action }) => action === 'approve')
  const done = state.doneTasks.findLast(({ stepId, withdrawn }) => withdrawn === undefined && steps.some(({ id }) => id === stepId))
  const step = steps.find(({ id }) => id === done?.stepId)
  const unit = regulation.units.find(({ id }) => id === step?.unit)
  if (done === undefined || unit === undefined) throw new Fault('Expected the step at which the opinion was given but the case has none')
  return { ...state.opinion, body: unit.name, at: done.at }
}

/** Why what an official writes could never become a paper; null where it could. Asked before the act is recorded, so that nobody meets it at the signature. */
export async function paperFault(room: LicensingParts, opened: OpenedCase, act: StaffAct): Promise<Refusal | null> {
  if (act.kind !== 'examine' && act.kind !== 'conclude' && act.kind !== 'approve') return null
  const language = await requestLanguage(room, opened)
  if (act.kind === 'approve') return opinionPaperFaults(act, language)[0] ?? null
  const edition = room.caseflow.editionOf(opened.state.opening!.editionHash)
  const { variant } = placeOfEdition(opened.state, edition)
  const scene: PaperScene = { regulation: edition.regulation, variant, language, confirmations: room.deps.confirmations ?? [] }
  const { inStateLanguage } = act
  return draftPaperFaults({ ...act.draft, ...(inStateLanguage !== undefined && { inStateLanguage }) }, scene)[0] ?? null
}
