import { Fault, msFromInstant, type Refusal, instantFromMs } from '@ruqsat/foundation'
import type { OfficeStretch } from './office.ts'
import { refuseClock } from './refusals.ts'
import type { Stop } from './types.ts'

/** Stops as milliseconds; `to` is Infinity while the term is still stopped. */
export type Pause = { readonly from: number; readonly to: number }

/** In the order in which they begin: of several that never end, the first is the one that stops the term. */
export function pausesOf(stops: readonly Stop[]): Pause[] {
  const pauses = stops.map(({ from, to }) => {
    const pause = { from: msFromInstant(from), to: to === undefined ? Infinity : msFromInstant(to) }
    if (!(pause.from <= pause.to)) throw new Fault(`Expected a stop that ends after it begins but found ${from} to ${to}`)
    return pause
  })
  return pauses.sort((one, other) => one.from - other.from)
}

/** The pause in which the term is at this moment, the one that ends last where several overlap. */
export function pauseAt(ms: number, pauses: readonly Pause[]): Pause | undefined {
  return pauses.filter(({ from, to }) => from <= ms && ms < to).sort((one, other) => other.to - one.to)[0]
}

/** What is left of a stretch of time when the pauses are cut out of it. */
export function withoutPauses(stretch: OfficeStretch, pauses: readonly Pause[]): OfficeStretch[] {
  return pauses.reduce(
    (left, pause) =>
      left
        .flatMap(({ from, to }) => [
          { from, to: Math.min(to, pause.from) },
          { from: Math.max(from, pause.to), to },
        ])
        .filter(({ from, to }) => from < to),
    [stretch],
  )
}

export function standsStill(pause: Pause): Refusal {
  return refuseClock('clock-term-stands-still', { facts: { from: { kind: 'instant', at: instantFromMs(pause.from) } } })
}
