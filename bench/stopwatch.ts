import type { Exchange } from '../tests/driver/index.ts'

/** One automatic step as it shows over HTTP: which exchange it is, and which time the act gives it. */
export type MeasuredStep = {
  readonly id: string
  readonly what: string
  readonly method: 'GET' | 'POST'
  readonly path: RegExp
  readonly limitSeconds: number | null
}

export type StepTimes = {
  readonly id: string
  readonly what: string
  readonly limitSeconds: number | null
  readonly count: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** Collects how long each step took, from the first byte sent to the last byte received; redirects that follow are exchanges of their own. */
export class Stopwatch {
  readonly #steps: readonly MeasuredStep[]
  readonly #times = new Map<string, number[]>()
  exchanges = 0
  failures = 0

  constructor(steps: readonly MeasuredStep[]) {
    this.#steps = steps
  }

  note({ method, url, status, ms }: Exchange): void {
    this.exchanges += 1
    if (status >= 400) this.failures += 1
    const step = this.#steps.find((each) => each.method === method && each.path.test(url.pathname))
    if (step === undefined) return
    const times = this.#times.get(step.id)
    if (times === undefined) this.#times.set(step.id, [ms])
    else times.push(ms)
  }

  /** Forgets the warm-up. */
  reset(): void {
    this.#times.clear()
    this.exchanges = 0
    this.failures = 0
  }

  read(): readonly StepTimes[] {
    return this.#steps.map(({ id, what, limitSeconds }) => {
      const times = (this.#times.get(id) ?? []).toSorted((one, other) => one - other)
      return { id, what, limitSeconds, count: times.length, p50Ms: at(times, 0.5), p99Ms: at(times, 0.99), maxMs: at(times, 1) }
    })
  }
}

function at(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
  return Math.round(value * 10) / 10
}
