// What the kinds of diagram have in common: parts of which each is made, and how they become one.
import type { Language } from '@ruqsat/foundation'
import type { Regulation, Unit, Variant } from '@ruqsat/law'
import type { Diagram, DiagramEdge, DiagramNode, Lane } from './model.ts'

/** The lane of the person who applies. */
export const APPLICANT = 'applicant'

/** Whose diagram it is. */
export type DiagramSubject = { readonly regulation: Regulation; readonly variant: Variant; readonly language: Language }

type Edge = Omit<DiagramEdge, 'kind'>
export type DiagramParts = { readonly nodes: readonly DiagramNode[]; readonly edges: readonly Edge[] }

export function joined(parts: readonly DiagramParts[]): DiagramParts {
  return { nodes: parts.flatMap((part) => part.nodes), edges: parts.flatMap((part) => part.edges) }
}

/** A node on the main path, with nothing written on it but what is given. */
export function nodeWith(node: Pick<DiagramNode, 'id' | 'lane' | 'shape'> & Partial<DiagramNode>): DiagramNode {
  return { head: '', step: '', text: '', notes: [], time: '', isMain: true, ...node }
}

export function edgeTo(from: string, to: string, label = ''): Edge {
  return { from, to, label }
}

/** A unit of the act by its id; the person who applies has one, too. */
export function unitOf(id: string, { units }: Regulation): Unit | undefined {
  return units.find((unit) => (id === APPLICANT ? unit.kind === 'applicant' : unit.id === id))
}

type Drawn = Pick<Diagram, 'kind' | 'title' | 'legend'> & { readonly id: string; readonly parts: readonly DiagramParts[] }

/** The parts as one diagram. Between the pools of systems messages run; the units of a procedure hand the work on. */
export function diagramOf(
  { parts, ...own }: Drawn,
  { regulation, variant, language }: DiagramSubject,
  laneNamed: (id: string) => Lane,
): Diagram {
  const { nodes, edges } = joined(parts)
  const laneOf = new Map(nodes.map((node) => [node.id, node.lane]))
  const isMessage = ({ from, to }: Edge) => own.kind === 'interaction' && laneOf.get(from) !== laneOf.get(to)
  return {
    ...own,
    id: `${regulation.id}-${variant.id}-${own.id}`,
    language,
    subtitle: `${regulation.service[language]}. ${variant.name[language]}`,
    lanes: [...new Set(laneOf.values())].map(laneNamed),
    nodes,
    edges: edges.map((edge) => ({ ...edge, kind: isMessage(edge) ? 'message' : 'control' })),
  }
}
