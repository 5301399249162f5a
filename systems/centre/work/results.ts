// A result for who holds the ticket: what they presented is kept while they are at the window, and no more is shown than that.
import type { ResultAsked, ResultRead, ResultSeen } from '@ruqsat/caseflow'
import { toLocal } from '@ruqsat/clock'
import { refuseCounter } from '@ruqsat/counter'
import { faultOfPower } from '@ruqsat/documents'
import type { Actor } from '@ruqsat/engine'
import { Fault, isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import type { HallOperator, Ticket } from '../contract.ts'
import type { CentreDeps } from '../deps.ts'
import { refuseCentre } from '../refusals.ts'
import { keepReceipt, type ResultReceipt } from '../store/results.ts'

export function operatorActor({ office }: Pick<CentreDeps, 'office'>, { id }: Pick<HallOperator, 'id'>): Actor {
  return { kind: 'staff', id, role: 'operator', authority: office.id }
}

export type FoundResult = { readonly kind: 'foundResult'; readonly seen: ResultSeen; readonly read: ResultRead }

/** Of several hosts the one that has the request answers. */
export async function findResult(deps: CentreDeps, asked: ResultAsked, operator: HallOperator): Promise<FoundResult | Refusal> {
  let refusal: Refusal = refuseCentre('centre.no-service')
  for (const read of deps.results) {
    const seen = await read.resultFor(asked, operatorActor(deps, operator))
    if (!isRefusal(seen)) return { kind: 'foundResult', seen, read }
    refusal = seen
    if (seen.code !== 'licensing.result-not-theirs') return seen
  }
  return refusal
}

/** Who takes it, as it was typed. */
export type Taking = {
  readonly comes: 'self' | 'representative'
  readonly receivedBy: string
  readonly shownDocument: string
  readonly representativeIin: string
  readonly power: string
}

/** Hands it over, once: a receipt, or why not. Somebody else takes it by a notarised power of attorney that the register confirms. */
export async function handOver(
  deps: CentreDeps,
  {
    seen,
    taking,
    ticket,
    operator,
  }: { readonly seen: ResultSeen; readonly taking: Taking; readonly ticket: Ticket; readonly operator: HallOperator },
  now: Instant,
): Promise<'handedOver' | Refusal> {
  const fault = taking.comes === 'self' ? null : await powerRefusal(deps, seen, taking, operator, now)
  if (fault !== null) return fault
  const receipt: ResultReceipt = {
    authority: deps.office.id,
    caseAuthority: seen.authority,
    caseId: seen.caseId,
    requestNumber: seen.requestNumber,
    resultNumber: seen.resultNumber,
    ticketId: ticket.id,
    operatorId: operator.id,
    receivedBy: taking.receivedBy,
    shownDocument: taking.shownDocument,
    power: taking.comes === 'self' ? null : taking.power,
    at: now,
  }
  return (await keepReceipt(deps.database.sql, receipt)) ? 'handedOver' : refuseCentre('centre.result-given')
}

async function powerRefusal(
  { registers, office }: CentreDeps,
  { authority, caseId, step, holder }: ResultSeen,
  { power: number, representativeIin }: Taking,
  operator: HallOperator,
  now: Instant,
): Promise<Refusal | null> {
  if (registers === undefined) throw new Fault('Expected registers to ask about a power of attorney but this hall has none')
  const principal = holder.bin ?? holder.iin
  const purpose = { authority, asker: operator.id, role: 'operator', caseId, source: step.source }
  const answer = await registers.powerOfAttorney({ number, principal }, purpose)
  if (answer.kind === 'outage' || answer.kind === 'refused') return refuseCentre('centre.power-not-asked', { field: 'power' })
  const today = toLocal(now, office.zone).date
  const fault = answer.kind === 'absent' ? 'unknown' : faultOfPower(answer.value, { principal, representative: representativeIin }, today)
  return fault === null ? null : refuseCounter(`counter.power-${fault}`, { field: 'power', facts: { number } })
}
