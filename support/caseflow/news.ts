// What programs of others may know of what happens in a case: ids, codes and instants, never a name, a text or a reason.
import type { CaseEvent, Decision, Ended } from '@ruqsat/engine'
import type { BIN, Instant, LocalDate } from '@ruqsat/foundation'
import type { ResultAction } from '@ruqsat/law'
import type { Sql } from '@ruqsat/database'
import { readNews, removeNews, type NewsRow } from './store/news.ts'

/**
 * News of the cases of a host, for one reader. Nothing is lost: what was not reported as taken comes again, and what commits late comes late.
 * The news of one case come in the order of its events.
 */
export interface CaseNews {
  /** The oldest that were not taken. */
  read(limit: number): Promise<readonly NewsOfCase[]>
  /** They are kept elsewhere and come no more. */
  taken(news: readonly Pick<NewsOfCase, 'place'>[]): Promise<void>
}

export type NewsOfCase = {
  readonly place: number
  /** Of the event, the same whenever it is read. */
  readonly key: string
  readonly authority: string
  readonly caseId: string
  readonly requestNumber: string
  readonly regulation: string
  readonly variant: string
  /** Of the firm whose request it is; null for a person's. */
  readonly bin: BIN | null
  readonly at: Instant
  /** None where the event is nobody's outside. */
  readonly facts: readonly CaseFact[]
}

export type CaseFact =
  | { readonly kind: 'registered'; readonly isOfOffice: boolean }
  | { readonly kind: 'stageChanged'; readonly stepId: string }
  | { readonly kind: 'answerAsked'; readonly what: 'correction' | 'hearing'; readonly dueAt: Instant }
  | { readonly kind: 'corrected' }
  | { readonly kind: 'decided'; readonly decision: Decision; readonly number: string | null }
  /** `number`: what was given or acted on; `earlier`: in place of which one; `until`: the last day of what it gave or took. */
  | {
      readonly kind: 'resultChanged'
      readonly does: ResultAction
      readonly number: string | null
      readonly earlier: string | null
      readonly until: LocalDate | null
    }
  /** A satisfied complaint had it decided again. */
  | { readonly kind: 'reopened' }
  | { readonly kind: 'closed'; readonly status: 'granted' | 'refused' | 'withdrawn' | 'notAccepted' }
  | {
      readonly kind: 'taskOpened'
      readonly taskId: string
      readonly stepId: string
      readonly unit: string
      readonly role: string
      readonly dueAt: Instant | null
    }
  | { readonly kind: 'taskClosed'; readonly taskId: string; readonly stepId: string; readonly how: TaskClosed }
  | { readonly kind: 'taskLate'; readonly taskId: string; readonly stepId: string }

export type TaskClosed = 'done' | 'withdrawn' | Ended

export function openNews({ sql, schema }: { readonly sql: Sql; readonly schema: string }): CaseNews {
  return {
    read: async (limit) => (await readNews(sql, schema, limit)).map(newsOf),
    taken: (news) =>
      removeNews(
        sql,
        schema,
        news.map(({ place }) => place),
      ),
  }
}

function newsOf({ event, sequence, ...row }: NewsRow): NewsOfCase {
  return { ...row, key: `${row.authority}/${row.caseId}/${sequence}`, at: event.at, facts: factsOf(event) }
}

/** What is not named here stays inside. */
export function factsOf(event: CaseEvent): readonly CaseFact[] {
  switch (event.kind) {
    case 'caseOpened':
      return [{ kind: 'registered', isOfOffice: false }]
    case 'proceedingsOpened':
      return [{ kind: 'registered', isOfOffice: true }]
    case 'taskStarted': {
      const { taskId, stepId, unit, role, due } = event
      return [
        { kind: 'stageChanged', stepId },
        { kind: 'taskOpened', taskId, stepId, unit, role, dueAt: due?.due ?? null },
      ]
    }
    case 'taskCompleted':
      return [{ kind: 'taskClosed', taskId: event.taskId, stepId: event.stepId, how: 'done' }]
    case 'taskWithdrawn':
      return [{ kind: 'taskClosed', taskId: event.taskId, stepId: event.stepId, how: 'withdrawn' }]
    case 'taskEnded':
      return [{ kind: 'taskClosed', taskId: event.taskId, stepId: event.stepId, how: event.why }]
    case 'taskLate':
      return [{ kind: 'taskLate', taskId: event.taskId, stepId: event.stepId }]
    case 'correctionAsked':
      return [{ kind: 'answerAsked', what: 'correction', dueAt: event.due.due }]
    case 'hearingOpened':
      return [{ kind: 'answerAsked', what: 'hearing', dueAt: event.due.due }]
    case 'correctionGiven':
      return [{ kind: 'corrected' }]
    case 'resultSigned':
      return [{ kind: 'decided', decision: event.decision, number: event.number }]
    case 'registerChanged': {
      const { does, number, earlier, until } = event.change
      // A notice has no number of its own: it acts on the earlier one.
      return [{ kind: 'resultChanged', does, number: number ?? earlier, earlier: number === null ? null : earlier, until }]
    }
    case 'caseReopened':
      return [{ kind: 'reopened' }]
    case 'caseClosed':
      return [{ kind: 'closed', status: event.decision === 'grant' ? 'granted' : 'refused' }]
    case 'caseEnded':
      return [{ kind: 'closed', status: event.how }]
    default:
      return []
  }
}
