import { isLanguage, type Language, type LocalText, LANGUAGES } from '@ruqsat/foundation'
import type { FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'

/** A text of the page: in all three languages, or one string that needs no translation (a number, a name). */
export type Text = string | LocalText

/** The cookie that remembers which language the person read last. It holds nothing else. */
export const LANGUAGE_COOKIE = 'language'

/** Browsers send a hundred characters; more is nobody's list of languages. */
const MOST_HEADER = 500

const ANY_LANGUAGE = LANGUAGES.join('|')
/** What a route's pattern says of its language. */
export const LANGUAGE_PATTERN = `(^(?:${ANY_LANGUAGE})$)`
const FIRST_LANGUAGE = new RegExp(`^/(?:${ANY_LANGUAGE})`)

/** The language of a request: of its path, else the one remembered, else what the browser asks for, else Kazakh. */
export function languageOf(request: FastifyRequest): Language {
  return languageOfPath(request.url) ?? rememberedLanguage(request)
}

export function languageOfPath(path: string): Language | null {
  const first = path.split(/[/?#]/, 2)[1]
  return isLanguage(first) ? first : null
}

export function rememberedLanguage(request: FastifyRequest): Language {
  const remembered = request.cookies?.[LANGUAGE_COOKIE]
  return isLanguage(remembered) ? remembered : askedLanguage(request.headers?.['accept-language'])
}

/** The first of ours in the browser's own order (RFC 9110, 12.5.4); Kazakh where it asks for none of them. */
export function askedLanguage(header: string | undefined): Language {
  if (header === undefined || header.length > MOST_HEADER) return LANGUAGES[0]!
  const [asked] = new Negotiator({ headers: { 'accept-language': header } }).languages([...LANGUAGES])
  return isLanguage(asked) ? asked : LANGUAGES[0]!
}

/** The route pattern of a page in all languages: `localPath('/cases/:id')` serves `/kk/cases/7`, `/ru/cases/7` and `/en/cases/7`. */
export function localPath(path: string): string {
  return `/:language${LANGUAGE_PATTERN}${path === '/' ? '' : path}`
}

/** The address of a page in one language: `localHref('kk', '/cases/7')` is `/kk/cases/7`. */
export function localHref(language: Language, path: string): string {
  return `/${language}${path === '/' ? '' : path}`
}

/** `/kk/cases/7` -> `/cases/7`; a path without a language stays. */
export function withoutLanguage(path: string): string {
  return languageOfPath(path) === null ? path : path.replace(FIRST_LANGUAGE, '')
}

/** The same page, path and query kept, in another language. */
export function inOtherLanguage(url: string, language: Language): string {
  return languageOfPath(url) === null ? localHref(language, '/') : url.replace(FIRST_LANGUAGE, `/${language}`)
}

/** An address of a page, with its origin or without, that was written down in one language, for whoever reads another by now. One without a language stays. */
export function addressIn(language: Language, address: string): string {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/]+)?(.*)$/.exec(address)!
  return languageOfPath(path) === null ? address : `${origin}${inOtherLanguage(path, language)}`
}

/** A path to return to after sign-in: on this site only, else null. Refuses `//host`, `/\host`, schemes and control characters. */
export function safeReturnPath(path: unknown): string | null {
  if (typeof path !== 'string' || path.length > 2000 || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path)) return null
  // Letters that a header does not take are written as an address writes them.
  return path.toWellFormed().replace(/[^\x21-\x7e]+/gu, encodeURIComponent)
}
