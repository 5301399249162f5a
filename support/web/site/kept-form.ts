// A session ends while a person is typing. What they then post is kept in their anonymous session, which goes along when they sign in again;
// from then on the form shows it as any text that is typed and not sent (`typed.ts`), and a page that does more with it takes it out once.
//
// It is theirs alone, also on a machine that an office shares. The row of the ended session may be gone already, so the browser itself
// remembers who signed in last, in a cookie that we sign. Without it nothing is kept at all: nobody who never signed in here can leave
// anything with us. Whoever signs in and is somebody else finds nothing, and what was kept is forgotten. Files are not kept, only their names:
// whoever sent them is asked to choose them again.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Json } from '@ruqsat/foundation'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Typed } from '../language/form-state.ts'
import { withoutLanguage } from '../language/language.ts'
import { FormValues, gatherTexts } from '../page/form-values.ts'
import { isTls } from './csrf.ts'
import { lostForm, type LostForm } from './lost-form.ts'
import type { MayKeep } from './rate-limit.ts'

const KEY = 'keptForm'
/** A few long texts of an official, or a section of a form with long answers. */
const MOST_CHARACTERS = 100_000
/** A night's sleep and a morning. */
const REMEMBERED_SECONDS = 24 * 60 * 60

type Kept = LostForm & { readonly owner: string; readonly path: string }

/** What came back after the sign-in: the form, and names of the files that were sent with it and are not kept. */
export type TakenForm = { readonly form: FormValues; readonly files: readonly string[] }

const cookieName = (request: FastifyRequest, room: string) => (isTls(request) ? `__Host-${room}-last` : `${room}-last`)
const markOf = (request: FastifyRequest, room: string, owner: string) =>
  createHmac('sha256', request.server.site.secret).update(`${room} last signed in ${owner}`).digest('base64url')

/** Lets this browser remember who signed in to this room last. */
export function rememberOwner(request: FastifyRequest, reply: FastifyReply, room: string, owner: string): void {
  const secure = isTls(request)
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: REMEMBERED_SECONDS } as const
  reply.setCookie(cookieName(request, room), `${owner}.${markOf(request, room, owner)}`, options)
}

function lastSignedIn(request: FastifyRequest, room: string): string | null {
  const [owner = '', mark = ''] = (request.cookies[cookieName(request, room)] ?? '').split('.')
  const expected = Buffer.from(markOf(request, room, owner))
  const given = Buffer.from(mark)
  return expected.length === given.length && timingSafeEqual(expected, given) ? owner : null
}

/** Keeps what was posted for the page at `path`. A post from elsewhere, or of nobody whom this browser signed in before, is not kept. */
export async function keepForm(request: FastifyRequest, room: string, path: string, mayKeep: MayKeep): Promise<void> {
  const owner = lastSignedIn(request, room)
  const lost = owner === null ? null : await lostForm(request, MOST_CHARACTERS)
  if (lost !== null && (await mayKeep(request))) request.session.set(KEY, { ...lost, owner, path } as unknown as Json)
}

/** What waits for the person who is signed in; nothing for anybody else. */
function waiting(request: FastifyRequest): Kept | null {
  const session = request.sessionOrNull
  const kept = session?.get(KEY) as unknown as Kept | undefined
  return kept !== undefined && session?.accountId === kept.owner ? kept : null
}

/** At sign-in, once the session is theirs: forgets what somebody else typed. Says what is there of this person, in numbers and names. */
export function keptAfterSignIn(request: FastifyRequest): { readonly hasTexts: boolean; readonly files: readonly string[] } | null {
  const kept = waiting(request)
  if (kept === null) request.sessionOrNull?.remove(KEY)
  return kept && { hasTexts: Object.keys(kept.typed).length > 0, files: kept.files }
}

/** What was typed into this form when the session had ended; it stays until the form is really sent. */
export function keptTyping(request: FastifyRequest, form: string): Typed | null {
  const kept = waiting(request)
  return kept?.form === form && Object.keys(kept.typed).length > 0 ? kept.typed : null
}

export function forgetKept(request: FastifyRequest, form: string): void {
  if (waiting(request)?.form === form) request.session.remove(KEY)
}

/** What this person typed on this page before their session ended, once: for a page that does more with it than fill its form. */
export function takeKeptForm(request: FastifyRequest): TakenForm | null {
  const kept = waiting(request)
  if (kept === null || withoutLanguage(kept.path) !== withoutLanguage(request.url.split('?', 1)[0]!)) return null
  request.session.remove(KEY)
  const texts = Object.entries(kept.typed).flatMap(([name, values]) => values.map((value) => [name, value] as const))
  return { form: new FormValues(gatherTexts(texts)), files: kept.files }
}
