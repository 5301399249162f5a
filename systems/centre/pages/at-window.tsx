import { formatDuration } from '@ruqsat/clock'
import { fillText, inAll, msFromInstant, type Instant, type LocalText } from '@ruqsat/foundation'
import { Cited } from '@ruqsat/lawpages'
import { Button, Form, localHref, StatusTag, SummaryList, Table, useLanguage } from '@ruqsat/web'
import type { CounterEntry } from '@ruqsat/counter'
import type { HallOperator, Ticket } from '../contract.ts'
import { isTakenNow, resultsTakeMs, type HallService } from '../core/services.ts'
import type { CentreParts } from '../deps.ts'
import { PATHS } from '../http/paths.ts'
import texts from '../texts.yaml'
import type { ServiceWaits } from '../work/waits.ts'
import { Limit, ServiceName, TicketService } from './ticket.tsx'

const T = texts.operator

export type AtWindowProps = {
  readonly centre: CentreParts
  readonly title: LocalText
  readonly operator: HallOperator
  readonly held: Ticket | null
  /** What was entered for the held ticket. */
  readonly entry: CounterEntry | null
  readonly waiting: readonly Ticket[]
  readonly waits: readonly ServiceWaits[]
  readonly now: Instant
}

export function AtWindowPage(props: AtWindowProps) {
  const { title, held } = props
  return (
    <>
      <h1>{title}</h1>
      {held === null ? <NobodyThere /> : <AtTheWindow {...props} held={held} />}
      <Waiting {...props} />
      <WaitsToday {...props} />
      {held === null && <Press what="close" text={T.close} kind="quiet" />}
    </>
  )
}

type PressProps = {
  readonly what: 'next' | 'again' | 'done' | 'noShow' | 'close'
  readonly text: LocalText
  readonly ticket?: string
  readonly kind?: 'secondary' | 'quiet'
}

/** One button that asks for one act. */
function Press({ what, text, ticket, kind }: PressProps) {
  return (
    <Form action={localHref(useLanguage(), PATHS.window)} part={what}>
      <input type="hidden" name="do" value={what} />
      {ticket !== undefined && <input type="hidden" name="ticket" value={ticket} />}
      <Button text={text} {...(kind && { kind })} />
    </Form>
  )
}

function NobodyThere() {
  const language = useLanguage()
  return (
    <section class="at-window">
      <p>{T.nobodyHeld}</p>
      <Press what="next" text={T.next} />
      <p>
        <a href={localHref(language, PATHS.window)}>{T.reload}</a>
      </p>
    </section>
  )
}

function AtTheWindow({ centre, held, entry, now }: AtWindowProps & { readonly held: Ticket }) {
  const service = serviceOf(centre, held)
  const isTaken = service !== undefined && isTakenNow(service, centre.deps.offers, now)
  // One button is the next thing to do: to enter what was brought, else to end.
  const isToBegin = isTaken && entry === null
  const waitedMs = held.calledAt === null ? 0 : msFromInstant(held.calledAt) - msFromInstant(held.takenAt)
  return (
    <section class="at-window">
      <h2>{T.called}</h2>
      <p class="at-window__number number">{held.number}</p>
      <SummaryList
        compact
        rows={[
          { key: T.service, value: <TicketService centre={centre} ticket={held} /> },
          ...(held.hasPriority ? [{ key: texts.ticket.priority, value: texts.ticket.yes }] : []),
          { key: T.waited, value: minutes(waitedMs) },
          { key: T.calls, value: String(held.calls) },
        ]}
      />
      <div class="at-window__acts">
        <Press what="done" text={T.done} ticket={held.id} {...(isToBegin && { kind: 'secondary' })} />
        <Press what="again" text={T.again} ticket={held.id} kind="secondary" />
        <Press what="noShow" text={T.noShow} ticket={held.id} kind="secondary" />
      </div>
      {service?.isServed && !isTaken && entry === null && <p>{T.closed}</p>}
      {service && (isTaken || entry !== null) && <Application held={held} service={service} entry={entry} />}
      {resultsTakeMs(centre.services) !== null && (
        <p>
          <a href={localHref(useLanguage(), PATHS.results)}>{texts.results.toHandOver}</a>
        </p>
      )}
      {service && <AboutService service={service} />}
    </section>
  )
}

