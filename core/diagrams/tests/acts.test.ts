// Every diagram of every available act. Their digests are in regulations/reports; `npx ruqsat regulation render` draws them to be looked
// at.
import { LANGUAGES, type Language } from '@ruqsat/foundation'
import { type Regulation, SIGNS } from '@ruqsat/law'
import { openActs } from '@ruqsat/regulations/testing'
import { describe, expect, it } from 'vitest'
import {
  DENSITIES,
  type Diagram,
  flowchartDiagram,
  interactionDiagram,
  layOut,
  ORIENTATIONS,
  partsOf,
  readingOf,
  referenceDiagram,
  sheetOf,
} from '../index.ts'
import { crossedAnswers, faultsOf, pageFaults, sheetFaults } from './faults.ts'

const { packages } = await openActs()
/** The acts of which steps are known. */
const acts = packages.filter(({ edition }) => edition.regulation.variants.length > 0)

function diagramsOf(regulation: Regulation, language: Language): readonly Diagram[] {
  return regulation.variants.flatMap((variant) => [
    ...variant.views.map((view) => interactionDiagram(regulation, variant, view, language)),
    referenceDiagram(regulation, variant, language),
    flowchartDiagram(regulation, variant, language),
  ])
}

describe.each(acts)('the diagrams of $folder', ({ edition: { regulation } }) => {
  it('are sound in each language and layout: nothing overlaps, no edge runs through a node or a label, every text fits', () => {
    for (const language of LANGUAGES) {
      for (const diagram of diagramsOf(regulation, language)) {
        for (const orientation of ORIENTATIONS) {
          const sheet = sheetOf(diagram, { orientation, hasHeading: true, hasLegend: true })
          expect([diagram.id, language, orientation, ...faultsOf(sheet.layout), ...sheetFaults(sheet)]).toEqual([
            diagram.id,
            language,
            orientation,
          ])
        }
      }
    }
  })

  it('are sound on each of several pages, with nothing in the way of a mark', () => {
    for (const diagram of diagramsOf(regulation, 'ru')) {
      for (const density of DENSITIES) {
        for (const orientation of ORIENTATIONS) {
          const parts = partsOf(layOut(diagram, orientation, density), 'ru', { length: 900, legend: 80 })
          expect([diagram.id, orientation, density, ...parts.flatMap(pageFaults)]).toEqual([diagram.id, orientation, density])
        }
      }
    }
  })

  it('let no two answers of one question cross each other', () => {
    for (const language of LANGUAGES) {
      for (const diagram of diagramsOf(regulation, language)) {
        for (const orientation of ORIENTATIONS) {
          expect([diagram.id, orientation, ...crossedAnswers(layOut(diagram, orientation))]).toEqual([diagram.id, orientation])
        }
      }
    }
  })

  it('cut no word on a screen that is wide', () => {
    for (const language of LANGUAGES) {
      for (const diagram of diagramsOf(regulation, language)) {
        for (const { node, lines } of layOut(diagram, 'portrait').nodes) {
          const cut = lines.filter((line) => /\p{L}-$/u.test(line.text) && !`${node.text} ${node.notes.join(' ')}`.includes(line.text))
          expect([diagram.id, node.id, ...cut.map((line) => line.text)]).toEqual([diagram.id, node.id])
        }
      }
    }
  })

  it('fit a phone in their narrow layout', () => {
    for (const language of LANGUAGES) {
      const widths = diagramsOf(regulation, language).map(
        (diagram) => sheetOf(diagram, { orientation: 'phone', hasHeading: true, hasLegend: true }).width,
      )
      expect(Math.max(...widths)).toBeLessThanOrEqual(NARROW)
    }
  })

  it('show every step of every channel with its number, message flow between pools only, and the signs of the act', () => {
    for (const variant of regulation.variants) {
      for (const view of variant.views) {
        const diagram = interactionDiagram(regulation, variant, view, 'kk')
        expect(diagram.nodes.flatMap((node) => (node.step === '' ? [] : [node.step]))).toEqual(view.steps.map((step) => step.id))
        const heads = diagram.nodes.flatMap((node) => (node.head === '' ? [] : [node.head]))
        expect(new Set(heads).size).toBe(heads.length)
        const laneOf = new Map(diagram.nodes.map((node) => [node.id, node.lane]))
        for (const edge of diagram.edges) expect(edge.kind).toBe(laneOf.get(edge.from) === laneOf.get(edge.to) ? 'control' : 'message')
        expect(diagram.legend).toHaveLength(SIGNS.length - 1)
        for (const node of diagram.nodes) expect([...diagram.legend, 'process', 'condition']).toContain(node.shape)
        expect(readingOf(diagram).filter((sentence) => /[?.][.]/.test(sentence))).toEqual([])
        for (const step of view.steps) expect(readingOf(diagram).join('\n')).toContain(step.name.kk.replace(/[.?!]$/, ''))
      }
    }
  })

  it('write the time of each procedure that has one', () => {
    for (const variant of regulation.variants) {
      const timed = variant.procedure.steps.filter((step) => step.time !== null).map((step) => step.id)
      for (const draw of [referenceDiagram, flowchartDiagram]) {
        expect(draw(regulation, variant, 'ru').nodes.flatMap((node) => (node.time === '' ? [] : [node.step]))).toEqual(timed)
      }
    }
  })
})

/** Fitted to a phone of 360 pixels, text of 13 is then still 11.7 high. */
const NARROW = 400
