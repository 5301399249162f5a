// How each sign looks. Shapes and thickness distinguish the signs, never colour alone: the classes only add colour on a screen.
import { LID, type Point, type Rectangle } from './geometry.ts'
import type { DiagramEdge, LegendSign, Shape } from './model.ts'

const LINE = 'fill="#fff" stroke="#000" stroke-width="1.3"'
const FOLD = 14
/** How long the head of an arrow is. */
const HEAD = 8

type Box = Rectangle & { readonly cx: number; readonly cy: number }

const SHAPES: Readonly<Record<Shape, (box: Box) => string>> = {
  process: ({ x, y, width, height }) => `<rect class="shape" x="${x}" y="${y}" width="${width}" height="${height}" rx="5" ${LINE}/>`,
  condition: ({ x, y, width, height, cx, cy }) =>
    `<path class="shape" d="M${cx} ${y}L${x + width} ${cy}L${cx} ${y + height}L${x} ${cy}Z" stroke-linejoin="round" ${LINE}/>`,
  terminal: ({ x, y, width, height }) =>
    `<rect class="shape" x="${x}" y="${y}" width="${width}" height="${height}" rx="${height / 2}" fill="#fff" stroke="#000" stroke-width="2.4"/>`,
  bar: ({ x, y, width, height }) =>
    `<rect class="shape" x="${x}" y="${y}" width="${width}" height="${height}" rx="1.5" fill="#000" stroke="#000" stroke-width="1"/>`,
  documentToRecipient: ({ x, y, width, height }) => {
    const right = x + width
    return `<path class="shape" d="M${x} ${y}H${right - FOLD}L${right} ${y + FOLD}V${y + height}H${x}Z" stroke-linejoin="round" ${LINE}/><path class="shape" d="M${right - FOLD} ${y}V${y + FOLD}H${right}" stroke-linejoin="round" ${LINE}/>`
  },
  informationSystem: ({ x, y, width, height }) => {
    const lid = Math.min(LID, height / 4)
    const rx = width / 2
    return `<path class="shape" d="M${x} ${y + lid}V${y + height - lid}A${rx} ${lid} 0 0 0 ${x + width} ${y + height - lid}V${y + lid}A${rx} ${lid} 0 0 0 ${x} ${y + lid}A${rx} ${lid} 0 0 0 ${x + width} ${y + lid}" ${LINE}/>`
  },
  startMessage: (box) => `${circle(box, 1.3)}${envelope(box, false)}`,
  endMessage: (box) => `${circle(box, 3)}${envelope(box, true)}`,
  error: (box) =>
    `${circle(box, 3)}<path class="mark" d="M${box.cx - 7} ${box.cy + 7}L${box.cx - 2.5} ${box.cy - 5}L${box.cx + 2.5} ${box.cy + 3}L${box.cx + 7} ${box.cy - 7}" fill="none" stroke="#000" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/>`,
  plainEnd: (box) => circle(box, 3),
}

/** SVG of a node's outline in its box. Colours are attributes for paper; a style sheet may replace them. */
export function shapeSvg(shape: Shape, box: Rectangle): string {
  return SHAPES[shape]({ ...box, cx: box.x + box.width / 2, cy: box.y + box.height / 2 })
}

function circle({ cx, cy, width }: Box, thickness: number): string {
  return `<circle class="shape" cx="${cx}" cy="${cy}" r="${(width - thickness) / 2}" fill="#fff" stroke="#000" stroke-width="${thickness}"/>`
}

function envelope({ cx, cy }: Box, isFilled: boolean): string {
  const body = `<path class="${isFilled ? 'mark-filled' : 'mark'}" d="M${cx - 8} ${cy - 5.5}H${cx + 8}V${cy + 5.5}H${cx - 8}Z" fill="${isFilled ? '#000' : 'none'}" stroke="#000" stroke-width="1.2" stroke-linejoin="round"/>`
  return `${body}<path class="${isFilled ? 'mark-on-filled' : 'mark'}" d="M${cx - 7.5} ${cy - 5}L${cx} ${cy + 1}L${cx + 7.5} ${cy - 5}" fill="none" stroke="${isFilled ? '#fff' : '#000'}" stroke-width="1.2" stroke-linejoin="round"/>`
}

/** The cylinder of a pool's header: this pool is an information system. */
export function systemMark(cx: number, y: number): string {
  return `<g class="node informationSystem">${shapeSvg('informationSystem', { x: cx - 9, y, width: 18, height: 18 })}</g>`
}

/** An edge whose last stretch comes in this direction; `pathTo` draws it as far as the beginning of its arrow head. */
export function flowSvg(kind: DiagramEdge['kind'], tip: Point, direction: Point, pathTo: (end: Point) => string): string {
  const { x, y } = { x: tip.x - direction.x * HEAD, y: tip.y - direction.y * HEAD }
  const [dx, dy] = [direction.x * (HEAD / 2), direction.y * (HEAD / 2)]
  const [dashes, fill] = kind === 'message' ? [' stroke-dasharray="6 4"', '#fff'] : ['', '#000']
  const line = `<path class="line" d="${pathTo({ x, y })}" fill="none" stroke="#000" stroke-width="1.3"${dashes}/>`
  const head = `<path class="head" d="M${tip.x} ${tip.y}L${x - dy} ${y + dx}L${x + dy} ${y - dx}Z" fill="${fill}" stroke="#000" stroke-width="1.2" stroke-linejoin="round"/>`
  return `<g class="flow ${kind}">${line}${head}</g>`
}

/** How the legend shows the signs of nodes: which shape, how wide, how high. */
const LEGEND_NODES: Readonly<Record<Exclude<LegendSign, FlowSign | 'otherPage'>, readonly [shape: Shape, width: number, height: number]>> =
  {
    process: ['process', 40, 24],
    procedure: ['process', 40, 24],
    condition: ['condition', 40, 28],
    choice: ['condition', 40, 28],
    startOrEnd: ['terminal', 40, 22],
    bar: ['bar', 40, 8],
    informationSystem: ['informationSystem', 26, 28],
    documentToRecipient: ['documentToRecipient', 26, 30],
    startMessage: ['startMessage', 30, 30],
    endMessage: ['endMessage', 30, 30],
    error: ['error', 30, 30],
    plainEnd: ['plainEnd', 30, 30],
  }
type FlowSign = 'controlFlow' | 'transition' | 'messageFlow'

/** A sign as the legend shows it, with its middle at `x` + half of `width`, `y`. */
export function legendSign(sign: LegendSign, x: number, y: number, width: number): string {
  if (sign === 'otherPage') return pageMark(x + width / 2, y, 'A')
  if (sign === 'controlFlow' || sign === 'transition' || sign === 'messageFlow') {
    return flowSvg(sign === 'messageFlow' ? 'message' : 'control', { x: x + width, y }, { x: 1, y: 0 }, (end) => `M${x} ${y}H${end.x}`)
  }
  const [shape, wide, high] = LEGEND_NODES[sign]
  return `<g class="node ${shape}">${shapeSvg(shape, { x: x + (width - wide) / 2, y: y - high / 2, width: wide, height: high })}</g>`
}

export const MARK_RADIUS = 8

/** A circle with a letter: the edge goes on where the same letter is. */
export function pageMark(cx: number, cy: number, letter: string): string {
  return `<g class="page-mark"><circle cx="${cx}" cy="${cy}" r="${MARK_RADIUS}" fill="#fff" stroke="#000" stroke-width="1.3"/><text x="${cx}" y="${cy + 4}" font-size="12" font-weight="700" text-anchor="middle">${letter}</text></g>`
}
