import { inOtherLanguage, languageOf, localHref, safeReturnPath, withoutLanguage } from '@ruqsat/web'
import type { FastifyRequest } from 'fastify'

// Where a person was going when sign-in, registration, a lost password or a key came in between. It goes along in the address of each of those
// pages, so that the language switch, a wrong password and a link to a neighbour keep it. Only pages of this site.

/** Empty where the person was going nowhere in particular. In the language that they read now. */
export function returnPathOf(request: FastifyRequest): string {
  const path = safeReturnPath((request.query as { return?: unknown }).return) ?? safeReturnPath(request.formValues?.text('return')) ?? ''
  return withoutLanguage(path) !== path ? inOtherLanguage(path, languageOf(request)) : path
}

/** The address of one of those pages, in the request's language, with the way back. */
export function hrefWithReturn(request: FastifyRequest, path: string, returnPath = returnPathOf(request)): string {
  return withReturn(localHref(languageOf(request), path), returnPath)
}

export function withReturn(href: string, returnPath: string): string {
  return returnPath === '' ? href : `${href}?return=${encodeURIComponent(returnPath)}`
}
