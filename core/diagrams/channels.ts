// Widths of columns, layers and the channels between them, and the track of every edge in its channels.
import { type Frame, spanOf } from './frame.ts'
import { headerBlock, headerHeight, widthForName } from './headers.ts'
import { LEADING, textWidth } from './metrics.ts'
import type { Shape } from './model.ts'
import type { EdgePlan } from './plans.ts'
import { even } from './sizes.ts'
import { type Stretch, type Tracks, tracksOf } from './tracks.ts'

export const TRACK = 12
export const CROSS_BEFORE = 12
const CROSS_AFTER = 18
const ALONG_PAD = 10
export const LABEL_HEIGHT = LEADING.label
const PORT_GAP = 18

/** Where each edge enters its node: a straight one below its out port, the others next to it on the side from which they come. */
export function inPorts(frame: Frame, moved: ReadonlyMap<EdgePlan, number>): ReadonlyMap<EdgePlan, number> {
  const ports = new Map<EdgePlan, number>()
  for (const [id, plans] of Map.groupBy(frame.plans, (plan) => plan.edge.to)) {
    const { du } = spanOf(frame, id)
    const gap = Math.max(2, Math.min(PORT_GAP, Math.floor((du / 2 - 8) / plans.length)))
    const [straight, others] = [plans.filter((plan) => plan.path === 'straight'), plans.filter((plan) => plan.path !== 'straight')]
    for (const plan of straight) ports.set(plan, frame.outs.get(plan) ?? 0)
    const taken = straight.map((plan) => ports.get(plan)!)
    for (const plan of others.toSorted((a, b) => bySide(frame, a, b))) {
      const towards = Array.from({ length: plans.length * 2 + 5 }, (_, slot) => slot)
      const free = [...towards, -1, -2, -3]
        .map((slot) => slot * gap * (sourceSide(plan) < 0 ? -1 : 1))
        .filter((slot) => Math.abs(slot) < du / 2 - 3 && taken.every((other) => Math.abs(other - slot) >= gap))
      const port = free[Math.min(moved.get(plan) ?? 0, free.length - 1)] ?? 0
      taken.push(port)
      ports.set(plan, port)
    }
  }
  return ports
}

/** Two answers of one question that enter the same node: the one from its side comes first, or they would cross. */
function bySide(frame: Frame, a: EdgePlan, b: EdgePlan): number {
  const first = (plan: EdgePlan) => frame.plans.findIndex((each) => each.edge.from === plan.edge.from)
  return sourceSide(a) - sourceSide(b) || first(a) - first(b) || Number(b.path === 'side') - Number(a.path === 'side')
}

function sourceSide({ from, to, along }: EdgePlan): number {
  return along === null ? from.column - to.column : along <= to.column ? -1 : 1
}

/** The layers are far apart in the units in which tracks compare places. */
const LAYER = 1000

/** Tracks of the along channels, whose places are counted in layers: cross channel n lies at n, the middle of layer n at n + 0.5. */
export function alongTracks(frame: Frame): readonly (Tracks & { readonly plans: readonly EdgePlan[] })[] {
  return Array.from({ length: frame.grid.laneOf.length + 1 }, (_, channel) => {
    const plans = frame.plans.filter((plan) => plan.along === channel)
    return { plans, ...tracksOf(plans.map((plan) => alongStretch(plan, channel))) }
  })
}

function alongStretch(plan: EdgePlan, channel: number): Stretch {
  const ends = [
    { place: startOf(plan) * LAYER, isBefore: plan.from.column < channel },
    { place: plan.to.layer * LAYER, isBefore: plan.to.column < channel },
  ]
  const places = (isBefore: boolean) => ends.filter((end) => end.isBefore === isBefore).map((end) => end.place)
  return between(places(true), places(false))
}

/** Where a route that has an along channel enters it, counted in layers. */
function startOf({ path, from }: EdgePlan): number {
  return from.layer + (path === 'side' ? 0.5 : 1)
}

export type Across = {
  /** Middle of each column. */
  readonly middles: readonly number[]
  /** Where the lanes begin, and where the last one ends. */
  readonly borders: readonly number[]
  /** Place of the along stretch of an edge. */
  readonly along: ReadonlyMap<EdgePlan, number>
}

