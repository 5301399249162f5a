// Random procedures with splits inside splits, worked through in random order, with assignments that end in the middle.
import fc from 'fast-check'
import { isRefusal } from '@ruqsat/foundation'
import type { Step } from '@ruqsat/law'
import { describe, expect, test } from 'vitest'
import {
  applyAll,
  decide,
  emptyCase,
  mostStarted,
  type Actor,
  type CaseState,
  type Command,
  type DecideContext,
  type Task,
} from '../index.ts'
import { editionOf, KITE_APPLICANT, KITE_EDITION, KITE_STAFF, KITE_TABLES, kiteOpening, kiteSource } from '../testing.ts'
import { GRANT } from './driver.ts'

const seed = Number(process.env['RUQSAT_SEED'] ?? Math.floor(performance.timeOrigin) % 2 ** 31)
const RUNS = 150
const MOST_ACTS = 400

/** A part of a procedure: one step, parts in a row, or parts at once of which the join waits for some. */
type Part =
  | { readonly kind: 'step'; readonly by: 'body' | 'officer' }
  | { readonly kind: 'row'; readonly parts: readonly Part[] }
  | { readonly kind: 'split'; readonly parts: readonly Part[]; readonly awaited: number }

const { part } = fc.letrec<{ part: Part }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('step' as const), by: fc.constantFrom('body' as const, 'body' as const, 'officer' as const) }),
    fc.record({ kind: fc.constant('row' as const), parts: fc.array(tie('part'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('split' as const), parts: fc.array(tie('part'), { minLength: 2, maxLength: 3 }), awaited: fc.nat(3) }),
  ),
}))

/** The table of a part, and the steps that must be done before it is over. */
class Table {
  readonly steps: Step[] = []
  readonly #texts = KITE_EDITION.regulation.service

  add(action: Step['action'], unit: string, more: Partial<Step> = {}): Step {
    const id = `R${this.steps.length}`
    const step: Step = {
      id,
      shape: 'process',
      unit,
      action,
      name: this.#texts,
      completion: this.#texts,
      time: { duration: { amount: 1, unit: 'workingDays' }, source: kiteSource('L1') },
      next: [],
      source: kiteSource('L1'),
      ...more,
    }
    this.steps.push(step)
    return step
  }

  /** Adds the part so that it leads on to `to`; answers with its first step and what it demands. */
  lay(each: Part, to: string): { readonly first: string; readonly required: readonly string[] } {
    if (each.kind === 'step') {
      const step = this.add(each.by === 'body' ? 'approve' : 'examine', each.by === 'body' ? 'wind-watch' : 'air-section', {
        next: [{ to }],
      })
      return { first: step.id, required: [step.id] }
    }
    if (each.kind === 'row') {
      const laid: (readonly string[])[] = []
      const first = each.parts.reduceRight((next, inner) => {
        const { first: start, required } = this.lay(inner, next)
        laid.push(required)
        return start
      }, to)
      return { first, required: laid.flat() }
    }
    const join = this.add('approve', 'bird-watch', { joins: true, next: [{ to }] })
    const laid = each.parts.map((inner) => this.lay(inner, join.id))
    const awaited = laid.slice(0, 1 + (each.awaited % laid.length))
    if (awaited.length < laid.length) this.steps[this.steps.indexOf(join)] = { ...join, waitsFor: awaited.map(({ first }) => first) }
    const split = this.add('approve', 'bird-watch', { splits: true, next: laid.map(({ first }) => ({ to: first })) })
    return { first: split.id, required: [split.id, join.id, ...awaited.flatMap(({ required }) => required)] }
  }
}

function procedureOf(whole: Part): { readonly context: DecideContext; readonly required: readonly string[] } {
  const table = new Table()
  const sign = table.add('signResult', 'leadership', { next: [{ to: 'end' }] })
  const conclude = table.add('conclude', 'air-section', { next: [{ to: sign.id }] })
  const { first, required } = table.lay(whole, conclude.id)
  const assign = table.add('assign', 'leadership', { next: [{ to: first }] })
  const { regulation } = KITE_EDITION
  const [issue] = regulation.variants
  const procedure = { ...issue!.procedure, steps: [assign, ...table.steps.filter(({ id }) => id !== assign.id)] }
  const edition = editionOf({ ...regulation, variants: [{ ...issue!, procedure }] })
  return { context: { edition, tables: KITE_TABLES }, required: [assign.id, conclude.id, sign.id, ...required] }
}

