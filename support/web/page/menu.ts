import type { FastifyRequest } from 'fastify'
import { languageOf, localHref } from '../language/language.ts'
import type { NavigationItem } from '../language/view.ts'

/** Makes items of a menu of paths without the language; the one whose page is open says so. */
export function menuOf(request: FastifyRequest): (path: string, text: NavigationItem['text']) => NavigationItem {
  const language = languageOf(request)
  const here = request.url.split('?', 1)[0]
  return (path, text) => {
    const href = localHref(language, path)
    return { href, text, current: here === href }
  }
}
