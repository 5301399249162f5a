import { LANGUAGES, type Language, type LocalText, type Source } from '@ruqsat/foundation'
import { ACTION_RULES, RETURNING_ACTIONS, type ActionRule } from '../package/actions.ts'
import { NO_AUTHORITY, NO_COMPLAINT, NO_PROCEDURE } from '../package/stand-ins.ts'
import type { Parts } from '../package/parts.ts'
import { CONTRADICTION_CONDITIONS, TIMED_OUTCOMES } from '../package/model.ts'
import type { ApplicantKind, Field, Regulation, Step, Transcript, Unit, Variant, View } from '../package/model.ts'
import { noticeFaults } from '../package/notices.ts'
import { anyOf, NOTHING, packageError, t, type PackageError, type PackageErrorCode, type Place } from '../package/errors.ts'
import { checkHours, checkRegistration } from './runnable.ts'
import { surelyLonger, termText } from '../tables/sums.ts'
import { firstDraftStep, isWalkable, stepsAhead } from '../package/walk.ts'
import texts from '../texts.yaml'

type Check = {
  readonly regulation: Regulation
  readonly units: ReadonlyMap<string, Unit>
  readonly laws: ReadonlySet<string>
  /** Reports at a key of an object that came from a file. */
  readonly report: (code: PackageErrorCode, owner: object, key: string, expected: LocalText, found: LocalText | string) => void
}

/** How the files of a package refer to each other. Everything that the engine and the pages rely on without looking again is refused here. */
export function crossCheck(regulation: Regulation, parts: Parts): readonly PackageError[] {
  const errors: PackageError[] = []
  const check: Check = {
    regulation,
    units: new Map(regulation.units.map((unit) => [unit.id, unit])),
    laws: new Set([regulation.id, ...regulation.laws.map((law) => law.id)]),
    report: (code, owner, key, expected, found) => {
      const known = parts.places.get(owner)
      const place: Place = known?.keys[key] ?? known?.self ?? { file: 'act.yaml', line: 1, column: 1 }
      const item = (owner as { readonly source?: Source }).source?.item ?? known?.item ?? null
      const error = packageError(code, place, item, expected, found)
      // A time without a source of its own has the step's: one fault, told once.
      if (!errors.some((told) => isSame(told, error))) errors.push(error)
    },
  }
  checkAct(check)
  checkNeeded(check)
  checkFiles(check, parts)
  for (const transcript of regulation.transcripts) checkTranscript(check, transcript)
  unique(check, regulation.notices ?? [])
  for (const { notice, key, code, expected, found } of noticeFaults(regulation)) check.report(code, notice, key, expected, found)
  for (const variant of regulation.variants) checkVariant(check, variant)
  checkSources(check, regulation)
  checkFilledIn(check)
  checkHours(regulation, check.report)
  // Only a table whose rows lead somewhere can be gone along.
  if (errors.length === 0)
    for (const variant of regulation.variants) {
      checkWay(check, variant)
      checkRegistration(variant, check.report)
    }
  return errors
}

function checkAct(check: Check): void {
  const { regulation } = check
  unique(check, regulation.units)
  unique(check, regulation.laws)
  unique(check, regulation.variants)
  unique(check, regulation.act.gaps)
  unique(check, regulation.act.annexes)
  for (const law of regulation.laws) if (law.id === regulation.id) check.report('duplicate-id', law, 'id', DIFFERENT, law.id)
  for (const unit of regulation.units) {
    if ((unit.kind === 'system' || unit.kind === 'applicant') && unit.role !== null)
      check.report('role-on-system', unit, 'role', texts.crossCheck.noRole, unit.role)
  }
}

/** Only an act of which nothing but annexes is at hand goes without an authority and all that belongs to executing it. */
function checkNeeded(check: Check): void {
  const { regulation } = check
  if (regulation.variants.length === 0) return
  const absent = [
    ...(regulation.authority === NO_AUTHORITY ? ['authority'] : []),
    ...(regulation.applicants.length === 0 ? ['applicants'] : []),
    ...(regulation.conventions.length === 0 ? ['conventions'] : []),
    ...(regulation.complaint === NO_COMPLAINT ? ['complaint'] : []),
  ]
  for (const name of absent) check.report('missing-key', regulation, name, t(name, name, name), NOTHING)
}

