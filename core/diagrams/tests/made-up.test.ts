// Drawings of the made-up acts: what the acts of the house do not have is drawn as soundly.
import { type Language, LANGUAGES } from '@ruqsat/foundation'
import type { Regulation, Variant } from '@ruqsat/law'
import { everyEdition } from '@ruqsat/regulations/testing'
import { describe, expect, it } from 'vitest'
import { type Diagram, flowchartDiagram, interactionDiagram, layOut, ORIENTATIONS, readingOf, referenceDiagram, sheetOf } from '../index.ts'
import { crossedAnswers, faultsOf, sheetFaults } from './faults.ts'

const editions = await everyEdition()
const variants = editions.flatMap(({ regulation }) =>
  regulation.variants.map((variant) => ({ regulation, variant, name: `${regulation.id} ${variant.id}` })),
)

function diagramsOf(regulation: Regulation, variant: Variant, language: Language): readonly Diagram[] {
  return [
    ...variant.views.map((view) => interactionDiagram(regulation, variant, view, language)),
    referenceDiagram(regulation, variant, language),
    flowchartDiagram(regulation, variant, language),
  ]
}

describe.each(variants)('$name', ({ regulation, variant }) => {
  it('is drawn without a fault in each language and layout', () => {
    for (const language of LANGUAGES)
      for (const diagram of diagramsOf(regulation, variant, language))
        for (const orientation of ORIENTATIONS) {
          const sheet = sheetOf(diagram, { orientation, hasHeading: true, hasLegend: true })
          const found = [...faultsOf(sheet.layout), ...sheetFaults(sheet), ...crossedAnswers(layOut(diagram, orientation))]
          expect([diagram.id, language, orientation, ...found]).toEqual([diagram.id, language, orientation])
        }
  })

  it('has a bar for each split and join, and no other; the numbers are those of the act', () => {
    const { steps } = variant.procedure
    const bars = steps.flatMap(({ splits, joins, next }) => [splits === true && next.length > 1, joins === true]).filter(Boolean).length
    for (const draw of [referenceDiagram, flowchartDiagram]) {
      const { nodes, legend } = draw(regulation, variant, 'kk')
      expect(nodes.filter(({ shape }) => shape === 'bar')).toHaveLength(bars)
      expect(legend.includes('bar')).toBe(bars > 0)
      for (const step of steps) {
        const { head } = nodes.find((node) => node.step === step.id)!
        expect(`${step.id} ${(step.source.item ?? '').replaceAll('..', '–')}`).toSatisfy((place: string) => place.endsWith(head))
      }
    }
  })
})

const street = variants.find(({ name }) => name === 'fair street')!

it('the step to which the silence of the provider leads says so, and no other', () => {
  for (const draw of [referenceDiagram, flowchartDiagram]) {
    const { nodes } = draw(street.regulation, street.variant, 'en')
    const said = nodes.filter(({ notes }) =>
      notes.includes('With no decision within 12 working days the case comes here: the request counts as granted'),
    )
    expect(said.map(({ step }) => step)).toEqual([street.variant.silence!.to])
  }
})

it('a table in another order keeps the numbers of the act', () => {
  const turned = { ...street.variant, procedure: { ...street.variant.procedure, steps: street.variant.procedure.steps.toReversed() } }
  const heads = (variant: Variant) =>
    referenceDiagram(street.regulation, variant, 'ru').nodes.flatMap(({ step, head }) => (step === '' ? [] : [`${step} ${head}`]))
  expect(heads(turned).toSorted()).toEqual(heads(street.variant).toSorted())
})

it('says which branches are waited for, and what silence and an objection mean', () => {
  const of = (id: string) =>
    readingOf(flowchartDiagram(street.regulation, variants.find(({ name }) => name === id)!.variant, 'en')).join(' ')
  expect(of('fair yard')).toContain('Waits only for: 3)')
  expect(of('fair square')).toContain('Silence means an objection; An objection binds')
  expect(of('fair street')).toContain('They begin at once')
})
