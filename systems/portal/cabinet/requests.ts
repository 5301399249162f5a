import { isRefusal, parseRequestNumber, type Refusal } from '@ruqsat/foundation'
import type { CaseHost, CaseSummary, CaseView, OwnCasesQuery } from '@ruqsat/caseflow'
import type { ZoneRules } from '@ruqsat/clock'
import { findVariant, type Regulation, type Variant } from '@ruqsat/law'
import { languageOf, localHref, localPath, sendRefusal, type StatusKind, type Text } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { PATHS, type Portal } from '../deps.ts'
import { lacks, type DraftAction } from '../application/core/access.ts'
import { powerFault } from '../application/drafts/powers.ts'
import { accessToRequest } from '../application/drafts/of-request.ts'
import { ownNumbers } from '../application/drafts/store.ts'
import { refusePortal } from '../refusals.ts'
import type { Person } from '../registration/people/person.ts'
import texts from './texts.yaml'

/** A person's request with the host that keeps it and the law that it is pinned to. */
export type OwnRequest = {
  readonly person: Person
  readonly view: CaseView
  readonly host: CaseHost
  readonly regulation: Regulation
  readonly variant: Variant
  readonly zone: ZoneRules
}

const OF_REQUEST = { receipt: texts.receipt, request: texts.request, applicantPart: texts.applicantPart }
const OF_COMPLAINT: typeof OF_REQUEST = {
  receipt: { ...texts.receipt, ...texts.ofComplaint.receipt },
  request: { ...texts.request, ...texts.ofComplaint.request },
  applicantPart: { ...texts.applicantPart, ...texts.ofComplaint.applicantPart },
}

/** The words of its pages: a complaint is called a complaint. */
export function wordsOfOwn({ view }: Pick<OwnRequest, 'view'>): typeof OF_REQUEST {
  return view.state.complaintAbout === undefined ? OF_REQUEST : OF_COMPLAINT
}

const REQUEST_STATUS: Readonly<Record<CaseSummary['status'], { readonly kind: StatusKind; readonly text: Text }>> = {
  none: { kind: 'neutral', text: texts.texts.requestStatus.none.text },
  open: { kind: 'information', text: texts.texts.requestStatus.open.text },
  granted: { kind: 'success', text: texts.texts.requestStatus.granted.text },
  refused: { kind: 'danger', text: texts.texts.requestStatus.refused.text },
  withdrawn: { kind: 'neutral', text: texts.texts.requestStatus.withdrawn.text },
  notAccepted: { kind: 'warning', text: texts.texts.requestStatus.notAccepted.text },
}

/** Proceedings that the authority opened are over or not: they neither grant nor refuse. A complaint is satisfied or not. */
export function statusTagOf({ status, isOfOffice, isComplaint }: Pick<CaseSummary, 'status' | 'isOfOffice' | 'isComplaint'>): {
  readonly kind: StatusKind
  readonly text: Text
} {
  const isOver = status === 'granted' || status === 'refused'
  if (isComplaint === true && isOver) {
    const isSatisfied = status === 'granted'
    const { satisfied, notSatisfied } = texts.texts.requestStatus
    return { kind: isSatisfied ? 'success' : 'danger', text: (isSatisfied ? satisfied : notSatisfied).text }
  }
  return isOfOffice === true && isOver ? { kind: 'neutral', text: texts.texts.requestStatus.over.text } : REQUEST_STATUS[status]
}

/** The pattern of a page about one request. */
export const REQUEST_PATH = localPath(`${PATHS.cabinet}/requests/:number`)

/** The handler of such a page, with the request that the address names; somebody else's is not found either. */
export function withRequest(
  portal: Portal,
  handler: (request: FastifyRequest, reply: FastifyReply, own: OwnRequest) => Promise<unknown>,
  action: DraftAction = 'see',
): RouteHandlerMethod {
  return portal.requirePerson(async (request, reply, person) => {
    const own = await ownRequest(portal, person, (request.params as { number: string }).number)
    if (own === null) return sendNotShown(portal, request, reply, person)
    if (lacks(person, action)) return sendLacks(request, reply)
    const fault = action === 'see' ? null : await powerFaultIn(portal, own)
    return fault === null
      ? handler(request, reply, own)
      : sendRefusal(request, reply, fault, { status: 403, back: backToRequest(request, own) })
  })
}

