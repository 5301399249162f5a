import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Json } from '@ruqsat/foundation'
import { FormValues, gatherTexts, textsToKeep, type MayKeep, withoutLanguage } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'

// A session ends while an official is typing. What they then post lies in their anonymous session, which goes along when they sign in again;
// the page that it came from takes it out once.
//
// It is theirs alone, also on a machine that an office shares. The row of the ended session may be gone already, so the browser itself
// remembers who signed in last, in a cookie that we sign. Without it nothing is kept at all: nobody who never signed in here can leave
// anything with us. Whoever signs in and is somebody else finds nothing, and what was kept is forgotten.

const KEY = 'keptForm'
/** A form here is two texts of four thousand characters; more is no form of ours. */
const MOST_CHARACTERS = 20_000
/** A night's sleep and a morning. */
const REMEMBERED_SECONDS = 24 * 60 * 60

type Kept = { readonly owner: string; readonly path: string; readonly texts: readonly (readonly [string, string])[] }

/** Keeps what was posted for the page at `path`; answers with the path. A post from elsewhere, or of nobody we know, is not kept. */
export async function keepTyped(request: FastifyRequest, path: string, mayKeep: MayKeep): Promise<string> {
  const owner = lastSignedIn(request)
  const texts = owner === null ? [] : await textsToKeep(request, MOST_CHARACTERS)
  if (texts.length > 0 && (await mayKeep(request))) request.session.set(KEY, { owner, path, texts } as unknown as Json)
  return path
}

/** What this person typed on this page before their session ended, once. */
export function takeTyped(request: FastifyRequest, staffId: string): FormValues | null {
  const kept = keptOf(request)
  if (kept === undefined || kept.owner !== staffId || withoutLanguage(kept.path) !== withoutLanguage(request.url.split('?', 1)[0]!))
    return null
  request.session.remove(KEY)
  return new FormValues(gatherTexts(kept.texts))
}

/** At sign-in, once the session is theirs: forgets what somebody else typed, and lets this browser remember who this is. */
export function knowOwner(request: FastifyRequest, reply: FastifyReply, staffId: string): void {
  if (keptOf(request)?.owner !== staffId) request.session.remove(KEY)
  const value = `${staffId}.${markOf(request, staffId)}`
  reply.setCookie(cookieName(request), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isTls(request),
    maxAge: REMEMBERED_SECONDS,
  })
}

function keptOf(request: FastifyRequest): Kept | undefined {
  return request.sessionOrNull?.get(KEY) as unknown as Kept | undefined
}

function lastSignedIn(request: FastifyRequest): string | null {
  const [staffId = '', mark = ''] = (request.cookies[cookieName(request)] ?? '').split('.')
  const expected = Buffer.from(markOf(request, staffId))
  const given = Buffer.from(mark)
  return expected.length === given.length && timingSafeEqual(expected, given) ? staffId : null
}

function markOf(request: FastifyRequest, staffId: string): string {
  return createHmac('sha256', request.server.site.secret).update(`workstation last signed in ${staffId}`).digest('base64url')
}

function cookieName(request: FastifyRequest): string {
  return isTls(request) ? '__Host-workstation-last' : 'workstation-last'
}

function isTls(request: FastifyRequest): boolean {
  return request.server.site.origin.startsWith('https:')
}
