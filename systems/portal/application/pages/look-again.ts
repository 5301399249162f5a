import type { FastifyReply, FastifyRequest } from 'fastify'

/** Seconds until a page that waits looks again by itself: an old phone must not be kept busy. */
const LOOK_AGAIN_SECONDS = 10
/** Five minutes of looking; then the person presses the button, and a forgotten window lets the session end. */
const MOST_LOOKS = 30

/** Lets the page reload itself, without script, a bounded number of times. */
export function refreshWhileLooking(request: FastifyRequest, reply: FastifyReply): void {
  const looks = Number((request.query as { look?: string }).look ?? '0')
  if (!Number.isInteger(looks) || looks < 0 || looks >= MOST_LOOKS) return
  const path = request.url.split('?', 1)[0]!
  void reply.header('refresh', `${LOOK_AGAIN_SECONDS}; url=${path}?look=${looks + 1}`)
}
