import { randomUUID } from 'node:crypto'
import type { Instant } from '@ruqsat/foundation'
import { sessionIdOf, STATUS, type MessageInfo } from '../core/envelope.ts'
import { afterEvent } from '../core/state.ts'
import { changeState, findMessage, keepMessage, messagesToFetch, type GatewayMessage } from '../store/messages.ts'
import {
  acceptedXml,
  asyncFaultXml,
  messagesXml,
  notifiedXml,
  readAsyncRequest,
  statusXml,
  type AsyncMessage,
  type AsyncRequest,
} from '../wire/async.ts'
import { isMalformed } from '../wire/info.ts'
import { admit, beginAnswer, denied, type Admitted, type Denied } from '../work/answer.ts'
import type { GatewayParts } from '../work/deps.ts'
import { payloadDigestOf } from '../work/digest.ts'
import type { Received, Sent } from './message.ts'

/** One call of the asynchronous channel: a message is taken and answered later; what waits is fetched; its receipt is reported. */
export async function answerAsync(parts: GatewayParts, { content, certificate, text }: Received): Promise<Sent> {
  const request = readAsyncRequest(content)
  if (isMalformed(request))
    return faultSent(parts, { ...denied(request.fault, 'The message is not what the channel describes'), code: STATUS.badData })
  const admitted = await admit(parts, infoOf(request), certificate, text)
  if (admitted.kind === 'denied') return faultSent(parts, admitted)
  switch (request.kind) {
    case 'sendMessage':
      return take(parts, request, admitted, text)
    case 'getMessages':
      return give(parts, request)
    case 'getMessageStatus':
      return state(parts, request, admitted)
    case 'sendDeliveryNotification':
      return notified(parts, request, admitted)
  }
}

/** Who asks for which service, when: what the right depends on. */
function infoOf(request: AsyncRequest): MessageInfo {
  if (request.kind === 'sendMessage') return request.info
  const { serviceId, senderId, date } = request
  const messageId = 'messageId' in request ? request.messageId : ''
  return { messageId, correlationId: null, serviceId, senderId, messageDate: date, sessionId: null }
}

/** Durable when it answers: message and line of the journal in one transaction. The same message again is the same receipt. */
async function take(parts: GatewayParts, { info, type, payload }: AsyncMessage, admitted: Admitted, text: string): Promise<Sent> {
  const { database, technicalClock, legalClock } = parts
  const sessionId = sessionIdOf(randomUUID())
  const now = technicalClock.now()
  const payloadDigest = payloadDigestOf(parts.secret, payload)
  const at = await legalClock.now()
  const isNew = await database.sql.begin(async (tx) => {
    const entry = beginAnswer(parts, info, admitted, { sessionId, at, bytes: text, payload })
    if (!(await entry.write(tx))) return false
    const message = {
      authority: admitted.offered.authority,
      key: randomUUID(),
      messageId: info.messageId,
      correlationId: info.correlationId,
      way: 'in',
      type,
      route: null,
      service: info.serviceId,
      counterpart: info.senderId,
      state: 'ON_DELIVERY',
      payload,
      payloadDigest,
      entryId: entry.entryId,
      createdAt: now,
    } as const
    return keepMessage(tx, message, now)
  })
  if (isNew) parts.wake()
  else if (
    (await findMessage(database.sql, admitted.offered.authority, info.senderId, info.messageId, 'in'))?.payloadDigest !== payloadDigest
  )
    return faultSent(parts, denied('message-id', 'Another message of this sender has the same id'))
  return { status: 200, content: acceptedXml({ messageId: info.messageId, sessionId, at: now }) }
}

async function give(parts: GatewayParts, { serviceId, senderId, amount }: Extract<AsyncRequest, { kind: 'getMessages' }>): Promise<Sent> {
  const waiting = await messagesToFetch(parts.database.sql, senderId, serviceId, amount)
  return { status: 200, content: messagesXml(waiting.map((message) => onWire(parts, message))) }
}

function onWire({ config }: GatewayParts, { messageId, correlationId, service, type, payload, createdAt }: GatewayMessage): AsyncMessage {
  const info = { messageId, correlationId, serviceId: service, messageDate: createdAt, senderId: config.sender, sessionId: null }
  return { info, type, payload: payload ?? '<nothing/>', isText: true }
}

async function state(
  parts: GatewayParts,
  { senderId, messageId }: Extract<AsyncRequest, { kind: 'getMessageStatus' }>,
  { offered }: Admitted,
): Promise<Sent> {
  const message = await findMessage(parts.database.sql, offered.authority, senderId, messageId)
  if (message === null) return faultSent(parts, denied('NO_DATA', 'There is no such message of this sender'))
  return { status: 200, content: statusXml({ messageId, state: message.state, at: message.changedAt, error: message.error }) }
}

async function notified(
  parts: GatewayParts,
  request: Extract<AsyncRequest, { kind: 'sendDeliveryNotification' }>,
  { offered }: Admitted,
): Promise<Sent> {
  const { sql } = parts.database
  const message = await findMessage(sql, offered.authority, request.senderId, request.messageId, 'out')
  if (message === null) return faultSent(parts, denied('NO_DATA', 'There is no such message for this receiver'))
  const to = afterEvent(message.state, eventOf(request))
  if (to === null) return faultSent(parts, denied('message-over', 'The message is in another state'))
  const at: Instant = parts.technicalClock.now()
  await changeState(sql, message, { from: message.state, to, at, error: request.error })
  return { status: 200, content: notifiedXml(request.messageId) }
}

function eventOf({ isReceived, again }: { readonly isReceived: boolean; readonly again: boolean }) {
  if (isReceived) return 'received'
  return again ? 'again' : 'refused'
}

function faultSent({ technicalClock }: GatewayParts, { data, message, code, whose }: Denied): Sent {
  const error = { code, message, data, date: technicalClock.now(), sessionId: sessionIdOf(randomUUID()) }
  return { status: 500, content: asyncFaultXml(error, whose) }
}
