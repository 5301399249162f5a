import { Fault } from '@ruqsat/foundation'
import { languageOf, localHref, mayKeepOf, pageOfForm, redirectTo } from '@ruqsat/web'
import type { StaffRole } from '@ruqsat/law'
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { todayOf } from '../cases/authority.ts'
import type { Staff } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import { sendNo } from '../pages/frame.tsx'
import { refuseWorkstation } from '../refusals.ts'
import { capacitiesOf } from '../staff/substitutes.ts'
import type { Capacity } from '../staff/substitution.ts'
import { staffById } from '../store/staff.ts'
import { PATHS } from './paths.ts'
import { kept } from './kept.ts'
import type { Visit } from './visit.ts'

const staffOfRequest = new WeakMap<FastifyRequest, readonly Capacity[]>()

/** Looks up who is signed in, for every request of the room: pages and the header ask `staffOf`. */
export function knowStaff(app: FastifyInstance, work: WorkstationParts): void {
  app.addHook('onRequest', async (request) => {
    const staff = request.account === null ? null : await staffById(work.deps.database.sql, request.account.id)
    if (staff === null || staff.retiredAt !== null) return
    const today = await todayOf(work.deps, staff)
    staffOfRequest.set(request, await capacitiesOf(work.deps.database, staff, today))
  })
}

export function staffOf(request: FastifyRequest): Staff | null {
  return staffOfRequest.get(request)?.[0]?.post ?? null
}

/** In what whoever is signed in acts; nothing where nobody is. */
export function actingIn(request: FastifyRequest): readonly Capacity[] {
  return staffOfRequest.get(request) ?? []
}

/** Whether they have one of these roles, of their own or by an order. */
export function actsAs(request: FastifyRequest, ...roles: readonly StaffRole[]): boolean {
  return actingIn(request).some(({ actor }) => roles.includes(actor.role))
}

/**
 * Makes a scope in which nobody gets through who is not signed in. It comes before the form's token is checked: the token of an
 * ended session is worth nothing, and what was typed would be lost.
 */
export function guardScope(app: FastifyInstance): void {
  const mayKeep = mayKeepOf(app)
  app.addHook('preValidation', async (request, reply) => {
    if (staffOf(request) !== null) return
    // A form of ours posts to its own page; where the browser does not send which, the work list is the way back.
    const isGet = request.method === 'GET' || request.method === 'HEAD'
    request.session.set(
      'returnTo',
      isGet ? request.url : await kept.keep(request, pageOfForm(request) ?? localHref(languageOf(request), PATHS.work), mayKeep),
    )
    return redirectTo(reply, localHref(languageOf(request), PATHS.signIn))
  })
}

/** The page for the person whom the scope has let through, if they have one of these roles. */
export function withStaff(work: WorkstationParts, page: (visit: Visit) => unknown, roles?: readonly StaffRole[]): RouteHandlerMethod {
  return async (request, reply) => {
    const staff = staffOf(request)
    if (staff === null) throw new Fault(`Expected ${request.routeOptions.url ?? 'this route'} in a guarded scope but nobody is signed in`)
    const capacities = staffOfRequest.get(request)!
    const visit = {
      work,
      request,
      reply,
      staff,
      capacities,
      params: request.params as Visit['params'],
      query: request.query as Visit['query'],
    }
    return roles === undefined || actsAs(request, ...roles)
      ? page(visit)
      : sendNo(visit, refuseWorkstation('workstation.role-differs'), 403)
  }
}
