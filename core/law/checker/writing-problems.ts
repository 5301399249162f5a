// What an official writes at a step that decides nothing: asked for at such a step and nowhere else, and each part names what is there.
import { NOTHING } from '../package/errors.ts'
import type { Regulation, Step, StepWriting, WritingField } from '../package/model.ts'
import { askedUnits, decidingFields, isWritingStep } from '../package/steps.ts'
import { WRITING_ACTIONS } from '../package/vocabulary.ts'
import { orderProblems, typeProblems } from './form-problems.ts'
import { idsOf, problem, problemIf, strangers, twins, type Problem } from './problem.ts'
import texts from '../texts.yaml'

/** One page of questions, and what one posted form with files may carry. */
const MOST_FIELDS = 15
const MOST_FILES = 10

export function writingProblems(step: Step, steps: readonly Step[], { templates }: Pick<Regulation, 'templates'>): readonly Problem[] {
  const { writing } = step
  if (!isWritingStep(step))
    return writing === undefined ? [] : [problem('action-not-here', step, 'writing', WRITING_ACTIONS.join(', '), step.action)]
  if (writing === undefined) return [problem('missing-key', step, 'action', 'writing', NOTHING)]
  const { action } = step
  const files = templates.map(({ file }) => file)
  return [
    ...onlyAt(step, writing, 'to', action !== 'visit', 'send, record, ask'),
    ...onlyAt(step, writing, 'answer', action === 'ask', 'ask'),
    ...[writing, ...(writing.answer === undefined ? [] : [writing.answer])].flatMap((page) => pageProblems(page)),
    ...namesOf(writing).flatMap((each) => twins(each)),
    ...strangers('unknown-reference', writing, 'reaches', idsOf(fieldsOf(writing)), writing.reaches ?? []),
    ...strangers('unknown-reference', writing, 'forUnits', askedUnits(steps), writing.forUnits ?? []),
    ...decisionProblems(step, writing),
    ...(writing.paper === undefined ? [] : strangers('unknown-template', writing.paper, 'template', files, [writing.paper.template])),
  ]
}

/** A key that some of these actions need and the others do not have. */
function onlyAt({ action }: Step, writing: StepWriting, key: 'to' | 'answer', isNeeded: boolean, actions: string): readonly Problem[] {
  if (isNeeded === (writing[key] !== undefined)) return []
  return [isNeeded ? problem('missing-key', writing, key, key, NOTHING) : problem('action-not-here', writing, key, actions, action)]
}

type Page = Pick<StepWriting, 'fields' | 'files'>

function pageProblems(page: Page): readonly Problem[] {
  const { fields, files } = page
  return [
    ...problemIf(fields.length + files.length === 0, 'missing-key', page, 'fields', 'fields, files', NOTHING),
    ...problemIf(fields.length > MOST_FIELDS, 'wrong-value', page, 'fields', `≤ ${MOST_FIELDS}`, String(fields.length)),
    ...problemIf(files.length > MOST_FILES, 'wrong-value', page, 'files', `≤ ${MOST_FILES}`, String(files.length)),
    ...fields.flatMap((field) => typeProblems(field)),
    ...orderProblems(fields),
  ]
}

function fieldsOf({ fields, answer }: StepWriting): readonly WritingField[] {
  return [...fields, ...(answer?.fields ?? [])]
}

function namesOf(writing: StepWriting): readonly (readonly { readonly id: string }[])[] {
  return [fieldsOf(writing), [...writing.files, ...(writing.answer?.files ?? [])]]
}

/** `decides` and the rows for yes and no belong together: neither says anything alone. */
function decisionProblems(step: Step, writing: StepWriting): readonly Problem[] {
  const answered = step.next.find(({ when }) => when === 'yes' || when === 'no')
  if (writing.decides === undefined)
    return answered === undefined ? [] : [problem('missing-key', answered, 'when', texts.writingProblems.decides, 'when: yes, no')]
  return [
    ...strangers('unknown-reference', writing, 'decides', decidingFields(step), [writing.decides]),
    ...problemIf(answered === undefined, 'missing-outcome', writing, 'decides', 'when: yes, when: no', NOTHING),
    ...(answered === undefined ? [] : step.next.filter(({ when }) => when === undefined)).map((row) =>
      // The answer is always yes or no: a row for any outcome, or branches that begin at once, would never be taken.
      problem('extra-outcome', row, 'to', 'when: yes, when: no', texts.stepProblems.noCondition),
    ),
  ]
}
