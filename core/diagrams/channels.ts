// Widths of columns, layers and the channels between them, and the track of every edge in its channels.
import { columnTo, type Frame, spanOf } from './frame.ts'
import { headerLines, widthForName } from './headers.ts'
import { LEADING, textWidth } from './metrics.ts'
import type { Shape } from './model.ts'
import type { EdgePlan } from './plans.ts'
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
    const gap = Math.max(2, Math.min(PORT_GAP, Math.floor((du / 2 - 8) / Math.max(1, plans.length))))
    const straight = plans.filter((plan) => plan.path === 'straight')
    for (const plan of straight) ports.set(plan, frame.outs.get(plan) ?? 0)
    const taken = straight.map((plan) => ports.get(plan)!)
    for (const plan of plans.filter((each) => each.path !== 'straight').toSorted((a, b) => bySide(frame, a, b))) {
      const side = sourceSide(frame, plan) < 0 ? -1 : 1
      const slots = [
        0,
        ...Array.from({ length: plans.length * 2 + 4 }, (_, index) => side * (index + 1)),
        ...[-1, -2, -3].map((slot) => slot * side),
      ]
      const free = slots
        .map((slot) => slot * gap)
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
  return sourceSide(frame, a) - sourceSide(frame, b) || first(a) - first(b) || Number(b.path === 'side') - Number(a.path === 'side')
}

function sourceSide(frame: Frame, plan: EdgePlan): number {
  const from = frame.grid.cells.get(plan.edge.from)!.column
  const to = columnTo(frame, plan)
  return plan.along === null ? from - to : plan.along <= to ? -1 : 1
}

/** Tracks of the along channels, whose places are counted in layers: cross channel n lies at n, the middle of layer n at n + 0.5. */
export function alongTracks(frame: Frame): { readonly tracks: readonly Tracks[]; readonly plans: readonly (readonly EdgePlan[])[] } {
  const plans = Array.from({ length: frame.grid.laneOf.length + 1 }, (_, channel) => frame.plans.filter((plan) => plan.along === channel))
  const tracks = plans.map((inside) => tracksOf(inside.map((plan) => scaled(alongStretch(frame, plan)))))
  return { tracks, plans }
}

/** Layers are far apart in the units in which tracks compare places. */
function scaled(stretch: Stretch): Stretch {
  const far = (place: number) => place * 1000
  return { low: far(stretch.low), high: far(stretch.high), before: stretch.before.map(far), after: stretch.after.map(far) }
}

function alongStretch(frame: Frame, plan: EdgePlan): Stretch {
  const from = frame.grid.cells.get(plan.edge.from)!
  const to = frame.grid.cells.get(plan.edge.to)!
  const start = plan.path === 'side' ? from.layer + 0.5 : from.layer + 1
  const ends = [
    { place: start, isBefore: from.column < plan.along! },
    { place: to.layer, isBefore: to.column < plan.along! },
  ]
  return {
    low: Math.min(start, to.layer),
    high: Math.max(start, to.layer),
    before: ends.filter((end) => end.isBefore).map((end) => end.place),
    after: ends.filter((end) => !end.isBefore).map((end) => end.place),
  }
}

export type Across = {
  /** Middle of each column. */
  readonly middles: readonly number[]
  /** Where the lanes begin, and where the last one ends. */
  readonly borders: readonly number[]
  /** Place of the along stretch of an edge. */
  readonly along: ReadonlyMap<EdgePlan, number>
}

