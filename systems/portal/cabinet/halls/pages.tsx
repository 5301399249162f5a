// A time at a hall: a person chooses what for, the day and one of the free times, without script, and reads the code for the kiosk.
import { addDays, formatInstant, isLocalDate, toLocal } from '@ruqsat/clock'
import type { BookableHall, Booking, HallBookings } from '@ruqsat/centre/contract'
import { formatDate, isRefusal, isUuid, LANGUAGES, type Instant, type LocalDate, type LocalText, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  Checkboxes,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  languageOf,
  localHref,
  localPath,
  Radios,
  readForm,
  redirectTo,
  Select,
  sendPage,
  SummaryList,
  useLanguage,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { refusePortal } from '../../refusals.ts'
import type { Person } from '../../registration/people/person.ts'
import { backToCabinet } from '../requests.ts'
import T from './texts.yaml'

/** A fortnight from today. */
const DAYS_SHOWN = 15

type Chosen = { readonly hall: string; readonly service: string; readonly day: string }
type Typed = Chosen & { readonly at: string; readonly isInNeed: boolean }

export function hallPages(app: FastifyInstance, portal: Portal): void {
  const { bookings } = portal.deps
  if (bookings === undefined) return
  app.get(
    localPath(PATHS.halls),
    portal.requirePerson((request, reply, person) => {
      const { hall, service, day } = request.query as Readonly<Record<string, unknown>>
      const text = (value: unknown) => (typeof value === 'string' ? value : '')
      const typed = { hall: text(hall), service: text(service), day: text(day), at: '', isInNeed: false }
      return sendHalls(bookings, portal, { request, reply, person }, typed, [])
    }),
  )
  app.post(
    localPath(PATHS.halls),
    portal.requirePerson((request, reply, person) => bookTime(bookings, portal, { request, reply, person })),
  )
}

type Asked = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly person: Person }

async function bookTime(bookings: HallBookings, portal: Portal, asked: Asked): Promise<unknown> {
  const { request, reply, person } = asked
  const form = readForm(request)
  const here = localHref(languageOf(request), PATHS.halls)
  if (form.text('do') === 'cancel') {
    const isCancelled = await cancelOwn(bookings, person, form.text('booking'))
    flash(request, isCancelled ? 'success' : 'information', isCancelled ? T.cancelled : T.notThere)
    return redirectTo(reply, here)
  }
  const typed: Typed = {
    hall: form.text('hall'),
    service: form.text('service'),
    day: form.text('day'),
    at: form.text('at'),
    isInNeed: form.has('priority'),
  }
  const at = INSTANT.test(typed.at) ? (typed.at as Instant) : null
  if (at === null) return sendHalls(bookings, portal, asked, typed, [refusePortal('time-not-chosen', { field: 'at' })])
  const { hall, service, isInNeed: hasPriority } = typed
  const made = await bookings.book({ id: form.onceUuid(), hall, service, person: person.accountId, at, hasPriority })
  if (isRefusal(made)) return sendHalls(bookings, portal, asked, typed, [made])
  flash(request, 'success', T.booked)
  return redirectTo(reply, here)
}

async function cancelOwn(bookings: HallBookings, { accountId }: Person, id: string): Promise<boolean> {
  return isUuid(id) && bookings.cancel(accountId, id)
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

async function sendHalls(
  bookings: HallBookings,
  portal: Portal,
  { request, reply, person }: Asked,
  typed: Typed,
  refusals: readonly Refusal[],
): Promise<unknown> {
  const [halls, mine] = await Promise.all([bookings.halls(), bookings.bookingsOf(person.accountId)])
  const hall = halls.find(({ id }) => id === typed.hall) ?? (halls.length === 1 ? halls[0] : undefined)
  const isChosen = hall !== undefined && isLocalDate(typed.day) && hall.services.some(({ key }) => key === typed.service)
  const times = isChosen ? await bookings.freeTimes(hall.id, typed.day as LocalDate) : null
  // What is about no line of the form is said above it, as at any line.
  const errors = fieldErrorsOf(refusals.map((refusal) => ({ ...refusal, field: refusal.field ?? 'at' })))
  const shown = { halls, mine, hall, typed, times, errors, today: await todayAt(portal, hall ?? halls[0]) }
  return sendPage(
    request,
    reply,
    { title: T.title, back: backToCabinet(request), status: refusals.length > 0 ? 422 : 200, hasErrors: errors.length > 0 },
    <Page {...shown} />,
  )
}

async function todayAt(portal: Portal, hall: BookableHall | undefined): Promise<LocalDate | null> {
  return hall === undefined ? null : toLocal(await portal.legalNow(), hall.zone).date
}

type Shown = {
  readonly halls: readonly BookableHall[]
  readonly mine: readonly Booking[]
  readonly hall: BookableHall | undefined
  readonly typed: Typed
  /** Null while something is still to be chosen. */
  readonly times: readonly Instant[] | null
  readonly errors: readonly FieldError[]
  readonly today: LocalDate | null
}

function Page({ halls, mine, hall, typed, times, errors, today }: Shown) {
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{T.title}</h1>
      <p class="lead">{T.lead}</p>
      <Mine halls={halls} mine={mine} />
      {halls.length === 0 || today === null ? (
        <p>{T.none}</p>
      ) : (
        <>
          <h2>{T.choose}</h2>
          <Choose halls={halls} typed={typed} hall={hall} today={today} />
        </>
      )}
      {times !== null && hall !== undefined && <Times hall={hall} typed={typed} times={times} errors={errors} />}
    </>
  )
}

