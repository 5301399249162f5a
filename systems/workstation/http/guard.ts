import { Fault } from '@ruqsat/foundation'
import { guardScope as guarded, toSignIn } from '@ruqsat/accounts'
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

/** Makes a scope in which nobody gets through who is not signed in. */
export function guardScope(app: FastifyInstance): void {
  guarded(app, { isSignedIn: (request) => staffOf(request) !== null, leadToSignIn: toSignIn(PATHS.signIn), home: PATHS.work })
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
