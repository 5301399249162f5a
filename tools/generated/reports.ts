import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { diagramSvg, flowchartDiagram, interactionDiagram, ORIENTATIONS, referenceDiagram } from '@ruqsat/diagrams'
import { LANGUAGES } from '@ruqsat/foundation'
import { type Regulation, stepTable, stepTableCsv } from '@ruqsat/law'
import { checkReport, type LoadedPackage, openRegulations } from '@ruqsat/regulations'

/** A committed file that is made from another: its one home is elsewhere, and a difference fails the check. */
export type Made = { readonly path: string; readonly text: string }

/** The language in which an act binds, and in which a lawyer reviews it. Tests compare the other languages' tables with these row by row. */
const LANGUAGE = 'kk'

/**
 * `regulations/reports/*.txt`, one for each act: what the checker found, each annex table once, and a digest of each drawing over all its
 * languages and layouts. The drawings themselves are made by `npx ruqsat regulation render`.
 */
export async function reportFiles(root: string): Promise<readonly Made[]> {
  const { packages } = await openRegulations(pathToFileURL(`${join(root, 'regulations')}/`))
  const folders = Map.groupBy(packages, ({ folder }) => folder)
  return [...folders].map(([folder, editions]) => ({ path: `regulations/reports/${folder}.txt`, text: report(folder, editions) }))
}

function report(folder: string, editions: readonly LoadedPackage[]): string {
  // An edition's hash is left out: a change of a template's look is not a change of this report.
  const { text } = checkReport(folder, { editions, findings: editions[0]!.findings, errors: [] }, LANGUAGE)
  const parts = editions.flatMap(({ edition: { regulation } }) => [...tables(regulation), ...drawings(regulation)])
  return [text.replaceAll(/[,:] [0-9a-f]{12}(?=;|\n)/g, ''), ...new Set(parts)].join('\n')
}

/** Variants mostly share a channel's table; it is printed once, under the names of all of them. */
function tables(regulation: Regulation): readonly string[] {
  const namesOf = new Map<string, string[]>()
  for (const variant of regulation.variants) {
    for (const table of [...variant.views, variant.procedure]) {
      const csv = stepTableCsv(stepTable(table, regulation, LANGUAGE), LANGUAGE)
        .replace(/^\uFEFF/, '')
        .replaceAll('\r\n', '\n')
      namesOf.set(csv, [...(namesOf.get(csv) ?? []), `${variant.id} ${'name' in table ? table.id : 'procedure'}`])
    }
  }
  return [...namesOf].map(([csv, names]) => `== ${names.join(', ')}\n${csv}`)
}

function drawings(regulation: Regulation): readonly string[] {
  const lines = regulation.variants.flatMap((variant) => {
    const draw = [
      ...variant.views.map((view) => (language: (typeof LANGUAGES)[number]) => interactionDiagram(regulation, variant, view, language)),
      (language: (typeof LANGUAGES)[number]) => referenceDiagram(regulation, variant, language),
      (language: (typeof LANGUAGES)[number]) => flowchartDiagram(regulation, variant, language),
    ]
    return draw.map((drawIn) => {
      const hash = createHash('sha256')
      for (const language of LANGUAGES)
        for (const orientation of ORIENTATIONS)
          hash.update(diagramSvg(drawIn(language), { orientation, hasHeading: true, hasLegend: true, isStyled: true }))
      return `${drawIn(LANGUAGE).id} ${hash.digest('hex').slice(0, 16)}\n`
    })
  })
  return lines.length === 0 ? [] : [`== drawings\n${lines.join('')}`]
}
