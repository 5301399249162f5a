import { fillString, type LocalText, type Source } from '@ruqsat/foundation'
import { DATES, FINDINGS, OWNERS, type FindingCode } from './findings.ts'
import type { Abbreviation, Annex, DecidedReading, Edition, Regulation, Step, TextGap, Unit, Variant } from './model.ts'
import { pathsOf, type Table } from './paths.ts'
import { sumText, sumOfTable, termText, exceeds } from './sums.ts'

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
  readonly reading: DecidedReading | null
}

type Raw = {
  readonly code: FindingCode
  readonly subject: string
  readonly source: Source | null
  readonly facts?: Readonly<Record<string, string | LocalText>>
  readonly path?: readonly string[]
}

/** Everything worth deciding in this edition, in the order of the act's parts, each with the reading that the package records. */
export function checkRegulation(edition: Edition): readonly Finding[] {
  const { regulation } = edition
  const found = [
    ...regulation.act.gaps.map(gapFinding),
    ...dateFindings(regulation),
    ...regulation.act.annexes.flatMap(annexFinding),
    ...abbreviationFindings(regulation.abbreviations),
    ...regulation.units.flatMap((unit) => unitFindings(unit, regulation)),
    ...regulation.variants.flatMap((variant) => variantFindings(variant, regulation)),
  ]
  const findings = found.map((raw) => finished(raw, regulation.readings))
  return [...findings, ...idleReadings(regulation.readings, findings).map((raw) => finished(raw, []))]
}

/** Whether every finding has a decided reading; what `regulation check` answers with its exit code. */
export function allDecided(findings: readonly Finding[]): boolean {
  return findings.every((finding) => finding.reading !== null)
}

function finished(raw: Raw, readings: readonly DecidedReading[]): Finding {
  const path = raw.path ?? []
  const facts = { subject: raw.subject, path: path.join(' → '), ...raw.facts }
  return {
    kind: 'finding',
    code: raw.code,
    subject: raw.subject,
    item: raw.source?.item ?? '',
    path,
    source: raw.source,
    text: { kk: inLanguage(raw.code, facts, 'kk'), ru: inLanguage(raw.code, facts, 'ru'), en: inLanguage(raw.code, facts, 'en') },
    reading: readings.find((each) => each.code === raw.code && each.subject === raw.subject) ?? null,
  }
}

function inLanguage(code: FindingCode, facts: Readonly<Record<string, string | LocalText>>, language: 'kk' | 'ru' | 'en'): string {
  const values = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? fact : fact[language]]))
  return fillString(FINDINGS[code][language], values)
}

function gapFinding(gap: TextGap): Raw {
  return { code: 'text-gap', subject: gap.id, source: gap.source, facts: { written: gap.text } }
}

function dateFindings(regulation: Regulation): readonly Raw[] {
  const { act } = regulation
  const unknown = (['registeredOn', 'publishedOn'] as const).filter((name) => act[name] === 'unknown')
  return unknown.map((name) => ({ code: 'date-unknown', subject: name, source: act.source, facts: { date: DATES[name] } }))
}

function annexFinding(annex: Annex): readonly Raw[] {
  if (annex.citedAs === annex.headedAs) return []
  return [
    {
      code: 'annex-headed-otherwise',
      subject: annex.id,
      source: annex.source,
      facts: { number: String(annex.number), cited: OWNERS[annex.citedAs], headed: OWNERS[annex.headedAs] },
    },
  ]
}

function abbreviationFindings(abbreviations: readonly Abbreviation[]): readonly Raw[] {
  const shorts = [...new Set(abbreviations.map((each) => each.short))]
  const twice = shorts.flatMap((short): Raw[] => {
    const rows = abbreviations.filter((each) => each.short === short)
    return rows.length < 2
      ? []
      : [
          {
            code: 'abbreviation-defined-twice',
            subject: short,
            source: rows[1]!.source,
            facts: { items: rows.map((row) => row.source.item).join('; ') },
          },
        ]
  })
  const many = abbreviations.flatMap((each): Raw[] =>
    each.covers.length < 2
      ? []
      : [{ code: 'abbreviation-covers-many', subject: each.short, source: each.source, facts: { covers: each.covers.join(', ') } }],
  )
  return [...twice, ...many]
}

