// A session ends while a person is typing, and then they post. What of it a room may keep until they have signed in again, and for which page.
import { tidyText } from '@ruqsat/foundation'
import type { FastifyRequest } from 'fastify'
import { KEEP_FIELD, SECRETS_FIELD, type Typed } from '../language/form-state.ts'
import { safeReturnPath, withoutLanguage } from '../language/language.ts'
import { gatherTexts, shortFileName } from '../page/form-values.ts'
import { postedTexts } from './posted.ts'
import { PART_LIMITS } from './uploads.ts'

/** What the house puts into forms, secrets, and what is worth nothing later. */
const NEVER_KEPT = /^_|password|^code$|^secret$|^signature$|^signedSha256$/i

/** What may be kept of a form: which one it is, what was typed into it, and the names of its files. */
export type LostForm = { readonly form: string; readonly typed: Typed; readonly files: readonly string[] }

type Read = { readonly texts: Texts; readonly files: readonly string[] }
type Texts = readonly (readonly [string, string])[]
const NOTHING: Read = { texts: [], files: [] }

/** Null of a form from elsewhere, of an empty one, and of one with more characters than a form of ours has. */
export async function lostForm(request: FastifyRequest, mostCharacters: number): Promise<LostForm | null> {
  if (!isFromOurPages(request)) return null
  const { texts, files } = request.isMultipart() ? await readMultipart(request) : { texts: await postedTexts(request), files: [] }
  const first = (wanted: string) => texts.find(([name]) => name === wanted)?.[1] ?? ''
  const secrets = new Set(first(SECRETS_FIELD).split(' '))
  const kept = texts
    .filter(([name]) => !NEVER_KEPT.test(name) && !secrets.has(name))
    .map(([name, text]) => [withoutNul(name), tidyText(withoutNul(text))] as const)
  const isTooLong = kept.reduce((sum, [name, text]) => sum + name.length + text.length, 0) > mostCharacters
  if (isTooLong || (kept.length === 0 && files.length === 0)) return null
  const form = first(KEEP_FIELD).slice(0, MOST_KEY_CHARACTERS) || withoutLanguage(request.url.split('?', 1)[0]!)
  return { form: withoutNul(form), typed: Object.fromEntries(gatherTexts(kept)), files }
}

/** Of a form with files where the page has one: its texts. Files are read away; a form that breaks off, or is no form of ours, gives nothing. */
async function readMultipart(request: FastifyRequest): Promise<Read> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (request.routeOptions.config.files === undefined || announced > MOST_READ_BYTES) return NOTHING
  const [texts, files]: [[string, string][], string[]] = [[], []]
  try {
    for await (const part of request.parts({ limits: PART_LIMITS })) {
      if (part.type === 'file') {
        for await (const _chunk of part.file as AsyncIterable<Buffer>);
        if (part.filename !== '') files.push(shortFileName(part.filename, NAME_SHOWN))
      } else if (typeof part.value === 'string' && !part.valueTruncated) texts.push([part.fieldname, part.value])
    }
  } catch {
    return NOTHING
  }
  return { texts, files }
}

/** As much of a form's own name as is kept. */
const MOST_KEY_CHARACTERS = 300
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
