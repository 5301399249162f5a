import type { FastifyReply } from 'fastify'

type Held = { all: number; readonly byVisitor: Map<string, number> }

/** What the connections of one site may hold at the same time (bytes, places), all together and each visitor's; `ofOne` none: no limit of its own. */
export class Holdings {
  readonly #most: { readonly all: number; readonly ofOne?: number }
  readonly #bySite = new WeakMap<object, Held>()
  readonly #byReply = new WeakMap<FastifyReply, number>()

  constructor(most: { readonly all: number; readonly ofOne?: number }) {
    this.#most = most
  }

  /** Counts it until the connection is done with; false where too much is held already. */
  take(reply: FastifyReply, amount: number, visitor = ''): boolean {
    const held = this.#bySite.get(reply.server.site) ?? { all: 0, byVisitor: new Map<string, number>() }
    this.#bySite.set(reply.server.site, held)
    const ofVisitor = () => held.byVisitor.get(visitor) ?? 0
    if (held.all + amount > this.#most.all || ofVisitor() + amount > (this.#most.ofOne ?? Infinity)) return false
    const add = (change: number) => {
      held.all += change
      held.byVisitor.set(visitor, ofVisitor() + change)
      if (ofVisitor() <= 0) held.byVisitor.delete(visitor)
    }
    add(amount)
    if (!this.#byReply.has(reply)) reply.raw.once('close', () => add(-this.#byReply.get(reply)!))
    this.#byReply.set(reply, (this.#byReply.get(reply) ?? 0) + amount)
    return true
  }
}
