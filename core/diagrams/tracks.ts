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
  const of = Array.from({ length: stretches.length }, () => 0)
  order.forEach((index, place) => {
    for (const earlier of order.slice(0, place)) {
      if (overlap(stretches[earlier]!, stretches[index]!)) of[index] = Math.max(of[index]!, of[earlier]! + 1)
    }
  })
  const stuck = order.filter((index, place) =>
    order.slice(0, place).some((earlier) => cost(stretches[earlier]!, stretches[index]!) >= FORBIDDEN),
  )
  return { of, count: stretches.length === 0 ? 0 : 1 + Math.max(...of), stuck }
}

function overlap(a: Stretch, b: Stretch): boolean {
  return a.low <= b.high + NEAR && b.low <= a.high + NEAR
}

/** Crossings if `a` lies before `b`; a connection on another's place is forbidden in this order. */
function cost(a: Stretch, b: Stretch): number {
  let sum = 0
  for (const place of a.after) {
    if (place > b.low && place < b.high) sum += 1
    if (b.before.some((other) => Math.abs(other - place) < NEAR)) sum += FORBIDDEN
  }
  for (const place of b.before) if (place > a.low && place < a.high) sum += 1
  return sum
}

function totalCost(order: readonly number[], stretches: readonly Stretch[]): number {
  let sum = 0
  order.forEach((index, place) => {
    for (const later of order.slice(place + 1)) sum += cost(stretches[index]!, stretches[later]!)
  })
  return sum
}

function bestOrder(stretches: readonly Stretch[]): readonly number[] {
  const start = stretches.map((_, index) => index)
  return stretches.length <= FEW ? cheapest(permutations(start), stretches) : improved(start, stretches)
}

function cheapest(orders: Iterable<readonly number[]>, stretches: readonly Stretch[]): readonly number[] {
  let best: { readonly order: readonly number[]; readonly cost: number } | null = null
  for (const order of orders) {
    const sum = totalCost(order, stretches)
    if (best === null || sum < best.cost) best = { order, cost: sum }
  }
  return best?.order ?? []
}

function* permutations(items: readonly number[]): Generator<readonly number[]> {
  if (items.length <= 1) yield items
  for (const item of items.length <= 1 ? [] : items) {
    for (const rest of permutations(items.filter((other) => other !== item))) yield [item, ...rest]
  }
}

/** Moves one stretch at a time to its best place until nothing gets better; a bounded number of rounds. */
function improved(start: readonly number[], stretches: readonly Stretch[]): readonly number[] {
  let order = [...start]
  for (let round = 0; round < 8; round += 1) {
    const before = order.join()
    for (const item of start) order = [...withBestPlace(order, item, stretches)]
    if (order.join() === before) break
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
