import { hash } from 'node:crypto'
import {
  type Diagram,
  dressed,
  flowchartDiagram,
  interactionDiagram,
  type Layout,
  layOut,
  referenceDiagram,
  sheetSvg,
} from '@ruqsat/diagrams'
import type { Language } from '@ruqsat/foundation'
import type { Regulation, Variant } from '@ruqsat/law'

// The diagrams of a variant as files. A drawing depends on nothing but its edition and the language, so it is made once, and its address holds
// a hash of it: browsers keep it, and a page loads the one form that its screen shows.

/** `wide` has a band for each system or unit; `narrow` is for a phone; `full` is used by itself, with its title. */
export const FORMS = ['wide', 'narrow', 'full'] as const
export type DrawingForm = (typeof FORMS)[number]

export type Drawing = { readonly svg: string; readonly width: number; readonly height: number; readonly hash: string }

/** Below this the smallest letters of a drawing are hard to read. */
export const LEAST_SCALE = 0.85
/** Pixels that a page leaves for a drawing on the widest screen. */
const WIDEST_PAGE = 1070

/** One variant draws about five diagrams in three languages and forms; an installation has dozens of variants, not thousands. */
const drawn = new WeakMap<Variant, Map<string, Drawing>>()

/** Made once as the drawings are: whoever asks for one file would else pay for all diagrams of its act. */
const described = new WeakMap<Variant, Map<Language, readonly Diagram[]>>()

/** What is drawn of a variant: its business processes, its blocks, and how the systems work together in each channel. */
export function diagramsOf(regulation: Regulation, variant: Variant, language: Language): readonly Diagram[] {
  const known = described.get(variant) ?? new Map<Language, readonly Diagram[]>()
  described.set(variant, known)
  const diagrams = known.get(language) ?? madeOf(regulation, variant, language)
  known.set(language, diagrams)
  return diagrams
}

function madeOf(regulation: Regulation, variant: Variant, language: Language): readonly Diagram[] {
  return [
    referenceDiagram(regulation, variant, language),
    flowchartDiagram(regulation, variant, language),
    ...variant.views.map((view) => interactionDiagram(regulation, variant, view, language)),
  ]
}

export function drawingOf(variant: Variant, diagram: Diagram, form: DrawingForm): Drawing {
  const known = drawn.get(variant) ?? new Map<string, Drawing>()
  drawn.set(variant, known)
  const key = `${diagram.id} ${diagram.language} ${form}`
  const drawing = known.get(key) ?? draw(diagram, form)
  known.set(key, drawing)
  return drawing
}

function draw(diagram: Diagram, form: DrawingForm): Drawing {
  const sheet = dressed(diagram, laidOut(diagram, form), { hasHeading: form === 'full', hasLegend: true })
  const svg = sheetSvg(sheet, true)
  return { svg, width: sheet.width, height: sheet.height, hash: hash('sha256', svg).slice(0, 16) }
}

/** What would be too small on the widest page is drawn with narrower boxes. */
function laidOut(diagram: Diagram, form: DrawingForm): Layout {
  if (form === 'narrow') return layOut(diagram, 'phone')
  const roomy = layOut(diagram, 'portrait')
  return form === 'full' || roomy.width * LEAST_SCALE <= WIDEST_PAGE ? roomy : layOut(diagram, 'portrait', 'dense')
}

/** The name of a diagram among those of its act: `issue-portal-interaction`. */
export function nameOf(regulation: Regulation, diagram: Diagram): string {
  return diagram.id.slice(regulation.id.length + 1)
}

/** The diagram of that name, and its variant; null where the act has none. */
export function findDiagram(
  regulation: Regulation,
  name: string,
  language: Language,
): { readonly variant: Variant; readonly diagram: Diagram } | null {
  for (const variant of regulation.variants) {
    const diagram = diagramsOf(regulation, variant, language).find((each) => nameOf(regulation, each) === name)
    if (diagram !== undefined) return { variant, diagram }
  }
  return null
}
