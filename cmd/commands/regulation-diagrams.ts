import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { technicalClock } from '@ruqsat/database'
import {
  type Diagram,
  diagramSvg,
  flowchartDiagram,
  interactionDiagram,
  type Orientation,
  ORIENTATIONS,
  referenceDiagram,
} from '@ruqsat/diagrams'
import { Fault, fillText, isRefusal, type Language, wordsOf } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { diagramPdf, openTypesetter, type Paper, PAPERS } from '@ruqsat/typesetting'
import { UsageError } from './command.ts'
import type { Named } from './regulations.ts'
import ours from './texts.yaml'

export type DiagramFiles = {
  readonly format: 'svg' | 'pdf'
  readonly paper: Paper
  readonly orientation: Orientation
  readonly language: Language
  readonly out: string
}

/** Every diagram of a regulation: the interaction of systems in each channel, the reference and the block diagram of each variant. */
export function diagramsOf(regulation: Regulation, language: Language): readonly Diagram[] {
  return regulation.variants.flatMap((variant) => [
    ...variant.views.map((view) => interactionDiagram(regulation, variant, view, language)),
    referenceDiagram(regulation, variant, language),
    flowchartDiagram(regulation, variant, language),
  ])
}

/** Writes each diagram as a file of its own; answers their paths. */
export async function writeDiagrams({ edition, folder }: Named, files: DiagramFiles): Promise<readonly string[]> {
  const { regulation } = edition
  const draw = files.format === 'svg' ? svgWriter(files) : pdfWriter(files, regulation)
  return Promise.all(
    diagramsOf(regulation, files.language).map(async (diagram) => {
      const name = diagram.id.slice(regulation.id.length + 1).replaceAll('-', '.')
      const path = join(files.out, `${basename(folder)}.${name}.${files.language}.${files.format}`)
      await writeFile(path, await draw(diagram))
      return path
    }),
  )
}

function svgWriter({ orientation }: DiagramFiles): (diagram: Diagram) => string {
  return (diagram) => diagramSvg(diagram, { orientation, hasHeading: true, hasLegend: true, isStyled: true })
}

function pdfWriter({ paper, language }: DiagramFiles, { act }: Regulation): (diagram: Diagram) => Promise<Uint8Array> {
  const typesetter = openTypesetter()
  const creationTimestamp = technicalClock.now()
  return async (diagram) => {
    const pdf = await diagramPdf(typesetter, diagram, { paper, act: act.title[language], creationTimestamp })
    if (isRefusal(pdf)) throw new Fault(`Expected ${diagram.id} to be set but ${wordsOf(pdf).text.en}`)
    return pdf
  }
}

export function paperNamed(word: string | undefined): Paper {
  return oneOf('paper', PAPERS, word ?? 'A4')
}

export function orientationNamed(word: string | undefined): Orientation {
  return oneOf('layout', ORIENTATIONS, word ?? 'portrait')
}

function oneOf<T extends string>(option: string, known: readonly T[], word: string): T {
  const found = known.find((each) => each === word)
  if (found !== undefined) return found
  throw new UsageError(fillText(ours.usage.oneOf, { name: `--${option}`, known: known.join(', '), found: word }))
}
