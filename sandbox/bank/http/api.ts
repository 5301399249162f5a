import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import { rateLimit } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findPayment, findSession, insertSession, listBetween, listRefundsBetween } from '../store/rows.ts'
import { type BankWork, NO_ANSWER_MS, turnOf } from '../work/deps.ts'
import { cancelSession } from '../work/pay.ts'
import { statementOf } from '../work/statement.ts'
import { refund } from '../work/refund.ts'
import { nonceOfGenuine, readOrder, refundOrder, sealedHeaders, sessionOrder } from '../wire/protocol.ts'

type Answered = { readonly status: number; readonly content: object }
const NOT_FOUND: Answered = { status: 404, content: { error: 'unknown merchantReference' } }
const unreadable = (expected: string): Answered => ({ status: 422, content: { error: `Expected ${expected}` } })

/** The bank's side of the wire: JSON, each request and each answer signed. Every call may be repeated. */
export function serveApi(app: FastifyInstance, work: BankWork): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  const route = (method: 'GET' | 'POST', url: string, handle: (request: FastifyRequest, body: string) => Promise<Answered>) =>
    app.route({
      method,
      url,
      config: { csrf: false, ...rateLimit('callback') } as never,
      handler: (request, reply) => answer(request, reply, work, handle),
    })
  route('POST', '/api/v1/sessions', (_request, body) => open(work, body))
  route('GET', '/api/v1/sessions/:reference', (request) => read(work, referenceOf(request)))
  route('POST', '/api/v1/sessions/:reference/cancellations', (request) => cancel(work, referenceOf(request)))
  route('GET', '/api/v1/payments/:reference', (request) => find(work, referenceOf(request)))
  route('POST', '/api/v1/refunds', (_request, body) => giveBack(work, body))
  route('GET', '/api/v1/refunds', (request) => list(work, request, 'refunds', listRefundsBetween))
  route('GET', '/api/v1/statements', (request) => list(work, request, 'payments', listBetween))
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  work: BankWork,
  handle: (request: FastifyRequest, body: string) => Promise<Answered>,
): Promise<FastifyReply> {
  const { loses, isWrong, waitMs } = turnOf(await work.mode('dala'))
  if (loses === 'question') return silence(request, reply)
  if (waitMs > 0) await pause(waitMs)
  const body = typeof request.body === 'string' ? request.body : ''
  const message = { method: request.method, path: request.url, body }
  const nonce = nonceOfGenuine(request.headers, message, work.keys, work.technicalClock.now())
  if (nonce === null) return reply.code(401).send({ error: 'the signature does not hold' })
  const { status, content } = await handle(request, body)
  if (loses === 'answer') return silence(request, reply)
  const text = JSON.stringify(content)
  const key = isWrong ? { id: work.keys[0]!.id, secret: new Uint8Array(32) } : work.keys[0]!
  const answered = { ...message, direction: 'answer', timestamp: work.technicalClock.now(), nonce, body: text } as const
  return reply.code(status).headers(sealedHeaders(key, answered)).type('application/json; charset=utf-8').send(text)
}

function referenceOf(request: FastifyRequest): string {
  return (request.params as { reference: string }).reference
}

async function open(work: BankWork, body: string): Promise<Answered> {
  const order = readOrder(body, sessionOrder)
  if (order === null) return unreadable('merchantReference, amountTiyn, currency KZT, payee, purpose, language, returnUrl, callbackUrl')
  await insertSession(work.database.sql, { ...order, bank: 'dala', sessionId: randomUUID(), openedAt: work.technicalClock.now() })
  const session = (await findSession(work.database.sql, { bank: 'dala', merchantReference: order.merchantReference }))!
  if (session.amountTiyn !== order.amountTiyn) return { status: 409, content: { error: 'this merchantReference has another amount' } }
  const payUrl = `${work.origin}/${order.language}/pay/${session.sessionId}`
  return { status: 200, content: { payUrl, payment: await statementOf(work, session) } }
}

async function read(work: BankWork, merchantReference: string): Promise<Answered> {
  const session = await findSession(work.database.sql, { bank: 'dala', merchantReference })
  if (session === null) return NOT_FOUND
  if (session.scenario === 'noAnswer' && session.state === 'processing') await pause(NO_ANSWER_MS)
  return { status: 200, content: { payment: await statementOf(work, session) } }
}

async function cancel(work: BankWork, merchantReference: string): Promise<Answered> {
  const session = await findSession(work.database.sql, { bank: 'dala', merchantReference })
  if (session === null) return NOT_FOUND
  await cancelSession(work, session.sessionId)
  return read(work, merchantReference)
}

async function find(work: BankWork, reference: string): Promise<Answered> {
  const payment = await findPayment(work.database.sql, 'dala', reference)
  return payment === null ? NOT_FOUND : { status: 200, content: { payment } }
}

async function giveBack(work: BankWork, body: string): Promise<Answered> {
  const order = readOrder(body, refundOrder)
  if (order === null) return unreadable('refundReference, paymentReference, amountTiyn, currency KZT')
  const done = await refund(work, 'dala', order)
  return done === null ? { status: 404, content: { error: 'unknown paymentReference' } } : { status: 200, content: { refund: done } }
}

/** What the bank states to have done in the period of a request. */
async function list(
  work: BankWork,
  request: FastifyRequest,
  what: 'refunds' | 'payments',
  between: (sql: AnySql, bank: 'dala', from: Instant, to: Instant) => Promise<readonly object[]>,
): Promise<Answered> {
  const { from = '', to = '' } = request.query as { from?: string; to?: string }
  if (![from, to].every((each) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(each))) return unreadable('from and to')
  return { status: 200, content: { [what]: await between(work.database.sql, 'dala', from, to) } }
}

/** The line breaks without a word. */
export function silence(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  request.raw.destroy()
  return reply
}
