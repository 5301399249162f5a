import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Fault, type Answer } from '@ruqsat/foundation'
import type { Question } from '../contract.ts'
import type { BreakerPlan } from '../core/breaker.ts'
import { meaningOf, type Route } from '../core/config.ts'
import { isFresh, STATUS, type MessageInfo } from '../core/envelope.ts'
import { refuseGateway } from '../refusals.ts'
import { beginEntry, endEntry, type EndOfEntry, type NewEntry } from '../store/journal.ts'
import { post } from '../wire/post.ts'
import { envelopeOf, readEnvelope } from '../wire/soap.ts'
import { readSyncAnswer, syncRequestXml } from '../wire/sync.ts'
import { readXml } from '@ruqsat/xml'
import { checkPayloadSignature, signPayload } from '../wire/xml-signature.ts'
import type { GatewayParts } from './deps.ts'
import { messageDigest, subjectDigest } from './digest.ts'
import { silentReason, throughBreaker, withinSignal } from './guard.ts'
import { judgePeer } from './peer.ts'

/** The pause before a question is repeated; it grows with each. */
const RETRY_PAUSE_MS = 150

/** An answer, with what the journal keeps of how it came. */
export type AskedAnswer = Answer<string> & {
  readonly code: string | null
  readonly sessionId: string | null
  readonly answerSha256: string | null
  readonly signerSha256: string | null
}
export const NO_TRACE = { code: null, sessionId: null, answerSha256: null, signerSha256: null } as const
export const outage = (reason: string, trace: Partial<AskedAnswer> = {}): AskedAnswer =>
  ({ ...NO_TRACE, ...trace, kind: 'outage', reason }) as AskedAnswer

/** Asks another system by a route. The journal has the question before it leaves, and its end. */
export async function ask(parts: GatewayParts, question: Question): Promise<Answer<string>> {
  const route = parts.config.routes[question.route]
  if (route === undefined) throw new Fault(`Expected the gateway to have the route ${question.route} but its configuration has none`)
  const { sql } = parts.database
  const messageId = randomUUID()
  const envelope = requestOf(parts, route, question, messageId)
  const entry: NewEntry = {
    entryId: randomUUID(),
    direction: 'asked',
    route: question.route,
    service: route.service,
    messageId,
    sessionId: null,
    counterpart: route.service,
    ...entryOf(parts, question),
    requestSha256: messageDigest(envelope),
    at: await parts.legalClock.now(),
  }
  const startedMs = parts.technicalClock.ms()
  await beginEntry(sql, entry)
  const once = () => oneTry(parts, route, envelope, messageId)
  const asked = await throughBreaker(parts, question.route, planOf(route), () => tryRoute(parts, route, once))
  const { answer, tries } = asked ?? { answer: outage(silentReason(question.route)), tries: 0 }
  const end: EndOfEntry = { ...answer, outcome: answer.kind, tries, tookMs: parts.technicalClock.ms() - startedMs }
  await endEntry(sql, entry, end)
  if (answer.kind === 'outage')
    parts.log.warn({ event: 'gateway-outage', route: question.route, messageId, reason: answer.reason }, 'no answer came by a route')
  return plain(answer)
}

export function entryOf(
  { secret }: GatewayParts,
  { subject, purpose: { authority, asker, role, caseId, source } }: Pick<Question, 'subject' | 'purpose'>,
) {
  return { authority, asker, role: role ?? null, caseId, source, subjectDigest: subject === '' ? null : subjectDigest(secret, subject) }
}

function plain(answer: AskedAnswer): Answer<string> {
  switch (answer.kind) {
    case 'found':
      return { kind: 'found', value: answer.value }
    case 'absent':
      return { kind: 'absent' }
    case 'refused':
      return { kind: 'refused', refusal: answer.refusal }
    case 'outage':
      return { kind: 'outage', reason: answer.reason }
  }
}

function requestOf(parts: GatewayParts, route: Route, { payload }: Question, messageId: string): string {
  const { signing, config, password, technicalClock } = parts
  if (signing === null) throw new Fault('Expected a key and a certificate of this installation for the gateway but none is configured')
  const info: MessageInfo = {
    messageId,
    correlationId: null,
    serviceId: route.service,
    messageDate: technicalClock.now(),
    senderId: config.sender,
    sessionId: null,
  }
  if (readXml(payload).kind === 'unread') throw new Fault('Expected a question in XML of one element but found something else')
  const signed = route.payload === 'signedText' ? signPayload(payload, signing) : payload
  return envelopeOf(syncRequestXml({ info, payload: signed, isText: route.payload !== 'elements' }, password), signing)
}

export const planOf = ({ breaker: { after, pauseSeconds } }: Pick<Route, 'breaker'>): BreakerPlan => ({
  after,
  pauseMs: pauseSeconds * 1000,
})

