// The ticket: on paper the number and the wait, on a screen what becomes of it.
import { formatDuration } from '@ruqsat/clock'
import { fillText, inAll } from '@ruqsat/foundation'
import { Cited, InstantAt } from '@ruqsat/lawpages'
import { Button, ButtonGroup, LinkButton, localHref, Panel, SummaryList, useLanguage, type SummaryRow } from '@ruqsat/web'
import type { Ticket } from '../contract.ts'
import { RESULTS, type HallService } from '../core/services.ts'
import type { CentreParts } from '../deps.ts'
import { PATHS } from '../http/paths.ts'
import type { HallAsked } from '../http/visit.ts'
import { refuseCentre } from '../refusals.ts'
import texts from '../texts.yaml'
import { standingOf, type QueuePlace } from '../work/standing.ts'
import { sendCentre, sendNo } from './frame.tsx'

/** A person who holds the page in a hand need not press anything. */
const RENEWED_EVERY_S = 15

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export async function showTicket(asked: HallAsked): Promise<unknown> {
  const { centre, request, reply } = asked
  const { ticketId } = request.params as { readonly ticketId: string }
  const ticket = UUID.test(ticketId) ? await centre.queue.ticket(centre.deps.office.id, ticketId) : null
  if (ticket === null) return sendNo(asked, refuseCentre('centre.no-ticket'), 404)
  const standing = await standingOf(centre, ticket, await centre.deps.legalClock.now())
  if (ticket.endedAt === null) reply.header('refresh', String(RENEWED_EVERY_S))
  return sendCentre(
    asked,
    { title: fillText(texts.ticket.titleOf, { number: ticket.number }), forPaper: true, scripts: [centre.printScript] },
    <TicketPage centre={centre} ticket={ticket} standing={standing} />,
  )
}

type Shown = { readonly centre: CentreParts; readonly ticket: Ticket; readonly standing: QueuePlace }

function TicketPage({ centre, ticket, standing }: Shown) {
  const language = useLanguage()
  const service = centre.services.find(({ key }) => key === ticket.service)
  return (
    <>
      <Panel title={texts.ticket.title}>
        <p class="ticket__number number">{ticket.number}</p>
        <Status ticket={ticket} />
      </Panel>
      <SummaryList rows={rowsOf({ centre, ticket, standing }, service)} />
      <p>{texts.ticket.paper}</p>
      <div class="not-on-paper">
        <ButtonGroup>
          <Button id="print" text={texts.ticket.print} type="button" kind="secondary" hidden />
          <LinkButton href={localHref(language, PATHS.kiosk(ticket.hall))} text={texts.ticket.next} kind="secondary" />
        </ButtonGroup>
        <p>
          <a href={localHref(language, PATHS.screen(ticket.hall))}>{texts.ticket.toScreen}</a>
        </p>
      </div>
    </>
  )
}

function Status({ ticket: { status, window, calls } }: Pick<Shown, 'ticket'>) {
  if (status === 'done') return <p>{texts.ticket.over}</p>
  if (status === 'noShow') return <p>{texts.ticket.missed}</p>
  return status === 'called' ? (
    <p>
      <strong>{fillText(texts.ticket.goTo, { window: window ?? '' })}</strong>
      {calls > 1 && <> ({texts.ticket.again})</>}
    </p>
  ) : null
}

function rowsOf({ centre, ticket, standing }: Shown, service: HallService | undefined): readonly SummaryRow[] {
  const { office } = centre.deps
  const hall = office.halls.find(({ id }) => id === ticket.hall)
  return [
    { key: texts.ticket.service, value: <TicketService centre={centre} ticket={ticket} /> },
    ...(hall ? [{ key: texts.ticket.hall, value: hall.name }] : []),
    { key: texts.ticket.takenAt, value: <InstantAt at={ticket.takenAt} zone={office.zone} /> },
    ...(ticket.bookedFor === null ? [] : [{ key: texts.ticket.bookedFor, value: <InstantAt at={ticket.bookedFor} zone={office.zone} /> }]),
    ...(ticket.hasPriority ? [{ key: texts.ticket.priority, value: texts.ticket.yes }] : []),
    ...(ticket.status === 'waiting' ? waitRows(standing) : []),
    ...(service ? [{ key: texts.ticket.limit, value: <Limit service={service} /> }] : []),
  ]
}

function waitRows({ ahead, waitMs }: QueuePlace): readonly SummaryRow[] {
  const { people, nobody, about, noWindow } = texts.ticket
  return [
    { key: texts.ticket.ahead, value: ahead === 0 ? nobody : fillText(people, { count: ahead }) },
    { key: texts.ticket.wait, value: waitMs === null ? noWindow : fillText(about, { minutes: Math.ceil(waitMs / 60_000) }) },
  ]
}

/** What the ticket is for, as the packages have it; a service that has no hall any more is its bare key. */
export function TicketService({ centre, ticket }: Pick<Shown, 'centre'> & { readonly ticket: Pick<Ticket, 'service'> }) {
  const service = centre.services.find(({ key }) => key === ticket.service)
  if (service !== undefined) return <ServiceName service={service} />
  return <>{ticket.service === RESULTS ? texts.results.choice : ticket.service}</>
}

export function ServiceName({ service: { edition, variant } }: { readonly service: HallService }) {
  return (
    <>
      {edition.regulation.service}: {variant.name}
    </>
  )
}

/** What the act says of the queue, with its paragraph. */
export function Limit({ service: { handsIn, edition } }: { readonly service: HallService }) {
  const duration = handsIn.time?.duration
  return (
    <>
      {duration && fillText(texts.ticket.limitHint, { time: inAll((language) => formatDuration(duration, language)) })}{' '}
      <Cited regulation={edition.regulation} source={handsIn.source} />
    </>
  )
}
