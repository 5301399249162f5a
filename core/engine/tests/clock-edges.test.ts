// The edge table of the clock with stops inside parallel branches: the clock of the case is stopped and goes on before, at and after every edge
// of office time (opening, break, closing, midnight, a holiday, a day moved off, a weekend, a Saturday worked), while another branch runs, is
// sent back inside itself, is marked late and meets the first. What the engine says is due is held to the slow reference of core/clock.
import { isRefusal, type Instant } from '@ruqsat/foundation'
import { referenceDue } from '@ruqsat/clock/testing'
import type { Calendar, Duration, DurationUnit, Stop } from '@ruqsat/clock'
import type { Edition, Step } from '@ruqsat/law'
import { describe, expect, test } from 'vitest'
import { decide, type CaseEvent, type CaseState, type DecideContext, type Task } from '../index.ts'
import { editionOf, KITE_CALENDAR, KITE_EDITION, KITE_STAFF, KITE_TABLES, kiteOpening, kiteSource, SYSTEM } from '../testing.ts'
import { answer, MISSING } from './asked.ts'
import { Drive, GRANT, REFUSE, STEPS } from './driver.ts'

const { body, birds, officer, head } = KITE_STAFF
const { service: text, authority } = KITE_EDITION.regulation
const source = kiteSource('L1')

/** Thursday 6 March is a holiday; Friday the 7th is off, worked on Saturday the 15th. */
const CALENDAR: Calendar = {
  ...KITE_CALENDAR,
  id: 'edges',
  holidays: [{ id: 'kites', name: text, days: [], dates: [{ date: '2025-03-06', source }], shifts: false, source }],
  movedDays: [{ dayOff: '2025-03-07', worked: '2025-03-15', source }],
}
const at = (local: string): Instant => new Date(`2025-03-${local.replace(' ', 'T')}:00+05:00`).toISOString()

/** Monday and Tuesday before anything is asked; then every edge until the Monday after the week that follows. */
const [OPENED, SPLIT] = [at('03 10:00'), at('04 10:00')]
const EDGES = [
  ...['05 08:59', '05 09:00', '05 09:01', '05 12:59', '05 13:00', '05 13:45', '05 14:30', '05 18:29', '05 18:30', '05 18:31'],
  ...['05 23:59', '06 00:00', '06 12:00', '07 10:00', '08 12:00', '10 09:00', '10 18:30', '14 18:30', '15 13:00', '15 18:31', '17 00:00'],
].map(at)

const days = (amount: number, unit: DurationUnit = 'workingDays'): Duration => ({ amount, unit })
const CURE = days(5)
const GIVEN = days(3)
const STEP_TERMS = [days(90, 'minutes'), days(6, 'hours'), days(3), days(4, 'calendarDays')]
const TOTALS = [days(12), days(15, 'calendarDays'), null]
const [ASSIGN, SPLITS, BIRDS, CONCLUDE, SIGN] = [days(1), days(1), days(1, 'hours'), days(4, 'hours'), days(1)]

type Waits = 'for both' | 'for the body'

/** The officer looks and may ask the applicant, while the birds and then the wind are asked; the wind sends the work back to the birds. */
function rows(term: Duration, waits: Waits): readonly Step[] {
  const step = (id: string, unit: string, action: Step['action'], time: Duration, next: Step['next'], more: Partial<Step> = {}): Step => ({
    ...{ id, shape: 'process', unit, action, name: text, completion: text, time: { duration: time, source }, next, source },
    ...more,
  })
  const correction = { duration: CURE, ground: 'weak-string', rounds: 2, source }
  return [
    step('E1', 'leadership', 'assign', ASSIGN, [{ to: 'E2' }]),
    step('E2', 'air-section', 'examine', SPLITS, [{ to: 'E3' }, { to: 'E5' }], { splits: true }),
    step('E3', 'bird-watch', 'approve', BIRDS, [{ to: 'E4' }]),
    step('E4', 'wind-watch', 'approve', term, [{ to: 'E6' }], { returnTo: 'E3' }),
    step('E5', 'air-section', 'examine', term, [
      { when: 'correction', correction, to: 'E5' },
      { when: 'uncorrected', to: 'E6' },
      { when: 'incomplete', given: { duration: GIVEN, source }, to: 'E6' },
      { to: 'E6' },
    ]),
    step('E6', 'air-section', 'conclude', CONCLUDE, [{ to: 'E7' }], { joins: true, ...(waits === 'for the body' && { waitsFor: ['E3'] }) }),
    step('E7', 'leadership', 'signResult', SIGN, [{ to: 'end' }], { returnTo: 'E6' }),
  ]
}

