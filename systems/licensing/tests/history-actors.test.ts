// Whose name is at which line of the history: over the whole staff procedure of each act, as its own scenarios drive it.
import { applyAll, emptyCase, type CaseEvent } from '@ruqsat/engine'
import { runScenario, scenariosOf } from '@ruqsat/scenarios'
import { findVariant, findView, type Edition } from '@ruqsat/law'
import { openActs } from '@ruqsat/regulations/testing'
import { expect, test } from 'vitest'
import { historyOf } from '../core/history.ts'

const { packages, tables } = await openActs()

/** The events of each case of the act that reaches its end. */
function histories({ edition, files }: (typeof packages)[number]): readonly (readonly CaseEvent[])[] {
  const runs = scenariosOf(files).map((scenario) => runScenario(scenario, { edition, tables }).events)
  return runs.filter((events) => events.some(({ kind }) => kind === 'caseClosed'))
}

/** Lines of what begins, ends or runs late by itself. */
const NOBODYS = [
  'caseOpened',
  'taskStarted',
  'outcomeTimed',
  'taskLate',
  'caseClosed',
  'branchArrived',
  'silenceCounted',
  'branchesLeft',
  'taskEnded',
  'stepHeld',
  'stepsResumed',
]
/** The head may take an assignment back while the officer has the task. */
const FROM_OUTSIDE = ['assignmentTakenBack', 'taskWithdrawn']

function check(edition: Edition, events: readonly CaseEvent[]): void {
  const { opening } = applyAll(emptyCase, events)
  const variant = findVariant(edition.regulation, opening!.variant)!
  const place = { opening: opening!, variant, view: findView(variant, opening!.view)!, units: edition.regulation.units }
  const lines = historyOf(events, place, { kind: 'staff', id: 'reader', role: 'head', authority: 'any' }, new Map())
  for (const line of lines.filter(({ event }) => NOBODYS.includes(event))) expect(line.by, line.text.en).toBeNull()
  const done = events.filter(({ kind }) => kind !== 'viewStepReached' && !NOBODYS.includes(kind))
  const named = lines.filter(({ event }) => !NOBODYS.includes(event))
  expect(named.map(({ event, by }) => [event, by])).toEqual(done.map(({ kind, actor }) => [kind, actor.id]))
  for (const event of done.filter(({ kind }) => !FROM_OUTSIDE.includes(kind))) {
    const { tasks } = applyAll(emptyCase, events.slice(0, events.indexOf(event)))
    const holders = tasks.map(({ role }) => role as string)
    if (tasks.length > 0) expect(holders, `${event.kind} by ${event.actor.id}`).toContain('role' in event.actor && event.actor.role)
  }
}

test('over the whole staff procedure of each act each line names whoever did it, and nobody where a step only begins', async () => {
  const acts = packages.filter(({ edition }) => edition.regulation.variants.length > 0)
  expect(acts.map(({ edition }) => edition.regulation.id).toSorted()).toEqual(['cotton', 'grain', 'scrap', 'vessel'])
  for (const act of acts) {
    const { edition } = act
    const all = histories(act)
    expect(all.length, edition.regulation.id).toBeGreaterThan(2)
    for (const events of all) check(edition, events)
  }
})
