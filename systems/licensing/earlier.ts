// The number that a result acts on, and why the register no longer takes what was decided about it.
import type { CaseView, Reader } from '@ruqsat/caseflow/host'
import { toLocal } from '@ruqsat/clock'
import { answersOf, daysOver, type SignedRequest } from '@ruqsat/documents'
import { conclusionOf, type DraftResult } from '@ruqsat/engine'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { stepById } from '@ruqsat/law'
import { earlierFault, serviceOf, type Entry } from './core/register-change.ts'
import type { LicensingParts } from './deps.ts'
import { keptRequest } from './paper.ts'
import { whyNothingCorrected } from './paper-in-force.ts'
import { entryOf } from './public-register.ts'
import { openCaseFor, type OpenedCase, viewOf } from './views.ts'

type Deciding = {
  readonly room: LicensingParts
  readonly opened: OpenedCase
  readonly conclusion: DraftResult
  readonly request: Pick<SignedRequest, 'form' | 'sections'>
}

/** `others`: the entry of another authority, whose number the act takes; nothing is changed in it. */
export type EarlierNumber = { readonly typed: string | null; readonly entry: Entry | null; readonly others: Entry | null }

/** The number that the result acts on, as the register has it now; refused where it can no longer be acted on. */
export async function earlierOf({ room, opened, conclusion, request }: Deciding): Promise<EarlierNumber | Refusal> {
  const { edition, variant, party, now, zone } = opened
  const { grant } = variant.results
  if (conclusion.decision === 'refuse' || grant.earlier === undefined) return { typed: null, entry: null, others: null }
  const service = serviceOf(edition.regulation)
  const answers = answersOf(request)
  const typed = answers[grant.earlier.field] ?? ''
  const found = await entryOf(room, typed)
  if (isRefusal(found)) return found
  const today = toLocal(now, zone).date
  const fault = earlierFault({ grant, service, answers, holder: party, today, entry: found })
  if (fault !== null) return fault
  const entry = found?.authority === service.authority ? found : null
  const asked = { variant, kind: party.kind, answers, today }
  const others = entry === null && grant.earlier.givenBy !== undefined ? found : null
  return (entry && (await whyNothingCorrected(room, { ...asked, documentId: entry.documentId }))) ?? { typed, entry, others }
}

/**
 * Why the grant that was drafted cannot be signed as the register is now, or because its days have passed; null where it can, or where none was
 * drafted. A result whose days begin and end by answers alone is judged before anything is drafted, too.
 */
export async function whyGrantBlocked(room: LicensingParts, opened: OpenedCase): Promise<Refusal | null> {
  const conclusion = conclusionOf(opened.state)
  const { earlier, validity } = opened.variant.results.grant
  if (earlier === undefined && validity === undefined) return null
  if (conclusion?.decision === 'refuse' || (conclusion === null && validity === undefined)) return null
  const request = await keptRequest(room, opened)
  if (conclusion === null) return daysOverNow(opened, null, request)
  const found = await earlierOf({ room, opened, conclusion, request })
  return isRefusal(found) ? found : daysOverNow(opened, found, request)
}

/** Whether the days of what would be signed now are over. What silence has granted is granted: its paper is made all the same. */
export function daysOverNow(
  { variant, now, zone, state }: Pick<OpenedCase, 'variant' | 'now' | 'zone' | 'state'>,
  earlier: EarlierNumber | null,
  request: Pick<SignedRequest, 'sections'>,
): Refusal | null {
  const { grant } = variant.results
  if (state.deemed?.decision === 'grant') return null
  // Without the number nobody knows the days that follow it.
  if (earlier === null && grant.earlier !== undefined && grant.validity?.from === 'earlierEnd') return null
  const entry = earlier?.entry ?? earlier?.others ?? null
  const answers = answersOf(request)
  return daysOver({ grant, entry, signedOn: toLocal(now, zone).date, answer: (field) => answers[field] ?? '' })
}

/** Asked only for whoever decides or signs now: it is the register of this moment. */
export async function readForDesk(room: LicensingParts, caseId: string, reader: Reader): Promise<CaseView | Refusal> {
  const opened = await openCaseFor(room, caseId, reader)
  if (isRefusal(opened)) return opened
  const view = await viewOf(room, opened, reader)
  const actions = view.tasks.map(({ stepId }) => stepById(opened.variant.procedure.steps, stepId).action)
  const isDeciding = actions.some((action) => action === 'signResult' || action === 'examine' || action === 'conclude')
  const grantBlocked = isDeciding ? await whyGrantBlocked(room, opened) : null
  return grantBlocked === null ? view : { ...view, grantBlocked }
}
