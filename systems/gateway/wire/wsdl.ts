// The descriptions (WSDL 1.1) of the outer door. Both are ours, written from what is publicly known of the channels: the official files are not at
// hand. Children are unqualified, as on the wire.
import { escapeXml } from '@ruqsat/foundation'
import { ASYNC, SYNC } from './names.ts'

const XS = 'http://www.w3.org/2001/XMLSchema'
const HTTP = 'http://schemas.xmlsoap.org/soap/http'

type Field = readonly [name: string, type: string, times?: '?' | '*']

const OCCURS = { '?': ' minOccurs="0"', '*': ' minOccurs="0" maxOccurs="unbounded"' } as const
const fields = (all: readonly Field[]) =>
  `<xs:sequence>${all.map(([name, type, times]) => `<xs:element name="${name}" type="${type}"${times === undefined ? '' : OCCURS[times]}/>`).join('')}</xs:sequence>`
const type = (name: string, all: readonly Field[]) => `<xs:complexType name="${name}">${fields(all)}</xs:complexType>`
const wrapper = (name: string, all: readonly Field[]) =>
  `<xs:element name="${name}"><xs:complexType>${fields(all)}</xs:complexType></xs:element>`

const SHARED = [
  type('SenderInfo', [
    ['senderId', 'xs:string'],
    ['password', 'xs:string', '?'],
  ]),
  type('Property', [
    ['key', 'xs:string'],
    ['value', 'xs:string'],
  ]),
  type('StatusInfo', [
    ['code', 'xs:string'],
    ['message', 'xs:string'],
  ]),
  type('ErrorInfo', [
    ['errorCode', 'xs:string'],
    ['errorMessage', 'xs:string'],
    ['errorData', 'xs:string', '?'],
    ['errorDate', 'xs:dateTime'],
    ['subError', 't:ErrorInfo', '?'],
    ['sessionId', 'xs:string', '?'],
  ]),
  '<xs:complexType name="Data"><xs:sequence><xs:element name="data" type="xs:anyType"/></xs:sequence></xs:complexType>',
]

const infoFields = (typed: boolean): readonly Field[] => [
  ['messageId', 'xs:string'],
  ['correlationId', 'xs:string', '?'],
  ['serviceId', 'xs:string'],
  ...(typed ? ([['messageType', 't:MessageType', '?']] as const) : []),
  ['messageDate', 'xs:dateTime'],
  ['routeId', 'xs:string', '?'],
  ['sender', 't:SenderInfo'],
  ['properties', 't:Property', '*'],
  ['sessionId', 'xs:string', '?'],
]

const SYNC_TYPES = [
  ...SHARED,
  type('SyncMessageInfo', infoFields(false)),
  type('SyncMessageInfoResponse', [
    ['messageId', 'xs:string'],
    ['correlationId', 'xs:string', '?'],
    ['responseDate', 'xs:dateTime'],
    ['status', 't:StatusInfo'],
    ['sessionId', 'xs:string', '?'],
  ]),
  type('SyncSendMessageRequest', [
    ['requestInfo', 't:SyncMessageInfo'],
    ['requestData', 't:Data'],
  ]),
  type('SyncSendMessageResponse', [
    ['responseInfo', 't:SyncMessageInfoResponse'],
    ['responseData', 't:Data', '?'],
  ]),
  wrapper('SendMessage', [['request', 't:SyncSendMessageRequest']]),
  wrapper('SendMessageResponse', [['response', 't:SyncSendMessageResponse']]),
  '<xs:element name="SendMessageFault1_SendMessageFault" type="t:ErrorInfo"/>',
]

const choice = (name: string, values: readonly string[]) =>
  `<xs:simpleType name="${name}"><xs:restriction base="xs:string">${values.map((each) => `<xs:enumeration value="${each}"/>`).join('')}</xs:restriction></xs:simpleType>`

const ASKED: readonly Field[] = [
  ['serviceId', 'xs:string'],
  ['sender', 't:SenderInfo'],
  ['requestDate', 'xs:dateTime'],
]

