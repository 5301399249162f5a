// Which services have a hall: their table begins with an application that is handed in there by the queue.
import type { Duration } from '@ruqsat/clock'
import type { Instant } from '@ruqsat/foundation'
import {
  counterSeat,
  isAtCounter,
  isServable,
  nextStep,
  offerAt,
  offeredEdition,
  findVariant,
  findView,
  stepWithAction,
  type Edition,
  type Offer,
  type Step,
  type Variant,
  type View,
} from '@ruqsat/law'

/** Of a ticket: who comes for a result that is ready, of whichever service. No key of a service is this word. */
export const RESULTS = 'results'

export type HallService = {
  /** Act, variant and table, as a form names them. */
  readonly key: string
  readonly edition: Edition
  readonly variant: Variant
  readonly view: View
  /** The row in which papers are handed in by the queue: its minutes are what waits are measured against. */
  readonly handsIn: Step
  /** Null where the act's row has no time. */
  readonly limitMs: number | null
  /** What the rows from there to the package that leaves the hall take together. */
  readonly serviceMs: number
  /** Whether applications are taken at the windows, while nobody closes the service; where not, advice is given. */
  readonly isServed: boolean
  /** What handing the result over at the window takes; null where the table has no row for it, or nothing is taken here. */
  readonly handsOverMs: number | null
}

/** How long who comes for a result is served, by the longest row of the tables; null where none is handed over at the windows. */
export function resultsTakeMs(services: readonly HallService[]): number | null {
  const rows = services.flatMap(({ handsOverMs }) => handsOverMs ?? [])
  return rows.length === 0 ? null : Math.max(...rows)
}

/**
 * The latest edition of each variant with such a table, whether it is offered or only transcribed: advice is given on both.
 * `onOffer`: hashes of editions.
 */
export function hallServices(editions: readonly Edition[], onOffer: ReadonlySet<string>): readonly HallService[] {
  const all = editions
    .toReversed()
    .flatMap((edition) =>
      edition.regulation.variants.flatMap((variant) => variant.views.flatMap((view) => serviceOf(edition, variant, view, onOffer) ?? [])),
    )
  return all.filter(({ key }, place) => all.findIndex((each) => each.key === key) === place)
}

function serviceOf(edition: Edition, variant: Variant, view: View, onOffer: ReadonlySet<string>): HallService | null {
  const handsIn = stepWithAction(view.steps, 'takeApplication')
  if (handsIn === null) return null
  const isServed = onOffer.has(edition.hash) && isTakenAtWindow(edition, variant, view)
  const given = stepWithAction(view.steps, 'receiveResult')
  return {
    key: `${edition.regulation.id}/${variant.id}/${view.id}`,
    edition,
    variant,
    view,
    handsIn,
    limitMs: durationMs(handsIn.time?.duration ?? null),
    isServed,
    handsOverMs: isServed && given !== null ? (durationMs(given.time?.duration ?? null) ?? 0) : null,
    serviceMs: atWindow(view, handsIn).reduce((sum, { time }) => sum + (durationMs(time?.duration ?? null) ?? 0), 0),
  }
}

/** By an operator of the hall, along the table. */
function isTakenAtWindow({ regulation }: Edition, variant: Variant, view: View): boolean {
  const isOffered = variant.offered && view.offered && isAtCounter(view, regulation)
  return isOffered && isServable(view) && counterSeat(view, variant, regulation)?.of === 'outside'
}

/** Whether an application may be begun at this instant: what was closed is advised on only. */
export function isTakenNow({ isServed, edition, variant: { id }, view }: HallService, offers: readonly Offer[], now: Instant): boolean {
  const offer = offerAt(offers, edition.regulation.id, now)
  if (!isServed || offer?.edition !== edition.hash) return false
  const variant = findVariant(offeredEdition(edition, offer, now).regulation, id)
  return variant?.offered === true && findView(variant, view.id)?.offered === true
}

/** The rows that are done while the person is at the window, where all goes well. */
function atWindow({ steps }: View, first: Step): readonly Step[] {
  const rows: Step[] = []
  let step: Step | null = first
  while (step !== null && !rows.includes(step)) {
    rows.push(step)
    if (step.action === 'sendPackage' || step.action === 'registerRequest') break
    step = nextStep(steps, step, step.shape === 'condition' ? 'yes' : 'done')
  }
  return rows
}

const MS: Partial<Record<Duration['unit'], number>> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 }

/** Days have no length on the clock of a hall. */
function durationMs(duration: Duration | null): number | null {
  const unit = duration === null ? undefined : MS[duration.unit]
  return duration === null || unit === undefined ? null : duration.amount * unit
}
