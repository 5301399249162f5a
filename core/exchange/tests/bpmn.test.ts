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

describe('what may end the whole procedure', () => {
  const fair = editions.find(({ regulation }) => regulation.id === 'fair')!
  const graphOf = (id: string, edition = fair) => {
    const variant = findVariant(edition.regulation, id)!
    return flowGraph(edition.regulation, variant, findView(variant, 'portal')!, 'en')
  }

  test.each([
    ['street', 'No decision within 12 working days: counts as granted', 'step_F7.after-silence', ['12 working days', 'fair 12']],
    ['yard', 'No decision within 12 working days: counts as refused', 'step_G6.after-silence', ['Ground of refusal: ', 'fair 13']],
  ])('silence is a timer on its border (%s), with its term, ground and paragraph, and leads to the paper', (id, name, to, about) => {
    const { nodes, sequence } = graphOf(id)
    const timer = nodes.find(({ kind, event }) => kind === 'boundaryEvent' && event?.kind === 'timer')!
    expect(timer.name).toBe(name)
    for (const line of about) expect(timer.about).toContain(line)
    expect(timer.attachedTo).toBe('branches_whole.procedure')
    const onward = sequence.find(({ from }) => from === timer.id)!
    const reached = nodes.find((node) => node.id === onward.to)!
    const first = reached.kind === 'exclusiveGateway' ? sequence.find(({ from }) => from === reached.id)!.to : reached.id
    expect(first).toBe(to)
    const written = bpmnOf(fair, id, 'portal', 'en')
    expect(written).toMatch(/<bpmn:timeDuration>P12D<\/bpmn:timeDuration>/)
    // After silence the act's own ids are written.
    expect(written).toContain(`Step: ${to.slice('step_'.length, -'.after-silence'.length)}\n`)
    expect(written).not.toContain('. after-silence')
  })

  test('silence that decides nothing is a timer that lets the procedure go on', () => {
    const street = findVariant(fair.regulation, 'street')!
    const silent = { ...street, silence: { means: 'nothing' as const, source: street.silence!.source } }
    const edition = { ...fair, regulation: { ...fair.regulation, variants: [silent] } }
    const timer = graphOf('street', edition).nodes.find(({ event }) => event?.kind === 'timer')!
    expect(timer).toMatchObject({ goesOn: true, name: 'No decision within 12 working days: late, a decision is awaited' })
    expect(bpmnOf(edition, 'street', 'portal', 'en')).toContain('cancelActivity="false"')
  })

  test('where the act lets a request be taken back, the applicant ends it by a message; a correction and a hearing are waited for', () => {
    const { nodes, messages } = graphOf(
      'drill',
      editions.find(({ regulation }) => regulation.id === 'wells')!,
    )
    const taken = nodes.find(({ id }) => id.startsWith('withdrawal_'))!
    expect(taken.about).toContain('Until this step begins: W')
    expect(messages.some(({ from, to }) => from === 'pool_owner' && to === taken.id)).toBe(true)
    const waiting = nodes.filter(({ kind, event }) => kind === 'intermediateCatchEvent' && event?.kind === 'timer')
    expect(waiting.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^not corrected \(\d+ working days\)$/),
        expect.stringMatching(/^The time is over \(\d+ working days\)$/),
      ]),
    )
  })

  test('acts that name none of these are drawn step by step', () => {
    for (const { regulation } of editions.filter(({ regulation: { id } }) => ['grain', 'cotton', 'scrap', 'vessel'].includes(id)))
      for (const variant of regulation.variants)
        for (const view of variant.views)
          expect(flowGraph(regulation, variant, view, 'en').nodes.some(({ id }) => id.includes('whole.procedure'))).toBe(false)
  })
})