export function columnsOf(frame: Frame, channels: ReturnType<typeof alongTracks>): Across {
  const { laneOf } = frame.grid
  const middles: number[] = []
  const borders: number[] = []
  const along = new Map<EdgePlan, number>()
  let u = 0
  const beginLane = (index: number) => {
    if (index > 0) u = Math.max(u + ALONG_PAD, borders.at(-1)! + smallestLane(frame, laneOf[index - 1]!))
    borders.push(u)
  }
  const runTracks = ({ plans, of, count }: (typeof channels)[number]) => {
    plans.forEach((plan, place) => along.set(plan, u + of[place]! * TRACK))
    u += Math.max(0, count - 1) * TRACK
  }
  laneOf.forEach((lane, column) => {
    const { count } = channels[column]!
    const isBorder = lane !== laneOf[column - 1]
    if (isBorder) beginLane(column)
    u += isBorder || count > 0 ? ALONG_PAD : 2 * ALONG_PAD
    runTracks(channels[column]!)
    if (count > 0) u += ALONG_PAD
    const { low, high, size } = columnWidth(frame, column)
    // A lane with one narrow column keeps it in the middle.
    const isAlone = laneOf.filter((each) => each === lane).length === 1
    const spare = isAlone ? Math.max(0, smallestLane(frame, lane) - (low + size + high) - 2 * ALONG_PAD) : 0
    middles.push(Math.round(u + low + spare / 2 + size / 2))
    u += low + size + high + spare
  })
  if (channels.at(-1)!.count > 0) u += ALONG_PAD
  runTracks(channels.at(-1)!)
  beginLane(laneOf.length)
  return { middles, borders, along }
}

/** The widest node of a column, and on both sides the room for the labels of its questions. */
function columnWidth(frame: Frame, column: number): { readonly low: number; readonly high: number; readonly size: number } {
  const ids = idsAt(frame, 'column', column)
  const room = (exit: EdgePlan['exit']) => labelRoom(frame, ids, exit, frame.isDown ? 'width' : 'height')
  return { low: room('low'), high: room('high'), size: Math.max(0, ...ids.map((id) => spanOf(frame, id).du)) }
}

function idsAt(frame: Frame, coordinate: 'column' | 'layer', at: number): readonly string[] {
  return frame.diagram.nodes.filter(({ id }) => frame.grid.cells.get(id)![coordinate] === at).map(({ id }) => id)
}

function smallestLane(frame: Frame, lane: number): number {
  if (!frame.hasHeaders) return 0
  const named = frame.diagram.lanes[lane]!
  return frame.isDown ? widthForName(named) : headerHeight(headerBlock(named, frame.headerWidth))
}

export type Cross = {
  readonly tracks: readonly Tracks[]
  readonly of: ReadonlyMap<EdgePlan, ReadonlyMap<number, number>>
  readonly stuck: readonly EdgePlan[]
}

/** Tracks of the cross channels: channel n lies before layer n. */
export function crossTracks(frame: Frame, across: Across, ins: ReadonlyMap<EdgePlan, number>): Cross {
  const all = frame.plans.flatMap((plan) => crossStretches(frame, across, ins, plan))
  const channels = Array.from({ length: frame.grid.layers + 1 }, (_, channel) => all.filter((each) => each.channel === channel))
  const tracks = channels.map((inside) => tracksOf(inside.map((each) => each.stretch)))
  const of = new Map<EdgePlan, Map<number, number>>(frame.plans.map((plan) => [plan, new Map()]))
  channels.forEach((inside, channel) => inside.forEach((each, index) => of.get(each.plan)!.set(channel, tracks[channel]!.of[index]!)))
  return { tracks, of, stuck: channels.flatMap((inside, channel) => tracks[channel]!.stuck.map((index) => inside[index]!.plan)) }
}

type CrossStretch = { readonly plan: EdgePlan; readonly channel: number; readonly stretch: Stretch }

