import { guardScope as guarded, toSignIn } from '@ruqsat/accounts'
import { Fault } from '@ruqsat/foundation'
import { languageOf, localHref, redirectTo } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { PATHS, type Administration } from '../deps.ts'
import { administratorById, type Administrator } from '../store/administrators.ts'

/** One request of an administrator who is signed in. */
export type AdministrationVisit = {
  readonly administration: Administration
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly administrator: Administrator
  /** As the route's pattern names them; a page asks only for those of its own. */
  readonly params: Readonly<Record<'id' | 'change', string>>
  readonly query: Readonly<Record<string, unknown>>
}

export type AdministrationHandler = (visit: AdministrationVisit) => Promise<unknown> | unknown

const administrators = new WeakMap<FastifyRequest, Administrator>()

/** Looks up who is signed in, for every request of the room. */
export function knowAdministrator(
  app: { addHook(name: 'onRequest', hook: (request: FastifyRequest) => Promise<void>): unknown },
  { deps }: Administration,
): void {
  app.addHook('onRequest', async (request) => {
    const known = request.account === null ? null : await administratorById(deps.database.sql, request.account.id)
    if (known !== null && known.retiredAt === null) administrators.set(request, known)
  })
}

export function administratorOf(request: FastifyRequest): Administrator | null {
  return administrators.get(request) ?? null
}

/** Makes a scope in which nobody gets through who is not signed in. */
export function guardScope(app: FastifyInstance): void {
  guarded(app, { isSignedIn: (request) => administratorOf(request) !== null, leadToSignIn: toSignIn(PATHS.signIn), home: PATHS.home })
}

/** The page for the administrator whom the scope has let through. */
export function withAdministrator(administration: Administration, handler: AdministrationHandler): RouteHandlerMethod {
  return async (request, reply) => {
    const administrator = administratorOf(request)
    if (administrator === null)
      throw new Fault(`Expected ${request.routeOptions.url ?? 'this route'} in a guarded scope but nobody is signed in`)
    const { params, query } = request as { readonly params: AdministrationVisit['params']; readonly query: AdministrationVisit['query'] }
    return handler({ administration, request, reply, administrator, params, query })
  }
}

/** An address of this room in the language that the administrator reads. */
export function hrefOf({ request }: Pick<AdministrationVisit, 'request'>, path: string): string {
  return localHref(languageOf(request), path)
}

export function goTo(visit: AdministrationVisit, path: string): unknown {
  return redirectTo(visit.reply, hrefOf(visit, path))
}

/** A word of the address; empty where it has none. */
export function asked({ query }: Pick<AdministrationVisit, 'query'>, name: string): string {
  const value = query[name]
  return typeof value === 'string' ? value.slice(0, 200) : ''
}
