import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Binds the forms of a browser that is not signed in (double submit: the cookie and the token that is made from it). */
const FORM_COOKIE = 'form'
const pending = new WeakMap<FastifyRequest, string>()

/** The token for the forms of this page. Sets the form cookie where nobody is signed in and it is not there yet. */
export function csrfToken(request: FastifyRequest, reply: FastifyReply): string {
  return tokenFor(request, bindingOf(request) ?? newFormCookie(request, reply))
}

/** True where the request carries the token of its own session and comes from our own pages. */
export function csrfHolds(request: FastifyRequest, token: string): boolean {
  const binding = bindingOf(request)
  if (binding === null || !comesFromOurPages(request)) return false
  const expected = Buffer.from(tokenFor(request, binding))
  const given = Buffer.from(token)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

/** False where no token could hold: then nothing of the form has to be read. */
export function mayBeOurs(request: FastifyRequest): boolean {
  return bindingOf(request) !== null && comesFromOurPages(request)
}

/** Whose form this is: the signed-in session, else the browser. Also the owner of once tokens. */
export function bindingOf(request: FastifyRequest): string | null {
  const session = request.sessionOrNull?.boundTo ?? null
  if (session !== null) return `session ${session}`
  const cookie = pending.get(request) ?? request.cookies[cookieName(request)]
  return cookie !== undefined && /^[\w-]{22}$/.test(cookie) ? `browser ${cookie}` : null
}

function newFormCookie(request: FastifyRequest, reply: FastifyReply): string {
  const value = randomBytes(16).toString('base64url')
  pending.set(request, value)
  reply.setCookie(cookieName(request), value, { path: '/', httpOnly: true, sameSite: 'lax', secure: isTls(request) })
  return `browser ${value}`
}

function tokenFor(request: FastifyRequest, binding: string): string {
  return createHmac('sha256', request.server.site.secret).update(`csrf ${binding}`).digest('base64url')
}

/** Browsers say where a post comes from. Ours come from our own origin; a request that says nothing is judged by its token alone. */
function comesFromOurPages(request: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': from } = request.headers
  return from !== 'cross-site' && [undefined, request.server.site.origin, `${request.protocol}://${request.host}`].includes(origin)
}

function cookieName(request: FastifyRequest): string {
  return isTls(request) ? `__Host-${FORM_COOKIE}` : FORM_COOKIE
}

export function isTls(request: FastifyRequest): boolean {
  return request.server.site.origin.startsWith('https:')
}
