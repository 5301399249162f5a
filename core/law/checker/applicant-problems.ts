// What the applicant is asked for, may take back, or is refused at the door: rows and keys that only make sense together.
import { reach } from '../tables/paths.ts'
import { NOTHING } from '../package/errors.ts'
import type { Next, Regulation, Step, Variant } from '../package/model.ts'
import { idsOf, problem, problemIf, strangers, twins, type Problem } from './problem.ts'
import texts from '../texts.yaml'

const WORDS = texts.applicantProblems

export function applicantProblems({ conventions, templates }: Regulation, variant: Variant): readonly Problem[] {
  const { steps } = variant.procedure
  const isCounted = conventions.length === 0 || conventions.some(({ id }) => id === 'suspensionPauses')
  return [
    ...steps.flatMap((step) => [
      ...correctionProblems(step, variant, isCounted),
      ...hearingProblems(step, steps),
      ...step.next.flatMap((row) => acceptanceProblems(row, variant)),
    ]),
    ...nonAcceptanceProblems(variant, templates),
    ...(variant.withdrawal === undefined
      ? []
      : strangers('unknown-reference', variant.withdrawal, 'until', idsOf(steps), [variant.withdrawal.until])),
  ]
}

/** Asking, answering and not answering belong together: each leads to a step of its own, and silence has a ground. */
function correctionProblems(step: Step, { grounds }: Variant, isCounted: boolean): readonly Problem[] {
  const asked = step.next.find(({ when }) => when === 'correction')
  const missed = step.next.find(({ when }) => when === 'uncorrected')
  return [
    ...step.next.flatMap((row) =>
      problemIf(
        row.correction !== undefined && row.when !== 'correction',
        ...(['correction-impossible', row, 'correction', 'when: correction', row.when ?? NOTHING] as const),
      ),
    ),
    ...problemIf(asked === undefined && missed !== undefined, 'correction-impossible', step, 'next', 'when: correction', NOTHING),
    ...(asked === undefined ? [] : askedProblems(step, asked, missed)),
    ...(asked?.correction === undefined
      ? []
      : [
          ...strangers('unknown-reference', asked.correction, 'ground', idsOf(grounds), [asked.correction.ground]),
          ...problemIf(
            asked.correction.clock !== 'running' && !isCounted,
            ...(['correction-impossible', asked.correction, 'clock', WORDS.pauses, asked.correction.clock ?? NOTHING] as const),
          ),
        ]),
  ]
}

function askedProblems(step: Step, asked: Next, missed: Next | undefined): readonly Problem[] {
  return [
    ...problemIf(asked.correction === undefined, 'missing-key', asked, 'when', 'correction', NOTHING),
    ...problemIf(missed === undefined, 'correction-impossible', step, 'next', 'when: uncorrected', NOTHING),
    ...[asked, missed].flatMap((row) =>
      row === undefined ? [] : problemIf(row.to === 'end', 'correction-impossible', row, 'to', WORDS.aStep, row.to),
    ),
  ]
}

/** Only who drafts what is unfavourable can put it to the party first. */
function hearingProblems(step: Step, steps: readonly Step[]): readonly Problem[] {
  const { hearing, action } = step
  const oral = step.next.find(({ when }) => when === 'oral')
  if (hearing === undefined) return oral === undefined ? [] : [problem('hearing-impossible', oral, 'when', WORDS.aHearing, NOTHING)]
  return [
    ...(oral === undefined ? [] : oralProblems(step, oral, steps)),
    ...problemIf(action !== 'examine' && action !== 'conclude', 'action-not-here', step, 'hearing', 'examine, conclude', action),
    ...problemIf(hearing.duration === null, 'missing-key', step, 'hearing', 'duration', NOTHING),
  ]
}

/** What was said in person is put into signed minutes, and whoever drafted weighs it again. */
function oralProblems(step: Step, row: Next, steps: readonly Step[]): readonly Problem[] {
  const met = reach([row.to], (id) => (id === step.id ? [] : (steps.find((each) => each.id === id)?.next.map(({ to }) => to) ?? [])))
  const isSigned = steps.some(({ id, writing }) => id !== step.id && met.has(id) && writing?.paper?.signed === true)
  return [
    ...problemIf(!met.has(step.id), 'hearing-impossible', row, 'to', step.id, row.to),
    // Work comes to a step that joins from its branches alone.
    ...problemIf(step.joins === true, 'hearing-impossible', row, 'when', WORDS.noJoin, 'joins'),
    ...problemIf(!isSigned, 'hearing-impossible', row, 'to', WORDS.minutes, NOTHING),
  ]
}

/** A request that is not taken in goes nowhere: nothing was considered. */
function acceptanceProblems(row: Next, { nonAcceptance }: Variant): readonly Problem[] {
  if (row.when !== 'notAccepted') return []
  return [
    ...problemIf(row.to !== 'end', 'acceptance-impossible', row, 'to', 'end', row.to),
    ...problemIf(nonAcceptance === undefined, 'acceptance-impossible', row, 'when', WORDS.nonAcceptance, NOTHING),
  ]
}

function nonAcceptanceProblems({ nonAcceptance, procedure, fee }: Variant, templates: Regulation['templates']): readonly Problem[] {
  if (nonAcceptance === undefined) return []
  const isUsed = procedure.steps.some(({ next }) => next.some(({ when }) => when === 'notAccepted'))
  return [
    ...twins(nonAcceptance.grounds),
    ...strangers(
      'unknown-template',
      nonAcceptance,
      'template',
      templates.map(({ file }) => file),
      [nonAcceptance.template],
    ),
    // Who reads that money goes back reads it in the words of the act; and there must be money.
    ...problemIf(
      nonAcceptance.refunds !== undefined && fee === null,
      ...(['acceptance-impossible', nonAcceptance, 'refunds', WORDS.aFee, NOTHING] as const),
    ),
    ...problemIf(
      nonAcceptance.refunds !== undefined && nonAcceptance.fee === undefined,
      'missing-key',
      nonAcceptance,
      'refunds',
      'fee',
      NOTHING,
    ),
    ...problemIf(
      nonAcceptance.refunds === 'share' && nonAcceptance.share === undefined,
      'missing-key',
      nonAcceptance,
      'refunds',
      'share',
      NOTHING,
    ),
    ...problemIf(
      nonAcceptance.share !== undefined && nonAcceptance.refunds !== 'share',
      ...(['acceptance-impossible', nonAcceptance, 'share', 'refunds: share', nonAcceptance.refunds ?? NOTHING] as const),
    ),
    ...(isUsed ? [] : [problem('acceptance-impossible', nonAcceptance, 'grounds', 'when: notAccepted', NOTHING)]),
  ]
}
