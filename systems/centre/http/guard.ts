import { Fault } from '@ruqsat/foundation'
import { redirectTo } from '@ruqsat/web'
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify'
import type { HallOperator } from '../contract.ts'
import type { CentreParts } from '../deps.ts'
import { operatorById } from '../store/operators.ts'
import { PATHS } from './paths.ts'
import { hrefOf, type OperatorVisit } from './visit.ts'

const operatorOfRequest = new WeakMap<FastifyRequest, HallOperator>()

/** Looks up who is signed in, for every request of the room. */
export function knowOperator(app: FastifyInstance, { deps }: CentreParts): void {
  app.addHook('onRequest', async (request) => {
    const operator = request.account === null ? null : await operatorById(deps.database.sql, deps.office.id, request.account.id)
    if (operator !== null && operator.retiredAt === null) operatorOfRequest.set(request, operator)
  })
}

export function operatorOf(request: FastifyRequest): HallOperator | null {
  return operatorOfRequest.get(request) ?? null
}

/** Makes a scope in which nobody gets through who is not signed in; it comes before the form's token, which ends with the session. */
export function guardScope(app: FastifyInstance): void {
  app.addHook('preValidation', async (request, reply) => {
    if (operatorOf(request) !== null) return
    if (request.method === 'GET' || request.method === 'HEAD') request.session.set('returnTo', request.url)
    return redirectTo(reply, hrefOf({ request }, PATHS.signIn))
  })
}

/** The page for the operator whom the scope has let through. */
export function withOperator(centre: CentreParts, page: (visit: OperatorVisit) => unknown): RouteHandlerMethod {
  return async (request, reply) => {
    const operator = operatorOf(request)
    if (operator === null)
      throw new Fault(`Expected ${request.routeOptions.url ?? 'this route'} in a guarded scope but nobody is signed in`)
    return page({ centre, request, reply, operator })
  }
}