/** One question, repeated where the route lets it be, while its time lasts. */
async function tryRoute(
  { technicalClock }: GatewayParts,
  route: Route,
  oneTry: () => Promise<AskedAnswer>,
): Promise<{ answer: AskedAnswer; tries: number }> {
  const deadlineMs = technicalClock.ms() + route.timeoutMs
  const signalled = AbortSignal.timeout(route.timeoutMs)
  let tries = 0
  let answer: AskedAnswer
  do {
    if (tries > 0) await pause(RETRY_PAUSE_MS * 2 ** (tries - 1))
    tries += 1
    answer = await withinSignal(signalled, oneTry, outage, route.timeoutMs)
  } while (answer.kind === 'outage' && route.repeatable && tries < route.tries && technicalClock.ms() < deadlineMs)
  return { answer, tries }
}

async function oneTry(parts: GatewayParts, route: Route, envelope: string, messageId: string): Promise<AskedAnswer> {
  const { status, text } = await post(route.address, envelope, AbortSignal.timeout(route.timeoutMs))
  const read = readEnvelope(text, 'required')
  if (read.kind === 'unread') return outage(`Expected a signed SOAP answer but found ${read.fault} (HTTP ${status})`, { code: read.fault })
  const judgement = await judgePeer(parts, read.certificate!)
  const trace = { answerSha256: messageDigest(text), signerSha256: judgement.sha256 }
  if (judgement.kind !== 'valid')
    return outage(`Expected an answer with a good certificate but it is ${judgement.kind}: ${judgement.reason}`, trace)
  if (!isSignerOf(route, judgement.bin))
    return outage('Expected an answer signed by the system that was asked but another signed it', { ...trace, code: 'signer-differs' })
  const answer = readSyncAnswer(read.content)
  switch (answer.kind) {
    case 'unreadable':
      return outage(`Expected an answer of the synchronous channel but found ${answer.what}`, trace)
    case 'fault':
      return faultAnswer(route, answer.error, { ...trace, sessionId: answer.error.sessionId }, parts.technicalClock.ms())
    case 'response': {
      const { response } = answer
      const seen = { ...trace, code: response.status.code, sessionId: response.sessionId }
      if (response.messageId !== messageId && response.correlationId !== messageId)
        return outage('Expected an answer to our message but it is to another', seen)
      if (response.status.code !== STATUS.success.code) return statusAnswer(route, response.status.code, seen)
      if (response.payload === null) return outage('Expected data in an answer that says that it succeeded but there is none', seen)
      return route.payload === 'signedText'
        ? withSignedPayload(parts, route, response.payload, seen)
        : ({ ...seen, kind: 'found', value: response.payload } as AskedAnswer)
    }
  }
}

const isSignerOf = ({ signedBy }: Route, bin: string | null) =>
  signedBy.length === 0 || (bin !== null && (signedBy as readonly string[]).includes(bin))

type Trace = Pick<AskedAnswer, 'answerSha256' | 'signerSha256' | 'sessionId'>

/** "No such BIN" comes as a fault and is an absence; an old fault, sent again by a stranger, is none. */
function faultAnswer(
  route: Route,
  error: { readonly codes: readonly string[]; readonly date: string | null },
  trace: Trace,
  nowMs: number,
): AskedAnswer {
  const known = error.codes.find((each) => route.absent.includes(each) || route.refused.includes(each))
  const seen = { ...NO_TRACE, ...trace, code: known ?? error.codes[0]! }
  if (error.date === null || !isFresh(error.date, nowMs))
    return outage('Expected a fault of now but found an old one, or one without a time', seen)
  return byMeaning(meaningOf(route, error.codes), seen)
}

function statusAnswer(route: Route, code: string, seen: Partial<AskedAnswer>): AskedAnswer {
  return byMeaning(meaningOf(route, [code]), { ...NO_TRACE, ...seen } as AskedAnswer)
}

function byMeaning(meaning: ReturnType<typeof meaningOf>, seen: Omit<AskedAnswer, 'kind'>): AskedAnswer {
  if (meaning === 'absent') return { ...seen, kind: 'absent' } as AskedAnswer
  if (meaning === 'refused') return { ...seen, kind: 'refused', refusal: refuseGateway('counterpart-refused') } as AskedAnswer
  return outage(`Expected an answer but the system reports ${(seen as AskedAnswer).code ?? 'a fault'}`, seen as AskedAnswer)
}

async function withSignedPayload(parts: GatewayParts, route: Route, payload: string, seen: Partial<AskedAnswer>): Promise<AskedAnswer> {
  const read = readXml(payload)
  const checked = read.kind === 'read' ? checkPayloadSignature(payload, read.root) : null
  if (checked === null || checked.kind === 'false') return outage(`Expected a signed payload but found ${checked?.fault ?? 'none'}`, seen)
  const judgement = await judgePeer(parts, checked.certificate)
  if (judgement.kind !== 'valid' || !isSignerOf(route, judgement.bin))
    return outage('Expected a payload signed by the system that was asked but it is not', seen)
  return { ...seen, kind: 'found', value: checked.signed[0]! } as AskedAnswer
}
