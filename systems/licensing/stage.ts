// What the contact centre may report of a case: where it is and when it is due.
import type { CallerProof, StageAsked, StageSeen } from '@ruqsat/caseflow/host'
import { toLocal } from '@ruqsat/clock'
import { dueDateIn, inHistory } from '@ruqsat/engine'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import type { LicensingParts } from './deps.ts'
import { refuseLicensing } from './refusals.ts'
import { askedNow, hearingNow } from './request-versions.ts'
import { openCaseAsked, summaryOf, type OpenedCase } from './views.ts'

/** Wrong answers and an unknown number are refused alike. */
export async function stageFor(room: LicensingParts, { requestNumber, proof }: StageAsked): Promise<StageSeen | Refusal> {
  const opened = await openCaseAsked(room, requestNumber)
  if (opened !== null && isRefusal(opened)) return opened
  if (opened === null || !isTheirs(opened, proof)) return refuseLicensing('licensing.caller-not-shown')
  const { caseId, state, opening, variant } = opened
  const events = await room.caseflow.events(opening, opened.version)
  const { requestNumber: number, service, status, stage, registeredAt } = summaryOf(room, caseId, state)
  const [correction, hearing] = [askedNow(opened, events), hearingNow(opened, events)]
  return {
    kind: 'stageSeen',
    requestNumber: number,
    service,
    variant: variant.name,
    status,
    stage,
    registeredAt,
    total: dueDateIn(inHistory(events), state.total!, { of: 'total' }),
    editionHash: opening.editionHash,
    variantId: opening.variant,
    isClockStopped: correction?.isClockStopped === true,
    awaited: correction ? { what: 'correction', due: correction.due } : hearing ? { what: 'hearing', due: hearing.due } : null,
  }
}

/** Both answers, and none of them empty: a request without a telephone is not shown to whoever names none. */
function isTheirs({ party, state, zone }: OpenedCase, { identifierEnd, second }: CallerProof): boolean {
  const identifier = party.bin ?? party.iin
  if (identifier === null || !isEnd(identifierEnd) || !identifier.endsWith(identifierEnd)) return false
  if (second.kind === 'phone') return isEnd(second.end) && party.phone.endsWith(second.end)
  return second.day === toLocal(state.openedAt!, zone).date
}

const isEnd = (digits: string) => /^[0-9]{4}$/.test(digits)
