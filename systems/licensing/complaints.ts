// Complaints about cases that are kept here: whether there is something to complain of, and what a satisfied complaint does to its case.
import type { CaseView, ComplaintOfCase, Reader, Submission } from '@ruqsat/caseflow/host'
import type { OutboxHandler, OutboxRow, SeenCase } from '@ruqsat/caseflow'
import { toInstant, toLocal, type ZoneRules } from '@ruqsat/clock'
import { answersOf } from '@ruqsat/documents'
import {
  complaintMatter,
  conclusionOf,
  type BarredOfficials,
  type CaseState,
  type ComplaintSubject,
  type SatisfiedComplaint,
} from '@ruqsat/engine'
import { Fault, isRefusal, parseRequestNumber, type BIN, type IIN, type Instant, type Json, type Refusal } from '@ruqsat/foundation'
import { complaintIdOf, isAtCounter, offerAt, zoneOf, type Complains, type Edition, type Variant } from '@ruqsat/law'
import { barredFrom } from './barred.ts'
import { mayRead } from './core/access.ts'
import type { EditionPlace } from './core/place.ts'
import { readCounterRequest, readPortalRequest, type Service } from './core/submission.ts'
import type { LicensingParts } from './deps.ts'
import { refuseLicensing } from './refusals.ts'
import { complaintsAbout } from './store/complaints.ts'
import { caseByRequestNumber, readParty } from './store/parties.ts'

/** Kind of the outbox messages by which a case learns that a complaint about it was satisfied. */
export const COMPLAINT_MESSAGE = 'complaint'

/** A case that was opened for somebody who may see it. */
type Opened = Pick<SeenCase, 'state' | 'now'> & Pick<EditionPlace, 'opening' | 'variant'> & { readonly caseId: string }

type Complained = { readonly subject: ComplaintSubject; readonly decision: string; readonly state: CaseState; readonly now: Instant }
type Asked = {
  readonly edition: Edition
  readonly variant: Variant
  readonly answers: Readonly<Record<string, string>>
  readonly holder: { readonly iin: IIN | null; readonly bin: BIN | null }
}

/** What the answers complain of, or why nothing can come of it: whose number it is not, learns no more than that there is none. */
export async function complainedOf(room: LicensingParts, { edition, variant, answers, holder }: Asked): Promise<Complained | Refusal> {
  const { complains } = variant
  if (complains === undefined) throw new Fault(`Expected a variant that complains but '${variant.id}' does not`)
  const { field, source, within } = complains
  const typed = (answers[field] ?? '').trim()
  const about = { field, source, facts: { number: { kind: 'typed', text: typed } } } as const
  const number = parseRequestNumber(typed)
  const caseId = isRefusal(number) ? null : await caseByRequestNumber(room.deps.database.sql, number)
  const seen = caseId === null ? null : await room.caseflow.read(caseId)
  const opening = seen?.state.opening ?? null
  const party = opening && (await readParty(room.deps.database.sql, opening.authority, opening.applicantRef))
  if (caseId === null || seen === null || opening === null || party === null || !isSameParty(party, holder))
    return refuseLicensing('licensing.complaint-not-found', about)
  if (complaintIdOf(opening.regulation) !== edition.regulation.id) return refuseLicensing('licensing.complaint-of-another-service', about)
  const now = await room.deps.legalClock.now()
  const matter = matterOf(complains, answers, seen.state, now)
  if (matter === null || complains.of.every(({ what }) => what !== matter)) return refuseLicensing('licensing.complaint-nothing', about)
  const made = await complaintsAbout(room.deps.database.sql, opening.authority, caseId)
  const decision = SHOWN_BY_NO_CASE.has(matter) ? await nextAbout(room, matter, made) : decisionOf(seen.state, now)
  if (made.some((each) => !each.isWithdrawn && each.decision === decision)) return refuseLicensing('licensing.complaint-made', about)
  const zone = zoneOf(edition.regulation, room.deps.regulations.tables)
  const isLate = seen.state.closedAt !== null && now >= endOfTerm(seen.state.closedAt, within.months, zone)
  if (isLate && (answers[within.reason] ?? '').trim() === '')
    return refuseLicensing('licensing.complaint-late', { field: within.reason, source: within.source, facts: { months: within.months } })
  return { subject: { caseId, requestNumber: opening.requestNumber, what: matter }, decision, state: seen.state, now }
}

