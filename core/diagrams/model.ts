import type { Language } from '@ruqsat/foundation'
import type { Sign } from '@ruqsat/law'

/** What is drawn: the interaction of systems in one channel, the business-process reference of a variant, its block diagram. */
export type DiagramKind = 'interaction' | 'reference' | 'flowchart'

/** The four signs of the business-process reference; the block diagram uses the same. */
export const REFERENCE_SIGNS = ['startOrEnd', 'procedure', 'choice', 'transition'] as const
export type ReferenceSign = (typeof REFERENCE_SIGNS)[number]
/** `bar`: where branches begin at once, and where they meet; only where the act has some. `otherPage` is our own: it joins the pages of a diagram that does not fit one. */
export type LegendSign = Sign | ReferenceSign | 'bar' | 'otherPage'

/** One diagram before anything has a place: who acts, what is done, what follows. Texts are already in one language. */
export type Diagram = {
  readonly kind: DiagramKind
  /** Made of the regulation, variant and view: the same in every language and layout. */
  readonly id: string
  readonly language: Language
  readonly title: string
  /** The act and the variant, below the title. */
  readonly subtitle: string
  readonly lanes: readonly Lane[]
  readonly nodes: readonly DiagramNode[]
  readonly edges: readonly DiagramEdge[]
  readonly legend: readonly LegendSign[]
}

/** A pool: an information system or a unit. `note` is the act's own abbreviation. */
export type Lane = { readonly id: string; readonly name: string; readonly note: string; readonly isSystem: boolean }

export type Shape =
  | 'process'
  | 'condition'
  | 'terminal'
  | 'bar'
  | 'startMessage'
  | 'endMessage'
  | 'error'
  | 'plainEnd'
  | 'documentToRecipient'
  | 'informationSystem'

export type DiagramNode = {
  readonly id: string
  readonly lane: string
  readonly shape: Shape
  /** The number as the act counts it: `1-процесс`. */
  readonly head: string
  /** The step's id in the step table; empty for what the table has no row for. */
  readonly step: string
  readonly text: string
  /** Who does it, where the lane does not say so. */
  readonly notes: readonly string[]
  readonly time: string
  /** On the path on which everything succeeds. */
  readonly isMain: boolean
}

/** `control` runs inside a pool, `message` between pools. */
export type DiagramEdge = { readonly from: string; readonly to: string; readonly kind: 'control' | 'message'; readonly label: string }

/** Portrait flows down, landscape to the right; phone flows down in one narrow band, each step naming its pool. */
export type Orientation = 'portrait' | 'landscape' | 'phone'
export const ORIENTATIONS: readonly Orientation[] = ['portrait', 'landscape', 'phone']

/** Dense needs fewer sheets: many pools have narrower, higher boxes, one band has wider, lower ones. A phone knows one density. */
export type Density = 'roomy' | 'dense'
export const DENSITIES: readonly Density[] = ['roomy', 'dense']
