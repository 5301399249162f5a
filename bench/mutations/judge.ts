// What the house says of a mutated package: reported, harmless by a rule that is written here, or missed.
import { canonicalJson, passagesOf, type Source } from '@ruqsat/foundation'
import { placeOrder } from '../../core/law/package/place-order.ts'
import { resultDocument } from '@ruqsat/documents'
import { editionsOf, type ClockTables, type Edition, type Loaded, type PackageFile, type Regulation, type Shelf } from '@ruqsat/law'
import { faultsWithTables } from '@ruqsat/regulations'
import { editionsFor, lawCoverage, loadPackage, scenariosOf, type LawCoverage } from '@ruqsat/scenarios'
import type { Typesetter } from '@ruqsat/typesetting'
import { samplesOf, templateProblems } from '../../cmd/house/templates.ts'
import { runsToItsEnd } from '../../cmd/runs.ts'

export type Verdict =
  /** `by` names the first; `codes` are all that reported in the same stage. */
  | { readonly kind: 'reported'; readonly by: string; readonly codes: readonly string[] }
  | { readonly kind: 'harmless'; readonly why: keyof typeof HARMLESS }
  | { readonly kind: 'missed' }

/** When a difference of the loaded regulation cannot change a case, a page's facts or a document. Anything else that is not reported is missed. */
export const HARMLESS = {
  equal: 'The loaded regulation is equal.',
  words:
    'It differs only in texts for people (a text in three languages, the note of a source): no rule compares the meaning of a sentence.',
  order:
    'It differs only in the order of lists that are searched by a key or are sets, and never shown in order: laws, items, units, abbreviations, readings, the exits of a row, each with its own outcome, matters that the act states (within one matter the order counts), further places of a source, registers asked, numbers compared, what a document proves, days of the week, ways to send, signs of a legend.',
  unordered:
    'It differs only in the order of neighbours that no text puts in an order: they cite one place, or places that are not counted in one row (of two laws). Where a text does, `order-differs` reports it.',
} as const

export type Judging = {
  readonly before: Loaded
  /** The act's files as they were read: a mutation changes one of them. */
  readonly shelf: Shelf
  readonly tables: ClockTables
  /** Asked for where a document differs, which is rare. */
  readonly typesetter: () => Typesetter
}

/** In the order of what it costs to ask; the first that reports is named. */
export async function judge(files: readonly PackageFile[], judging: Judging): Promise<Verdict> {
  const { before } = judging
  const loaded = loadPackage(files, judging.shelf)
  if (loaded.kind === 'broken')
    return (
      reported(
        'error',
        loaded.errors.map(({ code }) => code),
      ) ?? MISSED
    )
  const undecided = loaded.findings.flatMap(({ reading, code }) => (reading === null ? [code] : []))
  if (undecided.length > 0) return reported('finding', undecided) ?? MISSED
  const why = harmlessBy(regulationsOf(loaded), regulationsOf(before))
  if (why !== null) return { kind: 'harmless', why }
  return reported('run', await failuresOf(loaded, files, judging)) ?? MISSED
}

const MISSED: Verdict = { kind: 'missed' }
function reported(kind: string, codes: readonly string[]): Verdict | null {
  return codes.length === 0 ? null : { kind: 'reported', by: `${kind} ${codes[0]!}`, codes: [...new Set(codes)] }
}

/** The same with rules switched off: a planted blind spot. What was reported by these alone counts as missed. */
export function blinded(verdict: Verdict, blind: readonly string[]): Verdict {
  return verdict.kind === 'reported' && verdict.codes.every((code) => blind.includes(code)) ? MISSED : verdict
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
  const faults = editions.flatMap(({ edition, from }) => faultsWithTables(walkedAgain(edition, former), tables, files, runsToItsEnd, from))
  if (faults.length > 0) return faults.map(({ code }) => code)
  if (isEqual(after.map(printed), former.map(printed))) return []
  const textOf = (file: string) => files.find(({ path }) => path === file)?.text ?? ''
  for (const regulation of after) if ((await templateProblems(typesetter(), regulation, textOf)).length > 0) return ['template']
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
  if (isEqual(inAnyOrder(withoutWords(after)), inAnyOrder(withoutWords(before)))) return 'order'
  return onlyUnordered(inAnyOrder(withoutWords(after)), inAnyOrder(withoutWords(before))) ? 'unordered' : null
}

/** Whether lists hold the same entries, and of two that changed places no text says which comes first. */
function onlyUnordered(after: unknown, before: unknown): boolean {
  if (typeof after !== 'object' || typeof before !== 'object' || after === null || before === null) return after === before
  if (!Array.isArray(after) || !Array.isArray(before)) {
    const keys = new Set([...Object.keys(after), ...Object.keys(before)])
    return [...keys].every((key) => onlyUnordered((after as Record<string, unknown>)[key], (before as Record<string, unknown>)[key]))
  }
  if (after.length !== before.length) return false
  const [now, then] = [after, before].map((list) => list.map((each) => canonicalJson(each))) as [string[], string[]]
  if (now.every((each, at) => each === then[at])) return true
  if (!isEqual(now.toSorted(), then.toSorted())) return after.every((each, at) => onlyUnordered(each, before[at]))
  return now.every((each, at) =>
    now.slice(at + 1).every((later, place) => then.indexOf(each) <= then.indexOf(later) || hasNoOrder(after[at], after[at + 1 + place])),
  )
}

/** Entries without a source of their own (sections) are where all that is in them is. */
function hasNoOrder(one: unknown, other: unknown): boolean {
  const [left, right] = [sourcesIn(one), sourcesIn(other)]
  return (
    left.length > 0 &&
    right.length > 0 &&
    left.every((here) => right.every((there) => here.act !== there.act || placeOrder(passagesOf(here)[0]!, passagesOf(there)[0]!) === 0))
  )
}

function sourcesIn(value: unknown): readonly Source[] {
  if (typeof value !== 'object' || value === null) return []
  if ('source' in value) return [value.source as Source]
  return Object.values(value).flatMap(sourcesIn)
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

const SEARCHED = 'laws items units abbreviations readings next also asks compares proves weekdays by signs'.split(' ')
/** What follows a written row is a set, the rows themselves are not. */
const isSearched = (key: string, within: string) => SEARCHED.includes(key) || (key === 'rows' && within === 'next')
/** Shown only where one matter is stated in different ways, in the order of its own entries. */
const byMatter = (stated: readonly { readonly about?: string }[]) =>
  Object.fromEntries([...Map.groupBy(stated, ({ about }) => about ?? '')].toSorted(([one], [other]) => (one < other ? -1 : 1)))
function inAnyOrder(value: unknown, within = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => inAnyOrder(each, within))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const inside = inAnyOrder(key === 'stated' && Array.isArray(each) ? byMatter(each) : each, key)
      return [key, isSearched(key, within) && Array.isArray(inside) ? inside.map((one) => canonicalJson(one)).toSorted() : inside]
    }),
  )
}
