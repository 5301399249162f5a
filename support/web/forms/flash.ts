import type { LocalText } from '@ruqsat/foundation'
import type { FastifyRequest } from 'fastify'
import type { NotificationKind } from '../components/notification/notification.tsx'

/** What the next page tells once, after POST and redirect. */
export type Flash = { readonly kind: NotificationKind; readonly text: LocalText }

const FLASH_KEY = 'flash'

/** Keeps a message in the session for the next page that is shown. */
export function flash(request: FastifyRequest, kind: NotificationKind, text: LocalText): void {
  request.session.set(FLASH_KEY, { kind, text })
}

/** Takes the message out of the session. The page shell does this for every page. */
export function takeFlash(request: FastifyRequest): Flash | null {
  const kept = request.sessionOrNull?.get(FLASH_KEY)
  if (kept === undefined) return null
  request.session.remove(FLASH_KEY)
  return kept as unknown as Flash
}
