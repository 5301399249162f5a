// The window as a counter: an operator enters only for the person whose ticket they hold.
import { hash } from 'node:crypto'
import { beginEntry, emptied, EMPTY, readEntry, returnFee, writeEntry, type CounterDesk, type CounterEntry } from '@ruqsat/counter'
import type { Instant } from '@ruqsat/foundation'
import { stepWithAction, type ApplicantKind } from '@ruqsat/law'
import { languageOf } from '@ruqsat/web'
import type { Ticket } from '../contract.ts'
import type { HallService } from '../core/services.ts'
import type { CentreParts } from '../deps.ts'
import { refuseCentre } from '../refusals.ts'
import { sendCentre, sendNo } from '../pages/frame.tsx'
import { panelOf } from '../pages/keys.tsx'
import texts from '../texts.yaml'
import { casesOf } from '../work/cases.ts'
import { PATHS } from './paths.ts'
import { hallDay, type OperatorVisit } from './visit.ts'

const SCHEMA = 'centre'

/** A ticket has one entry: whoever begins it twice comes to the same. */
export function entryIdOf({ id }: Pick<Ticket, 'id'>): string {
  const hex = hash('sha256', `ruqsat.hall-entry/1 ${id}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export async function heldTicket({ centre, operator }: OperatorVisit, now: Instant): Promise<Ticket | null> {
  const { authority, day } = hallDay(centre, '', now)
  const window = await centre.queue.windowOf({ authority, day, operator: operator.id })
  return window === null ? null : centre.queue.held(window)
}

/** What was entered for this ticket so far; null where nothing was. */
export function entryOfTicket({ deps }: CentreParts, ticket: Ticket): Promise<CounterEntry | null> {
  return readEntry({ sql: deps.database.sql, schema: SCHEMA }, deps.office.id, entryIdOf(ticket))
}

/** Begins the entry of the held ticket, for its service and no other. Gives its id. */
export async function beginFor(
  { centre, operator, request }: OperatorVisit,
  ticket: Ticket,
  { edition, variant, view }: HallService,
  applicant: ApplicantKind,
  now: Instant,
): Promise<string> {
  const id = entryIdOf(ticket)
  await beginEntry(
    { sql: centre.deps.database.sql, schema: SCHEMA },
    {
      authority: centre.deps.office.id,
      id,
      staffId: operator.id,
      regulation: edition.regulation.id,
      editionHash: edition.hash,
      variant: variant.id,
      view: view.id,
      applicant,
      stepId: stepWithAction(view.steps, 'fill')!.id,
      status: 'open',
      content: { ...EMPTY, language: languageOf(request) },
      frozen: null,
      requestNumber: null,
      caseId: null,
      version: 1,
      changedAt: now,
    },
  )
  return id
}

/** The person has left without a registration: what they said and showed is not kept, and what paid goes back. What was sent waits for its answer. */
export async function forgetEntryOf(centre: CentreParts, ticket: Ticket, now: Instant): Promise<void> {
  const store = { sql: centre.deps.database.sql, schema: SCHEMA }
  for (let tries = 0; tries < 5; tries += 1) {
    const entry = await entryOfTicket(centre, ticket)
    if (entry === null || entry.status === 'registered') return
    const isSent = entry.status === 'open' && entry.content.sent !== undefined
    const change = isSent ? { content: { ...entry.content, hasLeft: true as const } } : { status: 'givenUp' as const, ...emptied(entry) }
    if (!(await writeEntry(store, entry, change, now))) continue
    const left = await entryOfTicket(centre, ticket)
    if (left !== null) await returnFee({ ...store, ...centre.deps }, left)
    return
  }
}

/** A page of the counter, for the entry of the held ticket; every other entry is nobody's here. */
export function atWindow(page: (desk: CounterDesk) => Promise<unknown>): (visit: OperatorVisit) => Promise<unknown> {
  return async (visit) => {
    const { entryId } = visit.request.params as { readonly entryId: string }
    const ticket = await heldTicket(visit, await visit.centre.deps.legalClock.now())
    if (ticket === null || entryIdOf(ticket) !== entryId) return sendNo(visit, refuseCentre('centre.not-at-window'), 403)
    return page(deskOf(visit, entryId))
  }
}

function deskOf(visit: OperatorVisit, entryId: string): CounterDesk {
  const { centre, request, reply, operator } = visit
  const { database, legalClock, regulations, registers, receipts } = centre.deps
  return {
    request,
    reply,
    employee: operator,
    entryId,
    sql: database.sql,
    schema: SCHEMA,
    legalClock,
    regulations,
    ...(registers && { registers }),
    ...(receipts && { receipts }),
    cases: casesOf(centre.deps, operator),
    asker: () => ({ id: operator.id, role: 'operator' }),
    paths: { list: PATHS.window, keys: PATHS.keys, entry: PATHS.entry, content: PATHS.content, sign: PATHS.sign },
    words: { list: texts.part.window, next: texts.part.window },
    send: (options, body) => sendCentre(visit, options, body),
    sendNo: (refusal, status) => sendNo(visit, refusal, status),
    panel: () => panelOf(visit),
    // The host gives one entry one number, however often and however many at once ask: nothing more has to be remembered here.
    answeredOnce: (_token, act) => act(),
  }
}
