import { sourceText } from '@ruqsat/foundation'
import { OWNERS } from '../findings.ts'
import type { Annex } from '../../package/model.ts'
import type { Abbreviation } from '../../package/model.ts'
import { listText, systemWithId, type Context, type Raw } from './context.ts'

// What the act's own words say about themselves: gaps, annexes, abbreviations, things said twice.

export function gaps({ regulation }: Context): readonly Raw[] {
  return regulation.act.gaps.map((gap) => ({ code: 'text-gap', subject: gap.id, source: gap.source, facts: { written: gap.text } }))
}

export function annexes({ regulation }: Context): readonly Raw[] {
  return regulation.act.annexes.filter((annex) => annex.citedAs !== annex.headedAs).map(annexFinding)
}

function annexFinding(annex: Annex): Raw {
  return {
    code: 'annex-headed-otherwise',
    subject: annex.id,
    source: annex.source,
    facts: { number: String(annex.number), cited: OWNERS[annex.citedAs], headed: OWNERS[annex.headedAs] },
  }
}

export function abbreviations(context: Context): readonly Raw[] {
  const all = context.regulation.abbreviations
  return [...definedTwice(all), ...all.flatMap((each) => abbreviationFindings(each, context))]
}

function definedTwice(all: readonly Abbreviation[]): readonly Raw[] {
  const defined = all.filter((each) => each.defined)
  const shorts = [...new Set(defined.map((each) => each.short))]
  return shorts.flatMap((short): Raw[] => {
    const rows = defined.filter((each) => each.short === short)
    const items = rows.map((row) => sourceText(row.source)).join('; ')
    return rows.length < 2 ? [] : [{ code: 'abbreviation-defined-twice', subject: short, source: rows[1]!.source, facts: { items } }]
  })
}

function abbreviationFindings(each: Abbreviation, context: Context): readonly Raw[] {
  const { short: subject, source } = each
  const findings: Raw[] = []
  if (each.covers.length > 1)
    findings.push({ code: 'abbreviation-covers-many', subject, source, facts: { covers: each.covers.join(', ') } })
  if (!each.defined) findings.push({ code: 'abbreviation-undefined', subject, source })
  if (!each.used) findings.push({ code: 'abbreviation-unused', subject, source })
  if (each.forms.length > 0) {
    const forms = each.forms.map((form) => `${form.written} (${sourceText(form)})`).join(', ')
    findings.push({ code: 'abbreviation-spelled-otherwise', subject, source, facts: { forms } })
  }
  if (each.system !== null && each.definedAs !== null && each.definedAs !== each.system)
    findings.push({
      code: 'abbreviation-defines-other',
      subject,
      source,
      facts: { system: systemWithId(each.system, context), other: systemWithId(each.definedAs, context) },
    })
  return findings
}

/** What the act says about one matter in several places must be one thing. */
export function statedFacts({ regulation }: Context): readonly Raw[] {
  const matters = [...new Set(regulation.act.stated.map((fact) => fact.about))]
  return matters.flatMap((about): Raw[] => {
    const facts = regulation.act.stated.filter((fact) => fact.about === about)
    if (new Set(facts.map((fact) => fact.value)).size < 2) return []
    const other = facts.find((fact) => fact.value !== facts[0]!.value)!
    const said = listText(
      facts.map((fact) => listText([fact.text, ` (${sourceText(fact.source)})`], '')),
      '; ',
    )
    return [{ code: 'stated-otherwise', subject: about, source: other.source, facts: { said } }]
  })
}

export function numberedLists({ regulation }: Context): readonly Raw[] {
  return regulation.act.lists.flatMap((list): Raw[] => {
    const twice = list.numbers.filter(
      (number, index) => list.numbers.indexOf(number) === index && list.numbers.lastIndexOf(number) !== index,
    )
    if (twice.length === 0) return []
    return [{ code: 'number-twice', subject: list.id, source: list.source, facts: { list: list.name, number: twice.join(', ') } }]
  })
}

/** A number between the first and the last that the list leaves out; inserted numbers (`3-1`) are not counted. */
export function skippedNumbers({ regulation }: Context): readonly Raw[] {
  return regulation.act.lists.flatMap(({ id, name, numbers, source }): Raw[] => {
    const counted = numbers.map((number) => /^\d+(?=\D?$)/.exec(number)?.[0]).flatMap((each) => (each === undefined ? [] : Number(each)))
    const missing = Array.from({ length: Math.max(0, ...counted) }, (_, at) => at + 1).filter((number) => !counted.includes(number))
    return missing.length === 0 ? [] : [{ code: 'number-skipped', subject: id, source, facts: { list: name, number: missing.join(', ') } }]
  })
}

/** Protection is owed to the applicant, never by the applicant. */
export function duties({ regulation, units }: Context): readonly Raw[] {
  return regulation.act.duties
    .filter((duty) => duty.kind === 'protection' && (duty.bearer === 'applicant' || units.get(duty.bearer)?.kind === 'applicant'))
    .map((duty) => ({ code: 'duty-on-applicant', subject: duty.id, source: duty.source, facts: { written: duty.text } }))
}
