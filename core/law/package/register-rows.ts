// Sample rows of a register that nobody here has: `registers/IS-NAME.yaml` of a package. The sandbox's twin of the register answers by them;
// they are no part of the edition.
import { z } from 'zod'
import type { LocalText } from '@ruqsat/foundation'
import { anyOf, packageError, type PackageError } from './errors.ts'
import type { Regulation } from './model.ts'
import { ROWS_FILE } from './parts.ts'
import { readShape, type Places } from './read.ts'
import { id, some, words } from './shape.ts'
import { readYaml, type PackageFile } from './yaml.ts'
import texts from '../texts.yaml'

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])
export const registerRows = z.strictObject({
  rows: some(z.strictObject({ about: words, facts: z.record(id, value) })).describe('What the sandbox answers, by what is asked about.'),
})

/** What the sandbox's register answers about one thing. */
export type RegisterRow = { readonly system: string; readonly about: string; readonly facts: Readonly<Record<string, string>> }

/** The rows of all registers of a package that could be read, and what is wrong in their files. */
export function registerRowsOf(files: readonly PackageFile[], regulation: Regulation) {
  const places: Places = new WeakMap()
  const rows: RegisterRow[] = []
  const errors: PackageError[] = []
  for (const file of files) {
    const system = ROWS_FILE.exec(file.path)?.[1]
    if (system === undefined) continue
    const tree = readYaml(file.path, file.text)
    const read = 'kind' in tree ? tree : readShape(registerRows, tree, places)
    if (read.kind === 'broken') errors.push(...read.errors)
    else
      for (const row of read.value.rows) {
        errors.push(...rowErrors(system, row, regulation, places))
        rows.push({
          system,
          about: row.about,
          facts: Object.fromEntries(Object.entries(row.facts).map(([key, each]) => [key, plain(each)])),
        })
      }
  }
  return { rows, errors } as const
}

/** A fact of a register as text: `yes` and `no` of what is true or not, nothing where it has none. */
export function plain(fact: string | number | boolean | null): string {
  if (typeof fact === 'boolean') return fact ? 'yes' : 'no'
  return fact === null ? '' : String(fact)
}

function rowErrors(system: string, row: { readonly facts: object }, { variants }: Regulation, places: Places): readonly PackageError[] {
  const asked = variants.flatMap(({ registers = [] }) => registers.filter((each) => each.system === system))
  const known = [...new Set(asked.flatMap(({ answers }) => answers.map((each) => each.id)))]
  const error = (key: string, expected: LocalText) => {
    const place = places.get(row.facts)
    return packageError('unknown-reference', place?.keys[key] ?? place!.self, null, expected, key)
  }
  if (known.length === 0) return [packageError('unknown-reference', places.get(row)!.self, null, texts.registerProblems.question, system)]
  return Object.keys(row.facts)
    .filter((key) => !known.includes(key))
    .map((key) => error(key, anyOf(known)))
}
