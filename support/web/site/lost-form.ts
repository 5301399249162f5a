// A session ends while a person is typing, and then they post. What of it a room may keep until they have signed in again, and for which page.
import { tidyText } from '@ruqsat/foundation'
import type { FastifyRequest } from 'fastify'
import { safeReturnPath } from '../language/language.ts'
import { postedTexts } from './posted.ts'

/** What the house puts into forms, secrets, and what is worth nothing later. */
const NEVER_KEPT = /^_|password|^signature$|^signedSha256$/i

/** Names and texts in their order; none of a form from elsewhere, and none of one with more characters than a form of ours has. */
export async function textsToKeep(request: FastifyRequest, mostCharacters: number): Promise<readonly (readonly [string, string])[]> {
  if (!isFromOurPages(request)) return []
  const texts = (await postedTexts(request))
    .filter(([name]) => !NEVER_KEPT.test(name))
    .map(([name, text]) => [withoutNul(name), tidyText(withoutNul(text))] as const)
  return texts.reduce((sum, [name, text]) => sum + name.length + text.length, 0) > mostCharacters ? [] : texts
}

/** The page that a form was on, where the browser sends it and it is one of ours. */
export function pageOfForm(request: FastifyRequest): string | null {
  const from = URL.parse(request.headers.referer ?? '')
  return from?.host === request.host ? safeReturnPath(from.pathname) : null
}

function isFromOurPages({ headers, server, protocol, host }: FastifyRequest): boolean {
  const { origin = server.site.origin } = headers
  return headers['sec-fetch-site'] !== 'cross-site' && [server.site.origin, `${protocol}://${host}`].includes(origin)
}

/** PostgreSQL keeps every character but this one. */
function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '')
}
