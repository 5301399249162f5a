// How each sign looks. Shapes and thickness distinguish the signs, never colour alone: the classes only add colour on a screen.
import { LID, type Rectangle } from './geometry.ts'
import type { LegendSign, Shape } from './model.ts'

/** SVG of a node's outline in its box. Colours are attributes for paper; a style sheet may replace them. */
export function shapeSvg(shape: Shape, { x, y, width, height }: Rectangle): string {
  const cx = x + width / 2
  const cy = y + height / 2
  const line = 'fill="#fff" stroke="#000" stroke-width="1.3"'
  switch (shape) {
    case 'process':
      return `<rect class="shape" x="${x}" y="${y}" width="${width}" height="${height}" rx="5" ${line}/>`
    case 'condition':
      return `<path class="shape" d="M${cx} ${y}L${x + width} ${cy}L${cx} ${y + height}L${x} ${cy}Z" stroke-linejoin="round" ${line}/>`
    case 'terminal':
      return `<rect class="shape" x="${x}" y="${y}" width="${width}" height="${height}" rx="${height / 2}" fill="#fff" stroke="#000" stroke-width="2.4"/>`
    case 'documentToRecipient': {
      const fold = 14
      const right = x + width
      return `<path class="shape" d="M${x} ${y}H${right - fold}L${right} ${y + fold}V${y + height}H${x}Z" stroke-linejoin="round" ${line}/><path class="shape" d="M${right - fold} ${y}V${y + fold}H${right}" stroke-linejoin="round" ${line}/>`
    }
    case 'informationSystem': {
      const lid = Math.min(LID, height / 4)
      const rx = width / 2
      return `<path class="shape" d="M${x} ${y + lid}V${y + height - lid}A${rx} ${lid} 0 0 0 ${x + width} ${y + height - lid}V${y + lid}A${rx} ${lid} 0 0 0 ${x} ${y + lid}A${rx} ${lid} 0 0 0 ${x + width} ${y + lid}" ${line}/>`
    }
    case 'startMessage':
      return `${circle(cx, cy, width, 1.3)}${envelope(cx, cy, false)}`
    case 'endMessage':
      return `${circle(cx, cy, width, 3)}${envelope(cx, cy, true)}`
    case 'error':
      return `${circle(cx, cy, width, 3)}<path class="mark" d="M${cx - 7} ${cy + 7}L${cx - 2.5} ${cy - 5}L${cx + 2.5} ${cy + 3}L${cx + 7} ${cy - 7}" fill="none" stroke="#000" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/>`
    case 'plainEnd':
      return circle(cx, cy, width, 3)
  }
}

function circle(cx: number, cy: number, size: number, thickness: number): string {
  return `<circle class="shape" cx="${cx}" cy="${cy}" r="${(size - thickness) / 2}" fill="#fff" stroke="#000" stroke-width="${thickness}"/>`
}

function envelope(cx: number, cy: number, isFilled: boolean): string {
  const body = `<path class="${isFilled ? 'mark-filled' : 'mark'}" d="M${cx - 8} ${cy - 5.5}H${cx + 8}V${cy + 5.5}H${cx - 8}Z" fill="${isFilled ? '#000' : 'none'}" stroke="#000" stroke-width="1.2" stroke-linejoin="round"/>`
  return `${body}<path class="${isFilled ? 'mark-on-filled' : 'mark'}" d="M${cx - 7.5} ${cy - 5}L${cx} ${cy + 1}L${cx + 7.5} ${cy - 5}" fill="none" stroke="${isFilled ? '#fff' : '#000'}" stroke-width="1.2" stroke-linejoin="round"/>`
}

/** The cylinder of a pool's header: this pool is an information system. */
export function systemMark(cx: number, y: number): string {
  return `<g class="node informationSystem">${shapeSvg('informationSystem', { x: cx - 9, y, width: 18, height: 18 })}</g>`
}

/** An arrow head with its tip at the point, in the direction of the last stretch. */
export function arrowHead(x: number, y: number, dx: number, dy: number, kind: 'control' | 'message'): string {
  const back = 8
  const half = 4
  const bx = x - dx * back
  const by = y - dy * back
  const paint = kind === 'control' ? 'fill="#000" stroke="#000"' : 'fill="#fff" stroke="#000"'
  return `<path class="head" d="M${x} ${y}L${bx - dy * half} ${by + dx * half}L${bx + dy * half} ${by - dx * half}Z" ${paint} stroke-width="1.2" stroke-linejoin="round"/>`
}

export const DASHES = '6 4'

/** A sign as the legend shows it, with its middle at `x` + half of `width`, `y`. */
export function legendSign(sign: LegendSign, x: number, y: number, width: number): string {
  const box = (wide: number, high: number): Rectangle => ({ x: x + (width - wide) / 2, y: y - high / 2, width: wide, height: high })
  const node = (shape: Shape, wide: number, high: number) => `<g class="node ${shape}">${shapeSvg(shape, box(wide, high))}</g>`
  switch (sign) {
    case 'process':
    case 'procedure':
      return node('process', 40, 24)
    case 'condition':
    case 'choice':
      return node('condition', 40, 28)
    case 'startOrEnd':
      return node('terminal', 40, 22)
    case 'informationSystem':
      return node('informationSystem', 26, 28)
    case 'documentToRecipient':
      return node('documentToRecipient', 26, 30)
    case 'controlFlow':
    case 'transition':
      return flow('control', x, y, width)
    case 'messageFlow':
      return flow('message', x, y, width)
    case 'otherPage':
      return pageMark(x + width / 2, y, 'A')
    default:
      return node(sign, 30, 30)
  }
}

function flow(kind: 'control' | 'message', x: number, y: number, width: number): string {
  const dashes = kind === 'message' ? ` stroke-dasharray="${DASHES}"` : ''
  const end = x + width
  return `<g class="flow ${kind}"><path class="line" d="M${x} ${y}H${end - 8}" fill="none" stroke="#000" stroke-width="1.3"${dashes}/>${arrowHead(end, y, 1, 0, kind)}</g>`
}

export const MARK_RADIUS = 8

/** A circle with a letter: the edge goes on where the same letter is. */
export function pageMark(cx: number, cy: number, letter: string): string {
  return `<g class="page-mark"><circle cx="${cx}" cy="${cy}" r="${MARK_RADIUS}" fill="#fff" stroke="#000" stroke-width="1.3"/><text x="${cx}" y="${cy + 4}" font-size="12" font-weight="700" text-anchor="middle">${letter}</text></g>`
}