/** A transcript's rows are read as steps of the tables that it writes about, by units and systems that the package knows. */
function checkTranscript(check: Check, transcript: Transcript): void {
  const variants = check.regulation.variants.map((variant) => variant.id)
  for (const id of transcript.variants)
    if (!variants.includes(id)) check.report('unknown-reference', transcript, 'variants', anyOf(variants), id)
  const steps = new Set(
    check.regulation.variants
      .filter((variant) => transcript.variants.includes(variant.id))
      .flatMap((variant) =>
        transcript.of === 'procedure' ? variant.procedure.steps : (variant.views.find((view) => view.id === transcript.of)?.steps ?? []),
      )
      .map((step) => step.id),
  )
  const numbers = transcript.rows.flatMap(({ number }) => (number === null ? [] : [number]))
  if (transcript.cutAfter !== null && !numbers.includes(transcript.cutAfter))
    check.report('unknown-reference', transcript, 'cutAfter', anyOf(numbers), transcript.cutAfter)
  for (const row of transcript.rows) {
    if (row.step !== null && !steps.has(row.step)) check.report('unknown-next', row, 'step', anyOf([...steps]), row.step)
    if (row.unit !== null && !check.units.has(row.unit)) check.report('unknown-unit', row, 'unit', anyOf([...check.units.keys()]), row.unit)
    if (row.next.kind !== 'steps') continue
    for (const next of row.next.rows)
      if (next.to !== 'end' && !steps.has(next.to)) check.report('unknown-next', row, 'next', anyOf([...steps, 'end']), next.to)
  }
}

/** Every view and procedure belongs to a variant, stands in the file that its contents name, and stands there once. */
function checkFiles(check: Check, parts: Parts): void {
  const variants = check.regulation.variants.map((variant) => variant.id)
  for (const { path, value } of parts.variant) named(check, path, value, 'id', `variants/${text(value, 'id')}.yaml`)
  for (const { path, value } of parts.view) {
    const { variant, variants: shared } = value as { readonly variant?: string; readonly variants?: readonly string[] }
    const strangers = [...(shared ?? []), ...(variant === undefined ? [] : [variant])].filter((each) => !variants.includes(each))
    if ((variant === undefined) === (shared === undefined))
      check.report('missing-key', value as object, 'id', anyOf(['variant', 'variants']), NOTHING)
    else if (strangers.length > 0)
      check.report('unknown-reference', value as object, variant === undefined ? 'variants' : 'variant', anyOf(variants), strangers[0]!)
    else
      named(
        check,
        path,
        value,
        'id',
        variant === undefined ? `views/${text(value, 'id')}.yaml` : `views/${variant}.${text(value, 'id')}.yaml`,
      )
  }
  for (const { path, value } of parts.transcript) named(check, path, value, 'id', `transcript/${text(value, 'id')}.yaml`)
  for (const { path, value } of parts.procedure) {
    if (!variants.includes(text(value, 'variant')))
      check.report('unknown-reference', value as object, 'variant', anyOf(variants), text(value, 'variant'))
    else named(check, path, value, 'variant', `procedure/${text(value, 'variant')}.yaml`)
  }
}

function named(check: Check, path: string, value: unknown, key: string, expected: string): void {
  if (path !== expected) check.report('unknown-file', value as object, key, t(expected, expected, expected), path)
}
function text(value: unknown, key: string): string {
  return String((value as Record<string, unknown>)[key])
}

