// Payment orders: those that a firm pays, or those for the services of an authority.
import { isRefusal, ownBIN } from '@ruqsat/foundation'
import { ORDER_STATUSES, type ListedOrder, type OrderOwner } from '@ruqsat/payments/contract'
import { z } from 'zod'
import { clientOfSomebody } from '../clients/owner.ts'
import { NONE, operation, PAGE_QUERY, pageOf } from '../http/operation.ts'
import { refuseApi } from '../refusals.ts'
import type { ApiClient } from '../store/clients.ts'
import texts from '../texts.yaml'
import { instant, localText, tiyn } from './shapes.ts'

/** Of a request and in the list alike. */
export const payment = z
  .object({
    orderId: z.string(),
    status: z.enum(ORDER_STATUSES),
    amountTiyn: tiyn,
    paidAt: instant.nullable(),
    reference: z.string().nullable().meta({ description: 'The bank’s.' }),
    receiptUrl: z.string().nullable().meta({ description: 'Of the sealed receipt.' }),
    refunds: z.array(
      z.object({
        status: z.enum(['requested', 'sent', 'returned', 'declined']),
        amountTiyn: tiyn,
        requestedAt: instant,
        endedAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'Payment' })

const order = payment
  .extend({
    authority: z.string(),
    purpose: localText,
    createdAt: instant,
    countedTiyn: tiyn.meta({ description: 'What has come and counts.' }),
  })
  .meta({ id: 'PaymentOrder' })

export const paymentOperations = [
  operation({
    id: 'listPayments',
    method: 'get',
    path: '/payments',
    summary: texts.operations.listPayments,
    description:
      'Payment orders of the firm that the client belongs to, or for the services of its authority; the newest first. No payer is named. Orders of a firm from before this list existed are not in it.',
    scope: 'payments.read',
    params: NONE,
    query: z.strictObject({ ...PAGE_QUERY, status: z.enum(ORDER_STATUSES).optional() }),
    answer: pageOf(order),
    async run({ parts: { deps }, client, query }) {
      const page = await deps.orders.list(ownerOf(client), query)
      return page === null ? refuseApi('page-unknown', { field: 'after' }) : { items: page.orders.map(shown), next: page.next }
    },
  }),
  operation({
    id: 'readPaymentOrder',
    method: 'get',
    path: '/payments/{orderId}',
    summary: texts.operations.readPaymentOrder,
    description: 'One payment order: its state, what came, what goes back.',
    scope: 'payments.read',
    statuses: { 'order-not-found': 404 },
    params: z.strictObject({ orderId: z.string().max(100) }),
    query: NONE,
    answer: order,
    async run({ parts: { deps }, client, params }) {
      const found = await deps.orders.read(ownerOf(client), params.orderId)
      return isRefusal(found) ? found : shown(found)
    },
  }),
]

function ownerOf(client: ApiClient | null): OrderOwner {
  const { owner } = clientOfSomebody(client)
  return owner.kind === 'firm' ? { bin: ownBIN(owner.id) } : { authority: owner.id }
}

function shown(one: ListedOrder): z.output<typeof order> {
  return { ...one, refunds: [...one.refunds] }
}