export function columnsOf(frame: Frame, { tracks, plans }: ReturnType<typeof alongTracks>): Across {
  const { laneOf } = frame.grid
  const middles: number[] = []
  const borders: number[] = []
  const along = new Map<EdgePlan, number>()
  let u = 0
  const channel = (index: number) => {
    const { of, count } = tracks[index]!
    const isBorder = index === 0 || laneOf[index] !== laneOf[index - 1]
    if (isBorder) {
      if (index > 0) u = Math.max(u + ALONG_PAD, borders.at(-1)! + smallestLane(frame, laneOf[index - 1]!))
      borders.push(u)
      u += ALONG_PAD
    } else u += count > 0 ? ALONG_PAD : 2 * ALONG_PAD
    plans[index]!.forEach((plan, place) => along.set(plan, u + of[place]! * TRACK))
    if (count > 0) u += (count - 1) * TRACK + ALONG_PAD
  }
  laneOf.forEach((lane, column) => {
    channel(column)
    const { low, high, size } = columnWidth(frame, column)
    // A lane with one narrow column keeps it in the middle.
    const isAlone = laneOf.filter((each) => each === lane).length === 1
    const spare = isAlone ? Math.max(0, smallestLane(frame, lane) - (low + size + high) - 2 * ALONG_PAD) : 0
    middles.push(Math.round(u + low + spare / 2 + size / 2))
    u += low + size + high + spare
  })
  lastChannel()
  return { middles, borders, along }

  function lastChannel() {
    const last = laneOf.length
    const { of, count } = tracks[last]!
    if (count > 0) {
      u += ALONG_PAD
      plans[last]!.forEach((plan, place) => along.set(plan, u + of[place]! * TRACK))
      u += (count - 1) * TRACK
    }
    borders.push(Math.max(u + ALONG_PAD, borders.at(-1)! + smallestLane(frame, laneOf.at(-1) ?? 0)))
  }
}

/** The widest node of a column, and on both sides the room for the labels of its questions. */
function columnWidth(frame: Frame, column: number): { readonly low: number; readonly high: number; readonly size: number } {
  const ids = [...frame.grid.cells].filter(([, cell]) => cell.column === column).map(([id]) => id)
  const room = (exit: EdgePlan['exit']) =>
    Math.max(
      0,
      ...frame.plans
        .filter((plan) => plan.exit === exit && plan.edge.label !== '' && ids.includes(plan.edge.from))
        .map((plan) => (frame.isDown ? textWidth(plan.edge.label, 'label') + 6 : LABEL_HEIGHT + 3)),
    )
  return { low: room('low'), high: room('high'), size: Math.max(0, ...ids.map((id) => spanOf(frame, id).du)) }
}

function smallestLane(frame: Frame, lane: number): number {
  if (!frame.hasHeaders) return 0
  const named = frame.diagram.lanes[lane]!
  return frame.isDown ? widthForName(named) : headerLines(named, frame.headerWidth).height
}

export type Cross = {
  readonly tracks: readonly Tracks[]
  readonly of: ReadonlyMap<EdgePlan, ReadonlyMap<number, number>>
  readonly stuck: readonly EdgePlan[]
}

/** Tracks of the cross channels: channel n lies before layer n. */
export function crossTracks(frame: Frame, across: Across, ins: ReadonlyMap<EdgePlan, number>): Cross {
  const byChannel = Map.groupBy(
    frame.plans.flatMap((plan) => crossStretches(frame, across, ins, plan)),
    (each) => each.channel,
  )
  const channels = Array.from({ length: frame.grid.layers + 1 }, (_, channel) => byChannel.get(channel) ?? [])
  const tracks = channels.map((inside) => tracksOf(inside.map((each) => each.stretch)))
  const of = new Map<EdgePlan, Map<number, number>>(frame.plans.map((plan) => [plan, new Map()]))
  channels.forEach((inside, channel) => inside.forEach((each, index) => of.get(each.plan)!.set(channel, tracks[channel]!.of[index]!)))
  return { tracks, of, stuck: channels.flatMap((inside, channel) => tracks[channel]!.stuck.map((index) => inside[index]!.plan)) }
}

type CrossStretch = { readonly plan: EdgePlan; readonly channel: number; readonly stretch: Stretch }

