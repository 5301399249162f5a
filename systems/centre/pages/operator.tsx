// The operator's page: a window is opened, people are called to it one after the other.
import { isRefusal, fillText, type Instant, type LocalText, type Refusal } from '@ruqsat/foundation'
import { flash, readForm, type FormValues } from '@ruqsat/web'
import type { HallOperator, OpenWindow, Ticket } from '../contract.ts'
import { PATHS } from '../http/paths.ts'
import { beginFor, entryOfTicket, forgetEntryOf, heldTicket } from '../http/serving.ts'
import { goTo, hallDay, type OperatorVisit } from '../http/visit.ts'
import { refuseCentre } from '../refusals.ts'
import { operatorsByIds } from '../store/operators.ts'
import { forgetPresented } from '../store/results.ts'
import texts from '../texts.yaml'
import { waitsByService } from '../work/waits.ts'
import { ChooseWindow, type WindowChoice } from './choose-window.tsx'
import { RefusalNotice, sendCentre } from './frame.tsx'
import { isTakenNow } from '../core/services.ts'
import { AtWindowPage } from './at-window.tsx'

/** While nobody waits the page looks by itself whether somebody has come. */
const RENEWED_EVERY_S = 15

export function showWindow(visit: OperatorVisit): Promise<unknown> {
  return sendWindow(visit, null)
}

async function sendWindow(visit: OperatorVisit, refusal: Refusal | null): Promise<unknown> {
  const { centre, operator, reply } = visit
  const now = await centre.deps.legalClock.now()
  const window = await windowOf(visit, now)
  const notice = refusal !== null && <RefusalNotice refusal={refusal} />
  const status = refusal === null ? 200 : 422
  if (window === null) {
    const body = <ChooseWindow choices={await choicesOf(visit, now)} />
    return sendCentre(visit, { title: texts.operator.chooseTitle, status }, [notice, body])
  }
  const [held, waiting, waits] = await Promise.all([
    centre.queue.held(window),
    centre.queue.waiting(window),
    waitsByService(centre, window, now),
  ])
  const entry = held === null ? null : await entryOfTicket(centre, held)
  if (held === null && waiting.length === 0) reply.header('refresh', String(RENEWED_EVERY_S))
  const title = fillText(texts.operator.title, { window: window.window })
  const shown = { centre, title, operator, held, entry, waiting, waits, now }
  return sendCentre(visit, { title, width: 'wide', status }, [notice, <AtWindowPage {...shown} />])
}

function windowOf({ centre, operator }: OperatorVisit, now: Instant): Promise<OpenWindow | null> {
  const { authority, day } = hallDay(centre, '', now)
  return centre.queue.windowOf({ authority, day, operator: operator.id })
}

/** Every window of every hall, with who is there. */
async function choicesOf({ centre }: OperatorVisit, now: Instant): Promise<readonly WindowChoice[]> {
  const { halls, id: office } = centre.deps.office
  const open = (await Promise.all(halls.map(({ id }) => centre.queue.windows(hallDay(centre, id, now))))).flat()
  const there = await operatorsByIds(
    centre.deps.database.sql,
    office,
    open.map(({ operator }) => operator),
  )
  const nameAt = (hall: string, window: number): HallOperator | undefined => {
    const at = open.find((each) => each.hall === hall && each.window === window)
    return there.find(({ id }) => id === at?.operator)
  }
  return halls.flatMap((hall) =>
    Array.from({ length: hall.windows }, (_, place) => ({ hall, window: place + 1, by: nameAt(hall.id, place + 1)?.name ?? null })),
  )
}

export async function postWindow(visit: OperatorVisit): Promise<unknown> {
  const form = readForm(visit.request)
  const now = await visit.centre.deps.legalClock.now()
  if (form.text('do') === 'begin') return begin(visit, form, now)
  const answer = await act(visit, form.text('do'), form.text('window') || form.text('ticket'), now)
  if (isRefusal(answer)) return sendWindow(visit, answer)
  if (answer !== null) flash(visit.request, answer === texts.flash.nobody ? 'information' : 'success', answer)
  return goTo(visit, PATHS.window)
}

/** What was pressed; the text says what was done, null where the page shows it by itself. */
async function act(visit: OperatorVisit, what: string, which: string, now: Instant): Promise<LocalText | Refusal | null> {
  const { queue } = visit.centre
  if (what === 'open') return open(visit, which, now)
  const window = await windowOf(visit, now)
  if (window === null) return refuseCentre('centre.window-lost')
  switch (what) {
    case 'close':
      return (await queue.closeWindow(window)) ? texts.flash.closed : refuseCentre('centre.ticket-held')
    case 'next':
      return (await queue.callNext(window, now)) === null ? texts.flash.nobody : null
    case 'again':
      return (await queue.recall(window, now)) === null ? null : texts.flash.again
    case 'done':
    case 'noShow':
      return end(visit, await queue.end(window, which, what, now), now)
    default:
      return null
  }
}

async function open({ centre, operator }: OperatorVisit, which: string, now: Instant): Promise<LocalText | Refusal> {
  const [, hallId, number] = /^([a-z0-9-]+) (\d{1,3})$/.exec(which) ?? []
  const hall = centre.deps.office.halls.find(({ id }) => id === hallId)
  const window = Number(number)
  if (hall === undefined || window < 1 || window > hall.windows) return refuseCentre('centre.no-window')
  const at = { ...hallDay(centre, hall.id, now), operator: operator.id, window }
  return (await centre.queue.openWindow(at, now)) ? texts.flash.opened : refuseCentre('centre.window-busy')
}

/** Only of the ticket that is held, and for its service. */
async function begin(visit: OperatorVisit, form: FormValues, now: Instant): Promise<unknown> {
  const ticket = await heldTicket(visit, now)
  const service = visit.centre.services.find((each) => each.key === ticket?.service && isTakenNow(each, visit.centre.deps.offers, now))
  const kind = service?.edition.regulation.applicants.find((each) => each.kind === form.text('applicant'))?.kind
  if (ticket === null || ticket.id !== form.text('ticket') || service === undefined || kind === undefined)
    return sendWindow(visit, refuseCentre('centre.not-at-window'))
  return goTo(visit, PATHS.entry(await beginFor(visit, ticket, service, kind, now)))
}

/** A second press ends nothing more. */
async function end({ centre }: OperatorVisit, ticket: Ticket | null, now: Instant): Promise<LocalText | null> {
  if (ticket === null) return null
  await forgetEntryOf(centre, ticket, now)
  await forgetPresented(centre.deps.database.sql, ticket.authority, ticket.id)
  return fillText(ticket.status === 'noShow' ? texts.flash.noShow : texts.flash.done, { number: ticket.number })
}
