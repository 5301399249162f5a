// A result is asked for at the window: its number and whose it is are presented.
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { counterTexts } from '@ruqsat/counter'
import { Button, ErrorSummary, errorAt, fieldErrorsOf, Form, readForm, TextInput } from '@ruqsat/web'
import { PATHS } from '../http/paths.ts'
import { heldTicket } from '../http/serving.ts'
import { goTo, hrefOf, type OperatorVisit } from '../http/visit.ts'
import { refuseCentre } from '../refusals.ts'
import { keepPresented } from '../store/results.ts'
import texts from '../texts.yaml'
import { askedFrom, type Presented } from '../work/presented.ts'
import { searchResult } from '../work/results.ts'
import { sendCentre, sendNo } from './frame.tsx'
import { Above, backTo } from './opened-result.tsx'

const T = texts.results

/** Only while a ticket is held: to whom else would anything be handed over? */
export async function showPresenting(visit: OperatorVisit): Promise<unknown> {
  const ticket = await heldTicket(visit, await visit.centre.deps.legalClock.now())
  return ticket === null ? notAtWindow(visit) : sendPresenting(visit, { number: '', identifier: '' }, [])
}

const notAtWindow = (visit: OperatorVisit) => sendNo(visit, refuseCentre('centre.not-at-window'), 403)

/** What was typed is kept whatever is wrong with it. */
export async function postPresented(visit: OperatorVisit): Promise<unknown> {
  const { centre, operator, request } = visit
  const now = await centre.deps.legalClock.now()
  const ticket = await heldTicket(visit, now)
  if (ticket === null) return notAtWindow(visit)
  const form = readForm(request)
  const typed = { number: form.text('number').toUpperCase(), identifier: form.digits('identifier') }
  const asked = askedFrom(typed)
  if (asked.kind === 'faults') return sendPresenting(visit, typed, asked.faults)
  const found = await searchResult(centre, asked.asked, { operator, ticket })
  if (isRefusal(found)) return sendPresenting(visit, typed, [found])
  const { requestNumber } = found.seen
  const { sql } = centre.deps.database
  const presented = { authority: ticket.authority, ticketId: ticket.id, requestNumber, identifier: typed.identifier }
  await keepPresented(sql, { ...presented, operatorId: operator.id, at: now })
  return goTo(visit, PATHS.result(requestNumber))
}

function sendPresenting(visit: OperatorVisit, typed: Presented, refusals: readonly Refusal[]): Promise<unknown> {
  const errors = fieldErrorsOf(refusals.filter(({ field }) => field !== undefined))
  return sendCentre(
    visit,
    { title: T.title, status: refusals.length > 0 ? 422 : 200, hasErrors: errors.length > 0, back: backTo(visit) },
    <>
      <ErrorSummary errors={errors} />
      <Above refusals={refusals} />
      <h1>{T.title}</h1>
      <p class="lead">{T.lead}</p>
      <Form action={hrefOf(visit, PATHS.results)} part="present">
        <TextInput name="number" label={T.number} hint={T.numberHint} value={typed.number} error={errorAt(errors, 'number') ?? null} />
        <TextInput
          name="identifier"
          label={counterTexts.identifier}
          hint={T.identifierHint}
          value={typed.identifier}
          inputmode="numeric"
          width={12}
          error={errorAt(errors, 'identifier') ?? null}
        />
        <Button text={T.find} />
      </Form>
    </>,
  )
}
