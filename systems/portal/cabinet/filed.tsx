// What was filed, after filing: the signed form from the very bytes that the host keeps, the attached files, the receipt.
import { isRefusal } from '@ruqsat/foundation'
import { Cited, DueOf, InstantAt, RequestView } from '@ruqsat/lawpages'
import { sendFile, sendPage, sendRefusal, SummaryList, say } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { tengeText } from '@ruqsat/documents'
import { channelName, stepsOfSuccess } from '@ruqsat/law'
import { type Portal } from '../deps.ts'
import { SinceFirst } from './applicant-part.tsx'
import { signedRequest, type SignedRequestRow } from './signed-requests.ts'
import { backToRequest, REQUEST_PATH, sendNotFound, withRequest, wordsOfOwn, type OwnRequest } from './requests.ts'
import texts from './texts.yaml'

export function filedPages(app: FastifyInstance, portal: Portal): void {
  app.get(
    `${REQUEST_PATH}/form`,
    withRequest(portal, (request, reply, own) => {
      const back = backToRequest(request, own)
      return sendPage(request, reply, { title: texts.signed.title, back }, <SignedForm own={own} here={back.href} />)
    }),
  )
  app.get(
    `${REQUEST_PATH}/files/:place`,
    withRequest(
      portal,
      async (request, reply, { host, view, person }) => {
        const { place } = request.params as { place: string }
        const file = /^\d{1,3}$/.test(place) ? view.attachments[Number(place) - 1] : undefined
        if (file === undefined) return sendNotFound(request, reply)
        const kept = await host.readAttachment(view.summary.caseId, file.sha256, portal.actor(person))
        if (isRefusal(kept)) return sendRefusal(request, reply, kept, { status: 404 })
        // By its own name: two files with the same bytes are two files.
        const bytes = Buffer.from(kept.bytesBase64, 'base64')
        return sendFile(reply, { bytes, mediaType: file.mediaType, fileName: file.name, inline: true })
      },
      'download',
    ),
  )
  app.get(
    `${REQUEST_PATH}/receipt`,
    withRequest(portal, async (request, reply, own) => {
      const signed = await signedRequest(portal.deps.database.sql, own.person, own.view.summary.requestNumber)
      const options = { title: wordsOfOwn(own).receipt.title, back: backToRequest(request, own), forPaper: true }
      const paid = own.view.state.opening?.payment ?? null
      const order = paid === null ? null : await portal.deps.payments.readOrder(paid.orderId)
      const sealedUrl = order === null || isRefusal(order) ? null : order.receiptUrl
      return sendPage(request, reply, options, <Receipt own={own} signed={signed} sealedUrl={sealedUrl} />)
    }),
  )
}

function SignedForm({ own, here }: { readonly own: OwnRequest; readonly here: string }) {
  return (
    <>
      <h1>{texts.signed.title}</h1>
      <SinceFirst own={own} />
      <RequestView
        request={own.view.request}
        variant={own.variant}
        isOfOffice={own.view.state.basis !== undefined}
        headings="h2"
        attachmentHref={(_sha256, place) => (place <= own.view.attachments.length ? `${here}/files/${place}` : null)}
        zone={own.zone}
      />
    </>
  )
}

type ReceiptProps = { readonly own: OwnRequest; readonly signed: SignedRequestRow | null; readonly sealedUrl: string | null }

function Receipt({ own, signed, sealedUrl }: ReceiptProps) {
  const { view, regulation, variant, zone } = own
  const { summary, party } = view
  const payment = view.state.opening?.payment ?? null
  const rows = [
    { key: texts.receipt.number, value: summary.requestNumber },
    { key: texts.receipt.registered, value: <InstantAt at={summary.registeredAt} zone={zone} /> },
    { key: texts.receipt.applicant, value: party.name },
    { key: texts.receipt.identifier, value: party.bin ?? party.iin ?? '' },
    { key: texts.receipt.service, value: `${say(summary.service)}: ${say(summary.variant)}` },
    { key: texts.receipt.channel, value: channelName(variant, view.state.opening?.view ?? '') },
    { key: texts.receipt.provider, value: regulation.authority.name },
    ...(payment === null
      ? []
      : [
          {
            key: texts.receipt.paid,
            value: (
              <>
                {tengeText(payment.amountTiyn)}, <InstantAt at={payment.paidAt} zone={zone} />{' '}
                {sealedUrl !== null && (
                  <a class="not-on-paper" href={sealedUrl}>
                    {texts.receipt.sealed}
                  </a>
                )}
              </>
            ),
          },
        ]),
    { key: texts.receipt.documents, value: String(view.attachments.length) },
    ...(signed === null ? [] : [{ key: wordsOfOwn(own).receipt.digest, value: <code>{signed.contentSha256}</code> }]),
  ]
  return (
    <>
      <h1>{wordsOfOwn(own).receipt.title}</h1>
      <SummaryList rows={rows} />
      <h2>{wordsOfOwn(own).receipt.due}</h2>
      <DueOf due={view.total} regulation={regulation} source={variant.term?.source ?? variant.procedure.source} />
      <h2>{texts.receipt.next}</h2>
      <p>{wordsOfOwn(own).receipt.nextText}</p>
      <ol>
        {stepsOfSuccess(variant.procedure.steps).map((step) => (
          <li>
            {step.name} <Cited regulation={regulation} source={step.source} />
          </li>
        ))}
      </ol>
      <p class="muted not-on-paper">{texts.receipt.print}</p>
    </>
  )
}