function checkVariant(check: Check, variant: Variant): void {
  unique(check, variant.requirements)
  unique(check, variant.documents)
  unique(check, variant.grounds)
  checkForm(check, variant)
  const provable = [...variant.requirements, ...variant.grounds].map(({ id }) => id)
  for (const slot of variant.documents) {
    checkOnlyFor(check, slot)
    for (const id of slot.proves ?? []) if (!provable.includes(id)) check.report('unknown-reference', slot, 'proves', anyOf(provable), id)
  }
  checkResults(check, variant)
  if (variant.procedure === NO_PROCEDURE)
    check.report(
      'missing-file',
      variant,
      'id',
      t(`procedure/${variant.id}.yaml`, `procedure/${variant.id}.yaml`, `procedure/${variant.id}.yaml`),
      NOTHING,
    )
  else checkSteps(check, variant.procedure.steps, 'procedure')
  for (const step of variant.offered ? variant.procedure.steps : [])
    if (step.splits === true || step.joins === true)
      check.report(
        'parallel-not-offered',
        step,
        step.splits === true ? 'splits' : 'joins',
        texts.crossCheck.aProcedureWithoutParallelBranches,
        step.id,
      )
  if (variant.offered && !variant.views.some((view) => view.offered))
    check.report('unknown-reference', variant, 'offered', texts.crossCheck.atLeastOneOfferedView, NOTHING)
  for (const view of variant.views) {
    checkSteps(check, view.steps, 'view')
    checkFee(check, variant, view.steps, view)
  }
  const channels = variant.views.filter(({ id }, index) => variant.views.findIndex((view) => view.id === id) === index)
  for (const view of variant.views)
    if (!channels.includes(view)) check.report('duplicate-key', view, 'id', ONE_TABLE, `${variant.id}/${view.id}`)
  uniqueWords(check, [
    ...channels.flatMap((view) => view.steps.map((step) => [step, `${view.id}/${step.id}`] as const)),
    ...variant.procedure.steps.map((step) => [step, step.id] as const),
  ])
}

function checkForm(check: Check, variant: Variant): void {
  const fields = variant.form.sections.flatMap((section) => section.fields)
  unique(check, variant.form.sections)
  unique(check, fields)
  unique(check, variant.form.statements)
  for (const field of fields) {
    checkOnlyFor(check, field)
    checkFieldType(check, field)
    checkContradictions(check, field, variant)
  }
}

function checkFieldType(check: Check, field: Field): void {
  if (field.type.kind === 'number' && field.type.min > field.type.max)
    check.report('impossible-range', field, 'type', texts.crossCheck.minMax, `${field.type.min} > ${field.type.max}`)
  if (field.type.kind === 'choice') unique(check, field.type.options)
}

/** A contradiction names a requirement of the variant and one condition that the field's type can meet. */
function checkContradictions(check: Check, field: Field, variant: Variant): void {
  const requirements = variant.requirements.map(({ id }) => id)
  for (const each of field.contradicts ?? []) {
    if (!requirements.includes(each.requirement))
      check.report('unknown-reference', each, 'requirement', anyOf(requirements), each.requirement)
    const { kind } = field.type
    const possible = CONDITIONS_OF[kind]
    const given = CONTRADICTION_CONDITIONS.filter((condition) => each[condition] !== undefined)
    if (given.length !== 1 || !possible.includes(given[0]!))
      check.report(
        'contradiction-impossible',
        each,
        'requirement',
        possible.length === 0 ? NOT_HERE : anyOf(possible),
        `${kind}: ${given.join(', ')}`,
      )
    const answers = field.type.kind === 'choice' ? field.type.options.map(({ id }) => id) : ['yes', 'no']
    for (const answer of each.answers ?? [])
      if (possible.includes('answers') && !answers.includes(answer))
        check.report('unknown-reference', each, 'answers', anyOf(answers), answer)
  }
}

const CONDITIONS_OF: Readonly<Record<Field['type']['kind'], readonly (typeof CONTRADICTION_CONDITIONS)[number][]>> = {
  choice: ['answers'],
  yesNo: ['answers'],
  number: ['below', 'above'],
  date: ['youngerThanYears'],
  text: [],
  iin: [],
  bin: [],
}
const NOT_HERE = texts.crossCheck.notHere

function checkOnlyFor(check: Check, item: { readonly onlyFor?: ApplicantKind }): void {
  const kinds = check.regulation.applicants.map((applicant) => applicant.kind)
  if (item.onlyFor !== undefined && !kinds.includes(item.onlyFor))
    check.report('not-an-applicant', item, 'onlyFor', anyOf(kinds), item.onlyFor)
}

function checkResults(check: Check, variant: Variant): void {
  const files = check.regulation.templates.map((template) => template.file)
  for (const result of [variant.results.grant, variant.results.refuse]) {
    if (!files.includes(result.template)) check.report('unknown-template', result, 'template', anyOf(files), result.template)
  }
}

