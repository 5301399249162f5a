// The exported BPMN as its readers judge it: the standard's metamodel, and geometry that a person can follow.
import { BpmnModdle } from 'bpmn-moddle'
import { describe, expect, test } from 'vitest'
import { findVariant, findView } from '@ruqsat/law'
import { flowGraph } from '../flow-graph.ts'
import { bpmnOf } from '../index.ts'
import { everyEdition } from '@ruqsat/regulations/testing'
import { misplaced } from './geometry.ts'

const editions = await everyEdition()
const collaborations = editions.flatMap((edition) =>
  edition.regulation.variants.flatMap((variant) =>
    variant.views.map((view) => ({ edition, variant, view, name: `${edition.regulation.id} ${variant.id} ${view.id}` })),
  ),
)

describe.each(collaborations)('$name', ({ edition, variant, view }) => {
  const graph = flowGraph(edition.regulation, variant, view, 'en')

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
      if (node.kind !== 'startEvent' && node.kind !== 'boundaryEvent')
        expect(
          graph.sequence.some((flow) => flow.to === node.id),
          `into ${node.id}`,
        ).toBe(true)
      if (node.kind !== 'endEvent')
        expect(
          graph.sequence.some((flow) => flow.from === node.id),
          `out of ${node.id}`,
        ).toBe(true)
      if (node.event?.kind === 'message')
        expect(
          graph.messages.some(({ from, to }) => [from, to].includes(node.id)),
          `message of ${node.id}`,
        ).toBe(true)
    }
  })

  test('no two nodes overlap, every node lies in its pool, no line crosses a node', () => expect(misplaced(graph)).toEqual([]))
})

test('the same edition gives the same bytes; each language its own words; times and paragraphs are documentation', () => {
  const edition = editions.find(({ regulation }) => regulation.id === 'grain')!
  const written = bpmnOf(edition, 'issue', 'portal', 'ru')
  expect(bpmnOf(edition, 'issue', 'portal', 'ru')).toBe(written)
  expect(written).toContain('Срок: 2 рабочих дня')
  expect(written).toContain('grain 5, issue, 3)')
  expect(written).not.toContain('extensionElements')
  expect(() => bpmnOf(edition, 'issue', 'moon', 'ru')).toThrow(/moon/)
})

test('a split starts all, a join waits for all; a return and a question choose', () => {
  const edition = editions.find(({ regulation }) => regulation.id === 'fair')!
  const variant = findVariant(edition.regulation, 'street')!
  const graph = flowGraph(edition.regulation, variant, findView(variant, 'portal')!, 'en')
  const kinds = Object.fromEntries(graph.nodes.map((node) => [node.id, node.kind]))
  expect([kinds['split_F2'], kinds['join_F2'], kinds['branches_F2']]).toEqual(['parallelGateway', 'parallelGateway', 'subProcess'])
  expect(graph.sequence.filter(({ from }) => from === 'choice_F7').map(({ name }) => name)).toEqual(['done', 'returned'])
})
