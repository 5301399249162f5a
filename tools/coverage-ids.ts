// npm run coverage:ids: which test shows each requirement. A requirement is a step of a table of an executed act (`grain A3`), something around
// the processes (`X-SURVEY`) or an information system (`IS-OTP`). docs/requirements.yaml says which test shows what; here it is held against the
// packages, against the tests, and, where it lies next to the checkout, against the list of the requirements. Ends with 1
// where one is shown by none, or not in every language; `npm run check` says no to that too, for what the table names.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isLanguage, LANGUAGES } from '@ruqsat/foundation'
import { checkoutFolder } from '@ruqsat/installation'
import { openRegulations } from '@ruqsat/regulations'
import { parse } from 'yaml'

/** Why nothing shows it yet, or the tests that do. */
type Row = {
  readonly ids: readonly string[]
  /** Acts whose tables have these ids; every executed act that has them, where left out. */
  readonly acts?: readonly string[]
  readonly shown?: readonly { readonly test: string; readonly name: string }[]
  /** In which the tests run. */
  readonly languages?: readonly string[]
  /** Programs talk to each other there: no language is the matter. */
  readonly wire?: true
  readonly missing?: string
}

export type IdCoverage = {
  readonly id: string
  readonly tests: readonly string[]
  readonly languages: readonly string[]
  readonly missing: string | null
}

/** A step of an act that is new: no reason to stop `npm run check`, and not covered. */
export const NOT_NAMED = 'no row of the table names it'
const TABLE = 'docs/requirements.yaml'
/** Lies next to the checkout where the product is built; an installation has none. */
const LIST = '../shared/REQUIREMENTS.md'

/** What each requirement is shown by, and what is wrong with the table itself. */
export async function coverageOfIds(
  root: string,
): Promise<{ readonly covered: readonly IdCoverage[]; readonly faults: readonly string[] }> {
  const written = parse(readFileSync(join(root, TABLE), 'utf8')) as { readonly rows: readonly Row[] }
  const rows = written.rows.map((row) => ({ ...row, ids: row.ids.flatMap(inRange) }))
  const steps = await stepsOf(root)
  const ids = [...new Set([...steps.keys(), ...rows.flatMap((row) => row.ids.filter((id) => !isStep(steps, id)))])].toSorted()
  const covered = ids.map((id): IdCoverage => {
    const own = rows.filter((row) => namesOf(row, steps).includes(id))
    const shown = own.flatMap((row) => row.shown ?? [])
    return {
      id,
      tests: [...new Set(shown.map(({ test }) => test))],
      languages: LANGUAGES.filter((language) => own.some((row) => row.shown && (row.wire === true || row.languages?.includes(language)))),
      missing: shown.length > 0 ? null : (own.find((row) => row.missing !== undefined)?.missing ?? NOT_NAMED),
    }
  })
  return { covered, faults: [...rows.flatMap((row) => faultsOf(root, row, steps)), ...unlisted(root, steps, ids)] }
}

/** What is shown by no test, or not in every language. */
export function gapsOf(covered: readonly IdCoverage[]): readonly string[] {
  return covered.flatMap(({ id, languages, missing }) => {
    if (missing !== null) return [`${id} is shown by no test: ${missing}`]
    const lacking = LANGUAGES.filter((language) => !languages.includes(language))
    return lacking.length === 0 ? [] : [`${id} is shown by no test in ${lacking.join(', ')}`]
  })
}

/** `P-GI1..7` are seven ids. */
function inRange(id: string): readonly string[] {
  const [, stem, from, to] = /^(.*?)(\d+)\.\.(\d+)$/.exec(id) ?? []
  if (stem === undefined) return [id]
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, place) => `${stem}${Number(from) + place}`)
}

/** Steps of the tables and procedures of executed acts, by act and id. */
async function stepsOf(root: string): Promise<ReadonlyMap<string, string>> {
  const { editions } = await openRegulations(pathToFileURL(`${join(root, 'regulations')}/`))
  return new Map(
    editions.flatMap(({ regulation }) =>
      regulation.variants
        .flatMap(({ views, procedure }) => [...views.flatMap((view) => view.steps), ...procedure.steps])
        .map(({ id }) => [`${regulation.id} ${id}`, id] as const),
    ),
  )
}

const isStep = (steps: ReadonlyMap<string, string>, id: string) => [...steps.values()].includes(id)

/** The requirements that a row is about. */
function namesOf({ ids, acts }: Row, steps: ReadonlyMap<string, string>): readonly string[] {
  const named = [...steps].filter(([name, id]) => ids.includes(id) && (acts === undefined || acts.includes(name.split(' ', 1)[0]!)))
  return [...named.map(([name]) => name), ...ids.filter((id) => !isStep(steps, id))]
}

function faultsOf(root: string, row: Row, steps: ReadonlyMap<string, string>): readonly string[] {
  const at = `${TABLE}, ${row.ids.join(', ')}`
  const acts = new Set([...steps.keys()].map((name) => name.split(' ', 1)[0]))
  return [
    ...((row.shown === undefined) === (row.missing === undefined) ? [`${at}: Expected either the tests or why there are none`] : []),
    ...(row.acts ?? []).filter((act) => !acts.has(act)).map((act) => `${at}: no executed act is called '${act}'`),
    ...(row.languages ?? []).filter((language) => !isLanguage(language)).map((language) => `${at}: no language '${language}'`),
    ...(row.shown ?? []).flatMap(({ test, name }) => {
      if (!existsSync(join(root, test))) return [`${at}: there is no ${test}`]
      return readFileSync(join(root, test), 'utf8').includes(name) ? [] : [`${at}: ${test} has no test whose name has '${name}'`]
    }),
  ]
}

/** Ids of the list of requirements that are neither in a package nor in the table. */
function unlisted(root: string, steps: ReadonlyMap<string, string>, ids: readonly string[]): readonly string[] {
  const path = resolve(root, LIST)
  if (!existsSync(path)) return []
  const known = new Set([...steps.values(), ...ids])
  const listed = [...readFileSync(path, 'utf8').matchAll(/^\| `((?:IS|X)-[A-Z0-9]+|[AOSV]C?\d+)` \|/gm)].map(([, id]) => id!)
  return listed.filter((id) => !known.has(id)).map((id) => `${LIST} has '${id}', which no package and no row of ${TABLE} has`)
}

function table(covered: readonly IdCoverage[]): string {
  const width = Math.max(...covered.map(({ id }) => id.length))
  return covered
    .map(({ id, tests, languages, missing }) =>
      missing === null
        ? `${id.padEnd(width)}  ${languages.join(' ').padEnd(LANGUAGES.join(' ').length)}  ${tests.join(', ')}`
        : `${id.padEnd(width)}  NOT SHOWN: ${missing}`,
    )
    .join('\n')
}

async function main(): Promise<void> {
  const root = checkoutFolder()
  const { covered, faults } = await coverageOfIds(root)
  console.log(table(covered))
  if (!existsSync(resolve(root, LIST))) console.log(`\nskipped: the comparison with ${LIST}, which is not here`)
  const shown = covered.filter(({ missing }) => missing === null)
  const everywhere = shown.filter(({ languages }) => languages.length === LANGUAGES.length)
  console.log(`\n${shown.length} of ${covered.length} are shown by a test, ${everywhere.length} of them in ${LANGUAGES.join(', ')}`)
  const wrong = [...faults, ...gapsOf(covered)]
  for (const each of wrong) console.error(each)
  process.exitCode = wrong.length === 0 ? 0 : 1
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) await main()
