// Work on what a stranger sent that takes much memory or time: one after the other, and only so many wait.
import type { FastifyRequest } from 'fastify'
import { SiteProblem } from './problem.ts'

/** A person waits for some seconds; beyond it they are asked to come back in a minute. */
const MOST_WAITING = 12

type Turns = { waiting: number; last: Promise<unknown> }
const turnsOf = new WeakMap<object, Map<string, Turns>>()

/**
 * Does it when all work of this name that came before is done. Throws a SiteProblem (`uploads-busy`) where too many wait; who has gone away in the
 * meantime is passed over.
 */
export async function oneAtATime<Done>({ server, raw }: FastifyRequest, name: string, work: () => Promise<Done>): Promise<Done> {
  const named = turnsOf.get(server.site) ?? new Map<string, Turns>()
  turnsOf.set(server.site, named)
  const turns = named.get(name) ?? { waiting: 0, last: Promise.resolve() }
  named.set(name, turns)
  if (turns.waiting >= MOST_WAITING) throw new SiteProblem('uploads-busy', 503)
  turns.waiting += 1
  const mine = turns.last.then(() => {
    if (raw.socket?.destroyed === true) throw new SiteProblem('upload-interrupted', 400)
    return work()
  })
  turns.last = mine.catch(() => undefined)
  return mine.finally(() => (turns.waiting -= 1))
}
