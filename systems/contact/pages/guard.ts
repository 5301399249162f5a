import { Fault } from '@ruqsat/foundation'
import { keptForms, languageOf, localHref, mayKeepOf, pageOfForm, redirectTo } from '@ruqsat/web'
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

/** What an operator typed before their session ended, on this system's pages. */
export const kept = keptForms('contact')

/**
 * Makes a scope in which nobody gets through who is not signed in. It comes before the form's token is checked: the token of an ended session
 * is worth nothing, and a note would be lost.
 */
export function guardScope(app: FastifyInstance): void {
  const mayKeep = mayKeepOf(app)
  app.addHook('preValidation', async (request, reply) => {
    if (operatorOf(request) !== null) return
    const home = hrefOf({ request }, PATHS.home)
    const isGet = request.method === 'GET' || request.method === 'HEAD'
    request.session.set('returnTo', isGet ? request.url : await kept.keep(request, pageOfForm(request) ?? home, mayKeep))
    return redirectTo(reply, hrefOf({ request }, PATHS.signIn))
  })
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
