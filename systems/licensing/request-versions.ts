// The requests of a case: the one that counts, and those that it took the place of.
import type { AskedView, CaseView, EarlierRequest } from '@ruqsat/caseflow/host'
import { askedDueIn, type AskedOfApplicant, type CaseEvent, type CaseState, type MissingItem } from '@ruqsat/engine'
import { Fault, type Instant, ownJson } from '@ruqsat/foundation'
import type { LicensingParts } from './deps.ts'
import { readRequest, readRequestVersion, type StoredRequest } from './store/requests.ts'
import type { SeenCase } from '@ruqsat/caseflow'
import type { EditionPlace } from './core/place.ts'
import { isHeardInPerson, stepById } from '@ruqsat/law'

type Whose = Pick<SeenCase, 'state'> & Pick<EditionPlace, 'opening'> & { readonly caseId: string }

/** The requests of the cases that were read last, in each room: what was signed never changes. */
const keptRequests = new WeakMap<object, Map<string, StoredRequest>>()
const REQUESTS_KEPT = 64
/** A longer one is read each time. */
const MOST_BYTES_KEPT = 65_536

/** The request that was signed last. */
export async function requestInForce({ deps }: LicensingParts, { caseId, opening, state }: Whose): Promise<StoredRequest | null> {
  const { sql } = deps.database
  const kept = keptRequests.get(sql) ?? new Map<string, StoredRequest>()
  keptRequests.set(sql, kept)
  const name = `${opening.authority} ${caseId} ${state.correctedSha256 ?? opening.requestSha256}`
  const known = kept.get(name)
  if (known !== undefined) return known
  const read =
    state.correctedSha256 === undefined
      ? await readRequest(sql, opening.authority, caseId)
      : await readRequestVersion(sql, opening.authority, caseId, state.correctedSha256)
  if (read !== null && read.content.byteLength <= MOST_BYTES_KEPT) {
    kept.set(name, read)
    if (kept.size > REQUESTS_KEPT) kept.delete(kept.keys().next().value!)
  }
  return read
}

/** Those before it, oldest first, each with what was asked of the applicant then. */
export async function earlierRequests(
  room: LicensingParts,
  { caseId, opening }: Whose,
  events: readonly CaseEvent[],
): Promise<readonly EarlierRequest[]> {
  const { sql } = room.deps.database
  const given = events.filter((event): event is Extract<CaseEvent, { kind: 'correctionGiven' }> => event.kind === 'correctionGiven')
  const digests = [opening, ...given].map(({ requestSha256, signatureSha256 }) => ({ requestSha256, signatureSha256 }))
  return Promise.all(
    given.map(async ({ askedId }, place) => {
      const { requestSha256, signatureSha256 } = digests[place]!
      const kept =
        place === 0
          ? await readRequest(sql, opening.authority, caseId)
          : await readRequestVersion(sql, opening.authority, caseId, requestSha256)
      if (kept === null) throw new Fault(`Expected the request ${requestSha256.slice(0, 12)} of case ${caseId} but it is not kept`)
      if (signatureSha256 === null) throw new Fault(`Expected a signed request of case ${caseId} but nobody asked for it`)
      return { ...readable(kept), requestSha256, signatureSha256, missing: missingIn(events, askedId) }
    }),
  )
}

export function readable({ content, attachments }: StoredRequest): Pick<CaseView, 'request' | 'attachments'> {
  return { request: ownJson(Buffer.from(content).toString('utf8')), attachments }
}

function missingIn(events: readonly CaseEvent[], askedId: string): readonly MissingItem[] {
  return askedEvent(events, askedId)?.missing ?? []
}

function askedEvent(events: readonly CaseEvent[], askedId: string) {
  return events.find(
    (event): event is Extract<CaseEvent, { kind: 'correctionAsked' }> => event.kind === 'correctionAsked' && event.askedId === askedId,
  )
}

/** What the applicant is asked now, with its list and the derivation of its term. */
export function askedNow({ state, opening }: Pick<Whose, 'state' | 'opening'>, events: readonly CaseEvent[]): AskedView | null {
  const asked = state.asked?.find(({ kind }) => kind === 'correction')
  const event = asked && askedEvent(events, asked.id)
  if (asked === undefined || event === undefined) return null
  const { missing, inStateLanguage, alsoIn, stops, stepId, source, at: since } = event
  const written = { ...(inStateLanguage !== undefined && { inStateLanguage }), ...(alsoIn !== undefined && { alsoIn }) }
  const due = askedDueIn(events, asked.id)
  const requestSha256 = state.correctedSha256 ?? opening.requestSha256
  return { askedId: asked.id, stepId, missing, ...written, since, due, isClockStopped: stops, source, requestSha256, ...presentedOf(asked) }
}

function presentedOf(asked: AskedOfApplicant | undefined): { readonly presentedAt?: Instant } {
  return asked?.presented === undefined ? {} : { presentedAt: asked.presented.at }
}

/** Why the request was not accepted, and the paper that says so; cases of an earlier release have none. */
export function nonAcceptanceIn({ nonAcceptance }: CaseState, events: readonly CaseEvent[]): CaseView['nonAcceptance'] | null {
  const event = events.find(({ kind }) => kind === 'acceptanceRefused')
  if (event?.kind !== 'acceptanceRefused') return null
  const { inStateLanguage, alsoIn, signed } = nonAcceptance ?? {}
  return {
    groundIds: event.groundIds,
    explanation: event.explanation,
    ...(inStateLanguage !== undefined && { inStateLanguage }),
    ...(alsoIn !== undefined && { alsoIn }),
    at: event.at,
    documentId: signed?.documentId ?? null,
  }
}

/** The draft of a refusal or a measure that the party may object to now. */
export function hearingNow(
  { state, variant }: Pick<Whose, 'state'> & Pick<EditionPlace, 'variant'>,
  events: readonly CaseEvent[],
): CaseView['hearing'] | null {
  const asked = state.asked?.find(({ kind }) => kind === 'hearing')
  const event = events.find((each) => each.kind === 'hearingOpened' && each.askedId === asked?.id)
  if (event?.kind !== 'hearingOpened') return null
  const { askedId, draft, source } = event
  const mayBeInPerson = isHeardInPerson(stepById(variant.procedure.steps, event.stepId))
  return { askedId, draft, mayBeInPerson, due: askedDueIn(events, askedId), source, ...presentedOf(asked) }
}

export function objectionsIn(events: readonly CaseEvent[]): NonNullable<CaseView['objections']> {
  return events.flatMap((event) => {
    if (event.kind === 'oralHearingAsked') return [{ text: event.text, at: event.at, inPerson: true as const }]
    return event.kind === 'objectionGiven' ? [{ text: event.text, at: event.at }] : []
  })
}
