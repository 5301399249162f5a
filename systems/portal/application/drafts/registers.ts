import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { askOne } from './ask-register.ts'
import { move, onDraft } from './drafts.ts'
import type { DraftDeps, OpenDraft } from './model.ts'
import { prefilledValues } from './prefilled.ts'
import { askedAt, conditionAfter, registerRefusals } from './register-answers.ts'
import type { Person } from '../../registration/people/person.ts'
import { TOO_LATE, UNSIGNED, write, type NewMark } from './write.ts'

// Registers between the form and the signature: asked where the table says, kept with the draft, judged before anybody goes on. Found, absent,
// refused and out of reach stay four different things up to the page.

/** Asks what was not answered yet, and keeps what was. Gives why a register did not answer, each by its name. */
export function askRegisters(deps: DraftDeps, open: OpenDraft, person: Person): Promise<readonly Refusal[] | Refusal> {
  return onDraft<readonly Refusal[]>(deps, open, person, async (now) => {
    const { draft, step } = now
    if (draft.status !== 'open' || step.action !== 'askRegisters') return []
    const questions = askedAt(now, step, person).flatMap(({ question, answer }) => (answer === null ? [question] : []))
    if (questions.length === 0) return []
    const at = await deps.legalClock.now()
    const given = await Promise.all(questions.map((question) => askOne(deps, now, person, question, at)))
    const answers = given.filter((each) => !isRefusal(each))
    if (answers.length > 0) {
      const marks = answers.map(({ system, kind }): NewMark => ({
        stepId: step.id,
        outcome: null,
        actor: system,
        facts: { why: 'registerAnswered', kind },
      }))
      const registers = [...(draft.registers ?? []), ...answers]
      const values = { ...draft.values, ...prefilledValues({ ...now, draft: { ...draft, registers } }, person) }
      if (!(await write(deps, draft, { registers, values, ...UNSIGNED }, marks))) return TOO_LATE
    }
    return given.filter(isRefusal)
  })
}

/** Goes on from the registers where all have answered and nothing is against it; else the table's own notice, or what keeps the person here. */
export function passRegisters(deps: DraftDeps, open: OpenDraft, person: Person): Promise<readonly Refusal[] | Refusal> {
  return onDraft<readonly Refusal[]>(deps, open, person, async (now) => {
    if (now.draft.status !== 'open' || now.step.action !== 'askRegisters') return []
    // The request is registered already: a register that is silent does not keep its correction back.
    const isFirst = now.draft.corrects === null
    if (isFirst && askedAt(now, now.step, person).some(({ answer }) => answer === null)) return []
    const certain = await registerRefusals(deps, now, person, now.step)
    if (certain.length > 0 && conditionAfter(now.view, now.step) === null) return certain
    return (await move(deps, now, 'done', person, { changedBy: person.accountId })) ? [] : TOO_LATE
  })
}