/** A fee needs a step that takes it in each electronic view, and a step that takes money needs a fee. A desk may take a receipt instead. */
function checkFee(check: Check, variant: Variant, steps: readonly Step[], view: { readonly id: string }): void {
  const pay = steps.find((step) => step.action === 'pay')
  if (variant.fee !== null && pay === undefined && view.id === 'portal')
    check.report('fee-without-payment', view, 'steps', texts.crossCheck.aPayStep, `fee ${variant.fee.mciRate} MCI`)
  if (variant.fee === null && pay !== undefined)
    check.report('payment-without-fee', pay, 'action', texts.crossCheck.aFeeOfTheVariant, pay.id)
}

function checkSteps(check: Check, steps: readonly Step[], place: 'view' | 'procedure'): void {
  const ids = steps.map((step) => step.id)
  for (const step of steps) {
    const rule: ActionRule = ACTION_RULES[step.action]
    if (rule.place !== place)
      check.report(
        'action-not-here',
        step,
        'action',
        anyOf(Object.entries(ACTION_RULES).flatMap(([action, each]) => (each.place === place ? [action] : []))),
        step.action,
      )
    if (rule.shape !== step.shape) check.report('wrong-shape', step, 'shape', anyOf([rule.shape]), step.shape)
    checkUnit(check, step, place)
    checkNext(check, step, rule, ids)
    checkWithin(check, step)
    checkReturn(check, step, steps)
  }
}

function checkUnit(check: Check, step: Step, place: 'view' | 'procedure'): void {
  const unit = check.units.get(step.unit)
  if (unit === undefined) return check.report('unknown-unit', step, 'unit', anyOf([...check.units.keys()]), step.unit)
  if (place === 'procedure' && unit.role === null)
    check.report('unit-without-role', step, 'unit', texts.crossCheck.aUnitThatHasA, step.unit)
}

function checkNext(check: Check, step: Step, rule: ActionRule, ids: readonly string[]): void {
  const allowed = [...rule.needs, ...rule.may]
  const covered = step.next.map((row) => row.when)
  if (step.splits === true && covered.every((each) => each === undefined)) return checkTargets(check, step, ids)
  step.next.forEach((row, index) => {
    if (row.to !== 'end' && !ids.includes(row.to)) check.report('unknown-next', row, 'to', anyOf([...ids, 'end']), row.to)
    if (row.when !== undefined && !allowed.includes(row.when)) check.report('extra-outcome', row, 'when', anyOf(allowed), row.when)
    if (covered.indexOf(row.when) !== index)
      check.report('duplicate-id', row, row.when === undefined ? 'to' : 'when', DIFFERENT, row.when ?? row.to)
  })
  if (covered.includes(undefined) && rule.shape === 'process') return
  for (const outcome of rule.needs)
    if (!covered.includes(outcome))
      check.report('missing-outcome', step, 'next', t(`when: ${outcome}`, `when: ${outcome}`, `when: ${outcome}`), outcomesOf(covered))
}

function outcomesOf(covered: readonly (string | undefined)[]): LocalText {
  const named = covered.map((each) => (each === undefined ? NO_CONDITION : t(each, each, each)))
  const inLanguage = (language: Language) => [...new Set(named.map((each) => each[language]))].join(', ')
  return t(inLanguage('kk'), inLanguage('ru'), inLanguage('en'))
}

/** An outcome's own time stands at an outcome that somebody finds, and is no longer than the step's. */
function checkWithin(check: Check, step: Step): void {
  const timed: readonly (string | undefined)[] = TIMED_OUTCOMES
  for (const row of step.next) {
    if (row.within === undefined) continue
    const { duration } = row.within
    if (!timed.includes(row.when))
      check.report('outcome-not-timed', row, 'within', anyOf(TIMED_OUTCOMES.map((each) => `when: ${each}`)), row.when ?? NO_CONDITION)
    else if (step.time !== null && surelyLonger(duration, step.time.duration, check.regulation.authority.officeHours))
      check.report('outcome-time-too-long', row, 'within', termText(step.time.duration), termText(duration))
  }
}

function checkTargets(check: Check, step: Step, ids: readonly string[]): void {
  for (const row of step.next)
    if (row.to !== 'end' && !ids.includes(row.to)) check.report('unknown-next', row, 'to', anyOf([...ids, 'end']), row.to)
}