/** How people were treated: no case shows it, and nothing signed says it. */
const SHOWN_BY_NO_CASE: ReadonlySet<ComplaintSubject['what']> = new Set(['conduct', 'counter'])

/** What the complainant says that it is about, where the package lets them, or what alone it can be about; else what the case shows. */
function matterOf(
  { of }: Complains,
  answers: Readonly<Record<string, string>>,
  state: CaseState,
  now: Instant,
): ComplaintSubject['what'] | null {
  const chosen = of.find((each) => each.chosen !== undefined && answers[each.chosen.field] === each.chosen.answer)
  const said = chosen ?? of.find(({ what }) => what === 'counter')
  if (said === undefined) return complaintMatter(state, now)
  return state.basis === undefined && state.complaintAbout === undefined ? said.what : null
}

/** Conduct has no signed paper: one complaint about it at a time, and the next one when it has been decided. */
async function nextAbout(
  { caseflow }: LicensingParts,
  what: ComplaintSubject['what'],
  made: Awaited<ReturnType<typeof complaintsAbout>>,
): Promise<string> {
  const about = made.filter(({ isWithdrawn, decision }) => !isWithdrawn && decision.startsWith(`${what} `))
  const states = await Promise.all(about.map((each) => caseflow.read(each.caseId)))
  return `${what} ${states.filter((each) => (each?.state.closedAt ?? null) !== null).length + 1}`
}

function isSameParty(party: { readonly iin: IIN | null; readonly bin: BIN | null }, { iin, bin }: Asked['holder']): boolean {
  return party.bin === bin && (bin !== null || (iin !== null && party.iin === iin))
}

/** Names what is complained of, so that there is one complaint about it: the signed paper, or the work that is late. */
function decisionOf({ signed, nonAcceptance, tasks, status }: CaseState, now: Instant): string {
  if (status === 'open') return `late ${tasks.find(({ due }) => due !== null && due.due < now)?.id ?? 'total'}`
  return (nonAcceptance?.signed ?? signed)!.documentId
}

/** The midnight after the same date so many months later, or after that month's last day. */
function endOfTerm(from: Instant, months: number, zone: ZoneRules): Instant {
  const [year, month, day] = toLocal(from, zone).date.split('-').map(Number) as [number, number, number]
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  const last = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10)
  return toInstant(last, '24:00', zone)
}

/** Of a submission that complains, what it is about; null of any other. */
export async function complaintIn(
  room: LicensingParts,
  sent: Submission,
  { edition, variant, view }: Service,
): Promise<(Pick<Complained, 'subject' | 'decision'> & { readonly barred: BarredOfficials | null }) | null | Refusal> {
  if (variant.complains === undefined) return null
  const content = Buffer.from(sent.contentBase64, 'base64')
  const signed = isAtCounter(view, edition.regulation) ? readCounterRequest(content) : readPortalRequest(content)
  if (isRefusal(signed)) return signed
  const answers = answersOf(signed)
  const about = await complainedOf(room, { edition, variant, answers, holder: sent.party })
  if (isRefusal(about)) return about
  const { subject, decision, state, now } = about
  const ofCase = { state, edition: room.caseflow.editionOf(state.opening!.editionHash), what: subject.what, now }
  return { subject, decision, barred: await barredFrom(room.deps, { edition, complains: variant.complains, answers }, ofCase) }
}

/** Somebody was faster with a complaint about the same. */
export function isComplaintMade(error: unknown): boolean {
  return error instanceof Fault && (error.cause as { readonly code?: unknown } | undefined)?.code === 'RQ003'
}