const remembered = new Map<string, unknown>()
function once<T>(make: () => T, ...key: readonly unknown[]): T {
  const name = JSON.stringify(key)
  if (!remembered.has(name)) remembered.set(name, make())
  return remembered.get(name) as T
}

const contextOf = (term: Duration, total: Duration | null, waits: Waits) => once(() => madeContext(term, total, waits), term, total, waits)
function madeContext(term: Duration, total: Duration | null, waits: Waits): DecideContext {
  const { regulation } = KITE_EDITION
  const [issue] = regulation.variants
  const variant = {
    ...issue!,
    id: 'edges',
    term: total && { duration: total, source },
    procedure: { ...issue!.procedure, steps: rows(term, waits) },
  }
  const edition: Edition = editionOf({ ...regulation, authority: { ...authority, calendar: 'edges@1' }, variants: [variant] })
  return { edition, tables: { ...KITE_TABLES, calendars: { 'edges@1': CALENDAR } } }
}

/** The reference's answer for a term of this office. */
const due = (start: Instant, duration: Duration, stops: readonly Stop[] = []) =>
  once(() => counted(start, duration, stops), start, duration, stops)
function counted(start: Instant, duration: Duration, stops: readonly Stop[]): Instant {
  const { officeHours } = authority
  const found = referenceDue({ start, duration, calendar: CALENDAR, officeHours, zone: KITE_TABLES.zones['kite-town']!, stops })
  if ('refused' in found) throw new Error(found.refused)
  return found.due
}

const later = (one: Instant, other: Instant): Instant => (one > other ? one : other)
const earlier = (one: Instant, other: Instant): Instant => (one < other ? one : other)

/** The act's own term, else the steps one after the other on the longer of the branches that are waited for. */
function totalBy(total: Duration | null, term: Duration, waits: Waits, stops: readonly Stop[]): Instant {
  if (total !== null) return due(OPENED, total, stops)
  const after = (terms: readonly Duration[]) => terms.reduce((from, each) => due(from, each, stops), OPENED)
  const body = after([ASSIGN, SPLITS, BIRDS, term, CONCLUDE, SIGN])
  return waits === 'for the body' ? body : later(body, after([ASSIGN, SPLITS, term, CONCLUDE, SIGN]))
}

class EdgeCase extends Drive {
  constructor(context: DecideContext) {
    super(OPENED)
    this.context = context
    this.must(
      { kind: 'open', opening: kiteOpening({ variant: 'edges', editionHash: context.edition.hash }) },
      { kind: 'applicant', id: 'anna' },
    )
    STEPS.assign(this)
    this.now = SPLIT
    STEPS.examine(this)
  }

  at(stepId: string): Task {
    return this.state.tasks.find((task) => task.stepId === stepId)!
  }

  dueAt(stepId: string): Instant {
    return this.at(stepId).due!.due
  }

  /** The late mark does nothing a second early, and marks this task alone at its due date; nothing is kept of the attempt. */
  expectLateAt(stepId: string): void {
    const task = this.at(stepId)
    const markAt = (now: Instant) => {
      const made = decide(this.state, { kind: 'markLate', taskId: task.id, newIds: [] }, SYSTEM, now, this.context)
      if (isRefusal(made)) throw new Error(made.code)
      return made.map((event: CaseEvent) => ('taskId' in event ? [event.kind, event.taskId] : [event.kind]))
    }
    expect(markAt(new Date(Date.parse(task.due!.due) - 1000).toISOString())).toEqual([])
    expect(markAt(task.due!.due)).toEqual([['taskLate', task.id]])
  }
}

