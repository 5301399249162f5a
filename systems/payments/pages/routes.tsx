import { isRefusal, type Refusal } from '@ruqsat/foundation'
import {
  addressIn,
  languageOf,
  localHref,
  localPath,
  rateLimit,
  readForm,
  redirectTo,
  sendFile,
  sendPage,
  sendRefusal,
  sitePart,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OrderStatus } from '../contract.ts'
import type { OrderRow } from '../store/orders.ts'
import type { PaymentParts } from '../work/deps.ts'
import { goToBank } from '../work/go-to-bank.ts'
import { abandonOrder, refreshOrder } from '../work/order.ts'
import { findRow, orderView } from '../work/order-view.ts'
import { returnPartsOf } from '../work/parts.ts'
import { receiptOf } from '../work/receipt.ts'
import { refundsOf } from '../store/refunds.ts'
import { OrderPage, WaitingPage } from './order-page.tsx'
import texts from './texts.yaml'

type Params = { Params: { orderId: string } }
type PayRequest = FastifyRequest<Params>

/** A waiting page asks again this often; each time is one question to the bank. */
const REFRESH_SECONDS = 4
/** Buttons that ask the bank, for one address: enough for an impatient person, not for a program. */
const BUTTONS = rateLimit('payment')

/** The order's id is the key to its page: 122 random bits, given only to whoever made the order. */
export function servePages(app: FastifyInstance, work: PaymentParts): void {
  sitePart(app, { name: texts.gateway, home: '/' })
  const path = (below: string) => localPath(`/pay/:orderId${below}`)
  app.get<Params>(path(''), (request, reply) => showOrder(request, reply, work))
  app.get<Params>(path('/return'), { config: BUTTONS }, (request, reply) => comeBack(request, reply, work))
  app.get<Params>(path('/receipt'), { config: BUTTONS }, (request, reply) => sendReceipt(request, reply, work))
  app.post<Params>(path('/payments'), { config: BUTTONS }, (request, reply) => pay(request, reply, work))
  app.post<Params>(path('/checks'), { config: BUTTONS }, async (request, reply) => redirectTo(reply, `${pathOf(request)}/return`))
  app.post<Params>(path('/returns'), { config: BUTTONS }, (request, reply) => giveBackParts(request, reply, work))
  app.post<Params>(path('/abandonments'), { config: BUTTONS }, (request, reply) => abandon(request, reply, work))
}

function pathOf(request: PayRequest): string {
  return localHref(languageOf(request), `/pay/${encodeURIComponent(request.params.orderId)}`)
}

async function showOrder(
  request: PayRequest,
  reply: FastifyReply,
  work: PaymentParts,
  refusal: Refusal | null = null,
  status = 200,
): Promise<FastifyReply> {
  const row = await findRow(work, request.params.orderId)
  if (isRefusal(row)) return sendRefusal(request, reply, row, { status: 404 })
  const props = {
    row,
    order: orderView(work, row, await refundsOf(work.database.sql, row)),
    refusal,
    banks: work.banks.filter(({ isOpen }) => isOpen),
  }
  if (row.status === 'unknown') return sendPage(request, reply, { title: texts.waiting }, <WaitingPage {...props} />)
  return sendPage(request, reply, { title: texts.title, status }, <OrderPage {...props} />)
}

/** A double click, a second tab or the Back button finds the same card page: the way there is written down first. */
async function pay(request: PayRequest, reply: FastifyReply, work: PaymentParts): Promise<FastifyReply> {
  const chosen = readForm(request).text('bank')
  const way = await goToBank(work, request.params.orderId, languageOf(request), chosen === '' ? null : chosen)
  if (way.kind === 'bankPage') return reply.header('cache-control', 'no-store').redirect(way.url, 303)
  if (way.kind === 'settled' || way.code === 'order-already-paid' || way.code === 'order-outcome-unknown')
    return redirectTo(reply, `${pathOf(request)}/return`)
  return showOrder(request, reply, work, way, way.code === 'bank-unreachable' ? 503 : 422)
}

/** What is in the address that the bank sends the payer back with is not believed: the bank is asked. */
async function comeBack(request: PayRequest, reply: FastifyReply, work: PaymentParts): Promise<FastifyReply> {
  const order = await refreshOrder(work, request.params.orderId)
  if (isRefusal(order)) return sendRefusal(request, reply, order, { status: 404 })
  const row = (await findRow(work, order.orderId)) as OrderRow
  const next = AFTER_BANK[order.status]
  if (next !== 'wait')
    return redirectTo(reply, next === 'portal' && order.notice === null ? addressIn(languageOf(request), row.returnUrl) : pathOf(request))
  return sendPage(
    request,
    reply.header('refresh', String(REFRESH_SECONDS)),
    { title: texts.waiting },
    <WaitingPage row={row} order={order} />,
  )
}

/** A file to keep; where it cannot be sealed now, the page says so and the payment stays what it is. */
async function sendReceipt(request: PayRequest, reply: FastifyReply, work: PaymentParts): Promise<FastifyReply> {
  const receipt = await receiptOf(work, request.params.orderId)
  if (!isRefusal(receipt)) return sendFile(reply, { bytes: receipt.pdf, mediaType: 'application/pdf', fileName: receipt.fileName })
  const isMissing = receipt.code === 'order-not-found' || receipt.code === 'receipt-not-paid'
  return sendRefusal(request, reply, receipt, { status: isMissing ? 404 : 503 })
}

/** Where a payer goes who comes back from the bank. */
const AFTER_BANK = {
  created: 'gateway',
  paying: 'wait',
  partlyPaid: 'gateway',
  paid: 'portal',
  declined: 'gateway',
  abandoned: 'portal',
  refunded: 'portal',
  unknown: 'wait',
} as const satisfies Record<OrderStatus, 'portal' | 'gateway' | 'wait'>

/** What came in part goes back, and the page says so. */
async function giveBackParts(request: PayRequest, reply: FastifyReply, work: PaymentParts): Promise<FastifyReply> {
  const order = await returnPartsOf(work, request.params.orderId)
  if (isRefusal(order)) return sendRefusal(request, reply, order, { status: 404 })
  return redirectTo(reply, pathOf(request))
}

async function abandon(request: PayRequest, reply: FastifyReply, work: PaymentParts): Promise<FastifyReply> {
  const order = await abandonOrder(work, request.params.orderId)
  if (isRefusal(order)) return sendRefusal(request, reply, order, { status: 404 })
  const { returnUrl } = (await findRow(work, order.orderId)) as OrderRow
  return redirectTo(reply, addressIn(languageOf(request), returnUrl))
}
