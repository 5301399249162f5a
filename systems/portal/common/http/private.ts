import { languageOf, localHref, mayKeepOf, redirectTo, sendRefusal } from '@ruqsat/web'
import { Fault } from '@ruqsat/foundation'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { PATHS, type Person, type PersonHandler, type Portal } from '../../deps.ts'
import { refusePortal } from '../../refusals.ts'
import { stashPosted } from './stash.ts'
import texts from '../texts.yaml'

/**
 * Makes a scope in which nobody gets through who is not signed in. It comes before the form's token is checked: the token of an
 * ended session is worth nothing, and the person would otherwise see only that their form is out of date.
 */
export function guardScope(app: FastifyInstance, portal: Portal): void {
  const mayKeep = mayKeepOf(app)
  app.addHook('preValidation', async (request, reply) => {
    if ((await portal.person(request)) !== null) return
    const changes = request.method !== 'GET' && request.method !== 'HEAD'
    const path = changes ? await stashPosted(portal, request, mayKeep) : request.url
    if (changes) await readAway(request)
    return redirectTo(reply, signInHref(request, path))
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

/** Files cannot be kept; the browser shows our answer only when it could send them all. More than this is cut off. */
const READ_AWAY_BYTES = 64 * 1024 * 1024

async function readAway(request: FastifyRequest): Promise<void> {
  const { raw } = request
  if (raw.readableEnded || raw.destroyed) return
  let bytes = 0
  await new Promise<void>((resolve) => {
    raw.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > READ_AWAY_BYTES) raw.destroy()
    })
    for (const event of ['end', 'close', 'error']) raw.once(event, () => resolve())
    raw.resume()
  })
}
