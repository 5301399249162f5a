// The outer door: SOAP 1.1 of the national gateway, synchronous and asynchronous. What is not signed, too large, too deep or no XML is refused
// before anything is done with it; each refusal is a SOAP fault that says which.
import { rateLimit } from '@ruqsat/web'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import type { FaultCode } from '../wire/soap.ts'
import { codeOfEnvelopeFault, envelopeOf, readEnvelope, soapFault } from '../wire/soap.ts'
import { XML_LIMITS } from '@ruqsat/xml'
import { asyncWsdl, syncWsdl } from '../wire/wsdl.ts'
import type { GatewayParts } from '../work/deps.ts'
import { answerAsync } from './async.ts'
import type { Received, Sent } from './message.ts'
import { answerSync } from './sync.ts'

export const SYNC_PATH = '/gateway/SyncChannel/v10'
export const ASYNC_PATH = '/gateway/AsyncChannel/v10'

/** Adds the door to a site. `origin` is the address by which others reach it, for the description of the services. */
export function serveDoor(app: FastifyInstance, parts: GatewayParts, origin: string): void {
  app.removeAllContentTypeParsers()
  // The bytes as they came: their encoding is part of what is refused.
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: XML_LIMITS.maxLength }, (_request, body, done) => done(null, body))
  // Before a byte of the body is read. The other system reads envelopes, and of HTTP the status alone.
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const status = error.statusCode ?? 500
    const isTheirs = status < 500 && status !== 429
    if (status >= 500) parts.log.error({ err: error, event: 'gateway-door' }, 'a message of another system could not be taken')
    return send(parts, reply, { ...fault(isTheirs ? 'Client' : 'Server', WHAT[status] ?? 'unavailable'), status })
  })
  const door = (path: string, wsdl: (address: string) => string, answer: (parts: GatewayParts, received: Received) => Promise<Sent>) => {
    app.get(path, (_request, reply) => reply.type('text/xml; charset=utf-8').send(wsdl(`${origin}${path}`)))
    app.post(path, { config: { csrf: false, ...rateLimit('gateway') } as never }, async (request, reply) =>
      receive(parts, reply, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0), answer),
    )
  }
  door(SYNC_PATH, syncWsdl, answerSync)
  door(ASYNC_PATH, asyncWsdl, answerAsync)
}

const WHAT: Readonly<Record<number, string>> = { 413: 'too large', 429: 'too many messages, try again in a minute' }

async function receive(
  parts: GatewayParts,
  reply: FastifyReply,
  bytes: Uint8Array,
  answer: (parts: GatewayParts, received: Received) => Promise<Sent>,
): Promise<FastifyReply> {
  const read = readEnvelope(bytes, 'required')
  if (read.kind === 'unread') {
    parts.log.warn({ event: 'gateway-refused', fault: read.fault, bytes: bytes.length }, 'a message of another system could not be read')
    return send(parts, reply, fault(codeOfEnvelopeFault(read.fault), read.fault))
  }
  const text = new TextDecoder().decode(bytes)
  const sent = await answer(parts, { content: read.content, certificate: read.certificate!, text }).catch((error: unknown): Sent => {
    parts.log.error({ err: error, event: 'gateway-door' }, 'a message of another system could not be answered')
    return fault('Server', 'unavailable')
  })
  return send(parts, reply, sent)
}

/** A message that is none of the channel: it has no detail of the format, because nothing in it was believed. */
function fault(code: FaultCode, what: string): Sent {
  return { status: 500, content: soapFault(code, `Expected a message of this channel but it is refused: ${what}`) }
}

type Answered = Omit<Sent, 'status'> & { readonly status: number }

async function send({ signing }: GatewayParts, reply: FastifyReply, { status, content, finish }: Answered): Promise<FastifyReply> {
  const envelope = envelopeOf(content, signing)
  await finish?.(envelope)
  return reply.code(status).type('text/xml; charset=utf-8').send(envelope)
}
