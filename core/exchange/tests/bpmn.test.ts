// The exported BPMN as its readers judge it: the standard's metamodel, and geometry that a person can follow.
import { BpmnModdle } from 'bpmn-moddle'
import { describe, expect, test } from 'vitest'
import { openRegulations } from '@ruqsat/regulations'
import { findVariant, findView } from '@ruqsat/law'
import { flowGraph } from '../flow-graph.ts'
import { bpmnOf } from '../index.ts'
import { type Box, layoutOf, type BpmnPoint } from '../layout.ts'

const { packages } = await openRegulations(new URL('../../../regulations/', import.meta.url))
const collaborations = packages.flatMap(({ edition }) =>
  edition.regulation.variants.flatMap((variant) =>
    variant.views.map((view) => ({ edition, variant, view, name: `${edition.regulation.id} ${variant.id} ${view.id}` })),
  ),
)

describe.each(collaborations)('$name', ({ edition, variant, view }) => {
  const graph = flowGraph(edition.regulation, variant, view, 'en')
  const layout = layoutOf(graph)
  const box = (id: string): Box => (layout.nodes.get(id) ?? layout.pools.get(id))!

  test('bpmn-moddle reads it without a warning, every reference found', async () => {
    const { rootElement, warnings } = await new BpmnModdle().fromXML(bpmnOf(edition, variant.id, view.id, 'kk'))
    expect(warnings).toEqual([])
    const kinds = rootElement.rootElements.map((each) => each.$type)
    expect(kinds).toContain('bpmn:Collaboration')
    const shapes = rootElement.diagrams[0].plane.planeElement.filter((each) => each.$type === 'bpmndi:BPMNShape')
    expect(shapes).toHaveLength(graph.nodes.length + graph.pools.length + graph.pools.flatMap(({ lanes }) => lanes).length)
  })

  test('ids stand once; sequence flows stay in their pool, messages leave it', () => {
    const ids = [...graph.pools, ...graph.nodes, ...graph.sequence, ...graph.messages].map(({ id }) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    const pool = (id: string) => graph.nodes.find((node) => node.id === id)?.pool ?? id
    for (const flow of graph.sequence) expect(pool(flow.from)).toBe(pool(flow.to))
    for (const flow of graph.messages) expect(pool(flow.from)).not.toBe(pool(flow.to))
  })

  test('every step stands once with a way in and a way out', () => {
    for (const step of view.steps) expect(graph.nodes.filter((node) => node.id === `step_${step.id}`)).toHaveLength(1)
    for (const node of graph.nodes) {
      if (node.kind !== 'startEvent')
        expect(
          graph.sequence.some((flow) => flow.to === node.id),
          `into ${node.id}`,
        ).toBe(true)
      if (node.kind !== 'endEvent')
        expect(
          graph.sequence.some((flow) => flow.from === node.id),
          `out of ${node.id}`,
        ).toBe(true)
      if (node.isMessage)
        expect(
          graph.messages.some(({ from, to }) => [from, to].includes(node.id)),
          `message of ${node.id}`,
        ).toBe(true)
    }
  })

  test('no two nodes overlap, every node lies in its pool, no line crosses a node', () => {
    const nodes = graph.nodes.map((node) => ({ node, at: box(node.id) }))
    nodes.forEach(({ node, at }, index) => {
      const pool = layout.pools.get(node.pool)!
      expect(at.y >= pool.y && at.y + at.height <= pool.y + pool.height && at.x + at.width <= pool.x + pool.width, node.id).toBe(true)
      for (const other of nodes.slice(index + 1)) expect(overlap(at, other.at), `${node.id} and ${other.node.id}`).toBe(false)
    })
    const crossed = [...graph.sequence, ...graph.messages].flatMap((flow) =>
      nodes
        .filter(({ node, at }) => ![flow.from, flow.to].includes(node.id) && crosses(layout.edges.get(flow.id)!, at))
        .map(({ node }) => `${flow.id} over ${node.id}`),
    )
    expect(crossed).toEqual([])
  })
})

function overlap(one: Box, other: Box): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height
}

/** Lines are upright or level; one that only touches an edge crosses nothing. */
function crosses(points: readonly BpmnPoint[], box: Box): boolean {
  return points.slice(1).some((end, at) => {
    const start = points[at]!
    const line = {
      x: Math.min(start.x, end.x),
      y: Math.min(start.y, end.y),
      width: Math.abs(end.x - start.x),
      height: Math.abs(end.y - start.y),
    }
    return overlap({ ...line, width: Math.max(line.width, 0.1), height: Math.max(line.height, 0.1) }, box)
  })
}

test('the same edition gives the same bytes; each language its own words; times and paragraphs are documentation', () => {
  const { edition } = packages.find(({ edition: { regulation } }) => regulation.id === 'grain')!
  const written = bpmnOf(edition, 'issue', 'portal', 'ru')
  expect(bpmnOf(edition, 'issue', 'portal', 'ru')).toBe(written)
  expect(written).toContain('Срок: 2 рабочих дня')
  expect(written).toContain('grain 5, issue, 3)')
  expect(written).not.toContain('extensionElements')
  expect(() => bpmnOf(edition, 'issue', 'moon', 'ru')).toThrow(/moon/)
})

test('a split starts all, a join waits for all; a return and a question choose', () => {
  const { edition } = packages.find(({ edition: { regulation } }) => regulation.id === 'grain')!
  const variant = findVariant(edition.regulation, 'issue')!
  const [accept, assign, examine, ...rest] = variant.procedure.steps
  const steps = [
    { ...accept!, splits: true, next: [{ to: assign!.id }, { to: examine!.id }] },
    { ...assign!, next: [{ to: rest[0]!.id }] },
    examine!,
    { ...rest[0]!, joins: true },
    ...rest.slice(1),
  ]
  const graph = flowGraph(
    edition.regulation,
    { ...variant, procedure: { ...variant.procedure, steps } },
    findView(variant, 'portal')!,
    'en',
  )
  const kinds = Object.fromEntries(graph.nodes.map((node) => [node.id, node.kind]))
  expect(kinds[`split_${accept!.id}`]).toBe('parallelGateway')
  expect(kinds[`join_${rest[0]!.id}`]).toBe('parallelGateway')
  expect(kinds['choice_AC1']).toBe('exclusiveGateway')
  expect(graph.sequence.filter((flow) => flow.from === 'choice_AC1').map(({ name }) => name)).toEqual(['yes', 'no'])
})
