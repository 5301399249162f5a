// Diagrams of a regulation: how its systems work together, who does what in which time, the blocks of its staff procedure.
// Pure and deterministic: a regulation in, coordinates or SVG text out.
export {
  DENSITIES,
  ORIENTATIONS,
  REFERENCE_SIGNS,
  type Density,
  type Diagram,
  type DiagramKind,
  type Orientation,
  type ReferenceSign,
} from './model.ts'
export { interactionDiagram } from './interaction.ts'
export { flowchartDiagram, referenceDiagram } from './procedures.ts'
export { layOut } from './layout.ts'
export type { Layout } from './place.ts'
export { dressed, legendSheet, legendTitle, sheetOf, type Sheet, type SheetOptions } from './sheet.ts'
export { legendPage, pageCount, partsOf, type PageRoom } from './pages.ts'
export { diagramSvg, sheetSvg, type SvgOptions } from './svg.ts'
export { readingOf } from './reading.ts'
export { DIAGRAM_STYLES } from './styles.ts'
