// What registers are asked: about something that is known by then, at a step that asks, with answers that can be judged.
import { NOTHING } from '../package/errors.ts'
import { canonicalJson } from '@ruqsat/foundation'
import type { ApplicantKind, Field, Regulation, RegisterQuestion, Step, Variant } from '../package/model.ts'
import { appliesTo } from '../package/steps.ts'
import { isElectronic } from '../package/systems.ts'
import { firstDraftStep, stepsAhead } from '../package/walk.ts'
import { contradictionProblems, typeProblems } from './form-problems.ts'
import { idsOf, problem, problemIf, strangers, twins, type Problem } from './problem.ts'
import texts from '../texts.yaml'

const WORDS = texts.registerProblems

export function registerProblems(regulation: Regulation, variant: Variant): readonly Problem[] {
  const { registers = [], views } = variant
  const asking = views.flatMap(({ steps }) => steps.filter(({ action }) => action === 'askRegisters'))
  const kinds = regulation.applicants.map(({ kind }) => kind)
  return [
    ...registers.flatMap((question) => [
      ...strangers('not-an-applicant', question, 'onlyFor', kinds, [question.onlyFor]),
      ...questionProblems(question, variant),
      ...problemIf(
        !asking.some(({ asks = [] }) => asks.includes(question.system)),
        ...(['question-not-asked', question, 'system', WORDS.askingStep, question.system] as const),
      ),
    ]),
    ...variant.form.sections.flatMap(({ fields }) => fields).flatMap((field) => answeredProblems(field, variant, kinds)),
    ...registers.flatMap((question, place) =>
      problemIf(
        registers.slice(0, place).some((each) => meet(each, question)),
        ...(['duplicate-id', question, 'system', WORDS.oneQuestion, question.system] as const),
      ),
    ),
  ]
}

/**
 * What a register answers is asked before anybody writes: about what is known of everybody who has the field. It cannot be demanded, because a
 * register may know nothing.
 */
function answeredProblems(field: Field, { registers = [] }: Variant, kinds: readonly ApplicantKind[]): readonly Problem[] {
  const { answeredBy, known, onlyFor, required } = field
  if (answeredBy === undefined) return []
  const about = registers.filter(({ by }) => by.known !== undefined)
  const asked = onlyFor === undefined ? kinds : [onlyFor]
  const possible = about.filter(({ system }) =>
    asked.every((kind) => about.some((each) => each.system === system && appliesTo(each, kind))),
  )
  const facts = possible.filter(({ system }) => system === answeredBy.system).flatMap(({ answers }) => answers)
  const alike = facts.filter(({ type }) => canonicalJson(type) === canonicalJson(field.type))
  return [
    ...strangers(
      'unknown-reference',
      answeredBy,
      'system',
      possible.map(({ system }) => system),
      [answeredBy.system],
    ),
    ...(facts.length === 0 ? [] : strangers('unknown-reference', answeredBy, 'fact', idsOf(alike), [answeredBy.fact])),
    ...problemIf(known !== undefined, 'unknown-key', field, 'known', NOTHING, 'known'),
    ...problemIf(required, 'unknown-key', field, 'required', 'required: false', 'required: true'),
  ]
}

/** Two questions to one register that the same person would be asked about. */
function meet(one: RegisterQuestion, other: RegisterQuestion): boolean {
  const isForBoth = one.onlyFor === undefined || other.onlyFor === undefined || one.onlyFor === other.onlyFor
  return one.system === other.system && isForBoth
}

/** On the way of each offered channel that people walk by themselves; only a table whose rows lead somewhere can be gone along. */
export function askingProblems({ views, offered, registers = [], form }: Variant, regulation: Regulation): readonly Problem[] {
  const answered = form.sections.flatMap(({ fields }) => fields).flatMap(({ answeredBy }) => answeredBy ?? [])
  return views
    .filter((view) => offered && view.offered && isElectronic(view, regulation))
    .flatMap((view) => {
      const ahead = stepsAhead(view, firstDraftStep(view).id)
      const asked = ahead.flatMap(({ action, asks = [] }) => (action === 'askRegisters' ? asks : []))
      return [
        ...ahead.flatMap((step) => stepProblems(step, registers)),
        // Its answer is in the form of every channel.
        ...answered
          .filter(({ system }) => !asked.includes(system))
          .map((each) => problem('question-not-asked', each, 'system', WORDS.askingStep, `${view.id}: ${each.system}`)),
      ]
    })
}

/** A step on the way of an offered channel says whom it asks, and the variant says what. */
function stepProblems(step: Step, registers: readonly RegisterQuestion[]): readonly Problem[] {
  if (step.action !== 'askRegisters') return []
  const asked = registers.map(({ system }) => system)
  const without = (step.asks ?? []).filter((system) => !asked.includes(system))
  return [
    ...problemIf(step.asks === undefined, 'missing-key', step, 'action', 'asks', NOTHING),
    ...without.map((system) => problem('register-without-question', step, 'asks', WORDS.question, system)),
  ]
}

function questionProblems(question: RegisterQuestion, { form, requirements }: Variant): readonly Problem[] {
  const { answers, by, absent } = question
  const fields = form.sections.flatMap((section) => section.fields)
  const surely = fields.filter((field) => field.required && field.type.kind !== 'list' && isFor(field, question))
  const needed = idsOf(requirements)
  return [
    ...twins(answers),
    ...oneName(by, question, 'by'),
    ...strangers('unknown-reference', by, 'field', idsOf(surely), [by.field]),
    ...strangers('unknown-reference', absent ?? question, 'requirement', needed, [absent?.requirement]),
    ...answers.flatMap((fact) => [
      ...typeProblems(fact),
      ...problemIf(fact.type.kind === 'date' && fact.type.notBefore !== undefined, 'unknown-key', fact, 'type', NOTHING, 'notBefore'),
      ...(fact.contradicts ?? []).flatMap((each) => contradictionProblems(each, fact, needed)),
      ...(fact.equals === undefined
        ? []
        : [
            ...oneName(fact.equals, fact, 'equals'),
            ...strangers('unknown-reference', fact.equals, 'field', idsOf(surely), [fact.equals.field]),
            ...strangers('unknown-reference', fact.equals, 'requirement', needed, [fact.equals.requirement]),
          ]),
    ]),
  ]
}

/** Whether everybody about whom the register is asked has this field. */
function isFor(field: Field, { onlyFor }: RegisterQuestion): boolean {
  return field.onlyFor === undefined || field.onlyFor === onlyFor
}

function oneName({ field, known }: RegisterQuestion['by'], at: object, key: string): readonly Problem[] {
  const isOne = (field === undefined) !== (known === undefined)
  const found = field === undefined ? NOTHING : `${field}, ${known}`
  return problemIf(!isOne, 'missing-key', at, key, '`field` / `known`', found)
}
