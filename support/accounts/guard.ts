import { drain, flash, keepForm, localHref, languageOf, mayKeepOf, pageOfForm, redirectTo } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isSessionOver, RETURN_KEY, roomOf } from './session-plugin.ts'
import texts from './texts.yaml'

export type Guard = {
  isSignedIn(request: FastifyRequest): Promise<boolean> | boolean
  /** Leads to the sign-in, and afterwards back to this page of ours. */
  leadToSignIn(request: FastifyRequest, reply: FastifyReply, back: string): unknown
  /** Where a form belongs whose page the browser does not name, without the language; its own address where this is not given. */
  readonly home?: string
}

/**
 * Makes a scope in which nobody gets through who is not signed in. It comes before the form's token is checked: the token of an ended session
 * is worth nothing, and what was typed would be lost. It is kept for who signed in here last, and is in its form again when they are back.
 */
export function guardScope(app: FastifyInstance, { isSignedIn, leadToSignIn, home }: Guard): void {
  const mayKeep = mayKeepOf(app)
  app.addHook('preValidation', async (request, reply) => {
    if (await isSignedIn(request)) return
    if (isSessionOver(request)) flash(request, 'information', texts.sessionOver)
    if (request.method === 'GET' || request.method === 'HEAD') return leadToSignIn(request, reply, request.url)
    const own = home === undefined ? request.url.split('?', 1)[0]! : localHref(languageOf(request), home)
    const page = pageOfForm(request) ?? own
    await keepForm(request, roomOf(request), page, mayKeep)
    await drain(request)
    return leadToSignIn(request, reply, page)
  })
}

/** For a room whose pages lead to one sign-in: the way back is in the session (`takeReturnPath`). */
export function toSignIn(path: string): Guard['leadToSignIn'] {
  return (request, reply, back) => {
    request.session.set(RETURN_KEY, back)
    return redirectTo(reply, localHref(languageOf(request), path))
  }
}
