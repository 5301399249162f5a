import { tengeText } from '@ruqsat/documents'
import { isRefusal, inAll, type Source } from '@ruqsat/foundation'
import type { Order } from '@ruqsat/payments/contract'
import {
  Button,
  Form,
  languageOf,
  localHref,
  localPath,
  redirectTo,
  sendPage,
  StatusTag,
  SummaryList,
  useLanguage,
  WarningText,
  type Text,
} from '@ruqsat/web'
import { type ZoneRules, formatInstant } from '@ruqsat/clock'
import { Cited } from '@ruqsat/lawpages'
import { exemptionFor, findVariant, type Regulation, type Variant } from '@ruqsat/law'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { accessTo } from '../application/core/access.ts'
import { PATHS, type Portal } from '../deps.ts'
import type { Person } from '../registration/people/person.ts'
import { payerOf } from '../application/drafts/drafts.ts'
import type { Draft } from '../application/drafts/model.ts'
import { readDraft, readRefund } from '../application/drafts/store.ts'
import { REFUND_STATE, WHY_REFUNDED } from '../application/pages/refund-list.tsx'
import { backToCabinet, sendNotFound } from './requests.ts'
import texts from './texts.yaml'

// A fee on its way back, with its state; once the bank has returned it, the page is the receipt.

export function refundPages(app: FastifyInstance, portal: Portal): void {
  const path = localPath(`${PATHS.refunds}/:orderId`)
  const withRefund = (handler: (request: FastifyRequest, reply: FastifyReply, found: Found) => Promise<unknown>) =>
    portal.requirePerson(async (request, reply, person) => {
      const found = await ownRefund(portal, person, (request.params as { orderId: string }).orderId)
      return found === null ? sendNotFound(request, reply) : handler(request, reply, found)
    })
  app.get(
    path,
    withRefund((request, reply, found) => {
      const title = found.order.refunds.every(({ status }) => status === 'returned') ? texts.refunds.receipt : texts.refunds.title
      return sendPage(request, reply, { title, back: backToCabinet(request), forPaper: true }, <RefundPage {...found} title={title} />)
    }),
  )
  app.post(
    `${path}/tries`,
    withRefund(async (request, reply, { order: { orderId } }) => {
      await portal.deps.payments.retryRefunds(orderId)
      return redirectTo(reply, localHref(languageOf(request), PATHS.refund(orderId)))
    }),
  )
}

type Found = {
  readonly order: Order
  readonly payer: string
  readonly service: Text
  /** Of the registered request that was paid for; null where none was registered. */
  readonly requestNumber: string | null
  readonly zone: ZoneRules
  /** By which rule of the act nothing is owed; null where the money goes back for another reason. */
  readonly rule: { readonly regulation: Regulation; readonly source: Source } | null
}

async function ownRefund(portal: Portal, person: Person, orderId: string): Promise<Found | null> {
  const { sql } = portal.deps.database
  const refund = /^[\w-]{1,64}$/.test(orderId) ? await readRefund(sql, orderId) : null
  if (refund === null || accessTo(person, refund, 'see') !== 'allowed') return null
  const [order, draft] = [await portal.deps.payments.readOrder(orderId), await readDraft(sql, refund.draftId)]
  const edition = draft && portal.editionOf(draft.editionHash)
  if (isRefusal(order) || draft === null || edition === null) return null
  const { regulation } = edition
  const variant = findVariant(regulation, draft.variant)
  return {
    order,
    payer: person.organisation ?? person.name,
    service: inAll((language) => `${regulation.service[language]}: ${variant?.name[language] ?? ''}`),
    requestNumber: draft.registered?.requestNumber ?? null,
    zone: portal.zone(regulation),
    rule: order.refunds.some(({ why }) => why === 'exempt') ? exemptionOf(regulation, variant, draft) : null,
  }
}

function exemptionOf(regulation: Regulation, variant: Variant | null, draft: Draft): Found['rule'] {
  const fee = variant?.fee ?? null
  const exemption = fee && exemptionFor(fee, payerOf(draft))
  return exemption && { regulation, source: exemption }
}

function RequestLink({ number }: { readonly number: string }) {
  return (
    <a class="number" href={localHref(useLanguage(), PATHS.request(number))}>
      {number}
    </a>
  )
}

function RefundPage({ order, payer, service, requestNumber, zone, rule, title }: Found & { readonly title: Text }) {
  const language = useLanguage()
  const isDeclined = order.refunds.some(({ status }) => status === 'declined')
  return (
    <>
      <h1>{title}</h1>
      {order.refunds.map((refund) => (
        <>
          {refund.declineReason && <WarningText text={refund.declineReason} />}
          <SummaryList
            rows={[
              { key: texts.refunds.state, value: <StatusTag {...REFUND_STATE[refund.status]} /> },
              { key: texts.refunds.sum, value: tengeText(refund.amountTiyn) },
              { key: texts.refunds.payer, value: payer },
              { key: texts.refunds.service, value: service },
              ...(requestNumber === null ? [] : [{ key: texts.request.title, value: <RequestLink number={requestNumber} /> }]),
              {
                key: texts.refunds.why,
                value: (
                  <>
                    {WHY_REFUNDED[refund.why]}
                    {refund.why === 'exempt' && rule !== null && (
                      <>
                        {' '}
                        <Cited regulation={rule.regulation} source={rule.source} />
                      </>
                    )}
                  </>
                ),
              },
              { key: texts.refunds.payment, value: <span class="number">{refund.paymentReference}</span> },
              { key: texts.refunds.requested, value: formatInstant(refund.requestedAt, zone, language) },
              ...(refund.endedAt === null ? [] : [{ key: texts.refunds.ended, value: formatInstant(refund.endedAt, zone, language) }]),
              ...(refund.reference === null
                ? []
                : [{ key: texts.refunds.reference, value: <span class="number">{refund.reference}</span> }]),
            ]}
          />
        </>
      ))}
      <p>{texts.refunds.sameCard}</p>
      {isDeclined && (
        <Form action={`${localHref(language, PATHS.refund(order.orderId))}/tries`}>
          <Button text={texts.refunds.again} />
        </Form>
      )}
      <p class="muted not-on-paper">{texts.refunds.print}</p>
    </>
  )
}