/** Who filed for another does nothing more with it when the power of attorney does not hold any more; its principal does as before. */
export async function powerFaultIn(portal: Portal, { view, person, variant }: OwnRequest): Promise<Refusal | null> {
  const { party, summary } = view
  const edition = portal.editionOf(view.editionHash)
  if (party.representative === undefined || party.accountId !== person.accountId || edition === null) return null
  const { number } = party.representative.power
  const of = { number, principal: party.bin ?? party.iin, caseId: summary.caseId, edition, source: variant.procedure.source }
  const { registers, legalClock } = portal.deps
  return powerFault({ registers, legalClock, tables: portal.deps.regulations.tables }, of, person)
}

/** The head of the firm gave this person other rights. */
export function sendLacks(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  return sendRefusal(request, reply, refusePortal('right-not-given'), { status: 403, back: backToCabinet(request) })
}

/** Not theirs or not there, unless its host says that it is theirs and cannot be shown. */
async function sendNotShown(portal: Portal, request: FastifyRequest, reply: FastifyReply, person: Person): Promise<unknown> {
  const number = parseRequestNumber((request.params as { number: string }).number)
  if (isRefusal(number)) return sendNotFound(request, reply)
  for (const host of hostsOf(portal)) {
    const answer = await host.findByNumber(number, portal.actor(person))
    if (!isRefusal(answer) || answer.code !== 'licensing.edition-not-loaded') continue
    if ((await accessToRequest(portal.deps.database.sql, person, number, 'see')) === 'allowed')
      return sendRefusal(request, reply, answer, { status: 503, back: backToCabinet(request) })
  }
  return sendNotFound(request, reply)
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  return sendRefusal(request, reply, refusePortal('request-not-found'), { status: 404, back: backToCabinet(request) })
}

/** The way back from a page of a request to the request itself. */
export function backToRequest(request: FastifyRequest, own: OwnRequest) {
  return { href: localHref(languageOf(request), PATHS.request(own.view.summary.requestNumber)), text: wordsOfOwn(own).receipt.back }
}

export function backToCabinet(request: FastifyRequest) {
  return { href: localHref(languageOf(request), PATHS.cabinet), text: texts.request.back }
}

function hostsOf(portal: Portal): readonly CaseHost[] {
  // Several names may be one host: its cases are listed once.
  return [...new Set(Object.values(portal.deps.hosts))].filter((host) => host !== undefined)
}

/** All requests of a person, newest first, from every host. */
export async function requestsOf(portal: Portal, person: Person, query: OwnCasesQuery = {}): Promise<readonly CaseSummary[]> {
  const own = person.rights?.seeAll === false ? { numbers: await ownNumbers(portal.deps.database.sql, person) } : {}
  const lists = await Promise.all(hostsOf(portal).map((host) => host.listForApplicant(portal.actor(person), { ...query, ...own })))
  return lists.flat().toSorted((left, right) => (keyOf(left) < keyOf(right) ? 1 : -1))
}

/** The place of a request in the list. */
export function keyOf({ registeredAt, requestNumber }: Pick<CaseSummary, 'registeredAt' | 'requestNumber'>): string {
  return `${registeredAt}~${requestNumber}`
}

/** A page of them, and the key of its last where there are more. */
export async function pageOfRequests(
  portal: Portal,
  person: Person,
  { text, after }: { readonly text: string; readonly after: string },
): Promise<{ readonly requests: readonly CaseSummary[]; readonly next: string | null }> {
  const [registeredAt, requestNumber] = after.split('~') as [string, string?]
  const isKey = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(registeredAt) && requestNumber !== undefined
  const place = isKey ? { after: { registeredAt, requestNumber } } : {}
  const found = await requestsOf(portal, person, { limit: PAGE + 1, ...place, ...(text !== '' && { text }) })
  const requests = found.slice(0, PAGE)
  return { requests, next: found.length > PAGE ? keyOf(requests.at(-1)!) : null }
}
/** As many as a person reads on a telephone before the rest of the page. */
const PAGE = 10

/** The request of this number, or null where this person has none. */
export async function ownRequest(portal: Portal, person: Person, typed: string): Promise<OwnRequest | null> {
  const number = parseRequestNumber(typed)
  if (isRefusal(number)) return null
  const { sql } = portal.deps.database
  for (const host of hostsOf(portal)) {
    const view = await host.findByNumber(number, portal.actor(person))
    if (isRefusal(view) || (await accessToRequest(sql, person, view.summary.requestNumber, 'see')) !== 'allowed') continue
    const regulation = portal.editionOf(view.editionHash)?.regulation
    const variant = regulation && findVariant(regulation, view.variantId)
    if (variant) return { person, view, host, variant, regulation, zone: portal.zone(regulation) }
  }
  return null
}
