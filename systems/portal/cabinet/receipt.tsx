import { Cited, DueOf } from '@ruqsat/lawpages'
import { languageOf, localHref, localPath, sendPage, sendRefusal, SummaryList, useLanguage, useSay } from '@ruqsat/web'
import { type ZoneRules, formatInstant } from '@ruqsat/clock'
import type { FastifyInstance } from 'fastify'
import { tengeText } from '@ruqsat/documents'
import { mainPath } from '@ruqsat/law'
import { PATHS, type Portal } from '../deps.ts'
import { refusePortal } from '../refusals.ts'
import { signedRequest, type SignedRequestRow } from './signed-requests.ts'
import { ownRequest, type OwnRequest } from './requests.ts'
import texts from './texts.yaml'

export function receiptPage(app: FastifyInstance, portal: Portal): void {
  app.get<{ Params: { number: string } }>(
    localPath(`${PATHS.cabinet}/requests/:number/receipt`),
    portal.requirePerson(async (request, reply, person) => {
      const { number } = request.params as { number: string }
      const own = await ownRequest(portal, person, number)
      if (own === null) return sendRefusal(request, reply, refusePortal('request-not-found'), { status: 404 })
      const signed = await signedRequest(portal.deps.database.sql, person, own.view.summary.requestNumber)
      const back = { href: localHref(languageOf(request), PATHS.request(number)), text: texts.receipt.back }
      return sendPage(
        request,
        reply,
        { title: texts.receipt.title, back, forPaper: true },
        <Receipt own={own} signed={signed} zone={portal.zone(own.edition.regulation)} />,
      )
    }),
  )
}

function Receipt({ own, signed, zone }: { readonly own: OwnRequest; readonly signed: SignedRequestRow | null; readonly zone: ZoneRules }) {
  const say = useSay()
  const language = useLanguage()
  const { view, edition, variant } = own
  const { regulation } = edition
  const { summary, party } = view
  const payment = view.state.opening?.payment ?? null
  const rows = [
    { key: texts.receipt.number, value: summary.requestNumber },
    { key: texts.receipt.registered, value: formatInstant(summary.registeredAt, zone, language) },
    { key: texts.receipt.applicant, value: party.name },
    { key: texts.receipt.identifier, value: party.bin ?? party.iin ?? '' },
    { key: texts.receipt.service, value: `${say(summary.service)}: ${say(summary.variant)}` },
    { key: texts.receipt.provider, value: regulation.authority.name },
    ...(payment === null
      ? []
      : [{ key: texts.receipt.paid, value: `${tengeText(payment.amountTiyn)}, ${formatInstant(payment.paidAt, zone, language)}` }]),
    { key: texts.receipt.documents, value: String(view.attachments.length) },
    ...(signed === null ? [] : [{ key: texts.receipt.digest, value: <code>{signed.contentSha256}</code> }]),
  ]
  return (
    <>
      <h1>{texts.receipt.title}</h1>
      <SummaryList rows={rows} />
      <h2>{texts.receipt.due}</h2>
      <DueOf due={summary.total} regulation={regulation} source={variant.term?.source ?? variant.procedure.source} />
      <h2>{texts.receipt.next}</h2>
      <p>{texts.receipt.nextText}</p>
      <ol>
        {mainPath(variant.procedure.steps).map((step) => (
          <li>
            {step.name} <Cited regulation={regulation} source={step.source} />
          </li>
        ))}
      </ol>
      <p class="muted not-on-paper">{texts.receipt.print}</p>
    </>
  )
}
