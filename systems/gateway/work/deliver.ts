// Messages of the asynchronous channel on their way: to a service of this house, or by a route to another system. At least once, under one id.
import { randomUUID } from 'node:crypto'
import type { TransactionSql } from '@ruqsat/database'
import { Fault, type Answer } from '@ruqsat/foundation'
import { runDue, type BackOff } from '@ruqsat/jobs'
import type { OutgoingMessage } from '../contract.ts'
import { beginEntry, endEntry, nameRequest, type NewEntry } from '../store/journal.ts'
import { changeState, claimMessages, dueLater, keepMessage, type GatewayMessage } from '../store/messages.ts'
import { asyncMessageXml, readAccepted } from '../wire/async.ts'
import { readError } from '../wire/info.ts'
import { post } from '../wire/post.ts'
import { envelopeOf, faultIn, readEnvelope } from '../wire/soap.ts'
import { readXml } from '@ruqsat/xml'
import { answerOf } from './answer.ts'
import { entryOf } from './ask.ts'
import type { GatewayParts } from './deps.ts'
import { messageDigest, payloadDigestOf } from './digest.ts'
import { judgePeer } from './peer.ts'

/** Longer than an attempt that still ends. */
const LEASE_MS = 5 * 60_000
/** About two days; then it is stuck, and an administrator may let it be tried again. */
const BACK_OFF = { firstMs: 2_000, longestMs: 4 * 60 * 60_000, attempts: 24 } as const satisfies BackOff

/** Hands a message over in the transaction of its cause. */
export async function hand(parts: GatewayParts, message: OutgoingMessage, tx: TransactionSql): Promise<void> {
  const route = parts.config.routes[message.route]
  if (route === undefined) throw new Fault(`Expected the gateway to have the route ${message.route} but its configuration has none`)
  if (readXml(message.payload).kind === 'unread') throw new Fault('Expected a message in XML of one element but found something else')
  const entry: NewEntry = {
    entryId: randomUUID(),
    direction: 'asked',
    route: message.route,
    service: route.service,
    messageId: message.messageId,
    sessionId: null,
    counterpart: route.service,
    ...entryOf(parts, message),
    requestSha256: null,
    at: await parts.legalClock.now(tx),
  }
  const now = parts.technicalClock.now()
  const row = {
    authority: message.purpose.authority,
    key: randomUUID(),
    messageId: message.messageId,
    correlationId: message.correlationId ?? null,
    way: 'out',
    type: 'REQUEST',
    route: message.route,
    service: route.service,
    counterpart: route.service,
    state: 'ON_DELIVERY',
    payload: message.payload,
    payloadDigest: payloadDigestOf(parts.secret, message.payload),
    entryId: entry.entryId,
    createdAt: now,
  } as const
  if (await keepMessage(tx, row, now)) await beginEntry(tx, entry)
}

/** Everything that is due now; answers how many were taken up. */
export function deliverDue(parts: GatewayParts): Promise<number> {
  const { technicalClock, database, log } = parts
  return runDue<GatewayMessage>({
    technicalClock,
    leaseMs: LEASE_MS,
    atOnce: 10,
    backOff: BACK_OFF,
    claim: (claim) => claimMessages(database.sql, claim),
    attempt: (message) => (message.way === 'in' ? toService(parts, message) : byRoute(parts, message)),
    later: (message, { at, error }) => dueLater(database.sql, message, at, reasonOf(error)),
    giveUp: async (message, { error }) => {
      log.warn({ event: 'gateway-stuck', messageId: message.messageId, service: message.service }, 'a message is not delivered')
      await changeState(database.sql, message, {
        from: 'ON_DELIVERY',
        to: error instanceof Fault && error.retry === 'never' ? 'NOT_DELIVERED' : 'DELIVERY_STOPPED',
        at: technicalClock.now(),
        error: reasonOf(error),
        keepsPayload: true,
      })
    },
  })
}

const reasonOf = (error: unknown) =>
  (error instanceof Error ? error.message : 'Expected the message to be taken but it was not').slice(0, 300)