/** Leaves with the signature of a decision that satisfies a complaint: its case learns it, once. */
export function complaintOutbox({ caseId, state, opening, variant }: Opened, documentId: string, notBefore: Instant): readonly OutboxRow[] {
  const { complaintAbout } = state
  const effect = variant.complains?.of.find(({ what }) => what === complaintAbout?.what)
  if (complaintAbout === undefined || effect === undefined || conclusionOf(state)?.decision !== 'grant') return []
  const complaint: SatisfiedComplaint = {
    caseId,
    requestNumber: opening.requestNumber,
    documentId,
    what: complaintAbout.what,
    does: effect.does,
  }
  const payload = { about: complaintAbout.caseId, complaint } as unknown as Json
  return [{ key: `${caseId}/complaint`, kind: COMPLAINT_MESSAGE, payload, notBefore }]
}

/** Idempotent: the case takes each complaint once. */
export function heedComplaint(roomOf: () => LicensingParts): OutboxHandler {
  return async ({ payload }) => {
    const { about, complaint } = payload as unknown as { readonly about: string; readonly complaint: SatisfiedComplaint }
    const done = await roomOf().caseflow.step({
      caseId: about,
      actor: { kind: 'system', id: 'outbox' },
      plan: () => ({ command: { kind: 'heedComplaint', complaint } }),
    })
    if (isRefusal(done))
      throw new Fault(`Expected case ${about} to learn of a complaint but it was refused: ${done.code}`, { retry: 'later' })
  }
}

/** Who considers a complaint reads the case that it is about. */
export async function readsAsComplainedOf(room: LicensingParts, caseId: string, { opening }: CaseState, reader: Reader): Promise<boolean> {
  if (reader.kind !== 'staff' || opening === null || reader.authority === opening.authority) return false
  for (const made of await complaintsAbout(room.deps.database.sql, opening.authority, caseId)) {
    const state = (await room.caseflow.read(made.caseId))?.state
    if (state?.opening && mayRead(state, null, reader, room.caseflow.editionOf(state.opening.editionHash))) return true
  }
  return false
}

/** Complaints about a case, and what of it may be complained of now, for its page. */
export async function complaintsOfCase(
  room: LicensingParts,
  { caseId, state, opening, now }: Omit<Opened, 'variant'>,
): Promise<Pick<CaseView, 'complaints' | 'mayComplain' | 'mayComplainAlso'>> {
  const made = await complaintsAbout(room.deps.database.sql, opening.authority, caseId)
  const complaints = await Promise.all(
    made.map(async (each): Promise<readonly ComplaintOfCase[]> => {
      const kept = (await room.caseflow.read(each.caseId))?.state
      if (!kept?.opening || !kept.complaintAbout) return []
      const { requestNumber } = kept.opening
      return [{ caseId: each.caseId, requestNumber, what: kept.complaintAbout.what, status: kept.status, isComplaint: true }]
    }),
  )
  const matter = complaintMatter(state, now)
  const isOpen = matter !== null && made.every((each) => each.isWithdrawn || each.decision !== decisionOf(state, now))
  const all = complaints.flat()
  const also = (await chosenMatters(room, opening.regulation, now)).filter(
    (matter) => !all.some(({ what, status }) => what === matter && status === 'open'),
  )
  return {
    ...(all.length > 0 && { complaints: all }),
    ...(isOpen && { mayComplain: matter }),
    ...(also.length > 0 && state.basis === undefined && state.complaintAbout === undefined && { mayComplainAlso: also }),
  }
}

/** What the complainant may choose to complain of, by the complaint that is offered now. */
async function chosenMatters({ deps }: LicensingParts, regulation: string, now: Instant): Promise<readonly ComplaintSubject['what'][]> {
  const offer = offerAt(deps.offers, complaintIdOf(regulation), now)
  const variants = (offer && deps.regulations.edition(offer.edition)?.regulation.variants) ?? []
  return variants.flatMap(({ complains }) => (complains?.of ?? []).flatMap(({ what }) => (SHOWN_BY_NO_CASE.has(what) ? [what] : [])))
}
