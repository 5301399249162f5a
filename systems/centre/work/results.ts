// A result for who holds the ticket: what they presented is kept while they are at the window, and no more is shown than that.
import { randomUUID } from 'node:crypto'
import type { ResultAsked, ResultRead, ResultSeen } from '@ruqsat/caseflow'
import { toLocal } from '@ruqsat/clock'
import { askPower } from '@ruqsat/counter'
import { laterBy } from '@ruqsat/database'
import type { Actor } from '@ruqsat/engine'
import { Fault, isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import type { HallOperator, Ticket } from '../contract.ts'
import type { CentreDeps, CentreParts } from '../deps.ts'
import { refuseCentre } from '../refusals.ts'
import { beginSearch, endSearch, keepReceipt, type ResultReceipt } from '../store/results.ts'

export function operatorActor({ office }: Pick<CentreDeps, 'office'>, { id }: Pick<HallOperator, 'id'>): Actor {
  return { kind: 'staff', id, role: 'operator', authority: office.id }
}

export type FoundResult = { readonly kind: 'foundResult'; readonly seen: ResultSeen; readonly read: ResultRead }

/** An unknown number, or somebody else's. */
const NOT_THEIRS = 'licensing.result-not-theirs'

/** Of several hosts the one that has the request answers. */
export async function findResult(deps: CentreDeps, asked: ResultAsked, operator: HallOperator): Promise<FoundResult | Refusal> {
  let refusal: Refusal = refuseCentre('centre.no-service')
  for (const read of deps.results) {
    const seen = await read.resultFor(asked, operatorActor(deps, operator))
    if (!isRefusal(seen)) return { kind: 'foundResult', seen, read }
    refusal = seen
    if (seen.code !== NOT_THEIRS) return seen
  }
  return refusal
}

/** An operator who tries numbers out gets nowhere near one with these; who mistypes is right long before. */
export const WRONG_SEARCHES = { most: 5, withinMs: 60 * 60_000 }

type Searcher = { readonly operator: HallOperator; readonly ticket: Pick<Ticket, 'id'> }

/** What was presented for the first time: looked for within the limit, and kept in the log with what came of it. */
export async function searchResult(
  { deps, technicalClock }: Pick<CentreParts, 'deps' | 'technicalClock'>,
  asked: ResultAsked,
  { operator, ticket }: Searcher,
): Promise<FoundResult | Refusal> {
  const { sql } = deps.database
  const search = {
    authority: deps.office.id,
    id: randomUUID(),
    ticketId: ticket.id,
    operatorId: operator.id,
    requestNumber: asked.requestNumber,
    askedAt: await deps.legalClock.now(),
    countedAt: technicalClock.now(),
  }
  const limit = { since: laterBy(technicalClock, -WRONG_SEARCHES.withinMs), most: WRONG_SEARCHES.most }
  if (!(await sql.begin((tx) => beginSearch(tx, search, limit)))) return refuseCentre('centre.too-many-wrong', { field: 'number' })
  const found = await findResult(deps, asked, operator)
  await endSearch(sql, search, !isRefusal(found) ? 'shown' : found.code === NOT_THEIRS ? 'wrong' : 'notReady')
  return found
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
  const purpose = { authority, asker: operator.id, role: 'operator', caseId, source: step.source }
  const today = toLocal(now, office.zone).date
  const asked = await askPower(
    registers,
    { number, principal: holder.bin ?? holder.iin, representative: representativeIin },
    { purpose, today },
  )
  if (asked.kind === 'outage' || asked.kind === 'refused') return refuseCentre('centre.power-not-asked', { field: 'power' })
  return asked.kind === 'wrong' ? asked.why : null
}
