import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Diagram, flowchartDiagram, interactionDiagram, referenceDiagram } from '@ruqsat/diagrams'
import { LANGUAGES } from '@ruqsat/foundation'
import { openActs } from '@ruqsat/regulations/testing'
import { describe, expect, it } from 'vitest'
import { diagramPdf, lintPdf, onPaper, openTypesetter, PAPERS } from './index.ts'

const { packages } = await openActs()

const typesetter = openTypesetter()
const COUNT = 24

/** A long walk to and fro between two pools. */
const diagram: Diagram = {
  kind: 'interaction',
  id: 'long',
  language: 'kk',
  title: 'Өзара іс-қимыл',
  subtitle: 'Сынақ қызметі',
  lanes: [
    { id: 'a', name: 'Бірінші жүйе', note: '', isSystem: true },
    { id: 'b', name: 'Екінші жүйе', note: '', isSystem: true },
  ],
  nodes: Array.from({ length: COUNT }, (_, index) => ({
    id: `n${index}`,
    lane: index % 2 === 0 ? 'a' : 'b',
    shape: 'process' as const,
    head: `${index + 1}-процесс`,
    step: `A${index + 1}`,
    text: 'Құжаттарды қарау және әріптестерге беру',
    notes: [],
    time: '2 жұмыс күні',
    isMain: true,
  })),
  edges: Array.from({ length: COUNT - 1 }, (_, index) => ({ from: `n${index}`, to: `n${index + 1}`, kind: 'message' as const, label: '' })),
  legend: ['process', 'messageFlow'],
}

describe('a diagram on paper', () => {
  it.each(PAPERS)(
    'of %s is tagged, in pinned fonts, says its title, act and page, shows each step once and names it for a screen reader',
    async (paper) => {
      const options = { paper, act: '№ 1 регламент', creationTimestamp: '2026-11-23T05:00:00.000Z' } as const
      const pdf = (await diagramPdf(typesetter, diagram, options)) as Uint8Array
      expect(lintPdf(pdf)).toEqual([])
      expect(Buffer.compare(pdf, (await diagramPdf(typesetter, diagram, options)) as Uint8Array)).toBe(0)
      const folder = mkdtempSync(join(tmpdir(), 'ruqsat-diagram-'))
      const file = join(folder, 'a.pdf')
      writeFileSync(file, pdf)
      const run = (program: string, ...words: string[]) =>
        execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      const pages = Number(/Pages:\s+(\d+)/.exec(run('pdfinfo', file))![1])
      const text = run('pdftotext', '-layout', file, '-')
      rmSync(folder, { recursive: true })
      for (const words of ['Өзара іс-қимыл', 'Сынақ қызметі', '№ 1 регламент', 'Хабарлама ағыны']) expect(text).toContain(words)
      expect(text).toMatch(new RegExp(`1 ?/ ?${pages}`))
      for (let step = 1; step <= COUNT; step += 1) expect(text.match(new RegExp(`(?<!\\d)${step}-процесс`, 'g'))).toHaveLength(1)
      expect(pages).toBe(onPaper(diagram, paper).pages)
      expect(pages).toBeGreaterThan(paper === 'A4' ? 1 : 0)
      // What goes over to another page ends at a letter there and begins at the same letter here.
      if (pages > 1) {
        expect(text).toContain('Жалғасы басқа бетте')
        for (const page of [1, 2]) expect(text).toContain(`${page}-бет`)
      }
    },
  )

  const acts = packages.filter(({ edition }) => edition.regulation.variants.length > 0)
  it.each(acts)(
    'has no letter below 7 points in any diagram of $folder, on no more pages than a hand holds',
    ({ edition: { regulation } }) => {
      for (const language of LANGUAGES) {
        for (const variant of regulation.variants) {
          const all = [
            referenceDiagram(regulation, variant, language),
            flowchartDiagram(regulation, variant, language),
            ...variant.views.map((view) => interactionDiagram(regulation, variant, view, language)),
          ]
          for (const each of all) {
            const [a4, a3] = [onPaper(each, 'A4'), onPaper(each, 'A3')]
            expect([each.id, Math.min(a4.smallestPoints, a3.smallestPoints) >= 7]).toEqual([each.id, true])
            expect([each.id, a4.pages <= 5, a3.pages <= 2]).toEqual([each.id, true, true])
          }
        }
      }
    },
  )
})
