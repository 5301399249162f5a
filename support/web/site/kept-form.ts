// A session ends while an official is typing. What they then post is kept in their anonymous session, which goes along when they sign in again;
// the page that it came from takes it out once.
//
// It is theirs alone, also on a machine that an office shares. The row of the ended session may be gone already, so the browser itself
// remembers who signed in last, in a cookie that we sign. Without it nothing is kept at all: nobody who never signed in here can leave
// anything with us. Whoever signs in and is somebody else finds nothing, and what was kept is forgotten. Files are not kept, only their names:
// whoever sent them is asked to choose them again.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Json } from '@ruqsat/foundation'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { withoutLanguage } from '../language/language.ts'
import { FormValues, gatherTexts } from '../page/form-values.ts'
import { filesOfLost, textsToKeep } from './lost-form.ts'
import { isTls } from './csrf.ts'
import type { MayKeep } from './rate-limit.ts'

const KEY = 'keptForm'
/** A form here is two texts of four thousand characters; more is no form of ours. */
const MOST_CHARACTERS = 20_000
/** A night's sleep and a morning. */
const REMEMBERED_SECONDS = 24 * 60 * 60

type Kept = {
  readonly owner: string
  readonly path: string
  readonly texts: readonly (readonly [string, string])[]
  readonly files?: readonly string[]
}

/** What came back after the sign-in: the form, and names of the files that were sent with it and are not kept. */
export type TakenForm = { readonly form: FormValues; readonly files: readonly string[] }

export type KeptForms = {
  /** Keeps what was posted for the page at `path`; answers with the path. A post from elsewhere, or of nobody we know, is not kept. */
  keep(request: FastifyRequest, path: string, mayKeep: MayKeep): Promise<string>
  /** What this person typed on this page before their session ended, once. */
  take(request: FastifyRequest, owner: string): TakenForm | null
  /** At sign-in, once the session is theirs: forgets what somebody else typed, and lets this browser remember who this is. */
  knowOwner(request: FastifyRequest, reply: FastifyReply, owner: string): void
}

/** Of one system's people; `name` distinguishes them from those of another that the same browser signs in to. */
export function keptForms(name: string): KeptForms {
  const cookieName = (request: FastifyRequest) => (isTls(request) ? `__Host-${name}-last` : `${name}-last`)
  const markOf = (request: FastifyRequest, owner: string) =>
    createHmac('sha256', request.server.site.secret).update(`${name} last signed in ${owner}`).digest('base64url')
  const keptOf = (request: FastifyRequest) => request.sessionOrNull?.get(KEY) as unknown as Kept | undefined

  function lastSignedIn(request: FastifyRequest): string | null {
    const [owner = '', mark = ''] = (request.cookies[cookieName(request)] ?? '').split('.')
    const expected = Buffer.from(markOf(request, owner))
    const given = Buffer.from(mark)
    return expected.length === given.length && timingSafeEqual(expected, given) ? owner : null
  }

  return {
    async keep(request, path, mayKeep) {
      const owner = lastSignedIn(request)
      const texts = owner === null ? [] : await textsToKeep(request, MOST_CHARACTERS)
      if (texts.length > 0 && (await mayKeep(request)))
        request.session.set(KEY, { owner, path, texts, files: filesOfLost(request) } as unknown as Json)
      return path
    },
    take(request, owner) {
      const kept = keptOf(request)
      if (kept === undefined || kept.owner !== owner || withoutLanguage(kept.path) !== withoutLanguage(request.url.split('?', 1)[0]!))
        return null
      request.session.remove(KEY)
      return { form: new FormValues(gatherTexts(kept.texts)), files: kept.files ?? [] }
    },
    knowOwner(request, reply, owner) {
      if (keptOf(request)?.owner !== owner) request.session.remove(KEY)
      const value = `${owner}.${markOf(request, owner)}`
      const secure = isTls(request)
      reply.setCookie(cookieName(request), value, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: REMEMBERED_SECONDS })
    },
  }
}