type Row = { readonly from: Instant; readonly to: Instant; readonly term: Duration; readonly total: Duration | null; readonly waits: Waits }

/** Both branches at work; the applicant is asked at `from` and answers at `to`, or too late; then the branches meet. */
function stopInOneBranch({ from, to, term, total, waits }: Row): CaseState {
  const drive = new EdgeCase(contextOf(term, total, waits))
  expect(drive.state.total!.due).toBe(totalBy(total, term, waits, []))
  expect([drive.dueAt('E3'), drive.dueAt('E5')]).toEqual([due(SPLIT, BIRDS), due(SPLIT, term)])
  drive.must({ kind: 'approve', taskId: drive.at('E3').id, opinion: 'agrees', reason: '' }, birds)
  expect(drive.dueAt('E4')).toBe(due(SPLIT, term))

  drive.now = from
  drive.must({ kind: 'askCorrection', taskId: drive.at('E5').id, missing: MISSING }, officer)
  const cure = due(from, CURE)
  expect(drive.state.asked![0]!.due).toBe(cure)
  // The other branch does not wait for the applicant: it runs, is late, and is sent back inside itself.
  expect(drive.dueAt('E4')).toBe(due(SPLIT, term))
  drive.expectLateAt('E4')
  drive.now = to
  drive.must({ kind: 'returnToOfficer', taskId: drive.at('E4').id, reason: 'No birds on the map' }, body)
  expect(drive.state.tasks.map(({ stepId }) => stepId)).toEqual(['E3'])
  expect(drive.dueAt('E3')).toBe(due(to, BIRDS))

  const isInTime = to <= cure
  const stop = { from, to: isInTime ? to : cure }
  if (isInTime) answer(drive)
  else {
    expect(answer(drive)).toMatchObject({ code: 'correction-too-late' })
    drive.must({ kind: 'markLate', taskId: drive.state.asked![0]!.id }, SYSTEM)
  }
  expect(drive.state.stops).toEqual([stop])
  expect(drive.state.total!.due).toBe(totalBy(total, term, waits, [stop]))
  drive.expectLateAt('E3')
  return isInTime ? meetAfter(drive, stop, { from, to, term, total, waits }) : drive.state
}

/** The applicant has answered: the officer's branch begins again, finds the set incomplete where it still may, and meets the other. */
function meetAfter(drive: EdgeCase, stop: Stop, { to, term, total, waits }: Row): CaseState {
  const given = due(OPENED, GIVEN, [stop])
  expect(drive.dueAt('E5')).toBe(due(to, term))
  expect(drive.at('E5').outcomeTimes!.map(({ outcome, due: until }) => [outcome, until.due])).toEqual([['incomplete', given]])
  drive.expectLateAt('E5')
  const finds = { kind: 'examine', taskId: drive.at('E5').id, draft: REFUSE, incomplete: true } as const
  const isGiven = to <= given
  if (isGiven) drive.must(finds, officer)
  else {
    expect(drive.code(finds, officer)).toBe('incomplete-too-late')
    drive.must({ ...finds, draft: GRANT, incomplete: false }, officer)
  }
  drive.must({ kind: 'approve', taskId: drive.at('E3').id, opinion: 'agrees', reason: '' }, birds)
  // The join: an hour after the officer's branch, so that the later end of the two begins it.
  drive.now = new Date(Date.parse(to) + 3_600_000).toISOString()
  drive.must({ kind: 'approve', taskId: drive.at('E4').id, opinion: 'agrees', reason: '' }, body)
  const onWay = (own: Instant) => (isGiven ? earlier(own, given) : own)
  expect(drive.dueAt('E6')).toBe(onWay(due(drive.now, CONCLUDE)))
  drive.expectLateAt('E6')
  // Taken back and given to another, it is on its way still.
  drive.must({ kind: 'takeBackAssignment', reason: 'On leave' }, head)
  STEPS.assign(drive)
  expect(drive.dueAt('E6')).toBe(onWay(due(drive.now, CONCLUDE)))
  const draft = isGiven ? REFUSE : GRANT
  STEPS.conclude(drive, draft)
  expect(drive.dueAt('E7')).toBe(onWay(due(drive.now, SIGN)))
  drive.must({ kind: 'returnToOfficer', taskId: drive.at('E7').id, reason: 'Say which document' }, head)
  expect(drive.dueAt('E6')).toBe(onWay(due(drive.now, CONCLUDE)))
  expect(drive.state.total!.due).toBe(totalBy(total, term, waits, [stop]))
  STEPS.conclude(drive, draft)
  STEPS.prepare(drive)
  STEPS.sign(drive)
  return drive.state
}

