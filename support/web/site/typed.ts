// What a person has typed into a form and not sent yet. It is kept in their session, by the form, when they change the language or leave by a
// link, and every field of that form shows it again until the form is really sent. Kept as it was typed, whatever it is: it is no answer yet.
import { createHash } from 'node:crypto'
import type { Json } from '@ruqsat/foundation'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { safeReturnPath } from '../language/language.ts'
import type { MayKeep } from './rate-limit.ts'
import { GO_FIELD, KEEP_FIELD, SECRETS_FIELD, type Typed } from '../language/form-state.ts'
import type { FormValues } from '../page/form-values.ts'
import { forgetKept, keptTyping } from './kept-form.ts'

type Kept = { readonly form: string; readonly typed: Typed }

/** Forms half-filled at once in one session; one more takes the place of another. The session is a row that each request reads. */
const SLOTS = 12
/** Two texts of an official, or a section with long answers; more is not kept. */
const MOST_CHARACTERS = 40_000
const MOST_KEY_CHARACTERS = 300
/** Our own fields, and what is never kept, whatever the form says of itself. */
const NEVER_KEPT = /^_|password|^code$|^secret$|^signature$|^signedSha256$/i

/** Where this form's typing is kept. */
const slotOf = (request: FastifyRequest, form: string): string | undefined =>
  slotsOf(form).find((slot) => keptIn(request, slot)?.form === form)

/** What was typed into this form and not sent, also when the session had ended meanwhile; or null. */
export function typedIn(request: FastifyRequest, form: string): Typed | null {
  const slot = slotOf(request, form)
  return slot === undefined ? keptTyping(request, form) : keptIn(request, slot)!.typed
}

/**
 * A form that carries `_go` is not sent but kept: answers with a redirect to that page of ours, or with nothing to the script that keeps
 * what is typed when the page is left. Null where the form is really sent: then nothing of it stays here.
 */
export async function keptInstead(
  request: FastifyRequest,
  reply: FastifyReply,
  form: FormValues,
  mayKeep: MayKeep,
): Promise<FastifyReply | null> {
  const key = form.text(KEEP_FIELD)
  if (!form.has(GO_FIELD)) {
    for (const slot of slotsOf(key)) if (keptIn(request, slot)?.form === key) request.session.remove(slot)
    forgetKept(request, key)
    return null
  }
  const session = request.sessionOrNull
  if (session !== null && key !== '' && key.length <= MOST_KEY_CHARACTERS && (session.boundTo !== null || (await mayKeep(request)))) {
    const typed = typedTexts(form)
    if (JSON.stringify(typed).length <= MOST_CHARACTERS) session.set(slotFor(request, key), { form: key, typed } as unknown as Json)
  }
  const path = safeReturnPath(form.text(GO_FIELD))
  return path === null ? reply.code(204).send() : reply.header('cache-control', 'no-store').redirect(path, 303)
}

function typedTexts(form: FormValues): Typed {
  const secrets = new Set(form.text(SECRETS_FIELD).split(' '))
  return Object.fromEntries(form.names().flatMap((name) => (NEVER_KEPT.test(name) || secrets.has(name) ? [] : [[name, form.texts(name)]])))
}

/** Its own slot, else a free one, else that of another form. */
function slotFor(request: FastifyRequest, form: string): string {
  const slots = slotsOf(form)
  return slotOf(request, form) ?? slots.find((slot) => keptIn(request, slot) === undefined) ?? slots[0]!
}

function keptIn(request: FastifyRequest, slot: string): Kept | undefined {
  return request.sessionOrNull?.get(slot) as unknown as Kept | undefined
}

/** Every slot, each form with another first one: two forms that are kept at the same instant rarely ask for the same. */
function slotsOf(form: string): readonly string[] {
  const first = createHash('sha256').update(form).digest().readUInt32BE() % SLOTS
  return Array.from({ length: SLOTS }, (_, step) => `typed-${(first + step) % SLOTS}`)
}
