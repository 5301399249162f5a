import { laterBy } from '@ruqsat/database'
import { hash, randomBytes } from 'node:crypto'
import { tidyText } from '@ruqsat/foundation'
import { postedTexts, safeReturnPath, type MayKeep, withoutLanguage } from '@ruqsat/web'
import type { FastifyRequest } from 'fastify'
import type { Portal } from '../../deps.ts'
import { keepStash, takeStashed } from './stash-store.ts'

// A session ends while a person is typing. What they then post is kept under a token that lies in their (anonymous) session; after
// sign-in the page they posted from takes it out again. The page belongs to one person and checks that, so nobody else sees it.

const TOKEN_KEY = 'stash'
/** A night's sleep and a morning. */
const KEPT_MS = 24 * 60 * 60 * 1000
/** A form is small; more than this is no form of ours. */
const MOST_CHARACTERS = 200_000
const NEVER_KEPT = /^_|password|^signature$|^signedSha256$/i

/** Keeps what was posted and says which page it belongs to. */
export async function stashPosted(portal: Portal, request: FastifyRequest, mayKeep: MayKeep): Promise<string> {
  const path = pageOf(request)
  if (!comesFromOurPages(request)) return path
  const values = typedValues(await postedTexts(request))
  if (Object.keys(values).length === 0 || !(await mayKeep(request))) return path
  const token = randomBytes(24).toString('base64url')
  const keptUntil = laterBy(portal.technicalClock, KEPT_MS)
  await keepStash(portal.deps.database.sql, { tokenSha256: digest(token), path: withoutLanguage(path), values, keptUntil })
  request.session.set(TOKEN_KEY, token)
  return path
}

export async function takeStash(portal: Portal, request: FastifyRequest): Promise<Readonly<Record<string, string>> | null> {
  const token = request.session.get(TOKEN_KEY)
  if (typeof token !== 'string') return null
  const values = await takeStashed(
    portal.deps.database.sql,
    digest(token),
    withoutLanguage(pathOf(request.url)),
    portal.technicalClock.now(),
  )
  if (values !== null) request.session.remove(TOKEN_KEY)
  return values
}

/** The page that the form was on, where the browser sends it; else the address that was posted to. */
function pageOf(request: FastifyRequest): string {
  const { referer } = request.headers
  if (referer !== undefined && URL.canParse(referer)) {
    const from = new URL(referer)
    if (from.host === request.host) return safeReturnPath(from.pathname) ?? pathOf(request.url)
  }
  return pathOf(request.url)
}

function pathOf(url: string): string {
  return url.split('?', 1)[0]!
}

function comesFromOurPages(request: FastifyRequest): boolean {
  if (request.headers['sec-fetch-site'] === 'cross-site') return false
  const { origin } = request.headers
  return origin === undefined || origin === request.server.site.origin || origin === `${request.protocol}://${request.host}`
}

/** The first value of each field. */
function typedValues(posted: Awaited<ReturnType<typeof postedTexts>>): Readonly<Record<string, string>> {
  const texts = posted
    .filter(([name]) => !NEVER_KEPT.test(name))
    .map(([name, text]): [string, string] => [withoutNul(name), tidyText(withoutNul(text))])
  const size = texts.reduce((sum, [name, text]) => sum + name.length + text.length, 0)
  return size > MOST_CHARACTERS ? {} : Object.fromEntries(texts.toReversed())
}

/** PostgreSQL keeps every sign but this one. */
function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '')
}

function digest(token: string): string {
  return hash('sha256', token)
}
