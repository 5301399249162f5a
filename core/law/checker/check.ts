import { sourceText, type LocalText, type Source, fillText } from '@ruqsat/foundation'
import { paymentNotices, refusals, silentRefusals, unequalChannels } from './rules/channels.ts'
import { contextOf, type Context, type Raw, type Rule } from './rules/context.ts'
import { foreignLetters, hiddenSigns, unlistedAbbreviations } from './rules/letters.ts'
import { certainties, unlistedPlaces } from './rules/certainty.ts'
import { forceDays, namedDays, unknownNumbers } from './rules/days.ts'
import { orderOfDates, unknownDates, unknownForce } from './rules/dates.ts'
import { decidedElsewhere } from './rules/decided.ts'
import { differingTemplates, undeliveredResults, unusedDocuments, unusedTemplates } from './rules/documents.ts'
import { differingFields } from './rules/fields.ts'
import { differingSources, orders } from './rules/places.ts'
import { writtenSteps } from './rules/older.ts'
import { addedReturns, incompetentUnits, silence, unstatedOutcomes, withoutRefusal } from './rules/procedure.ts'
import { identifiersNotCompared, registersNeverAsked, registersOfOthers, undefinedSystems } from './rules/registers.ts'
import { resultsOverWhenReady } from './rules/result-days.ts'
import { soundness } from './rules/soundness.ts'
import { actionTimes, plainDays, terms, untimedViews } from './rules/time.ts'
import { transcripts } from './rules/transcripts.ts'
import { misplacedUnits, otherSystems, unlistedUnits, unusedUnits } from './rules/units.ts'
import { abbreviations, annexes, duties, gaps, numberedLists, skippedNumbers, statedFacts } from './rules/words.ts'
import { FINDINGS, type FindingCode } from './findings.ts'
import type { FilePlace } from '../package/errors.ts'
import type { DecidedReading } from '../package/model.ts'
import type { Edition } from '../package/model.ts'

/**
 * Something that a lawyer should know before this edition is offered: an unsound table, a contradiction, a gap.
 * `reading` is the decision that the package records for it; null means that nobody has decided yet.
 */
export type Finding = {
  readonly kind: 'finding'
  readonly code: FindingCode
  /** What it is about: a step, unit, abbreviation ...; with the code it is the key of its decided reading. */
  readonly subject: string
  /** The paragraph, as the act numbers it. */
  readonly item: string
  readonly text: LocalText
  /** Steps of a counter-example, in order. */
  readonly path: readonly string[]
  readonly source: Source | null
  /** Where in the files its source is written; left out where nothing was read from files. */
  readonly place?: FilePlace
  readonly reading: DecidedReading | null
}
type PlaceOf = (source: object) => FilePlace | undefined

/** Every rule, in the order in which its findings are reported: the document, its words, who takes part, then the tables. */
const RULES: readonly Rule[] = [
  gaps,
  unknownDates,
  orderOfDates,
  unknownForce,
  forceDays,
  namedDays,
  unknownNumbers,
  certainties,
  unlistedPlaces,
  annexes,
  abbreviations,
  unlistedAbbreviations,
  foreignLetters,
  hiddenSigns,
  statedFacts,
  numberedLists,
  skippedNumbers,
  duties,
  misplacedUnits,
  unusedUnits,
  unlistedUnits,
  otherSystems,
  undefinedSystems,
  registersOfOthers,
  registersNeverAsked,
  identifiersNotCompared,
  unequalChannels,
  paymentNotices,
  refusals,
  silentRefusals,
  differingFields,
  unusedDocuments,
  undeliveredResults,
  differingTemplates,
  soundness,
  terms,
  resultsOverWhenReady,
  untimedViews,
  actionTimes,
  plainDays,
  silence,
  unstatedOutcomes,
  withoutRefusal,
  addedReturns,
  incompetentUnits,
  transcripts,
  writtenSteps,
  differingSources,
  orders,
]

/** Everything worth deciding in this edition, each with the reading that the package records. One thing is reported once. */
export function checkRegulation(edition: Edition): readonly Finding[] {
  return checkEditions([edition])
}

/** The same of the editions of one package: what they have in common is reported once, and a reading may answer a finding of any of them. */
export function checkEditions(editions: readonly Edition[], placeOf: PlaceOf = () => undefined): readonly Finding[] {
  const findings = editions.flatMap(({ regulation }) => {
    const context = contextOf(regulation)
    const found = toldOnce(RULES, context)
    const elsewhere = found.flatMap((raw) =>
      regulation.readings.filter((each) => keyOf(each) === keyOf(raw)).flatMap((reading) => decidedElsewhere(raw, reading, context)),
    )
    return [...found, ...elsewhere].map((raw) => finished(raw, regulation.readings, placeOf))
  })
  const readings = editions.flatMap(({ regulation }) => regulation.readings)
  const idle = unusedTemplates(editions.map(({ regulation }) => regulation)).map((raw) => finished(raw, readings, placeOf))
  const told = [...findings, ...idle]
  const all = [...told, ...idleReadings(readings, told).map((raw) => finished(raw, [], placeOf))]
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()]
}

/** Whether every finding has a decided reading; what `regulation check` answers with its exit code. */
export function allDecided(findings: readonly Finding[]): boolean {
  return findings.every((finding) => finding.reading !== null)
}

function toldOnce(rules: readonly Rule[], context: Context): readonly Raw[] {
  const found = new Map<string, Raw>()
  for (const rule of rules)
    for (const raw of rule(context)) {
      const key = keyOf(raw)
      if (!found.has(key)) found.set(key, raw)
    }
  return [...found.values()]
}

function keyOf(each: { readonly code: string; readonly subject: string }): string {
  return `${each.code} ${each.subject}`
}

function finished(raw: Raw, readings: readonly DecidedReading[], placeOf: PlaceOf): Finding {
  const path = raw.path ?? []
  const place = raw.source === null ? undefined : placeOf(raw.source)
  const facts = { subject: raw.subject, path: path.join(' → '), ...raw.facts }
  return {
    kind: 'finding',
    code: raw.code,
    subject: raw.subject,
    item: raw.source === null ? '' : sourceText(raw.source),
    path,
    source: raw.source,
    ...(place && { place }),
    text: fillText(FINDINGS[raw.code], facts),
    reading: readings.find((each) => keyOf(each) === keyOf(raw)) ?? null,
  }
}

/** A reading that answers no finding is itself one: the text or the checker changed under it. */
function idleReadings(readings: readonly DecidedReading[], findings: readonly Finding[]): readonly Raw[] {
  const found = new Set(findings.map(keyOf))
  return readings
    .filter((reading) => !found.has(keyOf(reading)))
    .map((reading) => ({ code: 'reading-without-finding', subject: keyOf(reading), source: reading.source }))
}
