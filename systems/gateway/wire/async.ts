// The asynchronous channel. Its official schema is not available: this is ours, written from what is publicly known of its operations and fields.
import type { Instant } from '@ruqsat/foundation'
import { instantOfXml, isMessageId, type MessageInfo } from '../core/envelope.ts'
import { MESSAGE_TYPES, type MessageState, type MessageType } from '../core/state.ts'
import {
  dataXml,
  element,
  errorXml,
  infoXml,
  isMalformed,
  malformed,
  readData,
  readInfo,
  type MalformedSoap,
  type OwnError,
} from './info.ts'
import { ASYNC } from './names.ts'
import { soapFault } from './soap.ts'
import { childOf, textOf, type XmlElement } from '@ruqsat/xml'

export type AsyncMessage = { readonly info: MessageInfo; readonly type: MessageType; readonly payload: string; readonly isText: boolean }

/** What another system may ask of this channel. Each states who and when, so that an old one, sent again, is none. */
export type AsyncRequest =
  | ({ readonly kind: 'sendMessage' } & AsyncMessage)
  | { readonly kind: 'getMessages'; readonly serviceId: string; readonly amount: number; readonly senderId: string; readonly date: Instant }
  | {
      readonly kind: 'getMessageStatus'
      readonly serviceId: string
      readonly messageId: string
      readonly senderId: string
      readonly date: Instant
    }
  | {
      readonly kind: 'sendDeliveryNotification'
      readonly serviceId: string
      readonly messageId: string
      readonly senderId: string
      readonly date: Instant
      readonly isReceived: boolean
      readonly again: boolean
      readonly error: string | null
    }

const MOST_MESSAGES = 100

export function readAsyncRequest(content: XmlElement): AsyncRequest | MalformedSoap {
  if (content.namespace !== ASYNC) return malformed('message-malformed')
  const request = childOf(content, 'request') ?? content
  switch (content.name) {
    case 'sendMessage':
      return readMessage(request)
    case 'getMessages': {
      const amount = Number(textOf(request, 'amount') ?? '10')
      const asked = readAsked(request, textOf(request, 'requestDate'))
      if (!Number.isInteger(amount) || amount < 1) return malformed('message-malformed')
      return isMalformed(asked) ? asked : { kind: 'getMessages', ...asked, amount: Math.min(amount, MOST_MESSAGES) }
    }
    case 'getMessageStatus': {
      const [asked, messageId] = [readAsked(request, textOf(request, 'requestDate')), textOf(request, 'messageId')]
      if (messageId === null || !isMessageId(messageId)) return malformed('message-id')
      return isMalformed(asked) ? asked : { kind: 'getMessageStatus', ...asked, messageId }
    }
    case 'sendDeliveryNotification':
      return readNotification(request)
    default:
      return malformed('message-malformed')
  }
}

function readMessage(request: XmlElement): AsyncRequest | MalformedSoap {
  const infoElement = childOf(request, 'messageInfo')
  const info = readInfo(infoElement)
  if (isMalformed(info)) return info
  const type = textOf(infoElement!, 'messageType') ?? 'REQUEST'
  const data = readData(childOf(request, 'messageData'))
  if (data === null || !(MESSAGE_TYPES as readonly string[]).includes(type)) return malformed('message-malformed')
  return { kind: 'sendMessage', info, type: type as MessageType, ...data }
}

function readAsked(request: XmlElement, written: string | null) {
  const [serviceId, sender] = [textOf(request, 'serviceId'), childOf(request, 'sender')]
  const senderId = sender === null ? null : textOf(sender, 'senderId')
  const date = written === null ? null : instantOfXml(written)
  if (serviceId === null || senderId === null) return malformed('message-malformed')
  return date === null ? malformed('message-date') : { serviceId, senderId, date }
}

function readNotification(request: XmlElement): AsyncRequest | MalformedSoap {
  const notification = childOf(request, 'notification')
  const status = notification === null ? null : childOf(notification, 'deliveryStatus')
  if (notification === null || status === null) return malformed('message-malformed')
  const asked = readAsked(notification, textOf(notification, 'notificationDate'))
  const [messageId, received] = [textOf(notification, 'messageId'), textOf(status, 'receiveStatus')]
  if (isMalformed(asked)) return asked
  if (messageId === null || !isMessageId(messageId)) return malformed('message-id')
  if (received !== 'DELIVERED' && received !== 'NOT_DELIVERED') return malformed('message-malformed')
  const error = childOf(status, 'error')
  return {
    kind: 'sendDeliveryNotification',
    ...asked,
    messageId,
    isReceived: received === 'DELIVERED',
    again: textOf(status, 'resendMessage') === 'true',
    error: error === null ? null : (textOf(error, 'errorCode') ?? null),
  }
}

export function asyncMessageXml({ info, type, payload, isText }: AsyncMessage, password: string | null): string {
  return `<s:sendMessage xmlns:s="${ASYNC}"><request>${messageParts({ info, type, payload, isText }, password)}</request></s:sendMessage>`
}

function messageParts({ info, type, payload, isText }: AsyncMessage, password: string | null = null): string {
  return `<messageInfo>${infoXml(info, { password, type })}</messageInfo><messageData>${dataXml(payload, isText)}</messageData>`
}

/** That a message was taken: under our session, by its own id. */
export function acceptedXml({
  messageId,
  sessionId,
  at,
}: {
  readonly messageId: string
  readonly sessionId: string
  readonly at: Instant
}): string {
  return wrapped('sendMessage', element('messageId', messageId) + element('responseDate', at) + element('sessionId', sessionId))
}

export function messagesXml(messages: readonly AsyncMessage[]): string {
  return wrapped('getMessages', messages.map((message) => `<messages>${messageParts(message)}</messages>`).join(''))
}

export function statusXml(status: {
  readonly messageId: string
  readonly state: MessageState
  readonly at: Instant
  readonly error: string | null
}): string {
  return wrapped(
    'getMessageStatus',
    element('messageId', status.messageId) +
      element('messageState', status.state) +
      element('statusDate', status.at) +
      element('error', status.error),
  )
}

export const notifiedXml = (messageId: string): string => wrapped('sendDeliveryNotification', element('messageId', messageId))

const wrapped = (operation: string, content: string) =>
  `<s:${operation}Response xmlns:s="${ASYNC}"><response>${content}</response></s:${operation}Response>`

export function asyncFaultXml(error: OwnError, code: 'Client' | 'Server'): string {
  return soapFault(
    code,
    error.message,
    `<s:sendMessageFault1_sendMessageFault xmlns:s="${ASYNC}">${errorXml(error)}</s:sendMessageFault1_sendMessageFault>`,
  )
}

/** Whether another gateway says that it took our message; null where it answers something else. */
export function readAccepted(content: XmlElement): { readonly sessionId: string | null } | null {
  const response = content.name === 'sendMessageResponse' && content.namespace === ASYNC ? childOf(content, 'response') : null
  return response === null ? null : { sessionId: textOf(response, 'sessionId') }
}
