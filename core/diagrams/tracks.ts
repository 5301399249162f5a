// Gives every stretch of an edge a track of its own inside its channel, so that no two lie on each other and few cross.

/**
 * A stretch along a channel from `low` to `high`. `before` and `after` are the places at which it leaves towards the side before the
 * channel and towards the side after it.
 */
export type Stretch = { readonly low: number; readonly high: number; readonly before: readonly number[]; readonly after: readonly number[] }

export type Tracks = {
  /** The track of each stretch, 0 nearest to the side before. */
  readonly of: readonly number[]
  readonly count: number
  /** Stretches whose connections lie on each other in every order: somebody must move a port. */
  readonly stuck: readonly number[]
}

/** Connections nearer than this count as lying on each other, in pixels. */
export const NEAR = 7
/** Up to so many stretches every order is tried. */
const FEW = 5
const FORBIDDEN = 1000

export function tracksOf(stretches: readonly Stretch[]): Tracks {
  const order = bestOrder(stretches)
  const of = stretches.map(() => 0)
  order.forEach((index, place) => {
    const under = order.slice(0, place).filter((earlier) => overlap(stretches[earlier]!, stretches[index]!))
    of[index] = Math.max(0, ...under.map((earlier) => of[earlier]! + 1))
  })
  const stuck = order.filter((index, place) =>
    order.slice(0, place).some((earlier) => cost(stretches[earlier]!, stretches[index]!) >= FORBIDDEN),
  )
  return { of, count: 1 + Math.max(-1, ...of), stuck }
}

function overlap(a: Stretch, b: Stretch): boolean {
  return a.low <= b.high + NEAR && b.low <= a.high + NEAR
}

/** Crossings if `a` lies before `b`; a connection on another's place is forbidden in this order. */
function cost(a: Stretch, b: Stretch): number {
  const crossed = (places: readonly number[], by: Stretch) => places.filter((place) => place > by.low && place < by.high).length
  const met = a.after.filter((place) => b.before.some((other) => Math.abs(other - place) < NEAR)).length
  return crossed(a.after, b) + crossed(b.before, a) + FORBIDDEN * met
}

function totalCost(order: readonly number[], stretches: readonly Stretch[]): number {
  const costs = order.flatMap((index, place) => order.slice(place + 1).map((later) => cost(stretches[index]!, stretches[later]!)))
  return costs.reduce((sum, each) => sum + each, 0)
}

function bestOrder(stretches: readonly Stretch[]): readonly number[] {
  const start = stretches.map((_, index) => index)
  if (stretches.length > FEW) return improved(start, stretches)
  const orders = permutations(start).map((order) => ({ order, cost: totalCost(order, stretches) }))
  return orders.reduce((best, each) => (each.cost < best.cost ? each : best)).order
}

function permutations(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length <= 1) return [items]
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]))
}

/** Moves one stretch at a time to its best place until nothing gets better; a bounded number of rounds. */
function improved(start: readonly number[], stretches: readonly Stretch[]): readonly number[] {
  let order = start
  for (let round = 0; round < 8; round += 1) {
    const better = start.reduce((moved, item) => withBestPlace(moved, item, stretches), order)
    if (better.join() === order.join()) break
    order = better
  }
  return order
}

function withBestPlace(order: readonly number[], item: number, stretches: readonly Stretch[]): readonly number[] {
  const rest = order.filter((other) => other !== item)
  // Only the pairs with this item change: the sum is kept while the item walks from the first place to the last.
  let sum = rest.reduce((total, other) => total + cost(stretches[item]!, stretches[other]!), 0)
  let best = { place: 0, sum }
  rest.forEach((other, index) => {
    sum += cost(stretches[other]!, stretches[item]!) - cost(stretches[item]!, stretches[other]!)
    if (sum < best.sum) best = { place: index + 1, sum }
  })
  return [...rest.slice(0, best.place), item, ...rest.slice(best.place)]
}