/** The application of who holds the ticket: begun once, for the service of the ticket. */
function Application({
  held,
  service,
  entry,
}: {
  readonly held: Ticket
  readonly service: HallService
  readonly entry: CounterEntry | null
}) {
  const language = useLanguage()
  return (
    <>
      <h3>{T.apply}</h3>
      {entry === null ? (
        service.edition.regulation.applicants.map(({ kind }) => (
          <Form action={localHref(language, PATHS.window)} part={`begin ${kind}`}>
            <input type="hidden" name="do" value="begin" />
            <input type="hidden" name="ticket" value={held.id} />
            <input type="hidden" name="applicant" value={kind} />
            <Button text={T.begin[kind]} />
          </Form>
        ))
      ) : entry.status === 'givenUp' ? (
        <p>{T.givenUp}</p>
      ) : (
        <p>
          <a href={localHref(language, PATHS.entry(entry.id))}>{entry.status === 'registered' ? T.registered : T.goOn}</a>{' '}
          {entry.requestNumber !== null && <span class="number">{entry.requestNumber}</span>}
        </p>
      )}
    </>
  )
}

/** What the operator advises on, as the package says it. */
function AboutService({ service: { edition, variant } }: { readonly service: HallService }) {
  const { regulation } = edition
  const { term } = variant
  return (
    <>
      <h3>{T.act}</h3>
      {term !== null && (
        <p>
          {T.term}: {inAll((language) => formatDuration(term.duration, language))} <Cited regulation={regulation} source={term.source} />
        </p>
      )}
      <h3>{T.documents}</h3>
      <ul>
        {variant.documents.map(({ name, required, source }) => (
          <li>
            {name} {required && <StatusTag text={T.required} />} <Cited regulation={regulation} source={source} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Waiting({ centre, waiting, now }: AtWindowProps) {
  return (
    <>
      <h2>{T.queue}</h2>
      <Table
        caption={T.waiting}
        empty={texts.screen.empty}
        columns={[{ text: T.number }, { text: T.service }, { text: T.since }]}
        rows={waiting.map((ticket) => [
          <span class="number">{ticket.number}</span>,
          <>
            <TicketService centre={centre} ticket={ticket} /> {ticket.hasPriority && <StatusTag text={texts.ticket.priority} />}
          </>,
          minutes(msFromInstant(now) - msFromInstant(ticket.takenAt)),
        ])}
      />
    </>
  )
}

function WaitsToday({ centre, waits }: Pick<AtWindowProps, 'centre' | 'waits'>) {
  return (
    <>
      <h2>{T.today}</h2>
      <Table
        caption={T.today}
        captionHidden
        empty={T.notToday}
        columns={[
          { text: T.service },
          { text: T.taken, numeric: true },
          { text: T.mean, numeric: true },
          { text: T.longest, numeric: true },
          { text: T.late, numeric: true },
        ]}
        rows={waits.map(({ of, service, taken, meanWaitMs, longestWaitMs, late }) => [
          of === null ? (
            <TicketService centre={centre} ticket={{ service }} />
          ) : (
            <>
              <ServiceName service={of} />
              <p>
                <Limit service={of} />
              </p>
            </>
          ),
          String(taken),
          minutes(meanWaitMs),
          minutes(longestWaitMs),
          of === null || of.limitMs === null ? '' : String(late),
        ])}
      />
    </>
  )
}

function serviceOf({ services }: CentreParts, { service }: Ticket): HallService | undefined {
  return services.find(({ key }) => key === service)
}

/** Whole minutes: a hall is not measured in seconds. */
function minutes(ms: number): LocalText {
  return fillText(T.minutes, { minutes: Math.floor(ms / 60_000) })
}
