// The parts that both channels share: what a message says of itself, its data, and the detail of a fault.
import type { Instant } from '@ruqsat/foundation'
import { instantOfXml, isMessageId, type ErrorInfo, type MessageFault, type MessageInfo } from '../core/envelope.ts'
import { childOf, readXml, textOf, writeXml, xmlText, type XmlElement } from '@ruqsat/xml'

export type MalformedSoap = { readonly kind: 'malformed'; readonly fault: MessageFault }
export const isMalformed = (value: object): value is MalformedSoap => (value as { kind?: unknown }).kind === 'malformed'
export const malformed = (fault: MessageFault): MalformedSoap => ({ kind: 'malformed', fault })

/** `requestInfo` and `messageInfo`: children unqualified or not, as clients write them. */
export function readInfo(info: XmlElement | null): MessageInfo | MalformedSoap {
  const sender = info === null ? null : childOf(info, 'sender')
  if (info === null || sender === null) return malformed('message-malformed')
  const [messageId, serviceId, senderId, date] = [
    textOf(info, 'messageId'),
    textOf(info, 'serviceId'),
    textOf(sender, 'senderId'),
    textOf(info, 'messageDate'),
  ]
  if (messageId === null || serviceId === null || senderId === null || date === null) return malformed('message-malformed')
  const correlationId = textOf(info, 'correlationId')
  if (![messageId, serviceId, senderId, correlationId ?? messageId].every(isMessageId)) return malformed('message-id')
  const messageDate = instantOfXml(date)
  if (messageDate === null) return malformed('message-date')
  return { messageId, correlationId, serviceId, messageDate, senderId, sessionId: textOf(info, 'sessionId') }
}

/** What `data` carries: text that is XML itself, or elements. As XML of one element; null where it is neither. */
export function readData(holder: XmlElement | null): { readonly payload: string; readonly isText: boolean } | null {
  const data = holder === null ? null : childOf(holder, 'data')
  if (data === null) return null
  if (data.children.length > 0) {
    // An only child is the payload itself; several are the children of `data`, as the registers of people write them.
    const payload = data.children.length === 1 ? data.children[0]! : { ...data, attributes: [] }
    return { payload: writeXml(payload), isText: false }
  }
  const text = data.text.trim()
  return text === '' || readXml(text).kind === 'unread' ? null : { payload: text.replace(/^<\?xml[^>]*\?>\s*/, ''), isText: true }
}

/** The payload (XML of one element) in `data`: as it is, or as text. One that is called `data` is it: registers of people have its type there. */
export function dataXml(payload: string, isText: boolean): string {
  if (!isText && /^<data[\s>]/.test(payload)) return payload
  return `<data>${isText ? xmlText(payload) : payload}</data>`
}

/** The elements that say what a message is; `type` is the asynchronous channel's. */
export function infoXml(
  info: MessageInfo,
  { password = null, type = null }: { readonly password?: string | null; readonly type?: string | null } = {},
): string {
  return (
    element('messageId', info.messageId) +
    element('correlationId', info.correlationId) +
    element('serviceId', info.serviceId) +
    element('messageType', type) +
    element('messageDate', info.messageDate) +
    `<sender>${element('senderId', info.senderId)}${element('password', password)}</sender>` +
    element('sessionId', info.sessionId)
  )
}

/** An element with text; nothing for null. */
export function element(name: string, text: string | null): string {
  return text === null ? '' : `<${name}>${xmlText(text)}</${name}>`
}

export type OwnError = {
  readonly code: string
  readonly message: string
  readonly data: string
  readonly date: Instant
  readonly sessionId: string | null
}

export function errorXml({ code, message, data, date, sessionId }: OwnError): string {
  return (
    element('errorCode', code) +
    element('errorMessage', message) +
    element('errorData', data) +
    element('errorDate', date) +
    element('sessionId', sessionId)
  )
}

/** No error is nested deeper: what is beyond is not read. */
const MAX_ERRORS = 10

/** The detail of a fault of either channel; null where it is none of theirs. */
export function readError(detail: XmlElement | null): ErrorInfo | null {
  if (detail === null) return null
  const code = textOf(detail, 'errorCode')
  if (code === null) return null
  const date = textOf(detail, 'errorDate')
  const codes: string[] = []
  for (let error: XmlElement | null = detail; error !== null && codes.length < MAX_ERRORS; error = childOf(error, 'subError')) {
    const [own, data] = [textOf(error, 'errorCode'), textOf(error, 'errorData')]
    codes.push(...[own, data].filter((each) => each !== null))
  }
  return {
    codes,
    message: textOf(detail, 'errorMessage') ?? '',
    data: textOf(detail, 'errorData'),
    date: date === null ? null : instantOfXml(date),
    sessionId: textOf(detail, 'sessionId'),
  }
}
