// A firm's own requests: where each is, by when it is due, what was paid, the signed result.
import type { CaseSummary, CaseView } from '@ruqsat/caseflow/host'
import { citation } from '@ruqsat/documents'
import { isRefusal, ownBIN, parseRequestNumber, type Refusal } from '@ruqsat/foundation'
import { z } from 'zod'
import { clientOfFirm } from '../clients/owner.ts'
import type { ApiParts } from '../deps.ts'
import { NONE, operation, PAGE_QUERY, pageAfter, pageOf } from '../http/operation.ts'
import { refuseApi } from '../refusals.ts'
import type { ApiClient } from '../store/clients.ts'
import texts from '../texts.yaml'
import { payment } from './payments.ts'
import { variantIn } from './services.ts'
import { day, instant, localText } from './shapes.ts'

const requestLine = z
  .object({
    number: z.string(),
    service: localText,
    variant: localText,
    status: z.enum(['open', 'granted', 'refused', 'withdrawn', 'notAccepted']),
    stage: localText,
    registeredAt: instant,
    dueOn: day,
    dueAt: instant,
  })
  .meta({ id: 'RequestLine' })

const request = requestLine
  .extend({
    regulation: z.string(),
    variantId: z.string(),
    edition: z.string(),
    asked: z
      .object({ dueAt: instant, paragraph: localText.nullable() })
      .nullable()
      .meta({ description: 'Set while a correction is awaited; it is made in the cabinet, for it is signed.' }),
    hearing: z.object({ dueAt: instant }).nullable().meta({ description: 'Set while objections to the draft of a refusal may be sent.' }),
    result: z
      .object({ decision: z.enum(['grant', 'refuse']), number: z.string().nullable(), signedAt: instant })
      .nullable()
      .meta({ description: 'Its file: `/requests/{number}/result`.' }),
    history: z.array(z.object({ at: instant, event: z.string(), text: localText, paragraph: localText.nullable() })),
  })
  .meta({ id: 'Request' })

const byNumber = z.strictObject({ number: z.string().max(200).meta({ description: 'As `AA-2026-000004`.' }) })

export const requestOperations = [
  operation({
    id: 'listRequests',
    method: 'get',
    path: '/requests',
    summary: texts.operations.listRequests,
    description: 'Requests of the firm that the client belongs to, whoever of it filed them; the newest first.',
    scope: 'requests.read',
    params: NONE,
    query: z.strictObject({ ...PAGE_QUERY, status: requestLine.shape.status.optional() }),
    answer: pageOf(requestLine),
    async run({ parts, client, query }) {
      const all = (await Promise.all(parts.deps.hosts.map((host) => host.listForApplicant(firmOf(client))))).flat()
      const wanted = all.filter(({ status }) => query.status === undefined || status === query.status)
      return pageAfter(wanted.map(lineOf), query, ({ number }) => number) ?? refuseApi('page-unknown', { field: 'after' })
    },
  }),
  operation({
    id: 'readRequest',
    method: 'get',
    path: '/requests/{number}',
    summary: texts.operations.readRequest,
    description:
      'One request: its stage, due date, what is awaited of the applicant, the result, and its history with the paragraph of each step.',
    scope: 'requests.read',
    params: byNumber,
    query: NONE,
    answer: request,
    async run({ parts, client, params }) {
      const found = await ownRequest(parts, client, params.number)
      return isRefusal(found) ? found : detailsOf(parts, found.view)
    },
  }),
  operation({
    id: 'readResult',
    method: 'get',
    path: '/requests/{number}/result',
    summary: texts.operations.readResult,
    description: 'The signed PDF: the licence, or the reasoned refusal.',
    scope: 'requests.read',
    params: byNumber,
    query: NONE,
    answer: { mediaType: 'application/pdf' },
    async run({ parts, client, params }) {
      const found = await ownRequest(parts, client, params.number)
      if (isRefusal(found)) return found
      const { result } = found.view
      const file = result === null ? null : await found.host.readDocument(result.documentId, firmOf(client))
      if (file === null || isRefusal(file)) return refuseApi('result-not-found')
      return { kind: 'file', mediaType: file.mediaType, fileName: file.name, bytes: Buffer.from(file.bytesBase64, 'base64') }
    },
  }),
  operation({
    id: 'readPayment',
    method: 'get',
    path: '/requests/{number}/payment',
    summary: texts.operations.readPayment,
    description: 'The order that was paid for this request, its receipt, and what of it goes back.',
    scope: 'requests.read',
    params: byNumber,
    query: NONE,
    answer: payment,
    async run({ parts, client, params }) {
      const found = await ownRequest(parts, client, params.number)
      if (isRefusal(found)) return found
      const paid = found.view.state.opening?.payment ?? null
      if (paid === null) return refuseApi('payment-not-found')
      const order = await parts.deps.payments.readOrder(paid.orderId)
      return isRefusal(order) ? order : { ...order, refunds: [...order.refunds] }
    },
  }),
]

/** A firm's requests belong to the firm: no account of a person is needed to read them. */
function firmOf(client: ApiClient | null) {
  const { id, bin } = clientOfFirm(client)
  return { kind: 'applicant', id: `client ${id}`, bin: ownBIN(bin) } as const
}

async function ownRequest({ deps }: ApiParts, client: ApiClient | null, typed: string) {
  const number = parseRequestNumber(typed)
  if (isRefusal(number)) return { ...number, field: 'number' } satisfies Refusal
  for (const host of deps.hosts) {
    const view = await host.findByNumber(number, firmOf(client))
    if (!isRefusal(view)) return { kind: 'found', view, host } as const
  }
  return refuseApi('request-not-found')
}

function lineOf(summary: CaseSummary): z.output<typeof requestLine> {
  const { requestNumber, service, variant, status, stage, registeredAt, totalDue, totalDueOn } = summary
  return {
    number: requestNumber,
    service,
    variant,
    status: status === 'none' ? 'open' : status,
    stage,
    registeredAt,
    dueOn: totalDueOn,
    dueAt: totalDue,
  }
}

function detailsOf(parts: ApiParts, view: CaseView): z.output<typeof request> {
  const place = variantIn(parts, view.editionHash, view.variantId)
  const regulation = place?.edition.regulation ?? null
  const { asked, hearing, result } = view
  return {
    ...lineOf(view.summary),
    regulation: view.regulation,
    variantId: view.variantId,
    edition: view.editionHash,
    asked: asked ? { dueAt: asked.due.due, paragraph: asked.source && citation(regulation, asked.source) } : null,
    hearing: hearing ? { dueAt: hearing.due.due } : null,
    result: result && { decision: result.decision, number: result.number, signedAt: result.signedAt },
    history: view.history.map(({ at, event, text, source }) => ({ at, event, text, paragraph: source && citation(regulation, source) })),
  }
}
