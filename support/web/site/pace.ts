// A body comes at least this fast, or its connection ends: whoever sends a byte a minute would else hold a place, and what is kept for it, for as
// long as the slowest honest line may take.
import { Socket } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'

export type BodyPace = {
  /** A line that has just been lost and found again. */
  readonly graceMs: number
  /** On average since the headers; the slowest mobile lines carry some thousand. */
  readonly bytesPerSecond: number
}

export const USUAL_PACE: BodyPace = { graceMs: 30_000, bytesPerSecond: 512 }
const LOOKS_IN_GRACE = 6

/** Watches each request that has a body until the body has come or the connection ends, whoever reads it. */
export function keepPace(app: FastifyInstance, pace: BodyPace = USUAL_PACE): void {
  app.addHook('onRequest', async (request) => {
    if (hasBody(request)) watch(request, pace)
  })
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

function watch({ raw }: FastifyRequest, { graceMs, bytesPerSecond }: BodyPace): void {
  const { socket } = raw
  // A request that a test hands over without a network has none.
  if (!(socket instanceof Socket)) return
  const [began, before] = [performance.now(), socket.bytesRead]
  let timer: NodeJS.Timeout
  const look = () => {
    if (raw.complete || raw.destroyed || socket.destroyed) return
    const ms = performance.now() - began
    // What waits in the buffers of this process came in time: a reader of ours that is slow is not the sender's fault.
    const isReadFrom = raw.readableFlowing !== null && raw.readableLength === 0
    if (ms >= graceMs && isReadFrom && (socket.bytesRead - before) / (ms / 1000) < bytesPerSecond) socket.destroy()
    else later()
  }
  const later = () => (timer = setTimeout(look, graceMs / LOOKS_IN_GRACE).unref())
  later()
  raw.once('close', () => clearTimeout(timer))
}