const ASYNC_TYPES = [
  ...SHARED,
  choice('MessageType', ['REQUEST', 'RESPONSE', 'NOTIFICATION']),
  choice('MessageState', ['ON_DELIVERY', 'DELIVERED', 'NOT_DELIVERED', 'DELIVERY_STOPPED']),
  type('AsyncMessageInfo', infoFields(true)),
  type('AsyncMessage', [
    ['messageInfo', 't:AsyncMessageInfo'],
    ['messageData', 't:Data'],
  ]),
  type('Accepted', [
    ['messageId', 'xs:string'],
    ['responseDate', 'xs:dateTime'],
    ['sessionId', 'xs:string', '?'],
  ]),
  type('GetMessages', [...ASKED, ['amount', 'xs:int', '?']]),
  type('Messages', [['messages', 't:AsyncMessage', '*']]),
  type('GetMessageStatus', [...ASKED, ['messageId', 'xs:string']]),
  type('MessageStatus', [
    ['messageId', 'xs:string'],
    ['messageState', 't:MessageState'],
    ['statusDate', 'xs:dateTime'],
    ['error', 'xs:string', '?'],
  ]),
  type('DeliveryStatus', [
    ['receiveStatus', 't:MessageState'],
    ['statusDate', 'xs:dateTime'],
    ['resendMessage', 'xs:boolean'],
    ['error', 't:ErrorInfo', '?'],
  ]),
  type('DeliveryNotification', [
    ['messageId', 'xs:string'],
    ['serviceId', 'xs:string'],
    ['sender', 't:SenderInfo'],
    ['notificationDate', 'xs:dateTime'],
    ['deliveryStatus', 't:DeliveryStatus'],
  ]),
  type('Notified', [['messageId', 'xs:string']]),
  wrapper('sendMessage', [['request', 't:AsyncMessage']]),
  wrapper('sendMessageResponse', [['response', 't:Accepted']]),
  wrapper('getMessages', [['request', 't:GetMessages']]),
  wrapper('getMessagesResponse', [['response', 't:Messages']]),
  wrapper('getMessageStatus', [['request', 't:GetMessageStatus']]),
  wrapper('getMessageStatusResponse', [['response', 't:MessageStatus']]),
  wrapper('sendDeliveryNotification', [['notification', 't:DeliveryNotification']]),
  wrapper('sendDeliveryNotificationResponse', [['response', 't:Notified']]),
  '<xs:element name="sendMessageFault1_sendMessageFault" type="t:ErrorInfo"/>',
]

type Channel = {
  readonly name: 'SyncChannel' | 'AsyncChannel'
  readonly namespace: string
  readonly types: readonly string[]
  readonly operations: readonly string[]
  readonly fault: string
}

const SYNC_CHANNEL: Channel = {
  name: 'SyncChannel',
  namespace: SYNC,
  types: SYNC_TYPES,
  operations: ['SendMessage'],
  fault: 'SendMessageFault1_SendMessageFault',
}
const ASYNC_CHANNEL: Channel = {
  name: 'AsyncChannel',
  namespace: ASYNC,
  types: ASYNC_TYPES,
  operations: ['sendMessage', 'getMessages', 'getMessageStatus', 'sendDeliveryNotification'],
  fault: 'sendMessageFault1_sendMessageFault',
}

/** The schema alone, for validators. */
export const schemaOf = ({ namespace, types }: Pick<Channel, 'namespace' | 'types'>): string =>
  `<xs:schema xmlns:xs="${XS}" xmlns:t="${namespace}" targetNamespace="${namespace}" elementFormDefault="unqualified">${types.join('')}</xs:schema>`
export const asyncSchema = (): string => schemaOf(ASYNC_CHANNEL)

export const syncWsdl = (address: string): string => wsdl(SYNC_CHANNEL, address)
export const asyncWsdl = (address: string): string => wsdl(ASYNC_CHANNEL, address)

function wsdl(channel: Channel, address: string): string {
  const { name, namespace, operations, fault } = channel
  const target = namespace.replace(/Types$/, 'Interfaces')
  const message = (id: string, element: string) =>
    `<wsdl:message name="${id}"><wsdl:part name="parameters" element="t:${element}"/></wsdl:message>`
  const ports = operations.map(
    (each) =>
      `<wsdl:operation name="${each}"><wsdl:input message="i:${each}Request"/><wsdl:output message="i:${each}Response"/>` +
      `<wsdl:fault name="${fault}" message="i:${fault}"/></wsdl:operation>`,
  )
  const bindings = operations.map(
    (each) =>
      `<wsdl:operation name="${each}"><soap:operation soapAction="" style="document"/><wsdl:input><soap:body use="literal"/></wsdl:input>` +
      `<wsdl:output><soap:body use="literal"/></wsdl:output><wsdl:fault name="${fault}"><soap:fault name="${fault}" use="literal"/></wsdl:fault></wsdl:operation>`,
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- Ours, written from what is publicly known of this channel; not an official file. -->\n',
    `<wsdl:definitions name="I${name}HttpService" targetNamespace="${target}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"`,
    ` xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="${XS}" xmlns:t="${namespace}" xmlns:i="${target}">`,
    `<wsdl:types>${schemaOf(channel)}</wsdl:types>`,
    ...operations.flatMap((each) => [message(`${each}Request`, each), message(`${each}Response`, `${each}Response`)]),
    message(fault, fault),
    `<wsdl:portType name="I${name}">${ports.join('')}</wsdl:portType>`,
    `<wsdl:binding name="${name}HttpBinding" type="i:I${name}"><soap:binding style="document" transport="${HTTP}"/>${bindings.join('')}</wsdl:binding>`,
    `<wsdl:service name="I${name}HttpService"><wsdl:port name="${name}HttpPort" binding="i:${name}HttpBinding">`,
    `<soap:address location="${escapeXml(address)}"/></wsdl:port></wsdl:service></wsdl:definitions>`,
  ].join('')
}
