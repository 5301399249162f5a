import type { Database } from '@ruqsat/database'

/**
 * Fails by number: the k-th thing that leaves the process (a query, a transaction, a question to the bank, a delivery) fails before it
 * happened or after it happened and before we heard, which is what a crash or a cut line leaves behind.
 */
export class Failures {
  seen = 0
  #at = 0
  #after = false

  failAt(number: number, after: boolean): void {
    this.seen = 0
    this.#at = number
    this.#after = after
  }

  async pass<T>(run: () => Promise<T>): Promise<T> {
    const mine = ++this.seen === this.#at
    if (mine && !this.#after) throw new Injected('before')
    const value = await run()
    if (mine) throw new Injected('after')
    return value
  }
}

export class Injected extends Error {}

/** The database with each query and each transaction counted; inside a transaction each query too, so that it also rolls back halfway. */
export function failingDatabase(database: Database, failures: Failures): Database {
  return { ...database, sql: failingSql(database.sql, failures) }
}

function failingSql<S extends object>(sql: S, failures: Failures): S {
  return new Proxy(sql, {
    apply(target, self, args: unknown[]) {
      const call = () => Reflect.apply(target as never, self, args) as unknown
      // `sql(name)` and friends only build a piece of a query; a tagged template is one.
      return Array.isArray(args[0]) && 'raw' in args[0] ? failures.pass(() => call() as Promise<unknown>) : call()
    },
    get(target, name, receiver) {
      if (name !== 'begin') return Reflect.get(target, name, receiver) as unknown
      return (...args: unknown[]) => {
        const work = args.at(-1) as (tx: object) => Promise<unknown>
        const begin = Reflect.get(target, 'begin') as (...given: unknown[]) => Promise<unknown>
        return failures.pass(() => begin(...args.slice(0, -1), (tx: object) => work(failingSql(tx, failures))))
      }
    },
  })
}

/** Every method of an outside part. */
export function failingPart<P extends object>(part: P, failures: Failures): P {
  return new Proxy(part, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown
      return typeof value === 'function'
        ? (...args: unknown[]) => failures.pass(async () => (value as (...given: unknown[]) => unknown).apply(target, args))
        : value
    },
  })
}
