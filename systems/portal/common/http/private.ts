import { guardScope as guarded } from '@ruqsat/accounts'
import { languageOf, localHref, redirectTo, sendRefusal } from '@ruqsat/web'
import { Fault } from '@ruqsat/foundation'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { PATHS, type Person, type PersonHandler, type Portal } from '../../deps.ts'
import { refusePortal } from '../../refusals.ts'
import texts from '../texts.yaml'

/** Makes a scope in which nobody gets through who is not signed in; what they posted is kept for them. */
export function guardScope(app: FastifyInstance, portal: Portal): void {
  guarded(app, {
    isSignedIn: async (request) => (await portal.person(request)) !== null,
    leadToSignIn: (request, reply, back) => redirectTo(reply, signInHref(request, back)),
  })
}

export function signInHref(request: FastifyRequest, returnPath: string): string {
  return `${localHref(languageOf(request), PATHS.signIn)}?return=${encodeURIComponent(returnPath)}`
}

/** The handler with the person whom the scope has let through. */
export function requirePerson(portal: Portal, handler: PersonHandler, rule?: 'endedToo'): RouteHandlerMethod {
  return async (request, reply) => {
    const person = await portal.person(request)
    if (person === null) throw new Fault(`Expected ${request.routeOptions.url ?? 'this route'} in a guarded scope but nobody is signed in`)
    if (person.standing !== 'current' && rule !== 'endedToo') return sendEnded(request, reply, person)
    return handler(request, reply, person)
  }
}

/** Signed in, and no longer known to be of the firm: with the reason, and the way to prove it again. */
function sendEnded(request: FastifyRequest, reply: FastifyReply, { rightsEnded }: Pick<Person, 'rightsEnded'>): Promise<unknown> {
  if (rightsEnded !== undefined) {
    const back = { href: localHref(languageOf(request), PATHS.rights), text: texts.private.rights }
    return sendRefusal(request, reply, refusePortal(`firm-rights-ended-${ENDED[rightsEnded]}`), { status: 403, back })
  }
  const back = { href: localHref(languageOf(request), PATHS.certificate), text: texts.private.show }
  return sendRefusal(request, reply, refusePortal('firm-access-ended'), { status: 403, back })
}

const ENDED = { takenBack: 'by-head', givenUp: 'by-self', headLeft: 'head', termOver: 'by-day', notYet: 'by-day' } as const
