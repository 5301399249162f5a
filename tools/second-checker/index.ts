// The second checker's verdict of a package, property by property. See read.ts for what it must never import.
import type { Act, ActTable, ActTranscript, ActVariant, PlainDuration, KeptFiles, SourceFile, TableStep } from './read.ts'
import { readAct } from './read.ts'
import { flowOf } from './tokens.ts'

export type SecondVerdict = {
  /** Every name leads to something: rows, units, documents, grounds, laws; and each outcome has one row. */
  readonly isResolved: boolean
  /** Tables whose tokens do not play out, by name. */
  readonly unsound: readonly string[]
  readonly tooLarge: readonly string[]
  /** Variants whose longest path takes more than their term. */
  readonly tooLong: readonly string[]
  /** Tables that come to a step twice going forward: of these the longest path is not compared. */
  readonly looping: readonly string[]
  /** Required documents that prove nothing: `variant/document`. */
  readonly idle: readonly string[]
}

/** Null where the files cannot be read as a package. */
export function secondVerdict(files: readonly SourceFile[], kept?: KeptFiles): SecondVerdict | null {
  const act = readAct(files, kept)
  if (act === null) return null
  const isResolved = resolves(act)
  const tables = isResolved ? act.variants.flatMap(({ views, procedure }) => [...views, procedure]) : []
  const flows = tables.map((table) => ({ name: table.name, flow: flowOf(table) }))
  return {
    isResolved,
    unsound: flows.flatMap(({ name, flow }) => (flow === 'unsound' ? [name] : [])),
    tooLarge: flows.flatMap(({ name, flow }) => (flow === 'too large' ? [name] : [])),
    tooLong: isResolved ? act.variants.filter((variant) => isTooLong(variant, act)).map(({ id }) => id) : [],
    looping: tables.filter(loops).map(({ name }) => name),
    idle: act.variants.flatMap(idleDocuments),
  }
}

function resolves(act: Act): boolean {
  return (
    act.cited.every((id) => act.laws.includes(id)) &&
    act.variants.every((variant) => variantResolves(variant, act)) &&
    act.transcripts.every((transcript) => transcriptResolves(transcript, act))
  )
}

/** Rows are read as steps of the tables that they are about. */
function transcriptResolves({ of, variants, rows }: ActTranscript, act: Act): boolean {
  const about = act.variants.filter(({ id }) => variants === undefined || variants.includes(id))
  const tables = about.flatMap(({ id, views, procedure }) => [...views, procedure].filter(({ name }) => name === `${id}/${of}`))
  const ids = ['end', ...tables.flatMap(({ steps }) => steps.map(({ id }) => id))]
  return rows.every(
    ({ step, unit, next }) =>
      (step === undefined || ids.includes(step)) &&
      (unit === undefined || act.units.includes(unit)) &&
      (next ?? []).every(({ to }) => ids.includes(to)),
  )
}

function variantResolves(variant: ActVariant, { units }: Act): boolean {
  const { views, procedure, requirements, grounds, documents, contradicted, silentTo } = variant
  const named = [...variant.named, ...procedure.steps.flatMap(({ next }) => next.flatMap((row) => row.grounds ?? []))]
  return (
    named.every((id) => grounds.includes(id)) &&
    (silentTo === null || procedure.steps.some(({ id }) => id === silentTo)) &&
    documents.every(({ proves }) => proves.every((id) => requirements.includes(id) || grounds.includes(id))) &&
    contradicted.every((id) => requirements.includes(id)) &&
    [...views, procedure].every((table) => tableResolves(table, units))
  )
}

function tableResolves({ steps }: ActTable, units: readonly string[]): boolean {
  const ids = steps.map(({ id }) => id)
  return (
    new Set(ids).size === ids.length &&
    steps.every(
      (step) =>
        units.includes(step.unit) &&
        step.next.every(({ to }) => to === 'end' || ids.includes(to)) &&
        hasOneRowForEach(step) &&
        returns(step, steps) &&
        (step.waitsFor ?? []).every((id) => ids.includes(id)),
    )
  )
}

/** A question, and a work whose answer decides, has one row for yes and one for no; a process one without an outcome, or several where it splits. */
function hasOneRowForEach({ shape, next, splits, writing }: TableStep): boolean {
  const named = next.flatMap(({ when }) => when ?? [])
  const bare = next.length - named.length
  if (new Set(named).size !== named.length) return false
  if (shape === 'condition') return bare === 0 && named.toSorted().join() === 'no,yes'
  if (writing?.decides !== undefined) return bare === 0 && ['yes', 'no'].every((outcome) => named.includes(outcome))
  return splits === true ? true : bare <= 1 && (bare === 1 || named.includes('done'))
}

/** Only signing and approving send the work back, and to a step from which a path leads here. */
function returns({ id, action, returnTo }: TableStep, steps: readonly TableStep[]): boolean {
  if (returnTo === undefined) return true
  return (
    ['signResult', 'approve'].includes(action) &&
    returnTo !== id &&
    steps.some((each) => each.id === returnTo) &&
    leadsTo(returnTo, id, steps)
  )
}

function leadsTo(from: string, to: string, steps: readonly TableStep[]): boolean {
  const seen = new Set([from])
  for (const id of seen) for (const row of steps.find((each) => each.id === id)?.next ?? []) seen.add(row.to)
  return seen.has(to)
}

const loops = ({ steps }: ActTable): boolean => steps.some(({ id, next }) => next.some(({ to }) => to !== 'end' && leadsTo(to, id, steps)))

/** The longest path that comes to no step twice, in minutes of the office; days of either kind are the longest day that it is open. */
function isTooLong({ term, procedure: { steps } }: ActVariant, { longestDayMinutes }: Act): boolean {
  if (term === null) return false
  const minutes = ({ amount, unit }: PlainDuration) => amount * ({ seconds: 1 / 60, minutes: 1, hours: 60 }[unit] ?? longestDayMinutes)
  const byId = new Map(steps.map((step) => [step.id, step]))
  const longest = (id: string, before: ReadonlySet<string>): number => {
    const { next, time } = byId.get(id)!
    const seen = new Set([...before, id])
    const own = time === undefined ? 0 : minutes(time.duration)
    const ways = next.map((row) => {
      const here = row.within === undefined ? own : minutes(row.within.duration)
      return here + (row.to === 'end' || seen.has(row.to) ? 0 : longest(row.to, seen))
    })
    return Math.max(...ways)
  }
  return longest(steps[0]!.id, new Set()) > minutes(term)
}

function idleDocuments({ id, documents, requirements, grounds }: ActVariant): readonly string[] {
  const known = [...requirements, ...grounds]
  return documents
    .filter(({ required, proves }) => required && !proves.some((each) => known.includes(each)))
    .map((each) => `${id}/${each.id}`)
}
