import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOut } from '../layout.ts'
import { DENSITIES, type Diagram, type DiagramEdge, type DiagramNode, ORIENTATIONS, type Shape } from '../model.ts'
import { pageCount, partsOf } from '../pages.ts'
import { diagramSvg } from '../svg.ts'
import { faultsOf, pageFaults } from './faults.ts'

const NAMES = [
  'Қызметті таңдау, нысанды толтыру, құжаттарды қосу',
  'Төлем түсті ме?',
  'Notice',
  'Санитариялық-эпидемиологиялық салауаттылықсыз жарамсызсыздандырылмағандықтан',
]
const SHAPES: readonly Shape[] = [
  'process',
  'process',
  'condition',
  'condition',
  'documentToRecipient',
  'informationSystem',
  'error',
  'terminal',
]

/** Tables that no act would have: edges from anywhere to anywhere, loops, joins, questions with three answers. */
const diagrams: fc.Arbitrary<Diagram> = fc
  .record({
    lanes: fc.integer({ min: 1, max: 5 }),
    rows: fc.array(
      fc.record({
        lane: fc.nat(4),
        shape: fc.constantFrom(...SHAPES),
        text: fc.constantFrom(...NAMES),
        isMain: fc.boolean(),
        outs: fc.array(fc.nat(40), { maxLength: 3 }),
      }),
      { minLength: 2, maxLength: 22 },
    ),
  })
  .map(({ lanes, rows }) => {
    const nodes: DiagramNode[] = rows.map((row, index) => ({
      id: `n${index}`,
      lane: `l${row.lane % lanes}`,
      shape: row.shape,
      head: row.shape === 'process' ? `${index}-процесс` : '',
      step: `A${index}`,
      text: row.text,
      notes: index % 3 === 0 ? ['Өтініш беруші'] : [],
      time: index % 4 === 0 ? '2 жұмыс күні' : '',
      isMain: row.isMain,
    }))
    const edges = rows.flatMap((row, index): DiagramEdge[] =>
      [...new Set([...(index + 1 < rows.length ? [index + 1] : []), ...row.outs.map((out) => out % rows.length)])]
        .filter((to) => to !== index)
        .slice(0, row.shape === 'condition' ? 3 : 2)
        .map((to, answer) => ({
          from: `n${index}`,
          to: `n${to}`,
          kind: nodes[index]!.lane === nodes[to]!.lane ? 'control' : 'message',
          label: row.shape === 'condition' ? ['иә', 'жоқ', 'жауап жоқ'][answer]! : '',
        })),
    )
    return {
      kind: 'interaction',
      id: 'random',
      language: 'kk',
      title: 'Кез келген сызба',
      subtitle: 'Сынақ',
      lanes: Array.from({ length: lanes }, (_, lane) => ({
        id: `l${lane}`,
        name: NAMES[lane % NAMES.length]!,
        note: '',
        isSystem: lane % 2 === 0,
      })),
      nodes,
      edges,
      legend: ['process', 'condition'],
    }
  })

describe('the layout of any table', () => {
  it.each(ORIENTATIONS)(
    'in %s lets no node overlap, no edge run through a node, a label or another edge, no text leave its box',
    (orientation) => {
      fc.assert(
        fc.property(diagrams, fc.constantFrom(...DENSITIES), (diagram, density) => {
          expect(faultsOf(layOut(diagram, orientation, density))).toEqual([])
        }),
        { numRuns: 50 },
      )
    },
  )

  it('gives the same bytes for the same input', () => {
    fc.assert(
      fc.property(diagrams, fc.constantFrom(...ORIENTATIONS), (diagram, orientation) => {
        const options = { orientation, hasHeading: true, hasLegend: true, isStyled: false }
        expect(diagramSvg(structuredClone(diagram), options)).toBe(diagramSvg(diagram, options))
      }),
      { numRuns: 30 },
    )
  })

  it('is cut into pages that show every node once, and every edge that is cut by two marks with one letter that nothing meets', () => {
    fc.assert(
      fc.property(diagrams, fc.constantFrom(...ORIENTATIONS), fc.integer({ min: 300, max: 1500 }), (diagram, orientation, length) => {
        const layout = layOut(diagram, orientation)
        const parts = partsOf(layout, 'kk', { length, legend: 40 })
        const shown = parts.flatMap((part) => part.nodes.map((node) => node.node.id))
        expect(shown.toSorted()).toEqual(diagram.nodes.map((node) => node.id).toSorted())
        expect(pageCount(layout, { length, legend: 40 }).pages).toBe(parts.length)
        for (const part of parts) {
          // Two edges that enter a box side by side may leave no room for a mark between them; the acts' own tables do.
          expect(pageFaults(part).filter((fault) => !fault.includes('through mark'))).toEqual([])
          for (const node of part.nodes) {
            expect(node.y).toBeGreaterThanOrEqual(0)
            expect(node.y + node.height).toBeLessThanOrEqual(part.height)
            expect(node.x + node.width).toBeLessThanOrEqual(part.width)
          }
        }
        const marks = parts.flatMap((part, page) => part.marks.map((mark) => ({ ...mark, on: page + 1 })))
        for (const pair of Map.groupBy(marks, (mark) => mark.letter).values()) {
          expect(pair).toHaveLength(2)
          expect(pair.map((mark) => mark.on)).toEqual(pair.map((mark) => mark.page).toReversed())
        }
      }),
      { numRuns: 60 },
    )
  })

  it('has no page that is longer than its room, where each layer has room on a page of its own', () => {
    fc.assert(
      fc.property(diagrams, fc.integer({ min: 700, max: 1500 }), (diagram, length) => {
        const layout = layOut(diagram, 'portrait')
        const room = { length, legend: 0 }
        if (pageCount(layout, { length: 1, legend: 0 }).tightness > length) return
        for (const part of partsOf(layout, 'ru', room)) expect(part.height).toBeLessThanOrEqual(length)
      }),
      { numRuns: 40 },
    )
  })

  it('finds a fault where there is one', () => {
    const [diagram] = fc.sample(
      diagrams.filter((each) => each.edges.length > 2),
      { seed: 7, numRuns: 1 },
    )
    const layout = layOut(diagram!, 'portrait')
    const [first, second] = layout.nodes
    expect(
      faultsOf({ ...layout, nodes: [first!, { ...second!, x: first!.x + 4, y: first!.y + 4 }, ...layout.nodes.slice(2)] }),
    ).not.toEqual([])
    expect(faultsOf({ ...layout, nodes: layout.nodes.map((node) => ({ ...node, width: 20 })) })).not.toEqual([])
  })
})
