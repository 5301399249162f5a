import { readFile } from 'node:fs/promises'
import { type Diagram, DIAGRAM_STYLES, flowchartDiagram, interactionDiagram, referenceDiagram, sheetOf, sheetSvg } from '@ruqsat/diagrams'
import type { Language } from '@ruqsat/foundation'
import type { Regulation, Variant } from '@ruqsat/law'
import { useLanguage } from '@ruqsat/web'
import { raw } from 'hono/html'

// The diagrams of one variant, drawn into the page: its business processes, its blocks, and how the systems work together in each channel.

/** `least` is the width below which the drawing shrinks no more on a narrow screen. */
type Drawing = { readonly id: string; readonly title: string; readonly least: number; readonly svg: string }

/** Below this the smallest letters of a drawing are hard to read. */
const LEAST_SCALE = 0.85
/** An inline style is forbidden, so a width is one of these, each with a class of its own. */
const LEAST_WIDTHS: readonly number[] = Array.from({ length: 20 }, (_, at) => (at + 1) * 100)

/** Laying out costs more than the rest of the page, and an edition never changes. */
const drawn = new WeakMap<Variant, Map<Language, readonly Drawing[]>>()

/** A screen as wide as the page can become always shows a whole drawing; who enlarges the page has a narrower one and scrolls. */
const NARROW = '@media screen and (max-width: 1119px)'

/** The style sheet of a page with diagrams: the box around them, and their own colours. */
export async function diagramStyles(): Promise<string> {
  const box = await readFile(new URL('./diagrams.css', import.meta.url), 'utf8')
  const widths = LEAST_WIDTHS.map((least) => `.drawing--${least} .diagram { min-width: ${least}px; }`)
  return [DIAGRAM_STYLES, `${NARROW} {`, ...widths, '}', box].join('\n')
}

export function Diagrams({ regulation, variant }: { readonly regulation: Regulation; readonly variant: Variant }) {
  const language = useLanguage()
  return (
    <>
      {drawingsOf(regulation, variant, language).map(({ id, title, least, svg }) => (
        <figure class={`drawing drawing--${least}`} aria-labelledby={`${id}-caption`}>
          <figcaption class="drawing__caption" id={`${id}-caption`}>
            {title}
          </figcaption>
          <div class="drawing__box" role="region" aria-label={title} tabindex={0}>
            {raw(svg)}
          </div>
        </figure>
      ))}
    </>
  )
}

function drawingsOf(regulation: Regulation, variant: Variant, language: Language): readonly Drawing[] {
  const known = drawn.get(variant) ?? new Map<Language, readonly Drawing[]>()
  drawn.set(variant, known)
  const drawings = known.get(language) ?? diagramsOf(regulation, variant, language).map(drawingOf)
  known.set(language, drawings)
  return drawings
}

function diagramsOf(regulation: Regulation, variant: Variant, language: Language): readonly Diagram[] {
  return [
    referenceDiagram(regulation, variant, language),
    flowchartDiagram(regulation, variant, language),
    ...variant.views.map((view) => interactionDiagram(regulation, variant, view, language)),
  ]
}

function drawingOf(diagram: Diagram): Drawing {
  const sheet = sheetOf(diagram, { orientation: 'portrait', hasHeading: false, hasLegend: true })
  const least = LEAST_WIDTHS.findLast((width) => width <= sheet.width * LEAST_SCALE) ?? LEAST_WIDTHS[0]!
  return { id: diagram.id, title: diagram.title, least, svg: sheetSvg(sheet, false) }
}
