// What the house says of a mutated package: reported, harmless by a rule that is written here, or missed.
import { canonicalJson } from '@ruqsat/foundation'
import { resultDocument } from '@ruqsat/documents'
import { editionsOf, type ClockTables, type Edition, type Loaded, type PackageFile, type Regulation } from '@ruqsat/law'
import { faultsWithTables } from '@ruqsat/regulations'
import { editionsFor, lawCoverage, loadPackage, scenariosOf, type LawCoverage } from '@ruqsat/scenarios'
import type { Typesetter } from '@ruqsat/typesetting'
import { samplesOf, templateProblems } from '../../cmd/house/templates.ts'
import { runsToItsEnd } from '../../cmd/runs.ts'

export type Verdict =
  | { readonly kind: 'reported'; readonly by: string }
  | { readonly kind: 'harmless'; readonly why: keyof typeof HARMLESS }
  | { readonly kind: 'missed' }

/** When a difference of the loaded regulation cannot change a case, a page's facts or a document. Anything else that is not reported is missed. */
export const HARMLESS = {
  equal: 'The loaded regulation is equal.',
  words:
    'It differs only in texts for people (a text in three languages, the note of a source): no rule compares the meaning of a sentence.',
  order:
    'It differs only in the order of lists that are searched by a key and never shown in order: laws, items, units, abbreviations, readings, and the exits of a row, each with its own outcome.',
} as const

export type Judging = {
  readonly before: Loaded
  readonly tables: ClockTables
  readonly typesetter: Typesetter
  /** Codes of findings and errors that count as not reported: a planted blind spot. */
  readonly blind?: readonly string[]
}

/** In the order of what it costs to ask; the first that reports is named. */
export async function judge(files: readonly PackageFile[], judging: Judging): Promise<Verdict> {
  const { before, blind = [] } = judging
  const seen = (codes: readonly string[]) => codes.find((code) => !blind.includes(code))
  const loaded = loadPackage(files)
  if (loaded.kind === 'broken') return verdictOf('error', seen(loaded.errors.map(({ code }) => code)))
  const undecided = seen(loaded.findings.flatMap(({ reading, code }) => (reading === null ? [code] : [])))
  if (undecided !== undefined) return verdictOf('finding', undecided)
  const why = harmlessBy(regulationsOf(loaded), regulationsOf(before))
  if (why !== null) return { kind: 'harmless', why }
  return verdictOf('run', seen(await failuresOf(loaded, files, judging)))
}

function verdictOf(kind: string, code: string | undefined): Verdict {
  return code === undefined ? { kind: 'missed' } : { kind: 'reported', by: `${kind} ${code}` }
}

const regulationsOf = (loaded: Loaded) => editionsOf(loaded).map(({ edition }) => edition.regulation)

/**
 * What shows only when the package is run: its scenarios and the paragraphs that they exercise, each offered cell walked, each document
 * set. Of what is equal to the package before, nothing is run again: it would answer the same.
 */
async function failuresOf(
  loaded: Loaded,
  files: readonly PackageFile[],
  { before, tables, typesetter }: Judging,
): Promise<readonly string[]> {
  const [after, former] = [regulationsOf(loaded), regulationsOf(before)]
  if (isEqual(after.map(executed), former.map(executed))) return []
  const editions = editionsOf(loaded)
  const uncovered = editions.flatMap(({ edition, ...days }) => {
    const own = scenariosOf(files).filter((scenario) => editionsFor(scenario, [{ edition, ...days }]).length > 0)
    return coverageFailures(() => lawCoverage({ edition, tables }, own))
  })
  if (uncovered.length > 0) return uncovered
  const faults = editions.flatMap(({ edition }) => faultsWithTables(walkedAgain(edition, former), tables, files, runsToItsEnd))
  if (faults.length > 0) return faults.map(({ code }) => code)
  if (isEqual(after.map(printed), former.map(printed))) return []
  const textOf = (file: string) => files.find(({ path }) => path === file)?.text ?? ''
  for (const regulation of after) if ((await templateProblems(typesetter, regulation, textOf)).length > 0) return ['template']
  return []
}

function coverageFailures(cover: () => LawCoverage): readonly string[] {
  try {
    const { failed, vain, items } = cover()
    if (failed.length > 0) return ['scenario']
    return vain.length > 0 || items.some(({ scenarios }) => scenarios.length === 0) ? ['coverage'] : []
  } catch {
    return ['scenario']
  }
}

/** The edition with only those variants that are not as before, where the rest of what a case needs is. */
function walkedAgain(edition: Edition, former: readonly Regulation[]): Edition {
  const rest = ({ variants: _variants, ...regulation }: Regulation) => withoutSources(executed(regulation))
  const same = former.find((each) => isEqual(rest(each), rest(edition.regulation)))
  if (same === undefined) return edition
  const variants = edition.regulation.variants.filter((variant) =>
    same.variants.every((each) => !isEqual(withoutSources(each), withoutSources(variant))),
  )
  return { ...edition, regulation: { ...edition.regulation, variants } }
}

/** What of an act a case depends on: not how it is transcribed, read or abbreviated. */
function executed(regulation: object): unknown {
  const { transcripts: _t, readings: _r, abbreviations: _a, act: _d, laws: _l, items: _i, ...rest } = regulation as Partial<Regulation>
  return withoutWords(rest)
}

/** The facts and texts of each sample document. */
const printed = (regulation: Regulation) => samplesOf(regulation).map((sample) => JSON.stringify(resultDocument(sample)))

const isEqual = (one: unknown, other: unknown) => canonicalJson(one) === canonicalJson(other)

function harmlessBy(after: readonly Regulation[], before: readonly Regulation[]): keyof typeof HARMLESS | null {
  if (isEqual(after, before)) return 'equal'
  if (isEqual(withoutWords(after), withoutWords(before))) return 'words'
  return isEqual(inAnyOrder(withoutWords(after)), inAnyOrder(withoutWords(before))) ? 'order' : null
}

/** Each text for people is one mark; that there is one stays. */
function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords)
  if (typeof value !== 'object' || value === null) return value
  if ('kk' in value && 'ru' in value) return 'text'
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => !(key === 'note' && typeof each === 'string'))
      .map(([key, each]) => [key, withoutWords(each)]),
  )
}

/** No case goes another way because a source names another place. */
function withoutSources(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSources)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (key === 'source' ? [] : [[key, withoutSources(each)]])))
}

const SEARCHED = ['laws', 'items', 'units', 'abbreviations', 'readings', 'next']
function inAnyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inAnyOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const inside = inAnyOrder(each)
      return [key, SEARCHED.includes(key) && Array.isArray(inside) ? inside.map((one) => canonicalJson(one)).toSorted() : inside]
    }),
  )
}
