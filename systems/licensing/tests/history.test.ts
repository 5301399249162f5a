import { applyAll, decide, emptyCase, type Actor, type CaseEvent, type Command } from '@ruqsat/engine'
import { KITE_APPLICANT, KITE_CONTEXT, KITE_EDITION, KITE_STAFF, kiteOpening } from '@ruqsat/engine/testing'
import { isRefusal } from '@ruqsat/foundation'
import { findVariant, findView } from '@ruqsat/law'
import { expect, test } from 'vitest'
import { historyOf } from '../core/history.ts'

const NOW = '2025-03-03T05:00:00.000Z'
const variant = findVariant(KITE_EDITION.regulation, 'strict')!
const opening = kiteOpening({ variant: 'strict' })
const place = { opening, variant, view: findView(variant, 'portal')!, units: KITE_EDITION.regulation.units }

function after(events: readonly CaseEvent[], command: Command, actor: Actor): readonly CaseEvent[] {
  const more = decide(applyAll(emptyCase, events), command, actor, NOW, KITE_CONTEXT)
  if (isRefusal(more)) throw new Error(more.code)
  return [...events, ...more]
}

test('staff read until when a set may be found incomplete, how that was counted and by which paragraph; the applicant does not', () => {
  const opened = after([], { kind: 'open', opening, newIds: ['task-1'] }, KITE_APPLICANT)
  const assign = { kind: 'assign', taskId: 'task-1', officerId: 'oscar', instruction: '', newIds: ['task-2'] } as const
  const events = after(opened, assign, KITE_STAFF.head)
  const line = historyOf(events, place, KITE_STAFF.officer, new Map()).find(({ event }) => event === 'outcomeTimed')
  expect(line).toMatchObject({
    stepId: 'E2',
    text: {
      kk: 'Құжаттарды толық емес деп тануға болатын мерзім: E2 examine (kk)',
      ru: 'Срок, в который документы можно признать неполными: E2 examine (ru)',
      en: 'Until when the documents may be found incomplete: E2 examine',
    },
    source: { item: '3 1)' },
    due: { due: '2025-03-04T13:30:00.000Z', derivation: { kind: 'term' } },
  })
  expect(historyOf(events, place, KITE_APPLICANT, new Map()).map(({ event }) => event)).not.toContain('outcomeTimed')
})

test('a step that ends because the applicant is asked is not said to be finished', () => {
  const asked = findVariant(KITE_EDITION.regulation, 'asked')!
  const first = kiteOpening({ variant: 'asked' })
  const { clerk, head, officer } = KITE_STAFF
  const opened = after([], { kind: 'open', opening: first, newIds: ['task-1'] }, KITE_APPLICANT)
  const accepted = after(opened, { kind: 'accept', taskId: 'task-1', journalNumber: 'J-1', newIds: ['task-2'] }, clerk)
  const assign = { kind: 'assign', taskId: 'task-2', officerId: 'oscar', instruction: '', newIds: ['task-3'] } as const
  const missing = [{ on: 'field', id: 'colour', text: 'Which red?' }] as const
  const events = after(after(accepted, assign, head), { kind: 'askCorrection', taskId: 'task-3', missing, newIds: ['asked-1'] }, officer)
  const there = { opening: first, variant: asked, view: findView(asked, 'portal')!, units: KITE_EDITION.regulation.units }
  const lines = historyOf(events, there, officer, new Map()).slice(-2)
  expect(lines.map(({ text }) => text.en)).toEqual([
    expect.stringMatching(/^Waits for the applicant: /),
    'Returned to be corrected: Colour: Which red?',
  ])
  const several = [...missing, { on: 'other', text: 'Sign it again.' }] as const
  const many = events.map((event) => (event.kind === 'correctionAsked' ? { ...event, missing: several } : event))
  expect(historyOf(many, there, officer, new Map()).at(-1)?.text.en).toBe(
    'Returned to be corrected: 1) Colour: Which red? 2) Sign it again.',
  )
})
