import { flash, languageOf, localHref, redirectTo, type Flash } from '@ruqsat/web'
import type { StaffRole } from '@ruqsat/law'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Staff, StaffActor } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import type { Capacity } from '../staff/substitution.ts'
import { PATHS } from './paths.ts'

/** One request of somebody who is signed in: what each page answers from. */
export type Visit = {
  readonly work: WorkstationParts
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly staff: Staff
  /** In what they act today: in their own post, then in those of others by an order. */
  readonly capacities: readonly Capacity[]
  /** As the route's pattern names them; a page asks only for those of its own. */
  readonly params: Readonly<
    Record<
      'number' | 'caseId' | 'taskId' | 'sha256' | 'documentId' | 'regulation' | 'variant' | 'substitutionId' | 'entryId' | 'part' | 'token',
      string
    >
  >
  readonly query: Readonly<Record<string, unknown>>
}

/** The actor with this role, of their own or by an order: `withStaff` has let nobody through who has none. */
export function actorAs({ capacities }: Pick<Visit, 'capacities'>, role: StaffRole): StaffActor {
  return (capacities.find(({ actor }) => actor.role === role) ?? capacities[0]!).actor
}

/** An address of this room in the language that the person reads. */
export function hrefOf({ request }: Pick<Visit, 'request'>, path: string): string {
  return localHref(languageOf(request), path)
}

export function goTo(visit: Visit, path: string): unknown {
  return redirectTo(visit.reply, hrefOf(visit, path))
}

/** The work list as this person saw it last, in this browser: its filters, order and page. */
const LIST = 'workList'

/** `search`: what follows the path of the work list. */
export function keepList({ request }: Pick<Visit, 'request'>, search: string): void {
  if ((request.session.get(LIST) ?? '') !== search) request.session.set(LIST, search)
}

/** The way back to the work list as it was left; without the language. */
export function listPath({ request }: Pick<Visit, 'request'>): string {
  const search = request.session.get(LIST)
  return `${PATHS.work}${typeof search === 'string' ? search : ''}`
}

/** After an act: the person is back at their list, as they left it, and reads what was done; the next task is one key away. */
export function finish(visit: Visit, kind: Flash['kind'], text: Flash['text']): unknown {
  flash(visit.request, kind, text)
  const path = listPath(visit)
  return goTo(visit, `${path}${path.includes('?') ? '&' : '?'}done`)
}

/** The page of a list that is asked for, from 1. */
export function pageNumber({ query }: Visit): number {
  return Math.max(1, Math.min(10_000, Math.trunc(Number(query['page'])) || 1))
}