const windows = EDGES.flatMap((from, place) => EDGES.slice(place + 1).map((to) => ({ from, to })))

describe.each(TOTALS)('the whole term: %o', (total) => {
  describe.each(STEP_TERMS)('a step: %o', (term) => {
    test.each(['for both', 'for the body'] as const)('stopped from every edge to every later one; the join waits %s', (waits) => {
      const ended = windows.map((window) => stopInOneBranch({ ...window, term, total, waits }))
      // A canary: refused as incomplete, granted when it was too late for that, not corrected in time (and left so); some stops move the whole.
      expect(new Set(ended.map(({ status }) => status))).toEqual(new Set(['open', 'granted', 'refused']))
      expect(new Set(ended.map((state) => state.total!.due)).size).toBeGreaterThan(5)
    })

    test('stopped across the join, which waits for the body alone: the clock goes on when they meet', () => {
      for (const { from, to } of windows) {
        const drive = new EdgeCase(contextOf(term, total, 'for the body'))
        drive.must({ kind: 'approve', taskId: drive.at('E3').id, opinion: 'agrees', reason: '' }, birds)
        drive.now = from
        drive.must({ kind: 'askCorrection', taskId: drive.at('E5').id, missing: MISSING }, officer)
        drive.now = to
        drive.must({ kind: 'approve', taskId: drive.at('E4').id, opinion: 'agrees', reason: '' }, body)
        // By the join nobody waits for the applicant any more.
        expect([drive.state.asked, drive.state.stops]).toEqual([[], [{ from, to }]])
        expect(drive.state.total!.due).toBe(totalBy(total, term, 'for the body', [{ from, to }]))
        expect(drive.dueAt('E6')).toBe(due(to, CONCLUDE))
        drive.expectLateAt('E6')
      }
    })

    test('stopped twice, one time after the other', () => {
      for (const [place, { from, to }] of windows.entries()) {
        const next = EDGES.filter((edge) => edge > to)
        if (next.length < 2 || to > due(from, CURE)) continue
        const again = { from: next[place % (next.length - 1)]!, to: next.at(-1)! }
        const drive = new EdgeCase(contextOf(term, total, 'for both'))
        for (const stop of [{ from, to }, again]) {
          drive.now = stop.from
          drive.must({ kind: 'askCorrection', taskId: drive.at('E5').id, missing: MISSING }, officer)
          drive.now = earlier(stop.to, due(stop.from, CURE))
          answer(drive)
          expect(drive.dueAt('E5')).toBe(due(drive.now, term))
        }
        const stops = [
          { from, to },
          { from: again.from, to: drive.now },
        ]
        expect(drive.state.stops).toEqual(stops)
        expect(drive.state.total!.due).toBe(totalBy(total, term, 'for both', stops))
        expect(drive.at('E5').outcomeTimes![0]!.due.due).toBe(due(OPENED, GIVEN, stops))
      }
    })
  })
})
