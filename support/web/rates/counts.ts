import { createHmac } from 'node:crypto'
import { migrate, technicalClock, type Database, type TechnicalClock } from '@ruqsat/database'

/** How often it is now within the window, this time included, and when the window ends. */
export type Count = { readonly current: number; readonly ttl: number }
export type Counter = { count(visitor: string, windowMs: number): Promise<Count> | Count }

export const RATES_SCHEMA = { schema: 'site_rates', folder: new URL('./migrations/', import.meta.url) }

/** Enough for every address that asks within a minute; beyond it the oldest start over. */
const MOST_VISITORS = 50_000

/** Counts in this process: exact where there is one, and free. */
export class OwnCounts implements Counter {
  readonly #clock: TechnicalClock
  readonly #windows = new Map<string, { began: number; times: number }>()

  constructor(clock: TechnicalClock = technicalClock) {
    this.#clock = clock
  }

  count(visitor: string, windowMs: number): Count {
    const now = this.#clock.ms()
    const known = this.#windows.get(visitor)
    if (known !== undefined && known.began + windowMs > now) {
      known.times += 1
      return { current: known.times, ttl: known.began + windowMs - now }
    }
    this.#windows.delete(visitor)
    if (this.#windows.size >= MOST_VISITORS) this.#windows.delete(this.#windows.keys().next().value!)
    this.#windows.set(visitor, { began: now, times: 1 })
    return { current: 1, ttl: windowMs }
  }
}

/** Longer than the longest window. */
const FORGOTTEN_AFTER_MS = 2 * 60 * 60 * 1000
const FORGET_EVERY = 1_000

/** Counts of all processes of the installation together, in PostgreSQL: one upsert for each. While it is away, this process counts alone. */
export async function openSharedCounts(database: Database, secret: Buffer, clock: TechnicalClock = technicalClock): Promise<Counter> {
  await migrate(database, RATES_SCHEMA)
  const own = new OwnCounts(clock)
  let untilForgetting = FORGET_EVERY
  return {
    async count(visitor, windowMs) {
      const now = clock.ms()
      if (--untilForgetting <= 0) {
        untilForgetting = FORGET_EVERY
        database.sql`delete from site_rates.rate where began_ms < ${now - FORGOTTEN_AFTER_MS}`.catch(() => undefined)
      }
      const digest = createHmac('sha256', secret).update(visitor).digest('base64url')
      try {
        const [row] = await database.sql<{ began: number; times: number }[]>`
          insert into site_rates.rate as known (visitor, began_ms, times) values (${digest}, ${now}, 1)
          on conflict (visitor) do update set
            times = case when known.began_ms + ${windowMs} <= ${now} then 1 else known.times + 1 end,
            began_ms = case when known.began_ms + ${windowMs} <= ${now} then ${now} else known.began_ms end
          returning began_ms as began, times`
        return { current: row!.times, ttl: row!.began + windowMs - now }
      } catch {
        return own.count(visitor, windowMs)
      }
    },
  }
}
