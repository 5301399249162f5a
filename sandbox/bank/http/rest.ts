import { randomUUID, timingSafeEqual } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { instantFromMs, LANGUAGES, msFromInstant, readJson } from '@ruqsat/foundation'
import { rateLimit } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { findPayment, findSession, insertSession, listBetween, listRefundsBetween } from '../store/rows.ts'
import { cancelSession } from '../work/pay.ts'
import { type BankWork, NO_ANSWER_MS, turnOf } from '../work/deps.ts'
import { silence } from './api.ts'
import { refund } from '../work/refund.ts'
import { statementOf } from '../work/statement.ts'
import type { PaymentStatement, RefundStatement } from '../wire/protocol.ts'

// Тау банкі's side of the wire that payments' README calls version 2, written from that paper alone: tenge with two decimals as text,
// times of Astana with their offset, a bearer token, lists by pages, and no calls to anybody.

type Answered = { readonly status: number; readonly content: object }
const NOT_FOUND: Answered = { status: 404, content: { error: 'not-found' } }
const unreadable = (expected: string): Answered => ({ status: 422, content: { error: `Expected ${expected}` } })

const PAGE_SIZE = 50
const ASTANA_MS = 5 * 3_600_000

const STATUS = {
  open: 'NEW',
  processing: 'WAITING',
  paid: 'CHARGED',
  declined: 'REJECTED',
  cancelled: 'ABORTED',
  expired: 'EXPIRED',
} as const
const REASONS: Readonly<Record<string, string>> = {
  'insufficient-funds': '51',
  'lost-card': '41',
  'wrong-code': '55',
  'card-closed': '78',
}

const money = z.string().regex(/^\d{1,10}\.\d\d$/)
const tiyn = (text: string) => Math.round(Number(text) * 100)
const tenge = (amountTiyn: number) => (amountTiyn / 100).toFixed(2)
const astana = (at: string) => `${instantFromMs(msFromInstant(at) + ASTANA_MS).slice(0, -1)}+05:00`

const invoiceOrder = z.object({
  amount: money,
  currency: z.literal('KZT'),
  beneficiary: z.string(),
  description: z.string(),
  lang: z.enum(LANGUAGES),
  return_url: z.url({ protocol: /^https?$/ }),
})
const reversalOrder = z.object({ document: z.string(), amount: money, currency: z.literal('KZT') })

export function serveRest(app: FastifyInstance, work: BankWork): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  const route = (method: 'GET' | 'POST' | 'PUT', url: string, handle: (request: FastifyRequest, body: string) => Promise<Answered>) =>
    app.route({
      method,
      url: `/rest${url}`,
      config: { csrf: false, ...rateLimit('callback') } as never,
      handler: (request, reply) => answer(request, reply, work, handle),
    })
  const id = (request: FastifyRequest) => (request.params as { id: string }).id
  route('PUT', '/invoices/:id', (request, body) => open(work, id(request), body))
  route('GET', '/invoices/:id', (request) => read(work, id(request)))
  route('POST', '/invoices/:id/abort', (request) => abort(work, id(request)))
  route('GET', '/documents/:id', async (request) => {
    const found = await findPayment(work.database.sql, 'tau', id(request))
    return found === null ? NOT_FOUND : { status: 200, content: invoiceOf(found, found.amountTiyn) }
  })
  route('PUT', '/reversals/:id', (request, body) => reverse(work, id(request), body))
  route('GET', '/operations', (request) => list(work, request))
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  work: BankWork,
  handle: (request: FastifyRequest, body: string) => Promise<Answered>,
): Promise<FastifyReply> {
  const { loses, isWrong, waitMs } = turnOf(await work.mode('tau'))
  if (loses === 'question') return silence(request, reply)
  if (waitMs > 0) await pause(waitMs)
  if (!hasToken(request, work.token)) return reply.code(401).send({ error: 'unknown-token' })
  const { status, content } = await handle(request, typeof request.body === 'string' ? request.body : '')
  if (loses === 'answer') return silence(request, reply)
  // A bank that is wrong answers in a form that nobody agreed on.
  return reply.code(status).send(isWrong ? { ...content, amount: 18520, status: 'OK', items: null } : content)
}

function hasToken({ headers }: FastifyRequest, token: string): boolean {
  const [given, expected] = [Buffer.from(headers.authorization ?? ''), Buffer.from(`Bearer ${token}`)]
  return token !== '' && given.length === expected.length && timingSafeEqual(given, expected)
}

