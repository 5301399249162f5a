import { laterBy } from '@ruqsat/database'
import type { CaseView, StaffAct, Waiting } from '@ruqsat/caseflow'
import { isRefusal, type Json, type Refusal } from '@ruqsat/foundation'
import type { FormValues } from '@ruqsat/web'
import type { CaseFile } from '../cases/open.ts'
import type { WorkstationParts } from '../deps.ts'
import type { Visit } from './visit.ts'
import { answerTo, type FormKey, forgetAnswersBefore, keepAnswer } from '../store/answers.ts'

// A form acts once. The host promises that: a task that is done cannot be done again. What is kept here is the answer, so that a second click
// gets the same answer as the first. No transaction is held while the host works: its own need for connections could then wait for ours for
// ever.

/** Forms that are being answered by this process, by their token. */
const underWay = new Map<string, Promise<unknown>>()

/**
 * Runs `act` for the first post of a form and gives its answer to every later one. A refusal, or that something waits, is returned and not
 * remembered.
 */
export async function answeredOnce<A extends Json | Refusal>(work: WorkstationParts, form: FormKey, act: () => Promise<A>): Promise<A> {
  const { token } = form
  if (token === '') return act()
  const running = underWay.get(token) as Promise<A> | undefined
  if (running !== undefined) return running
  const first = firstAnswer(work, form, act).finally(() => underWay.delete(token))
  underWay.set(token, first)
  return first
}

/** Does once what a form asks for, at the version of the case that it was made from. */
export function actedOnce<A extends Json>(
  { work, staff }: Visit,
  { host, capacity, view: { summary } }: CaseFile,
  form: FormValues,
  act: StaffAct,
  done: (view: CaseView) => A,
): Promise<A | Refusal> {
  const version = Number(form.text('version'))
  const expected = Number.isSafeInteger(version) && version > 0 && { expectedVersion: version }
  return answeredOnce<A | Refusal>(work, { authority: staff.authority, token: form.onceToken() }, async () => {
    const view = await host.act(summary.caseId, { ...act, ...expected }, capacity.actor)
    return isRefusal(view) ? view : done(view)
  })
}

async function firstAnswer<A extends Json | Refusal>(work: WorkstationParts, form: FormKey, act: () => Promise<A>): Promise<A> {
  const { sql } = work.deps.database
  const known = await answerTo(sql, form)
  if (known !== null) return known as A
  const answer = await act()
  if (isRefusal(answer) || (answer as Partial<Waiting>).kind === 'waiting') return ((await answerTo(sql, form)) as A | null) ?? answer
  await keepAnswer(sql, form, answer, work.technicalClock.now())
  return answer
}

/** Longer than any browser tab that posts again after a night's sleep. */
const KEPT_MS = 14 * 24 * 60 * 60 * 1000

/** Removes old answers. Run it hourly. */
export function forgetAnswers(work: WorkstationParts): Promise<void> {
  return forgetAnswersBefore(work.deps.database.sql, laterBy(work.technicalClock, -KEPT_MS))
}
