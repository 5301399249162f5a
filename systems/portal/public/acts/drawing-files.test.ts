import { openActs } from '@ruqsat/regulations/testing'
import { expect, test } from 'vitest'
import { pdfHref, svgHref } from './drawing-files.ts'
import { diagramsOf } from './drawings.ts'

const { editions } = await openActs()

test('an address that is kept for a year changes with whatever the file shows: a PDF names its act, an SVG does not', () => {
  const { regulation } = editions.find((each) => each.regulation.variants.length > 0)!
  const variant = regulation.variants[0]!
  const [diagram] = diagramsOf(regulation, variant, 'kk')
  const renamed = { ...regulation, act: { ...regulation.act, title: { ...regulation.act.title, kk: 'Басқа атау' } } }
  expect(pdfHref(renamed, variant, diagram!, 'A4')).not.toBe(pdfHref(regulation, variant, diagram!, 'A4'))
  expect(svgHref(renamed, variant, diagram!, 'full')).toBe(svgHref(regulation, variant, diagram!, 'full'))
})