function checkReturn(check: Check, step: Step, steps: readonly Step[]): void {
  if (step.returnTo === undefined) return
  const earlier = stepsLeadingTo(step, steps)
  if (!RETURNING_ACTIONS.includes(step.action)) check.report('wrong-return', step, 'returnTo', anyOf([...RETURNING_ACTIONS]), step.action)
  else if (!earlier.includes(step.returnTo)) check.report('wrong-return', step, 'returnTo', anyOf(earlier), step.returnTo)
}

/** Ids of the other steps from which a path leads to this one, in the order of the table. */
function stepsLeadingTo(step: Step, steps: readonly Step[]): readonly string[] {
  const leading = new Set([step.id])
  for (let before = 0; before < leading.size;) {
    before = leading.size
    for (const { id, next } of steps) if (next.some(({ to }) => leading.has(to))) leading.add(id)
  }
  return steps.map(({ id }) => id).filter((id) => id !== step.id && leading.has(id))
}

/** Every `source` anywhere cites this act or a law of the list. */
function checkSources(check: Check, value: unknown): void {
  if (Array.isArray(value)) return value.forEach((each) => checkSources(check, each))
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    const source = child as Partial<Source>
    if (key === 'source' && typeof source.act === 'string' && source.act !== NO_PROCEDURE.source.act && !check.laws.has(source.act))
      check.report('unknown-law', source, 'act', anyOf([...check.laws]), source.act)
    else checkSources(check, child)
  }
}

const OWN_TEXT = texts.crossCheck.ownText
/** How `regulation new` begins what is left to the writer. */
const LEFT = /^(ТОЛТЫРЫҢЫЗ|ЗАПОЛНИТЕ|FILL IN)(?!\p{L})/u

/** Nothing that `regulation new` left to fill in comes before an applicant. */
function checkFilledIn(check: Check): void {
  const { variants, ...act } = check.regulation
  const offered = variants.filter((variant) => variant.offered)
  if (offered.length > 0) for (const text of localTexts([act, offered])) checkLeft(check, text)
}

function checkLeft(check: Check, text: LocalText): void {
  const language = LANGUAGES.find((each) => LEFT.test(text[each]))
  if (language !== undefined) check.report('left-to-fill-in', text, language, OWN_TEXT, `"${text[language]}"`)
}

function isLocalText(value: object): value is LocalText {
  return Object.keys(value).length === LANGUAGES.length && LANGUAGES.every((language) => typeof (value as LocalText)[language] === 'string')
}

function localTexts(value: unknown): readonly LocalText[] {
  if (typeof value !== 'object' || value === null) return []
  return isLocalText(value) ? [value] : Object.values(value).flatMap(localTexts)
}

/** What a person's own browser can be led along. */
const WALK = texts.crossCheck.walk

/** A table that never comes to its registration is the checker's matter; here is one that comes there on a way that has no pages. */
function checkWay(check: Check, variant: Variant): void {
  for (const view of variant.offered ? variant.views : []) {
    if (!view.offered || view.id !== 'portal') continue
    const last = stepsAhead(view, firstDraftStep(view).id).at(-1)
    if (last?.action === 'registerRequest' && !isWalkable(view)) check.report('portal-not-walkable', view, 'steps', WALK, mainWay(view))
  }
}

function mainWay(view: View): string {
  return stepsAhead(view, firstDraftStep(view).id)
    .map(({ action }) => action)
    .join(' → ')
}

function isSame(left: PackageError, right: PackageError): boolean {
  const place = ({ code, file, line, column, found }: PackageError) => [code, file, line, column, found.en].join(' ')
  return place(left) === place(right)
}

const NO_CONDITION = texts.crossCheck.noCondition
const ONE_TABLE = texts.crossCheck.oneTable
const DIFFERENT = texts.crossCheck.different

function unique(check: Check, items: readonly { readonly id: string }[]): void {
  uniqueWords(
    check,
    items.map((item) => [item, item.id] as const),
  )
}
function uniqueWords(check: Check, items: readonly (readonly [object, string])[]): void {
  const seen = new Set<string>()
  for (const [item, word] of items) {
    if (seen.has(word)) check.report('duplicate-id', item, 'id', DIFFERENT, word)
    seen.add(word)
  }
}
