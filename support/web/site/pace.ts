// A body comes at some pace, or its connection ends: whoever sends a byte a minute would else hold a place, and what is kept for it, for as long as
// the slowest honest line may take. A line that was lost (a lift, a tunnel) and comes back within two minutes is no such sender.
import { Socket } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { networkOf } from './rate-limit.ts'

export type BodyPace = {
  /** What makes good for time; the slowest mobile lines carry some thousand. */
  readonly bytesPerSecond: number
  /** How far a body may fall behind that pace: it may be silent for so long, however little came before, and again when it has caught up. */
  readonly patienceMs: number
  /** The same for each body of a crowd, so that nobody keeps others waiting by silence. */
  readonly crowdedPatienceMs: number
  /** From how many bodies on their way it is a crowd: of one address, of all addresses. */
  readonly crowdOfOne: number
  readonly crowdOfAll: number
  readonly clock?: PaceClock
}

/** Where looks come from. `every` looks again and again, and gives back what ends it. */
export type PaceClock = { ms(): number; every(ms: number, look: () => void): () => void }

export const USUAL_PACE: BodyPace = {
  bytesPerSecond: 512,
  patienceMs: 120_000,
  crowdedPatienceMs: 30_000,
  crowdOfOne: 8,
  crowdOfAll: 200,
}
const LOOKS_IN_PATIENCE = 6

const MACHINE_CLOCK: PaceClock = {
  ms: () => performance.now(),
  every: (ms, look) => {
    let timer: NodeJS.Timeout
    const later = () => {
      timer = setTimeout(() => {
        look()
        later()
      }, ms).unref()
    }
    later()
    return () => clearTimeout(timer)
  },
}

/**
 * How far a body is behind its pace, in milliseconds, after a look `ms` later at which it had brought `bytes` more. Nothing is saved up: who was
 * fast for an hour may be silent for as long as who has just begun.
 */
export function behindAfter(behindMs: number, ms: number, bytes: number, bytesPerSecond: number): number {
  return Math.max(0, behindMs + ms - (bytes / bytesPerSecond) * 1000)
}

/** Watches each request that has a body until the body has come or the connection ends, whoever reads it. */
export function keepPace(app: FastifyInstance, pace: BodyPace = USUAL_PACE): void {
  const crowd = new Crowd(pace)
  app.addHook('onRequest', async (request) => {
    if (hasBody(request)) watch(request, pace, crowd)
  })
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** The bodies that are on their way. */
class Crowd {
  readonly #pace: BodyPace
  readonly #ofAddress = new Map<string, number>()
  #all = 0

  constructor(pace: BodyPace) {
    this.#pace = pace
  }

  add(address: string, change: 1 | -1): void {
    const now = this.#of(address) + change
    this.#all += change
    if (now === 0) this.#ofAddress.delete(address)
    else this.#ofAddress.set(address, now)
  }

  patienceMs(address: string): number {
    const { crowdOfOne, crowdOfAll, crowdedPatienceMs, patienceMs } = this.#pace
    return this.#of(address) >= crowdOfOne || this.#all >= crowdOfAll ? crowdedPatienceMs : patienceMs
  }

  #of(address: string): number {
    return this.#ofAddress.get(address) ?? 0
  }
}

function watch(request: FastifyRequest, pace: BodyPace, crowd: Crowd): void {
  const { raw } = request
  const { socket } = raw
  // A request that a test hands over without a network has none.
  if (!(socket instanceof Socket)) return
  const clock = pace.clock ?? MACHINE_CLOCK
  const network = networkOf(request)
  let [lookedAt, seen, behindMs] = [clock.ms(), socket.bytesRead, 0]
  const look = () => {
    if (raw.complete || raw.destroyed || socket.destroyed) return
    const [now, bytes] = [clock.ms(), socket.bytesRead]
    // What waits in the buffers of this process came in time: a reader of ours that is slow is not the sender's fault.
    const isReadFrom = raw.readableFlowing !== null && raw.readableLength === 0
    if (isReadFrom) behindMs = behindAfter(behindMs, now - lookedAt, bytes - seen, pace.bytesPerSecond)
    lookedAt = now
    seen = bytes
    if (behindMs >= crowd.patienceMs(network)) socket.destroy()
  }
  crowd.add(network, 1)
  const end = clock.every(pace.crowdedPatienceMs / LOOKS_IN_PATIENCE, look)
  raw.once('close', () => {
    end()
    crowd.add(network, -1)
  })
}
