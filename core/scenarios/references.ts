// What a scenario names must be in its act: one about a step that is not there would prove nothing.
import { fillText } from '@ruqsat/foundation'
import {
  isCorrectable,
  isTyped,
  anyOf,
  editionsOf,
  packageError,
  type DatedEdition,
  type FilePlace,
  type Loaded,
  type PackageError,
  type Regulation,
  type StaffRole,
  type Variant,
} from '@ruqsat/law'
import type { Fact, Scenario, ScenarioAnswer } from './grammar.ts'
import texts from './texts.yaml'

/** What a scenario names and the package does not have, by line: variants, channels, steps and grounds, and a day on which no edition holds. */
export function strangersIn(loaded: Loaded, scenario: Scenario): readonly PackageError[] {
  const editions = editionsFor(scenario, editionsOf(loaded))
  if (editions.length === 0) return [outsideOfAll(loaded, scenario)]
  const strangers = editions.flatMap(({ edition }) => strangersInEdition(edition.regulation, scenario))
  return strangers.filter(
    ({ line, found }, place) => strangers.findIndex((each) => each.line === line && each.found.en === found.en) === place,
  )
}

/** The edition of the day that a scenario is about; one that is about no day holds in each. */
export function editionsFor({ given: { on } }: Scenario, editions: readonly DatedEdition[]): readonly DatedEdition[] {
  return editions.filter(({ from, to }) => on === null || ((from === null || from <= on) && (to === null || on <= to)))
}

function outsideOfAll(loaded: Loaded, { given, path }: Scenario): PackageError {
  const editions = editionsOf(loaded)
  const days = { from: editions[0]!.from ?? '…', to: editions.at(-1)!.to ?? '…' }
  return packageError(
    'wrong-value',
    { file: path, line: given.line, column: 1 },
    null,
    fillText(texts.references.days, days),
    given.on ?? '',
  )
}

function strangersInEdition(regulation: Regulation, { given, lines, path }: Scenario): readonly PackageError[] {
  const variant = regulation.variants.find(({ id }) => id === given.variant)
  const stranger = (line: number, known: readonly string[], id: string) =>
    known.includes(id) ? [] : [packageError('unknown-reference', { file: path, line, column: 1 }, null, anyOf(known), id)]
  if (variant === undefined) return stranger(given.line, idsOf(regulation.variants), given.variant)
  const outside = stranger(given.line, idsOf(variant.views), given.view)
  if (outside.length > 0) return outside
  return lines.flatMap(({ line, fact }) => {
    const { known, ids } = namedIn(fact, variant, given.view)
    const undated =
      fact.kind === 'answers' && given.on === null
        ? [packageError('missing-key', { file: path, line: given.line, column: 1 }, null, texts.references.aDay, given.text)]
        : []
    const unit = fact.kind === 'action' && fact.unit !== null ? stranger(line, unitsOf(regulation, fact.role), fact.unit) : []
    const inLists = fact.kind === 'answers' ? listFaults(fact.values, variant, { file: path, line, column: 1 }) : []
    return [...undated, ...unit, ...ids.flatMap((id) => stranger(line, known, id)), ...inLists]
  })
}

/** A list is answered by its entries and their questions, anything else by one text. */
function listFaults(values: Readonly<Record<string, ScenarioAnswer>>, variant: Variant, place: FilePlace): readonly PackageError[] {
  const fields = variant.form.sections.flatMap((section) => section.fields)
  return Object.entries(values).flatMap(([id, value]): readonly PackageError[] => {
    const type = fields.find((field) => field.id === id)?.type
    if (type === undefined) return []
    if ((type.kind === 'list') !== (typeof value !== 'string')) {
      const expected = type.kind === 'list' ? texts.references.entries : texts.references.oneAnswer
      return [packageError('wrong-value', place, null, fillText(expected, { field: id }), id)]
    }
    if (type.kind !== 'list' || typeof value === 'string') return []
    const known = idsOf(type.fields)
    const strangers = value.flatMap((entry) => Object.keys(entry)).filter((question) => !known.includes(question))
    return [...new Set(strangers)].map((question) => packageError('unknown-reference', place, null, anyOf(known), `${id} (${question})`))
  })
}

function unitsOf({ units }: Regulation, role: StaffRole): readonly string[] {
  return idsOf(units.filter((unit) => unit.role === role))
}

function namedIn(fact: Fact, variant: Variant, viewId: string): { readonly ids: readonly string[]; readonly known: readonly string[] } {
  if (fact.kind === 'action' && fact.action.verb === 'does not accept')
    return { ids: fact.action.groundIds, known: idsOf(variant.nonAcceptance?.grounds ?? []) }
  if (fact.kind === 'action' && fact.action.verb === 'asks to correct')
    return {
      ids: fact.action.missing,
      known: idsOf([...variant.form.sections.flatMap(({ fields }) => fields.filter(isCorrectable)), ...variant.documents]),
    }
  if (fact.kind === 'answers')
    return {
      ids: Object.keys(fact.values),
      known: idsOf(variant.form.sections.flatMap(({ fields }) => fields.filter((field) => isTyped(field)))),
    }
  if (fact.kind === 'action') return { ids: 'draft' in fact.action ? fact.action.draft.groundIds : [], known: idsOf(variant.grounds) }
  const inChannel = fact.kind === 'passed' || fact.kind === 'viewAt'
  const { steps } = inChannel ? variant.views.find(({ id }) => id === viewId)! : variant.procedure
  return { ids: 'step' in fact ? [fact.step] : [], known: idsOf(steps) }
}

function idsOf(items: readonly { readonly id: string }[]): readonly string[] {
  return items.map(({ id }) => id)
}