type Pick = { readonly task: number; readonly takesBack: boolean }
const picks = fc.array(fc.record({ task: fc.nat(7), takesBack: fc.integer({ min: 0, max: 9 }).map((each) => each === 0) }), {
  minLength: 40,
  maxLength: 40,
})

/** Works a case through; each answer is a state that the next act meets. */
function work(context: DecideContext, order: readonly Pick[]): CaseState {
  let state = emptyCase
  let serial = 0
  const give = (command: object, actor: Actor): boolean => {
    serial += 1
    const newIds = Array.from({ length: mostStarted(context.edition) }, (_, place) => `task-${serial}-${place}`)
    const answer = decide(state, { ...command, newIds } as unknown as Command, actor, '2025-03-03T05:00:00.000Z', context)
    if (isRefusal(answer)) return false
    state = applyAll(state, answer)
    return true
  }
  give({ kind: 'open', opening: kiteOpening({ editionHash: context.edition.hash }) }, KITE_APPLICANT)
  for (let acts = 0; acts < MOST_ACTS && state.status === 'open'; acts += 1) {
    const pick = order[acts % order.length]!
    // Only at first, so that a case that still goes round is a deadlock.
    if (pick.takesBack && acts < order.length && give({ kind: 'takeBackAssignment', reason: 'On leave' }, KITE_STAFF.head)) continue
    const task = state.tasks[pick.task % state.tasks.length]
    if (task === undefined) throw new Error(`Nobody has anything to do: ${JSON.stringify(state.arrived)}, held ${state.held}`)
    for (const [command, actor] of actsAt(task, serial, state, context)) expect(give(command, actor), `${task.stepId}`).toBe(true)
  }
  return state
}

function actsAt(task: Task, serial: number, state: CaseState, { edition }: DecideContext): readonly (readonly [object, Actor])[] {
  const taskId = task.id
  const step = edition.regulation.variants[0]!.procedure.steps.find(({ id }) => id === task.stepId)!
  const officer = { ...KITE_STAFF.officer, id: task.assignee ?? 'oscar' }
  if (step.action === 'assign') return [[{ kind: 'assign', taskId, officerId: `officer-${serial}`, instruction: '' }, KITE_STAFF.head]]
  if (step.action === 'examine') return [[{ kind: 'examine', taskId, draft: GRANT }, officer]]
  if (step.action === 'conclude') return [[{ kind: 'conclude', taskId, draft: GRANT }, officer]]
  if (step.action === 'approve') {
    const actor = task.unit === 'wind-watch' ? KITE_STAFF.body : KITE_STAFF.birds
    return [[{ kind: 'approve', taskId, opinion: 'agrees', reason: '' }, actor]]
  }
  const document = { documentId: 'doc', documentKind: 'licence', number: state.reservedNumber ?? 'KZ00KTE00000001', sha256: 'd' }
  const signed = { documentId: 'doc', sha256: 'e', signerCertificateSha256: 'f', signedAt: '2025-03-03T05:00:00.000Z' }
  return [
    [{ kind: 'prepareResult', taskId, document }, KITE_STAFF.head],
    [{ kind: 'signResult', taskId, signed }, KITE_STAFF.head],
  ]
}

describe(`random procedures with splits (seed ${seed})`, () => {
  test('are granted, never before every branch that is waited for is over, and nothing is left open', () => {
    console.info(`engine branches: RUQSAT_SEED=${seed}`)
    const seen = { splits: 0, ended: 0, held: 0 }
    fc.assert(
      fc.property(part, picks, (whole, order) => {
        const { context, required } = procedureOf(whole)
        const state = work(context, order)
        expect(state.status).toBe('granted')
        const done = new Set(state.doneTasks.filter(({ withdrawn }) => withdrawn === undefined).map(({ stepId }) => stepId))
        expect(required.filter((stepId) => !done.has(stepId))).toEqual([])
        expect([state.tasks, state.arrived ?? [], state.held ?? []]).toEqual([[], [], []])
        if (state.arrived !== undefined) seen.splits += 1
        if (state.doneTasks.some(({ withdrawn }) => withdrawn === 'notAwaited')) seen.ended += 1
        if (state.held !== undefined) seen.held += 1
      }),
      { seed, numRuns: RUNS },
    )
    // A canary: procedures that never split prove nothing.
    expect(Math.min(seen.splits, seen.ended, seen.held)).toBeGreaterThan(0)
  })
})
