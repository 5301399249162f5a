// Who may do what: at every place each other role is refused, and nobody decides on their own work where the act separates it.
import { unitOf, type Actor, type Task } from '@ruqsat/engine'
import { fillText, inAll } from '@ruqsat/foundation'
import { stepById, type StaffRole } from '@ruqsat/law'
import type { Place } from '../walk-cases.ts'
import { findingsOf, judgedBy, verdictOf, type CounterExample, type Proving, type ProofSubject } from './claims.ts'
import { deedOf, minuteIn, replay, scenarioOf } from './replay.ts'
import texts from '../texts.yaml'

const WORDS = texts.proof
const ROLES: readonly StaffRole[] = ['clerk', 'head', 'officer', 'interestedBody', 'operator']
const PREPARING = ['examine', 'conclude']

export const roles: Proving = (subject) => {
  const { edition, variant } = subject
  const { steps } = variant.procedure
  const tried = subject.cells.slice(0, 1).flatMap((each) => othersTried(each, subject))
  const judged = judgedBy(findingsOf(subject, ['unit-not-competent']))
  const prepare = steps.filter(({ action }) => PREPARING.includes(action)).map(({ unit }) => unit)
  const sign = steps.filter(({ action }) => action === 'signResult').map(({ unit }) => unit)
  const isSeparate = sign.every((unit) => !prepare.includes(unit))
  const taken = tried.flatMap(({ counter }) => counter ?? [])
  return {
    verdict: verdictOf([judged.verdict, ...(taken.length > 0 ? (['refuted'] as const) : []), ...(isSeparate ? [] : (['noted'] as const))]),
    facts: [
      ...steps.map(({ id, action, unit }) =>
        inAll((language) => `${id} ${action}: ${edition.regulation.units.find((each) => each.id === unit)?.name[language] ?? unit}`),
      ),
      ...(tried.length === 0 ? [] : [fillText(WORDS.rolesTried, { count: tried.length })]),
      isSeparate ? WORDS.separated : WORDS.notSeparated,
      ...judged.facts,
    ],
    counterExamples: [...judged.counterExamples, ...taken],
    bound: WORDS.rolesBound,
  }
}

/** At each place somebody of each other role tries what is due there. */
function othersTried({ cell, explored }: ProofSubject['cells'][number], { edition, tables, variant }: ProofSubject) {
  const context = { edition, tables }
  return [...explored.places.entries()].flatMap(([key, place]) => {
    const choices = explored.ways.filter(
      ({ from, choice }) => from === key && !['late', 'silence'].includes(choice.name) && !choice.name.includes('correct'),
    )
    return choices.flatMap(({ stepId, choice }) => {
      const task = place.sample.state.tasks.find((each) => each.stepId === stepId)
      if (task === undefined) return []
      const { role: due } = unitOf(stepById(variant.procedure.steps, stepId), context)
      return strangers(place, task, due, edition.regulation.authority.id).map((actor) => {
        const isTaken = choice.take(place.sample.fork(), task, explored.start, actor) === null
        return { counter: isTaken ? counterOf(place, `${actor.role} ${deedOf(choice, variant)}`, stepId) : null }
      })
    })
    function counterOf({ taken }: Place, deed: string, stepId: string): CounterExample {
      const { lines, end } = replay({ cell, start: explored.start, taken }, context)
      const text = fillText(WORDS.otherRole, { step: stepId, deed })
      return { text, scenario: scenarioOf(`${deed} at ${stepId}`, [...lines, `when: ${deed} at ${minuteIn(context)(end)}`]) }
    }
  })
}

/** One of each other role; and for what an officer has, another officer. */
function strangers(place: Place, task: Task, due: StaffRole, authority: string): readonly (Actor & { readonly role: StaffRole })[] {
  const others = ROLES.filter((role) => role !== due).map((role) => ({ kind: 'staff' as const, id: `other-${role}`, role, authority }))
  const assigned = task.assignee ?? null
  return assigned === null ? others : [...others, { kind: 'staff', id: `other-${due}`, role: due, authority }]
}
