// Whose name stands at which line of the history: over the whole staff procedure of each act, as its own cases drive it.
import { readdir, readFile } from 'node:fs/promises'
import { applyAll, emptyCase, type CaseEvent } from '@ruqsat/engine'
import { runCase } from '@ruqsat/scenarios'
import { findVariant, findView, type Edition } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { expect, test } from 'vitest'
import { historyOf } from '../core/history.ts'

const FOLDER = new URL('../../../regulations/', import.meta.url)
const { editions, tables } = await openRegulations(FOLDER)

/** The events of each case of the act that reaches its end. */
async function histories(edition: Edition): Promise<readonly (readonly CaseEvent[])[]> {
  const folders = await readdir(FOLDER)
  const folder = folders.find((name) => name.endsWith(`-${edition.regulation.id}`))!
  const files = (await readdir(new URL(`${folder}/scenarios/`, FOLDER))).filter((name) => name.endsWith('.txt'))
  const texts = await Promise.all(files.map((name) => readFile(new URL(`${folder}/scenarios/${name}`, FOLDER), 'utf8')))
  return texts.map((text) => runCase(text, { edition, tables }).events).filter((events) => events.some(({ kind }) => kind === 'caseClosed'))
}

/** Lines of what begins, ends or runs late by itself. */
const NOBODYS = ['caseOpened', 'taskStarted', 'outcomeTimed', 'taskLate', 'caseClosed']
/** The head may take an assignment back while the officer has the task. */
const FROM_OUTSIDE = ['assignmentTakenBack', 'taskWithdrawn']

function check(edition: Edition, events: readonly CaseEvent[]): void {
  const { opening } = applyAll(emptyCase, events)
  const variant = findVariant(edition.regulation, opening!.variant)!
  const place = { opening: opening!, variant, view: findView(variant, opening!.view)! }
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
  const acts = editions.filter(({ regulation }) => regulation.variants.length > 0)
  expect(acts.map(({ regulation }) => regulation.id).toSorted()).toEqual(['cotton', 'grain', 'scrap', 'vessel'])
  for (const edition of acts) {
    const all = await histories(edition)
    expect(all.length, edition.regulation.id).toBeGreaterThan(2)
    for (const events of all) check(edition, events)
  }
})
