import type { Json } from '@ruqsat/foundation'
import { FormValues } from '@ruqsat/web'
import type { FastifyRequest } from 'fastify'

// A session ends while an official is typing. What they then post lies in their anonymous session, which goes along when they sign in again;
// the page that it came from takes it out once.

const KEY = 'keptForm'
/** A form here is two texts of four thousand characters; more is no form of ours. */
const MOST_CHARACTERS = 20_000
const NEVER_KEPT = /^_|password|^signature$|^signedSha256$/i

/** Keeps what was posted for the page at `path`; answers with the path. A post from elsewhere is not kept. */
export function keepTyped(request: FastifyRequest, path: string): string {
  const typed = typedTexts(request.body)
  const size = Object.entries(typed).reduce((sum, [name, texts]) => sum + name.length + texts.join('').length, 0)
  if (size > 0 && size <= MOST_CHARACTERS && comesFromOurPages(request)) request.session.set(KEY, { path, typed } as unknown as Json)
  return path
}

/** What was typed on this page before the session ended, once. */
export function takeTyped(request: FastifyRequest): FormValues | null {
  const kept = request.sessionOrNull?.get(KEY) as unknown as { readonly path: string; readonly typed: Record<string, string[]> } | undefined
  if (kept === undefined || kept.path !== request.url.split('?', 1)[0]) return null
  request.session.remove(KEY)
  return new FormValues(new Map(Object.entries(kept.typed)))
}

function typedTexts(body: unknown): Readonly<Record<string, readonly string[]>> {
  if (typeof body !== 'object' || body === null || ArrayBuffer.isView(body)) return {}
  const entries = Object.entries(body).flatMap(([name, value]): [string, string[]][] => {
    const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string')
    return texts.length > 0 && !NEVER_KEPT.test(name) ? [[name, texts.map((text) => text.normalize('NFC').trim())]] : []
  })
  return Object.fromEntries(entries)
}

function comesFromOurPages(request: FastifyRequest): boolean {
  if (request.headers['sec-fetch-site'] === 'cross-site') return false
  const { origin } = request.headers
  return origin === undefined || origin === request.server.site.origin || origin === `${request.protocol}://${request.host}`
}
