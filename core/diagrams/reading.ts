import { withFullStop } from '@ruqsat/foundation'
import type { Diagram, DiagramNode } from './model.ts'
import { capital, SIGN_NAMES, WORDS } from './texts.ts'

/**
 * The diagram as sentences in the order of its steps, for those who listen to it: what, where, who, how long, what follows. `shown` keeps the
 * sentences of those nodes only, for one page of several.
 */
export function readingOf(diagram: Diagram, shown?: ReadonlySet<string>): readonly string[] {
  const byId = new Map(diagram.nodes.map((node) => [node.id, node]))
  const lanes = new Map(diagram.lanes.map((lane) => [lane.id, lane.name]))
  return diagram.nodes
    .filter((node) => (shown?.has(node.id) ?? true) && diagram.edges.some((edge) => edge.from === node.id))
    .map((node) => {
      const facts = [lanes.get(node.lane) ?? '', ...node.notes, node.time].filter((fact) => fact !== '')
      const onward = diagram.edges
        .filter((edge) => edge.from === node.id)
        .map((edge) => [edge.label, nameOf(byId.get(edge.to)!, diagram)].filter((part) => part !== '').join(' – '))
      const place = facts.length === 0 ? '' : ` (${facts.join('; ')})`
      return `${withFullStop(`${fullName(node, diagram)}${place}`)} ${withFullStop(`${capital(WORDS.next[diagram.language])}: ${onward.join('; ')}`)}`
    })
}

function fullName(node: DiagramNode, diagram: Diagram): string {
  const name = nameOf(node, diagram)
  return node.text === '' || name === node.text ? name : `${name}: ${withoutStop(node.text)}`
}

/** Short: its number, or the name of its sign. */
function nameOf(node: DiagramNode, { language }: Diagram): string {
  const number = [node.head, node.step].filter((part) => part !== '').join(' ')
  if (number !== '') return number
  if (node.text !== '') return withoutStop(node.text)
  return node.shape === 'terminal' ? '' : SIGN_NAMES[node.shape][language]
}

function withoutStop(text: string): string {
  return text.replace(/[.?!]$/, (mark) => (mark === '?' ? '?' : ''))
}
