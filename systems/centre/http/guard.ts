import { Fault } from '@ruqsat/foundation'
import { guardScope as guarded, toSignIn } from '@ruqsat/accounts'
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify'
import type { HallOperator } from '../contract.ts'
import type { CentreParts } from '../deps.ts'
import { operatorById } from '../store/operators.ts'
import { PATHS } from './paths.ts'
import type { OperatorVisit } from './visit.ts'

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

/** Makes a scope in which nobody gets through who is not signed in. */
export function guardScope(app: FastifyInstance): void {
  guarded(app, { isSignedIn: (request) => operatorOf(request) !== null, leadToSignIn: toSignIn(PATHS.signIn) })
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
