// SyncChannel v10: one question, its answer in the same connection. Written from its public description; the official files are not available.
import type { Instant } from '@ruqsat/foundation'
import { instantOfXml, type ErrorInfo, type MessageInfo, type StatusInfo } from '../core/envelope.ts'
import {
  dataXml,
  element,
  errorXml,
  infoXml,
  isMalformed,
  malformed,
  readData,
  readError,
  readInfo,
  type MalformedSoap,
  type OwnError,
} from './info.ts'
import { SYNC } from './names.ts'
import { faultIn, soapFault } from './soap.ts'
import { childOf, textOf, type XmlElement } from '@ruqsat/xml'

export type SyncRequest = { readonly info: MessageInfo; readonly payload: string; readonly isText: boolean }

export function syncRequestXml({ info, payload, isText }: SyncRequest, password: string | null): string {
  return (
    `<s:SendMessage xmlns:s="${SYNC}"><request><requestInfo>${infoXml(info, { password })}</requestInfo>` +
    `<requestData>${dataXml(payload, isText)}</requestData></request></s:SendMessage>`
  )
}

/** The content of a body as a question of this channel. */
export function readSyncRequest(content: XmlElement): SyncRequest | MalformedSoap {
  const request = content.name === 'SendMessage' && content.namespace === SYNC ? childOf(content, 'request') : null
  if (request === null) return malformed('message-malformed')
  const info = readInfo(childOf(request, 'requestInfo'))
  if (isMalformed(info)) return info
  const data = readData(childOf(request, 'requestData'))
  return data === null ? malformed('message-malformed') : { info, ...data }
}

export type SyncResponse = {
  readonly messageId: string
  readonly correlationId: string | null
  readonly responseDate: Instant
  readonly status: StatusInfo
  readonly sessionId: string | null
  readonly payload: string | null
  readonly isText: boolean
}

export function syncResponseXml({ messageId, correlationId, responseDate, status, sessionId, payload, isText }: SyncResponse): string {
  return (
    `<s:SendMessageResponse xmlns:s="${SYNC}"><response><responseInfo>` +
    element('messageId', messageId) +
    element('correlationId', correlationId) +
    element('responseDate', responseDate) +
    `<status>${element('code', status.code)}${element('message', status.message)}</status>` +
    element('sessionId', sessionId) +
    `</responseInfo>${payload === null ? '' : `<responseData>${dataXml(payload, isText)}</responseData>`}</response></s:SendMessageResponse>`
  )
}

export function syncFaultXml(error: OwnError, code: 'Client' | 'Server'): string {
  return soapFault(
    code,
    error.message,
    `<s:SendMessageFault1_SendMessageFault xmlns:s="${SYNC}">${errorXml(error)}</s:SendMessageFault1_SendMessageFault>`,
  )
}

/** What a system answered: a response, a fault with the format's own detail, or nothing that this channel has. */
export type SyncAnswer =
  | { readonly kind: 'response'; readonly response: SyncResponse }
  | { readonly kind: 'fault'; readonly error: ErrorInfo }
  | { readonly kind: 'unreadable'; readonly what: string }

export function readSyncAnswer(content: XmlElement): SyncAnswer {
  const fault = faultIn(content)
  if (fault !== null) {
    const error = readError(fault.detail)
    return error === null ? { kind: 'unreadable', what: 'a fault without the detail of the format' } : { kind: 'fault', error }
  }
  const response = content.name === 'SendMessageResponse' && content.namespace === SYNC ? childOf(content, 'response') : null
  const info = response === null ? null : childOf(response, 'responseInfo')
  const status = info === null ? null : childOf(info, 'status')
  const [messageId, date, code] = [
    info && textOf(info, 'messageId'),
    info && textOf(info, 'responseDate'),
    status && textOf(status, 'code'),
  ]
  const responseDate = date === null ? null : instantOfXml(date)
  if (messageId === null || code === null || responseDate === null) return { kind: 'unreadable', what: 'no response of this channel' }
  const data = readData(childOf(response!, 'responseData'))
  return {
    kind: 'response',
    response: {
      messageId,
      correlationId: textOf(info!, 'correlationId'),
      responseDate,
      status: { code, message: textOf(status!, 'message') ?? '' },
      sessionId: textOf(info!, 'sessionId'),
      payload: data?.payload ?? null,
      isText: data?.isText ?? false,
    },
  }
}
