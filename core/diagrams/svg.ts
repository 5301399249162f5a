import { escapeXml } from '@ruqsat/foundation'
import type { TextLine } from './blocks.ts'
import type { Point } from './geometry.ts'
import type { PlacedEdge, PlacedLane, PlacedNode } from './place.ts'
import { FACES } from './metrics.ts'
import { readingOf } from './reading.ts'
import { sheetOf, type Sheet, type SheetOptions, SYMBOL_WIDTH } from './sheet.ts'
import { flowSvg, legendSign, pageMark, shapeSvg, systemMark } from './signs.ts'
import { DIAGRAM_STYLES } from './styles.ts'
import type { Diagram } from './model.ts'

export type SvgOptions = SheetOptions & {
  /** With colours of its own for a screen; without, a page's style sheet gives them (DIAGRAM_STYLES) or it stays black on white. */
  readonly isStyled: boolean
}

const FAMILIES = "'Golos Text', 'Noto Sans', 'Segoe UI', Roboto, Arial, sans-serif"
const CORNER = 5

/** A diagram as an SVG file. The same diagram and options give the same bytes. */
export function diagramSvg(diagram: Diagram, options: SvgOptions): string {
  return sheetSvg(sheetOf(diagram, options), options.isStyled)
}

export function sheetSvg(sheet: Sheet, isStyled: boolean): string {
  const { diagram, layout, width, height } = sheet
  const id = `${diagram.id}-${layout.orientation}`
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" class="diagram ${diagram.kind}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" lang="${diagram.language}" xml:lang="${diagram.language}" role="img" aria-labelledby="${id}-title ${id}-desc" font-family="${FAMILIES}" font-size="13" fill="#000">`,
    `<title id="${id}-title">${escapeXml(`${diagram.title}. ${diagram.subtitle}`)}</title>`,
    `<desc id="${id}-desc">${escapeXml(readingOf(diagram).join('\n'))}</desc>`,
    ...(isStyled ? [`<style>${DIAGRAM_STYLES}</style>`] : []),
    ...sheet.heading.map(textSvg),
    `<g class="body" transform="translate(0 ${sheet.top})">`,
    ...layout.lanes.map(laneSvg),
    ...layout.edges.map(edgeSvg),
    ...layout.nodes.map(nodeSvg),
    ...layout.edges.flatMap((edge) => (edge.label === null ? [] : [textSvg(edge.label.line)])),
    ...layout.marks.map(({ x, y, letter, lines }) => `${pageMark(x, y, letter)}${lines.map(textSvg).join('')}`),
    '</g>',
    ...sheet.legend.map(
      (item) => `<g class="sign">${legendSign(item.sign, item.x, item.y, SYMBOL_WIDTH)}${item.lines.map(textSvg).join('')}</g>`,
    ),
    '</svg>',
  ].join('\n')}\n`
}

function laneSvg({ x, y, width, height, header, lane, lines }: PlacedLane, index: number): string {
  const band = index % 2 === 0 ? 'lane' : 'lane other'
  const mark = lane.isSystem ? systemMark(header.x + header.width / 2, lines.length === 0 ? header.y + 8 : lines[0]!.y - 35) : ''
  return [
    `<g class="${band}">`,
    `<rect class="band" x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="#767676" stroke-width="1"/>`,
    `<rect class="header" x="${header.x}" y="${header.y}" width="${header.width}" height="${header.height}" fill="#f2f2f2" stroke="#767676" stroke-width="1"/>`,
    mark,
    ...lines.map(textSvg),
    '</g>',
  ].join('')
}

function nodeSvg(placed: PlacedNode): string {
  const { node, lines } = placed
  return `<g class="node ${node.shape}${node.isMain ? '' : ' branch'}">${shapeSvg(node.shape, placed)}${lines.map(textSvg).join('')}</g>`
}

/** Every edge ends in an arrow: at its node or, on a page that it leaves, at its mark. */
function edgeSvg({ edge, points }: PlacedEdge): string {
  const tip = points.at(-1)!
  const { x, y } = points.at(-2) ?? tip
  return flowSvg(edge.kind, tip, { x: Math.sign(tip.x - x), y: Math.sign(tip.y - y) }, (end) => rounded([...points.slice(0, -1), end]))
}

/** The path with small round corners. */
function rounded([first, ...rest]: readonly Point[]): string {
  const parts = rest.map((point, index) => {
    const [before, next] = [rest[index - 1] ?? first!, rest[index + 1]]
    if (next === undefined) return `L${point.x} ${point.y}`
    const radius = Math.min(CORNER, length(before, point) / 2, length(point, next) / 2)
    const [from, to] = [towards(point, before, radius), towards(point, next, radius)]
    return `L${from.x} ${from.y}Q${point.x} ${point.y} ${to.x} ${to.y}`
  })
  return `M${first!.x} ${first!.y}${parts.join('')}`
}

function length(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y)
}

function towards(from: Point, to: Point, distance: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * distance, y: from.y + Math.sign(to.y - from.y) * distance }
}

function textSvg({ text, face, x, y, anchor }: TextLine): string {
  const { size, isBold } = FACES[face]
  const place = anchor === 'start' ? '' : ` text-anchor="${anchor}"`
  const weight = isBold ? ' font-weight="700"' : ''
  return `<text class="${face}" x="${x}" y="${y}" font-size="${size}"${weight}${place}>${escapeXml(text)}</text>`
}
