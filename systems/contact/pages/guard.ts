import { Fault } from '@ruqsat/foundation'
import { guardScope as guarded, toSignIn } from '@ruqsat/accounts'
import { languageOf, localHref } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { PATHS, type Contact } from '../deps.ts'
import { operatorById, type Operator } from '../store/operators.ts'

/** One request of an operator who is signed in. */
export type ContactVisit = {
  readonly contact: Contact
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly operator: Operator
}

export type Handler = (visit: ContactVisit) => Promise<unknown> | unknown

const operators = new WeakMap<FastifyRequest, Operator>()

/** Looks up who is signed in, for every request of the room. */
export function knowOperator(app: FastifyInstance, { deps }: Contact): void {
  app.addHook('onRequest', async (request) => {
    const operator = request.account === null ? null : await operatorById(deps.database.sql, request.account.id)
    if (operator !== null && operator.retiredAt === null) operators.set(request, operator)
  })
}

export function operatorOf(request: FastifyRequest): Operator | null {
  return operators.get(request) ?? null
}

/** Makes a scope in which nobody gets through who is not signed in. */
export function guardScope(app: FastifyInstance): void {
  guarded(app, { isSignedIn: (request) => operatorOf(request) !== null, leadToSignIn: toSignIn(PATHS.signIn), home: PATHS.home })
}

/** The page for the operator whom the scope has let through. */
export function withOperator(contact: Contact, handler: Handler): RouteHandlerMethod {
  return async (request, reply) => {
    const operator = operatorOf(request)
    if (operator === null)
      throw new Fault(`Expected ${request.routeOptions.url ?? 'this route'} in a guarded scope but nobody is signed in`)
    return handler({ contact, request, reply, operator })
  }
}

/** An address of this room in the language that the operator reads. */
export function hrefOf({ request }: Pick<ContactVisit, 'request'>, path: string): string {
  return localHref(languageOf(request), path)
}
