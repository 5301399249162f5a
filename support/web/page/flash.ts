import type { LocalText } from '@ruqsat/foundation'
import type { FastifyRequest } from 'fastify'
import type { NotificationKind } from '../components/notification/notification.tsx'

/** What the next page shows once, after POST and redirect. */
export type Flash = {
  readonly kind: NotificationKind
  readonly text: LocalText
  /** The place on that page where it is shown (`<Told at>`); without one, at its top. */
  readonly at?: string
}

const FLASH_KEY = 'flash'

/**
 * Keeps a message in the session for the next page that is shown. With `at` it is shown where the person was: `<Told at>` is there, and
 * the redirect leads to it by `#${toldId(at)}`, which moves the focus there without script.
 */
export function flash(request: FastifyRequest, kind: NotificationKind, text: LocalText, at?: string): void {
  request.session.set(FLASH_KEY, { kind, text, ...(at !== undefined && { at }) })
}

/** Takes the message out of the session. The page shell does this for every page. */
export function takeFlash(request: FastifyRequest): Flash | null {
  const kept = request.sessionOrNull?.get(FLASH_KEY)
  if (kept === undefined) return null
  request.session.remove(FLASH_KEY)
  return kept as unknown as Flash
}
