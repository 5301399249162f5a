// A way through a procedure as a scenario that can be run: each choice a line, at once or at the last minute of its task.
import { unitOf, type DecideContext } from '@ruqsat/engine'
import { toLocal } from '@ruqsat/clock'
import type { Instant } from '@ruqsat/foundation'
import { stepById, zoneOf, type Variant } from '@ruqsat/law'
import { SampleCase } from '../sample-case.ts'
import type { CaseChoice, OfferedCell, Taken } from '../walk-cases.ts'

export type Replay = { readonly lines: readonly string[]; readonly sample: SampleCase; readonly end: Instant }
type Written = NonNullable<CaseChoice['written']>
type Way = { readonly cell: OfferedCell; readonly taken: readonly Taken[]; readonly start: Instant }

const SAMPLE = '"A sample."'
const MINUTE_MS = 60_000

/** `isLast`: each act is done in the last minute of its task. What the engine refuses ends it there. */
export function replay({ cell, taken, start }: Way, context: DecideContext, isLast = false): Replay {
  const { variant, view, applicant } = cell
  const at = minuteIn(context)
  const sample = new SampleCase(context)
  sample.open({ variant: variant.id, view: view.id, applicant }, start)
  const lines = [`given: variant ${variant.id}, view ${view.id}, applicant ${applicant}, registered ${at(start)}`]
  let now = start
  const waiting = [...taken]
  while (waiting.length > 0) {
    const { stepId, choice } = waiting.splice(firstOf(waiting, sample), 1)[0]!
    const { tasks, asked = [] } = sample.state
    const task = tasks.find((each) => each.stepId === stepId) ?? null
    const unanswered = asked[0]?.due
    const passed = endOf(choice.name, {
      late: task?.due?.due,
      'not corrected': unanswered,
      'not objected': unanswered,
      silence: sample.state.total?.due,
    })
    if (passed !== undefined) now = later(now, minuteAfter(passed))
    else if (isLast && task?.due) now = later(now, task.due.due)
    const line =
      passed === undefined ? `when: ${sentenceOf(stepId, choice, cell, context)} at ${at(now)}` : `when: clock reaches ${at(now)}`
    // At one instant the clock takes the time of several parallel tasks.
    if (line !== lines.at(-1)) lines.push(line)
    if (choice.take(sample, task, now) !== null) break
  }
  return { lines, sample, end: now }
}

/** Which is next: what parallel work does in time is done before the clock reaches the end of a time, which may be that of the other work too. */
function firstOf(waiting: readonly Taken[], { state }: SampleCase): number {
  const [first] = waiting
  if (first?.choice.name !== 'late') return 0
  const isOpen = (id: string) => id !== first.stepId && state.tasks.some(({ stepId }) => stepId === id)
  const at = waiting.findIndex(({ stepId }, place) => isOpen(stepId) && waiting.findIndex((each) => each.stepId === stepId) === place)
  return at >= 0 && waiting[at]!.choice.name !== 'late' ? at : 0
}

/** Until when the clock goes where nobody acts. */
const endOf = (name: string, ends: Readonly<Record<string, Instant | undefined>>): Instant | undefined => ends[name]

/** The whole text of a scenario, with what must then hold. */
export function scenarioOf(title: string, lines: readonly string[], then: readonly string[] = []): string {
  return [`scenario: ${title}`, ...lines, ...then.map((each) => `then: ${each}`), ''].join('\n')
}

export function minuteIn({ edition, tables }: DecideContext): (instant: Instant) => string {
  const zone = zoneOf(edition.regulation, tables)
  return (instant) => {
    const { date, time } = toLocal(instant, zone)
    return `${date} ${time}`
  }
}

const later = (one: Instant, other: Instant): Instant => (one < other ? other : one)
const minuteAfter = (instant: Instant): Instant => new Date(Date.parse(instant) + MINUTE_MS).toISOString() as Instant

const OF_APPLICANT: Readonly<Record<string, string>> = {
  corrected: 'applicant corrects',
  objected: 'applicant objects',
  'asks to be heard': 'applicant asks to be heard',
}

/** What the choice is in the grammar, said of whoever makes it. */
function sentenceOf(stepId: string, choice: CaseChoice, { variant }: OfferedCell, context: DecideContext): string {
  return OF_APPLICANT[choice.name] ?? `${whoAt(stepId, variant, context)} ${deedOf(choice, variant)}`
}

function writtenAs(name: string, { values, slots }: Written): string {
  const facts = Object.entries(values).map(([id, answer]) => ` ${id} "${answer}"`)
  return `${name.split(' ')[0]}${facts.join(',')}${slots.length === 0 ? '' : ` with ${slots.join(', ')}`}`
}

export function whoAt(stepId: string, variant: Variant, context: DecideContext): string {
  const { unit, role } = unitOf(stepById(variant.procedure.steps, stepId), context)
  return role === 'interestedBody' ? `${role} of ${unit.id}` : role
}

export function deedOf({ name, written, groundIds = [] }: CaseChoice, variant: Variant): string {
  if (written !== undefined) return writtenAs(name, written)
  const ground = (all: readonly { readonly id: string }[]) => all[0]?.id ?? 'none'
  switch (name) {
    case 'assigns':
      return 'assigns officer'
    case 'examines refuse':
    case 'concludes refuse':
      return `${name} ${groundIds.join(', ') || 'none'} ${SAMPLE}`
    case 'examines incomplete':
      return `${name} ${ground(variant.grounds)} ${SAMPLE}`
    case 'does not accept':
      return `${name} ${variant.nonAcceptance?.grounds[0]?.id ?? 'none'} ${SAMPLE}`
    case 'objects':
    case 'returns':
      return `${name} ${SAMPLE}`
    case 'asks to correct':
      return `${name} anything ${SAMPLE}`
    default:
      return name.startsWith('signs ') ? 'signs' : name
  }
}