function unitFindings(unit: Unit, regulation: Regulation): readonly Raw[] {
  const used = regulation.variants.some((variant) => tablesOf(variant).some((table) => table.steps.some((step) => step.unit === unit.id)))
  const listed: Raw[] =
    unit.kind === 'outside' && unit.listedAs === 'provider'
      ? [{ code: 'outside-body-listed-as-provider', subject: unit.id, source: unit.source }]
      : []
  return used ? listed : [...listed, { code: 'unit-not-used', subject: unit.id, source: unit.source }]
}

function tablesOf(variant: Variant): readonly Table[] {
  return [
    ...variant.views.map((view) => ({ name: `${variant.id}/${view.id}`, kind: 'view' as const, steps: view.steps, source: view.source })),
    { name: `${variant.id}/procedure`, kind: 'procedure', steps: variant.procedure.steps, source: variant.procedure.source },
  ]
}

function variantFindings(variant: Variant, regulation: Regulation): readonly Raw[] {
  return [
    ...termFindings(variant, regulation),
    ...tablesOf(variant).flatMap((table) => [
      ...soundness(table),
      ...timeFindings(table),
      ...table.steps.flatMap((step) => stepFindings(step, table)),
    ]),
  ]
}

function termFindings(variant: Variant, regulation: Regulation): readonly Raw[] {
  const sum = sumOfTable(variant.procedure.steps)
  if (variant.term === null)
    return [{ code: 'no-total-term', subject: variant.id, source: variant.procedure.source, facts: { sum: sumText(sum) } }]
  if (!exceeds(sum, variant.term.duration, regulation.authority.officeHours)) return []
  return [
    {
      code: 'steps-exceed-term',
      subject: variant.id,
      source: variant.term.source,
      facts: { sum: sumText(sum), term: termText(variant.term.duration) },
      path: variant.procedure.steps.map((step) => step.id),
    },
  ]
}

/** Sound: every step can be reached from the first, and from every one the end can be reached. */
function soundness(table: Table): readonly Raw[] {
  const paths = pathsOf(table.steps)
  return table.steps.flatMap((step): Raw[] => {
    const subject = `${table.name}/${step.id}`
    const way = paths.from.get(step.id)
    if (way === undefined) return [{ code: 'unreachable-step', subject, source: step.source, path: [step.id] }]
    return paths.ending.has(step.id) ? [] : [{ code: 'no-way-out', subject, source: step.source, path: way }]
  })
}

function timeFindings(table: Table): readonly Raw[] {
  if (table.kind === 'view')
    return table.steps.every((step) => step.time === null)
      ? [{ code: 'view-without-times', subject: table.name, source: table.source }]
      : []
  const units = table.steps.flatMap((step) => step.time?.duration.unit ?? [])
  if (!units.includes('workingDays')) return []
  return table.steps.flatMap((step): Raw[] =>
    step.time?.duration.unit === 'calendarDays'
      ? [{ code: 'calendar-days-among-working-days', subject: step.id, source: step.source }]
      : [],
  )
}

const PAYMENT_NOTICE = 'noticeNotPaid'

function stepFindings(step: Step, table: Table): readonly Raw[] {
  const findings: Raw[] = []
  const paymentNotice = (step.written?.action ?? step.action) === PAYMENT_NOTICE && !table.steps.some((each) => each.action === 'pay')
  const subject = `${table.name}/${step.id}`
  if (paymentNotice) findings.push({ code: 'payment-notice-without-payment', subject, source: step.source })
  else if (step.written !== undefined && step.time?.duration.unit !== 'calendarDays')
    findings.push({ code: 'written-differs', subject, source: step.source, facts: { written: step.written.text } })
  if (step.action === 'approve' && !step.next.some((row) => row.when === 'late'))
    findings.push({ code: 'no-silence-rule', subject: step.id, source: step.source })
  if (step.returnTo !== undefined)
    findings.push({ code: 'return-not-in-act', subject: step.id, source: step.source, facts: { to: step.returnTo } })
  return findings
}

/** A reading that answers no finding is itself one: the text or the checker changed under it. */
function idleReadings(readings: readonly DecidedReading[], findings: readonly Finding[]): readonly Raw[] {
  return readings
    .filter((reading) => !findings.some((finding) => finding.code === reading.code && finding.subject === reading.subject))
    .map((reading) => ({ code: 'reading-without-finding', subject: `${reading.code} ${reading.subject}`, source: reading.source }))
}
