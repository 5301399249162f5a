// Where a person takes a ticket: one press, large buttons, nothing to type.
import { hash } from 'node:crypto'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  Checkboxes,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  Form,
  localHref,
  readForm,
  TextInput,
  useLanguage,
  type FieldError,
  type FormValues,
} from '@ruqsat/web'
import { RESULTS, resultsTakeMs, type HallService } from '../core/services.ts'
import type { Hall } from '../deps.ts'
import { PATHS } from '../http/paths.ts'
import { goTo, hallDay, hallOf, type HallAsked } from '../http/visit.ts'
import { refuseCentre } from '../refusals.ts'
import texts from '../texts.yaml'
import { takeBooked } from '../work/bookings.ts'
import { RefusalNotice, sendCentre, sendNo } from './frame.tsx'

/** More people than this wait in no hall; what is more is a joke or a fault, and would keep everybody waiting. */
const MOST_WAITING = 300

export function showKiosk(asked: HallAsked): unknown {
  const hall = hallOf(asked)
  return hall === null ? sendNo(asked, refuseCentre('centre.no-hall'), 404) : sendKiosk(asked, hall, [])
}

/** The form's own token names the ticket: a second press of one form is the same ticket. */
export async function postKiosk(asked: HallAsked): Promise<unknown> {
  const { centre, request } = asked
  const hall = hallOf(asked)
  if (hall === null) return sendNo(asked, refuseCentre('centre.no-hall'), 404)
  const form = readForm(request)
  if (form.has('code')) return comeWithCode(asked, hall, form)
  const service = choicesAt(centre).find((key) => key === form.text('service'))
  if (service === undefined) return sendKiosk(asked, hall, [refuseCentre('centre.no-service')])
  const now = await centre.deps.legalClock.now()
  const day = hallDay(centre, hall.id, now)
  if ((await centre.queue.waiting(day)).length >= MOST_WAITING) return sendKiosk(asked, hall, [refuseCentre('centre.hall-full')])
  const id = ticketIdOf(form.onceToken() || crypto.randomUUID())
  const ticket = await centre.queue.take({ ...day, id, service, hasPriority: form.has('priority'), at: now })
  return goTo(asked, PATHS.ticket(ticket.id))
}

/** Who booked a time: the code of the booking is all that is typed. */
async function comeWithCode(asked: HallAsked, hall: Hall, form: FormValues): Promise<unknown> {
  const ticket = await takeBooked(asked.centre, hall, form.digits('code'))
  return isRefusal(ticket) ? sendKiosk(asked, hall, [ticket], form.text('code')) : goTo(asked, PATHS.ticket(ticket.id))
}

/** What a ticket can be for. */
function choicesAt({ services }: HallAsked['centre']): readonly string[] {
  return [...services.map(({ key }) => key), ...(resultsTakeMs(services) === null ? [] : [RESULTS])]
}

/** Not the token itself: who sees a ticket could send the form again. */
function ticketIdOf(token: string): string {
  const hex = hash('sha256', `ruqsat.ticket/1 ${token}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function sendKiosk(asked: HallAsked, hall: Hall, refusals: readonly Refusal[], code = ''): unknown {
  const errors = fieldErrorsOf(refusals.filter(({ field }) => field !== undefined))
  return sendCentre(
    asked,
    { title: texts.kiosk.title, status: refusals.length === 0 ? 200 : 422, hasErrors: errors.length > 0 },
    <>
      <ErrorSummary errors={errors} />
      {refusals.map((refusal) => refusal.field === undefined && <RefusalNotice refusal={refusal} />)}
      <h1>{texts.kiosk.title}</h1>
      <p>{hall.name}</p>
      <Choices hall={hall} services={asked.centre.services} />
      {hall.hours !== undefined && <Booked hall={hall} code={code} errors={errors} />}
    </>,
  )
}

function Choices({ hall, services }: { readonly hall: Hall; readonly services: readonly HallService[] }) {
  const language = useLanguage()
  if (services.length === 0) return <p class="lead">{texts.kiosk.none}</p>
  return (
    <Form action={localHref(language, PATHS.kiosk(hall.id))} once class="kiosk">
      <p class="lead">{texts.kiosk.lead}</p>
      <Checkboxes
        name="priority"
        legend={texts.kiosk.need}
        options={[{ value: 'yes', text: texts.kiosk.priority, hint: texts.kiosk.who }]}
      />
      {[...Map.groupBy(services, ({ edition }) => edition.regulation.id).values()].map((same) => (
        <section>
          <h2>{same[0]!.edition.regulation.service}</h2>
          <p class="muted">{same.some(({ isServed }) => isServed) ? texts.kiosk.taken : texts.kiosk.adviceOnly}</p>
          <div class="kiosk__services">
            {same.map(({ key, variant }) => (
              <Button text={variant.name} name="service" value={key} />
            ))}
          </div>
        </section>
      ))}
      {resultsTakeMs(services) !== null && (
        <section>
          <h2>{texts.kiosk.results}</h2>
          <div class="kiosk__services">
            <Button text={texts.results.choice} name="service" value={RESULTS} />
          </div>
        </section>
      )}
    </Form>
  )
}

function Booked({ hall, code, errors }: { readonly hall: Hall; readonly code: string; readonly errors: readonly FieldError[] }) {
  return (
    <Form action={localHref(useLanguage(), PATHS.kiosk(hall.id))} part="booked">
      <h2>{texts.kiosk.booked}</h2>
      <TextInput
        name="code"
        label={texts.kiosk.code}
        hint={texts.kiosk.codeHint}
        value={code}
        inputmode="numeric"
        width={8}
        error={errorAt(errors, 'code') ?? null}
      />
      <Button text={texts.kiosk.withCode} kind="secondary" />
    </Form>
  )
}
