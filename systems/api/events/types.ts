// The events that programs of others may read: their types, whose they are, and what each is made from.
import type { CaseFact, NewsOfCase } from '@ruqsat/caseflow/host'
import type { Instant, Json } from '@ruqsat/foundation'
import type { NewsOfPayment } from '@ruqsat/payments/contract'

export const EVENT_TYPES = [
  'request.registered',
  'request.stageChanged',
  'request.answerAsked',
  'request.corrected',
  'request.decided',
  'request.reopened',
  'request.closed',
  'result.issued',
  'result.extended',
  'result.replaced',
  'result.duplicated',
  'result.corrected',
  'result.suspended',
  'result.resumed',
  'result.ended',
  'payment.changed',
  'refund.changed',
  'task.opened',
  'task.closed',
  'task.late',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** What happened once, before it has its number. */
export type NewApiEvent = {
  /** The same for the same thing. */
  readonly key: string
  readonly type: EventType
  /** Legal time. */
  readonly at: Instant
  readonly authority: string
  /** Null where it is no affair of a firm's programs. */
  readonly bin: string | null
  readonly request: string | null
  readonly data: { readonly [name: string]: Json }
}

const RESULT_TYPES = {
  issues: 'result.issued',
  extends: 'result.extended',
  replaces: 'result.replaced',
  duplicates: 'result.duplicated',
  corrects: 'result.corrected',
  suspends: 'result.suspended',
  resumes: 'result.resumed',
  ends: 'result.ended',
} as const satisfies Record<Extract<CaseFact, { kind: 'resultChanged' }>['does'], EventType>

export function eventsOfCase(news: NewsOfCase): readonly NewApiEvent[] {
  const { key, authority, bin, at, requestNumber, regulation, variant } = news
  return news.facts.map((fact, place) => {
    const { isForFirm = true, type, data } = ofFact(fact)
    const request = requestNumber === '' ? null : requestNumber
    return {
      key: `case/${key}/${place}`,
      type,
      at,
      authority,
      bin: isForFirm ? bin : null,
      request,
      data: { regulation, variant, ...data },
    }
  })
}

type Made = { readonly type: EventType; readonly data: NewApiEvent['data']; readonly isForFirm?: false }

function ofFact(fact: CaseFact): Made {
  switch (fact.kind) {
    case 'registered':
      return { type: 'request.registered', data: { isOfOffice: fact.isOfOffice } }
    case 'stageChanged':
      return { type: 'request.stageChanged', data: { step: fact.stepId } }
    case 'answerAsked':
      return { type: 'request.answerAsked', data: { what: fact.what, dueAt: fact.dueAt } }
    case 'corrected':
      return { type: 'request.corrected', data: {} }
    case 'decided':
      return { type: 'request.decided', data: { decision: fact.decision, number: fact.number } }
    case 'reopened':
      return { type: 'request.reopened', data: {} }
    case 'closed':
      return { type: 'request.closed', data: { status: fact.status } }
    case 'resultChanged':
      return { type: RESULT_TYPES[fact.does], data: { number: fact.number, earlier: fact.earlier, until: fact.until } }
    case 'taskOpened': {
      const { taskId, stepId, unit, role, dueAt } = fact
      return { type: 'task.opened', data: { taskId, step: stepId, unit, role, dueAt }, isForFirm: false }
    }
    case 'taskClosed':
      return { type: 'task.closed', data: { taskId: fact.taskId, step: fact.stepId, how: fact.how }, isForFirm: false }
    case 'taskLate':
      return { type: 'task.late', data: { taskId: fact.taskId, step: fact.stepId }, isForFirm: false }
  }
}

export function eventOfPayment({ key, authority, bin, at, orderId, refundId, state }: NewsOfPayment): NewApiEvent {
  const what = { key, at, authority, bin, request: null }
  return refundId === null
    ? { ...what, type: 'payment.changed', data: { orderId, status: state } }
    : { ...what, type: 'refund.changed', data: { orderId, refundId, status: state } }
}