function readBody<T>(body: string, shape: z.ZodType<T>): T | null {
  const json = readJson(body, { maxLength: 64 * 1024, maxDepth: 4, maxValues: 100 })
  return json.kind === 'read' ? (shape.safeParse(json.value).data ?? null) : null
}

function invoiceOf(payment: PaymentStatement, askedTiyn: number) {
  const isPaid = payment.state === 'paid'
  return {
    invoice: payment.merchantReference,
    status: STATUS[payment.state],
    amount: tenge(askedTiyn),
    charged: isPaid ? tenge(payment.amountTiyn) : null,
    currency: payment.currency,
    document: payment.reference,
    changed: astana(payment.statedAt),
    reject_reason: payment.declineCode === null ? null : (REASONS[payment.declineCode] ?? '05'),
    ...(payment.purpose !== undefined && { description: payment.purpose }),
    ...(payment.payer !== undefined && { payer: payment.payer }),
  }
}

function reversalOf({ refundReference, paymentReference, state, amountTiyn, reference, statedAt, declineCode }: RefundStatement) {
  return {
    reversal: refundReference,
    document: paymentReference,
    status: state === 'returned' ? 'DONE' : 'REJECTED',
    amount: tenge(amountTiyn),
    confirmation: reference,
    changed: astana(statedAt),
    reject_reason: declineCode === null ? null : (REASONS[declineCode] ?? '05'),
  }
}

async function open(work: BankWork, merchantReference: string, body: string): Promise<Answered> {
  const order = readBody(body, invoiceOrder)
  if (order === null || !/^[\w-]{1,64}$/.test(merchantReference))
    return unreadable('amount, currency, beneficiary, description, lang, return_url')
  await insertSession(work.database.sql, {
    bank: 'tau',
    sessionId: randomUUID(),
    merchantReference,
    amountTiyn: tiyn(order.amount),
    payee: order.beneficiary,
    purpose: order.description,
    language: order.lang,
    returnUrl: order.return_url,
    callbackUrl: null,
    openedAt: work.technicalClock.now(),
  })
  const session = (await findSession(work.database.sql, { bank: 'tau', merchantReference }))!
  if (session.amountTiyn !== tiyn(order.amount)) return { status: 409, content: { error: 'another-amount' } }
  const page = `${work.origin}/${order.lang}/pay/${session.sessionId}`
  return { status: 200, content: { page, ...invoiceOf(await statementOf(work, session), session.amountTiyn) } }
}

async function read(work: BankWork, merchantReference: string): Promise<Answered> {
  const session = await findSession(work.database.sql, { bank: 'tau', merchantReference })
  if (session === null) return NOT_FOUND
  if (session.scenario === 'noAnswer' && session.state === 'processing') await pause(NO_ANSWER_MS)
  return { status: 200, content: invoiceOf(await statementOf(work, session), session.amountTiyn) }
}

async function abort(work: BankWork, merchantReference: string): Promise<Answered> {
  const session = await findSession(work.database.sql, { bank: 'tau', merchantReference })
  if (session === null) return NOT_FOUND
  await cancelSession(work, session.sessionId)
  return read(work, merchantReference)
}

async function reverse(work: BankWork, refundReference: string, body: string): Promise<Answered> {
  const order = readBody(body, reversalOrder)
  if (order === null || !/^[\w-]{1,64}$/.test(refundReference)) return unreadable('document, amount, currency')
  const { document: paymentReference, amount, currency } = order
  const done = await refund(work, 'tau', { refundReference, paymentReference, amountTiyn: tiyn(amount), currency })
  return done === null ? NOT_FOUND : { status: 200, content: reversalOf(done) }
}

/** Operations of a period, oldest first, `PAGE_SIZE` a page; `next` names the next page. */
async function list(work: BankWork, request: FastifyRequest): Promise<Answered> {
  const { kind = '', from = '', to = '', page = '1' } = request.query as Record<string, string | undefined>
  const isPeriod = [from, to].every((each) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(each))
  if (!isPeriod || !/^[1-9]\d{0,4}$/.test(page) || (kind !== 'charge' && kind !== 'reversal')) return unreadable('kind, from, to, page')
  const all: readonly object[] =
    kind === 'charge'
      ? (await listBetween(work.database.sql, 'tau', from, to)).map((each) => invoiceOf(each, each.amountTiyn))
      : (await listRefundsBetween(work.database.sql, 'tau', from, to)).map(reversalOf)
  const start = (Number(page) - 1) * PAGE_SIZE
  return {
    status: 200,
    content: { items: all.slice(start, start + PAGE_SIZE), next: all.length > start + PAGE_SIZE ? Number(page) + 1 : null },
  }
}