function Mine({ halls, mine }: Pick<Shown, 'halls' | 'mine'>) {
  const language = useLanguage()
  return (
    <>
      {mine.map((booking) => {
        const hall = halls.find(({ id }) => id === booking.hall)
        return (
          <section>
            <h2>{T.yours}</h2>
            <SummaryList
              rows={[
                { key: T.code, value: <span class="number">{booking.code}</span> },
                ...(hall === undefined
                  ? []
                  : [
                      { key: T.when, value: formatInstant(booking.at, hall.zone, language) },
                      { key: T.hall, value: hall.name },
                      { key: T.address, value: hall.address },
                      { key: T.service, value: nameOf(hall, booking.service) },
                    ]),
                ...(booking.hasPriority ? [{ key: T.priority, value: T.yes }] : []),
              ]}
            />
            <p>{T.atKiosk}</p>
            <Form action={localHref(language, PATHS.halls)} part={`cancel ${booking.id}`}>
              <input type="hidden" name="do" value="cancel" />
              <input type="hidden" name="booking" value={booking.id} />
              <Button text={T.cancel} kind="secondary" hiddenText={booking.code} />
            </Form>
          </section>
        )
      })}
    </>
  )
}

/** A service with its variant, in each language. */
function nameOf({ services }: BookableHall, key: string): LocalText {
  const found = services.find((each) => each.key === key)
  const text = (language: (typeof LANGUAGES)[number]) =>
    found === undefined ? key : found.variant === null ? found.service[language] : `${found.service[language]}: ${found.variant[language]}`
  return Object.fromEntries(LANGUAGES.map((language) => [language, text(language)])) as LocalText
}

function Choose({ halls, typed, hall, today }: Pick<Shown, 'halls' | 'typed' | 'hall'> & { readonly today: LocalDate }) {
  const language = useLanguage()
  const services = [
    ...new Map((hall === undefined ? halls : [hall]).flatMap((each) => each.services.map(({ key }) => [key, nameOf(each, key)]))),
  ]
  return (
    <Form action={localHref(language, PATHS.halls)} method="get">
      {halls.length > 1 ? (
        <Radios
          name="hall"
          legend={T.hall}
          value={typed.hall}
          options={halls.map(({ id, name, address }) => ({ value: id, text: name, hint: address }))}
        />
      ) : (
        <p>
          {halls[0]!.name}, {halls[0]!.address}
        </p>
      )}
      <Select name="service" label={T.service} value={typed.service} options={services.map(([value, text]) => ({ value, text }))} />
      <Select
        name="day"
        label={T.day}
        value={typed.day}
        options={Array.from({ length: DAYS_SHOWN }, (_, place) => addDays(today, place)).map((day) => ({
          value: day,
          text: formatDate(day, language),
        }))}
      />
      <Button text={T.showTimes} kind="secondary" />
    </Form>
  )
}

function Times({
  hall,
  typed,
  times,
  errors,
}: Pick<Shown, 'typed' | 'errors'> & { readonly hall: BookableHall; readonly times: readonly Instant[] }) {
  const language = useLanguage()
  if (times.length === 0) return <p>{T.noTimes}</p>
  return (
    <Form action={localHref(language, PATHS.halls)} once part="book">
      <input type="hidden" name="hall" value={hall.id} />
      <input type="hidden" name="service" value={typed.service} />
      <input type="hidden" name="day" value={typed.day} />
      <Select
        name="at"
        label={T.times}
        value={typed.at}
        error={errorAt(errors, 'at') ?? null}
        options={times.map((at) => ({ value: at, text: toLocal(at, hall.zone).time }))}
      />
      <Checkboxes
        name="priority"
        legend={T.priority}
        values={typed.isInNeed ? ['yes'] : []}
        options={[{ value: 'yes', text: T.need, hint: T.who }]}
      />
      <Button text={T.book} />
    </Form>
  )
}
