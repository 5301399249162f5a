import { laterBy } from '@ruqsat/database'
import { hash, randomBytes } from 'node:crypto'
import { filesOfLost, flash, pageOfForm, textsToKeep, type MayKeep, withoutLanguage } from '@ruqsat/web'
import type { FastifyRequest } from 'fastify'
import { fillText } from '@ruqsat/foundation'
import type { Portal } from '../../deps.ts'
import words from '../texts.yaml'
import { keepStash, takeStashed } from './stash-store.ts'

// A session ends while a person is typing. What they then post is kept under a token that lies in their (anonymous) session; after
// sign-in the page they posted from takes it out again. The page belongs to one person and checks that, so nobody else sees it.

const TOKEN_KEY = 'stash'
/** A night's sleep and a morning. */
const KEPT_MS = 24 * 60 * 60 * 1000
/** A form is small; more than this is no form of ours. */
const MOST_CHARACTERS = 200_000

/** Keeps what was posted and says which page it belongs to. */
export async function stashPosted(portal: Portal, request: FastifyRequest, mayKeep: MayKeep): Promise<string> {
  const path = pageOfForm(request) ?? pathOf(request.url)
  const texts = await textsToKeep(request, MOST_CHARACTERS)
  const files = filesOfLost(request)
  if (files.length > 0) flash(request, 'important', fillText(words.stash.filesLost, { files: files.join(', ') }))
  if (texts.length === 0 || !(await mayKeep(request))) return path
  const token = randomBytes(24).toString('base64url')
  await keepStash(portal.deps.database.sql, {
    tokenSha256: hash('sha256', token),
    path: withoutLanguage(path),
    // The first value of each field.
    values: Object.fromEntries(texts.toReversed()),
    keptUntil: laterBy(portal.technicalClock, KEPT_MS),
  })
  request.session.set(TOKEN_KEY, token)
  return path
}

export async function takeStash(portal: Portal, request: FastifyRequest): Promise<Readonly<Record<string, string>> | null> {
  const token = request.session.get(TOKEN_KEY)
  if (typeof token !== 'string') return null
  const values = await takeStashed(
    portal.deps.database.sql,
    hash('sha256', token),
    withoutLanguage(pathOf(request.url)),
    portal.technicalClock.now(),
  )
  if (values !== null) request.session.remove(TOKEN_KEY)
  return values
}

function pathOf(url: string): string {
  return url.split('?', 1)[0]!
}
