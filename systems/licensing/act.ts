import type { ZoneRules } from '@ruqsat/clock'
import type { CaseView, StaffAct, WorkAct } from '@ruqsat/caseflow/host'
import type { Beside, DecidedCommand, CommandPlan } from '@ruqsat/caseflow'
import type { Actor } from '@ruqsat/engine'
import { type Instant, isRefusal, type Refusal } from '@ruqsat/foundation'
import { journalNumberOrder } from './core/numbering.ts'
import type { LicensingParts } from './deps.ts'
import { whyGrantBlocked } from './earlier.ts'
import { refuseAcceptance } from './non-acceptance.ts'
import { officerFault } from './officer.ts'
import { paperFault } from './paper.ts'
import { openCaseFor, readAfter } from './views.ts'
import { writeWork } from './works.ts'

/** Does a staff act: the engine decides, one commit makes it durable. */
export async function act(room: LicensingParts, caseId: string, staffAct: StaffAct, actor: Actor): Promise<CaseView | Refusal> {
  const opened = await openCaseFor(room, caseId, actor)
  if (isRefusal(opened)) return opened
  const fault = (await officerFault(room, opened, staffAct, actor)) ?? (await paperFault(room, opened, staffAct))
  if (fault !== null) return fault
  if ('values' in staffAct) return writeWork(room, opened, staffAct, actor)
  if (staffAct.kind === 'refuseAcceptance') return refuseAcceptance(room, opened, staffAct, actor)
  const plain = staffAct
  const isGrantBlocked = plain.kind === 'returnToOfficer' && (await whyGrantBlocked(room, opened)) !== null
  const plan = ({ now }: { readonly now: Instant }) => planOf(plain, { now, zone: opened.zone, isGrantBlocked })
  const answer = await room.caseflow.step({ caseId, actor, plan, beside })
  return isRefusal(answer) ? answer : readAfter(room, opened, answer, actor)
}

type PlainAct = Exclude<StaffAct, WorkAct | { readonly kind: 'refuseAcceptance' }>
type Planned = { readonly now: Instant; readonly zone: ZoneRules; readonly isGrantBlocked: boolean }

function planOf(staffAct: PlainAct, { now, zone, isGrantBlocked }: Planned): CommandPlan {
  if (staffAct.kind === 'returnToOfficer') return { command: { ...staffAct, ...(isGrantBlocked && { isGrantBlocked }) } }
  if (staffAct.kind !== 'accept') return { command: staffAct }
  const order = journalNumberOrder(now, zone)
  return { command: { ...staffAct, journalNumber: order.marker }, numbers: [order] }
}

/** A conclusion that turned into a refusal gives its serial back as voided, in the same transaction; also one that was reserved but never came into a document. */
function beside({ events }: DecidedCommand): Beside {
  const isRefused = events.some((event) => (event.kind === 'drafted' || event.kind === 'concluded') && event.draft.decision === 'refuse')
  return isRefused ? { host: { voidReason: 'conclusionChanged' } } : {}
}