function crossStretches(frame: Frame, across: Across, ins: ReadonlyMap<EdgePlan, number>, plan: EdgePlan): readonly CrossStretch[] {
  if (plan.path === 'straight') return []
  const from = frame.grid.cells.get(plan.edge.from)!
  const to = frame.grid.cells.get(plan.edge.to)!
  const out = across.middles[from.column]! + (frame.outs.get(plan) ?? 0)
  const into = across.middles[to.column]! + ins.get(plan)!
  const along = across.along.get(plan)
  if (along === undefined) return [{ plan, channel: from.layer + 1, stretch: between([out], [into]) }]
  const start = plan.path === 'side' ? from.layer + 0.5 : from.layer + 1
  const isDownward = to.layer > start
  const last = { plan, channel: to.layer, stretch: isDownward ? between([along], [into]) : between([], [along, into]) }
  if (plan.path === 'side') return [last]
  return [{ plan, channel: start, stretch: isDownward ? between([out], [along]) : between([out, along], []) }, last]
}

function between(before: readonly number[], after: readonly number[]): Stretch {
  const all = [...before, ...after]
  return { low: Math.min(...all), high: Math.max(...all), before, after }
}

/** Between what ends and the sign that it ends: an arrow and a little line before it. */
const END_GAP = 28

/**
 * The nodes with an end sign close before them: the sign is all that follows, and their own layer has room for it below them. Nothing else
 * is placed or runs there, because the cell is theirs.
 */
function closeEnds(frame: Frame, starts: readonly number[], sizes: readonly { readonly nodes: number }[]): ReadonlyMap<string, number> {
  const signs: readonly Shape[] = ['error', 'plainEnd', 'endMessage']
  const found = new Map<string, number>()
  for (const [to, plans] of Map.groupBy(frame.plans, (plan) => plan.edge.to)) {
    const [plan] = plans
    const from = plan!.edge.from
    if (plans.length > 1 || plan!.path !== 'straight' || !signs.includes(frame.shapes.get(to)!.shape)) continue
    if (frame.shapes.get(from)!.shape === 'condition' || frame.plans.filter((each) => each.edge.from === from).length > 1) continue
    const { layer } = frame.grid.cells.get(from)!
    const end = spanOf(frame, from).dv + END_GAP
    const size = spanOf(frame, to).dv
    if (end + size <= sizes[layer]!.nodes) found.set(to, starts[layer]! + end + size / 2)
  }
  return found
}

export type Along = {
  readonly starts: readonly number[]
  /** Middle of each layer. */
  readonly middles: readonly number[]
  /** Middles of the end signs that are in the layer of what they end. */
  readonly closeEnds: ReadonlyMap<string, number>
  /** Where each cross channel begins, and where everything ends. */
  readonly channels: readonly number[]
  readonly end: number
}

export function layersOf(frame: Frame, cross: Cross): Along {
  const starts: number[] = []
  const middles: number[] = []
  const channels: number[] = []
  const sizes: { readonly nodes: number }[] = []
  let v = 0
  for (let layer = 0; layer <= frame.grid.layers; layer += 1) {
    channels.push(v)
    const { count } = cross.tracks[layer]!
    const isOuter = layer === 0 || layer === frame.grid.layers
    v +=
      count === 0
        ? isOuter
          ? ALONG_PAD
          : CROSS_BEFORE + CROSS_AFTER - 4
        : CROSS_BEFORE + (count - 1) * TRACK + (layer === frame.grid.layers ? CROSS_BEFORE : CROSS_AFTER)
    if (layer === frame.grid.layers) break
    const size = layerSize(frame, layer)
    sizes.push(size)
    starts.push(v)
    middles.push(v + size.nodes / 2)
    v += size.nodes + size.labels
  }
  return { starts, middles, closeEnds: closeEnds(frame, starts, sizes), channels, end: v }
}

function layerSize(frame: Frame, layer: number): { readonly nodes: number; readonly labels: number } {
  const ids = [...frame.grid.cells].filter(([, cell]) => cell.layer === layer).map(([id]) => id)
  const labels = frame.plans
    .filter((plan) => plan.exit === 'end' && plan.edge.label !== '' && ids.includes(plan.edge.from))
    .map((plan) => (frame.isDown ? LABEL_HEIGHT + 2 : textWidth(plan.edge.label, 'label') + 8))
  return { nodes: 2 * Math.ceil(Math.max(0, ...ids.map((id) => spanOf(frame, id).dv)) / 2), labels: Math.max(0, ...labels) }
}