/** A message of another system to a service here. Its answer is a message of its own, which the system fetches; both are written at once. */
async function toService(parts: GatewayParts, message: GatewayMessage): Promise<void> {
  const { database, legalClock, technicalClock, config, services } = parts
  const offered = config.services[message.service]
  const service = offered === undefined ? undefined : services.get(offered.house)
  if (service === undefined) throw new Fault('Expected a room to serve this message but none does', { retry: 'later' })
  const startedMs = technicalClock.ms()
  const answer = await answerOf(parts, service, message.payload ?? '', {
    messageId: message.messageId,
    caller: message.counterpart,
    at: await legalClock.now(),
  })
  if (answer.kind === 'outage') throw new Fault(answer.reason, { retry: 'later' })
  const now = technicalClock.now()
  await database.sql.begin(async (tx) => {
    const isOurs = await changeState(tx, message, {
      from: 'ON_DELIVERY',
      to: answer.kind === 'refused' ? 'NOT_DELIVERED' : 'DELIVERED',
      at: now,
      error: codeOf(answer),
    })
    if (!isOurs) return
    if (message.type === 'REQUEST' && answer.kind !== 'refused') await keepMessage(tx, answerTo(parts, message, answer, now), null)
    await endEntry(tx, message, {
      outcome: answer.kind,
      code: codeOf(answer),
      tries: message.attempts,
      tookMs: technicalClock.ms() - startedMs,
      answerSha256: null,
      signerSha256: null,
      sessionId: null,
    })
  })
}

const codeOf = (answer: Answer<string>) => (answer.kind === 'refused' ? answer.refusal.code : null)

function answerTo(
  { secret }: GatewayParts,
  message: GatewayMessage,
  answer: Exclude<Answer<string>, { kind: 'refused' | 'outage' }>,
  createdAt: string,
) {
  const payload = answer.kind === 'found' ? answer.value : '<absent/>'
  return {
    authority: message.authority,
    key: randomUUID(),
    messageId: randomUUID(),
    correlationId: message.messageId,
    way: 'out',
    type: 'RESPONSE',
    route: null,
    service: message.service,
    counterpart: message.counterpart,
    state: 'ON_DELIVERY',
    payload,
    payloadDigest: payloadDigestOf(secret, payload),
    entryId: message.entryId,
    createdAt,
  } as const
}

/** One message of ours to another system; it is delivered when that system says, signed, that it took it. */
async function byRoute(parts: GatewayParts, message: GatewayMessage): Promise<void> {
  const { config, signing, password, technicalClock, database } = parts
  const route = config.routes[message.route ?? '']
  if (route === undefined || signing === null)
    throw new Fault(`Expected the gateway to have the route ${message.route} and a key`, { retry: 'later' })
  const startedMs = technicalClock.ms()
  const { messageId, correlationId, service, type, payload } = message
  const info = { messageId, correlationId, serviceId: service, messageDate: technicalClock.now(), senderId: config.sender, sessionId: null }
  const envelope = envelopeOf(
    asyncMessageXml({ info, type, payload: payload ?? '', isText: route.payload !== 'elements' }, password),
    signing,
  )
  await nameRequest(database.sql, message, messageDigest(envelope))
  const { status, text } = await post(route.address, envelope, AbortSignal.timeout(route.timeoutMs))
  const read = readEnvelope(text, 'required')
  if (read.kind === 'unread') throw new Fault(`Expected a signed receipt but found ${read.fault} (HTTP ${status})`, { retry: 'later' })
  const judgement = await judgePeer(parts, read.certificate!)
  const isSigner =
    route.signedBy.length === 0 || (judgement.kind === 'valid' && (route.signedBy as readonly string[]).includes(judgement.bin ?? ''))
  if (judgement.kind !== 'valid' || !isSigner)
    throw new Fault(`Expected a receipt of the system that was asked but its signer is ${judgement.kind}`, { retry: 'later' })
  const accepted = readAccepted(read.content)
  if (accepted === null) throw refusedReceipt(route.refused, readError(faultIn(read.content)?.detail ?? null)?.codes ?? [])
  const at = technicalClock.now()
  await database.sql.begin(async (tx) => {
    await changeState(tx, message, { from: 'ON_DELIVERY', to: 'DELIVERED', at })
    await endEntry(tx, message, {
      outcome: 'found',
      code: null,
      tries: message.attempts,
      tookMs: technicalClock.ms() - startedMs,
      answerSha256: messageDigest(text),
      signerSha256: judgement.sha256,
      sessionId: accepted.sessionId,
    })
  })
}

/** A fault that the route knows as a refusal is final; any other is tried again. */
function refusedReceipt(refused: readonly string[], codes: readonly string[]): Fault {
  const isFinal = codes.some((code) => refused.includes(code))
  return new Fault(`Expected the message to be taken but the system reports ${codes[0] ?? 'a fault'}`, {
    retry: isFinal ? 'never' : 'later',
  })
}
