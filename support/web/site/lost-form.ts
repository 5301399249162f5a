// A session ends while a person is typing, and then they post. What of it a room may keep until they have signed in again, and for which page.
import { tidyText } from '@ruqsat/foundation'
import type { FastifyRequest } from 'fastify'
import { safeReturnPath } from '../language/language.ts'
import { shortFileName } from '../page/form-values.ts'
import { postedTexts } from './posted.ts'
import { PART_LIMITS } from './uploads.ts'

/** What the house puts into forms, secrets, and what is worth nothing later. */
const NEVER_KEPT = /^_|password|^signature$|^signedSha256$/i

/** Names and texts in their order; none of a form from elsewhere, and none of one with more characters than a form of ours has. */
export async function textsToKeep(request: FastifyRequest, mostCharacters: number): Promise<readonly (readonly [string, string])[]> {
  if (!isFromOurPages(request)) return []
  const texts = (request.isMultipart() ? await textsOfMultipart(request) : await postedTexts(request))
    .filter(([name]) => !NEVER_KEPT.test(name))
    .map(([name, text]) => [withoutNul(name), tidyText(withoutNul(text))] as const)
  return texts.reduce((sum, [name, text]) => sum + name.length + text.length, 0) > mostCharacters ? [] : texts
}

const lostFiles = new WeakMap<FastifyRequest, readonly string[]>()

/** Names of the files of a form that `textsToKeep` has read; their bytes are kept nowhere. */
export function filesOfLost(request: FastifyRequest): readonly string[] {
  return lostFiles.get(request) ?? []
}

/** Of a form with files where the page has one: its texts. Files are read away; a form that breaks off, or is no form of ours, gives nothing. */
async function textsOfMultipart(request: FastifyRequest): Promise<readonly (readonly [string, string])[]> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (request.routeOptions.config.files === undefined || announced > MOST_READ_BYTES) return []
  const [texts, files]: [[string, string][], string[]] = [[], []]
  try {
    for await (const part of request.parts({ limits: PART_LIMITS })) {
      if (part.type === 'file') {
        for await (const _chunk of part.file as AsyncIterable<Buffer>);
        if (part.filename !== '') files.push(shortFileName(part.filename, NAME_SHOWN))
      } else if (typeof part.value === 'string' && !part.valueTruncated) texts.push([part.fieldname, part.value])
    }
  } catch {
    return []
  }
  lostFiles.set(request, files)
  return texts
}

/** Of a name that is shown. */
const NAME_SHOWN = 60
/** More than any form of ours with its files. */
const MOST_READ_BYTES = 64 * 1024 * 1024

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