function crossStretches(frame: Frame, across: Across, ins: ReadonlyMap<EdgePlan, number>, plan: EdgePlan): readonly CrossStretch[] {
  const { path, from, to } = plan
  if (path === 'straight') return []
  const out = across.middles[from.column]! + (frame.outs.get(plan) ?? 0)
  const into = across.middles[to.column]! + ins.get(plan)!
  const along = across.along.get(plan)
  const start = startOf(plan)
  if (along === undefined) return [{ plan, channel: start, stretch: between([out], [into]) }]
  const isDownward = to.layer > start
  const last = { plan, channel: to.layer, stretch: isDownward ? between([along], [into]) : between([], [along, into]) }
  return path === 'side'
    ? [last]
    : [{ plan, channel: start, stretch: isDownward ? between([out], [along]) : between([out, along], []) }, last]
}

function between(before: readonly number[], after: readonly number[]): Stretch {
  const all = [...before, ...after]
  return { low: Math.min(...all), high: Math.max(...all), before, after }
}

/** Between what ends and the sign that it ends: an arrow and a little line before it. */
const END_GAP = 28

const END_SIGNS: readonly Shape[] = ['error', 'plainEnd', 'endMessage']

/**
 * Where end signs are that are close to what they end: the sign is all that follows, and the other's layer has room for it below. Nothing
 * else is placed or runs there, because the cell is the other's.
 */
function closeEnds(frame: Frame, layers: readonly PlacedLayer[]): ReadonlyMap<string, number> {
  const alone = frame.plans.filter(
    (plan) =>
      plan.path === 'straight' &&
      END_SIGNS.includes(frame.shapes.get(plan.edge.to)!.shape) &&
      frame.shapes.get(plan.edge.from)!.shape !== 'condition' &&
      !frame.plans.some((each) => each !== plan && (each.edge.to === plan.edge.to || each.edge.from === plan.edge.from)),
  )
  return new Map(
    alone.flatMap(({ edge, from }) => {
      const end = spanOf(frame, edge.from).dv + END_GAP
      const size = spanOf(frame, edge.to).dv
      const { start, length } = layers[from.layer]!
      return end + size <= length ? [[edge.to, start + end + size / 2]] : []
    }),
  )
}

type PlacedLayer = { readonly start: number; readonly middle: number; readonly length: number }

export type Along = {
  readonly layers: readonly PlacedLayer[]
  /** Middles of the end signs that are in the layer of what they end. */
  readonly closeEnds: ReadonlyMap<string, number>
  /** Where each cross channel begins, and where everything ends. */
  readonly channels: readonly number[]
  readonly end: number
}

export function layersOf(frame: Frame, { tracks }: Cross): Along {
  const layers: PlacedLayer[] = []
  const channels: number[] = []
  let v = 0
  tracks.forEach(({ count }, layer) => {
    channels.push(v)
    const isLast = layer === frame.grid.layers
    const empty = layer === 0 || isLast ? ALONG_PAD : CROSS_BEFORE + CROSS_AFTER - 4
    v += count === 0 ? empty : CROSS_BEFORE + (count - 1) * TRACK + (isLast ? CROSS_BEFORE : CROSS_AFTER)
    if (isLast) return
    const ids = idsAt(frame, 'layer', layer)
    const length = even(Math.max(0, ...ids.map((id) => spanOf(frame, id).dv)))
    layers.push({ start: v, middle: v + length / 2, length })
    v += length + labelRoom(frame, ids, 'end', frame.isDown ? 'height' : 'width')
  })
  return { layers, closeEnds: closeEnds(frame, layers), channels, end: v }
}

/** The room that the labels of edges need which leave nodes by this side. */
function labelRoom(frame: Frame, ids: readonly string[], exit: EdgePlan['exit'], size: 'width' | 'height'): number {
  const gaps = exit === 'end' ? { width: 8, height: 2 } : { width: 6, height: 3 }
  const labels = frame.plans.filter((plan) => plan.exit === exit && plan.edge.label !== '' && ids.includes(plan.edge.from))
  return Math.max(0, ...labels.map(({ edge }) => gaps[size] + (size === 'width' ? textWidth(edge.label, 'label') : LABEL_HEIGHT)))
}
