// Walks every offered cell (a variant in a channel for a kind of applicant) from the registration to each end, by the engine itself and by
// every choice that its people have: what cannot be walked is found before anybody pays for it.
import { addDays, isWorkingDay, toInstant, toLocal, type Calendar } from '@ruqsat/clock'
import { workPage } from '@ruqsat/documents'
import {
  awaited,
  conclusionOf,
  countAt,
  demandedGrounds,
  silenceAwaited,
  stepDue,
  TOTAL_TIMER,
  unitOf,
  type Actor,
  type AskedOfApplicant,
  type Decision,
  type DecideContext,
  type DraftResult,
  type Task,
} from '@ruqsat/engine'
import { fillText, isRefusal, wordsOf, type Instant, type LocalDate, type LocalText, type Refusal } from '@ruqsat/foundation'
import { isHeardInPerson, stepById, zoneOf, type ApplicantKind, type Step, type Variant, type View } from '@ruqsat/law'
import type { ScenarioAction } from './grammar.ts'
import { SampleCase } from './sample-case.ts'
import { sampleAnswer } from './sample-answers.ts'
import texts from './texts.yaml'

/** One kind of request that people may file here. */
export type OfferedCell = { readonly variant: Variant; readonly view: View; readonly applicant: ApplicantKind }
/** At which step of the procedure a case stops, why, and by which acts it came there; `stepId` is null where it does not even open. */
export type WalkFault = { readonly stepId: string | null; readonly why: LocalText; readonly path: readonly string[] }

/** What somebody can do at a step, and a word for it on the path to a fault. */
export type CaseChoice = {
  readonly name: string
  /** Grounds that a draft of refusal names, for whoever says the choice as a scenario; and what is written at a step that decides nothing. */
  readonly groundIds?: readonly string[]
  readonly written?: { readonly values: Readonly<Record<string, string>>; readonly slots: readonly string[] }
  take(at: SampleCase, task: Task | null, now?: Instant, by?: Actor): Refusal | null
}
/** A choice that was made at a step. */
export type Taken = { readonly stepId: string; readonly choice: CaseChoice }
export type Place = {
  readonly sample: SampleCase
  readonly path: readonly string[]
  readonly taken: readonly Taken[]
  readonly from: string | null
}
/** All places of a cell, every way on from each that the engine takes, and what stops it, if anything does. */
export type Explored = {
  readonly start: Instant
  readonly places: ReadonlyMap<string, Place>
  readonly ways: readonly { readonly from: string; readonly stepId: string; readonly choice: CaseChoice; readonly to: string }[]
  readonly fault: WalkFault | null
}

/** Three bodies at once, a correction, a hearing and silence come to about 2,000 places; this many take some seconds. */
export const MOST_PLACES = 20_000
/** The order in which tasks that are open at once are done: any, each before the others, or that of the table. */
export type TaskOrder = 'any' | 'eachFirst' | 'table'

/** `notBefore`: from which day the edition is in force; left out or null: from the first. */
export type WalkContext = DecideContext & { readonly notBefore?: LocalDate | null }

/** Every place of the cell is come to once; each must lead on to an end, and both decisions must be among the ends. */
export function walkCases(cell: OfferedCell, context: WalkContext): WalkFault | null {
  return exploreCases(cell, context).fault
}

/** The same, with everything that was come to: for a proof. Where an order of tasks has too many places, that of the table is walked. */
export function exploreCases(cell: OfferedCell, context: WalkContext, order: TaskOrder = 'eachFirst', most = MOST_PLACES): Explored {
  const explored = exploreIn(order, cell, context, most)
  return explored.places.size > most && order !== 'table' ? exploreIn('table', cell, context, most) : explored
}

function exploreIn(order: TaskOrder, cell: OfferedCell, context: WalkContext, most: number): Explored {
  const now = startOf(context)
  const first = new SampleCase(context)
  const walk = new Walk(cell, context, now, order, most)
  const explored = (fault: WalkFault | null): Explored => ({ start: now, places: walk.places, ways: walk.ways, fault })
  try {
    const unopened = first.open({ variant: cell.variant.id, view: cell.view.id, applicant: cell.applicant }, now)
    if (unopened !== null) return explored({ stepId: endlessStep(cell, context), why: saidOf(unopened), path: [] })
    return explored(walk.from(first))
  } catch (error) {
    const why = fillText(texts.walkCases.broke, { what: error instanceof Error ? error.message : String(error) })
    return explored(walk.stoppedHere(why) ?? { stepId: first.state.tasks[0]?.stepId ?? null, why, path: [] })
  }
}

class Walk {
  readonly #cell: OfferedCell
  readonly #context: DecideContext
  readonly #now: Instant
  readonly #order: TaskOrder
  readonly #most: number
  readonly places = new Map<string, Place>()
  readonly ways: Explored['ways'][number][] = []
  /** By each place those from which it is come to. */
  readonly #before = new Map<string, string[]>()
  readonly #ends = new Map<Decision, string[]>([
    ['grant', []],
    ['refuse', []],
  ])
  /** Ends without a decision about the service. */
  readonly #others: string[] = []
  #refusal: WalkFault | null = null
  /** From where the walk goes on just now. */
  #here: Place | null = null

  constructor(cell: OfferedCell, context: DecideContext, now: Instant, order: TaskOrder, most: number) {
    this.#order = order
    this.#most = most
    this.#cell = cell
    this.#context = context
    this.#now = now
  }

  from(first: SampleCase): WalkFault | null {
    const waiting = [this.#arrive({ sample: first, path: [], taken: [], from: null })!]
    for (const place of waiting) {
      this.#here = place
      const onward = this.#onward(place)
      if (onward === null) return this.#refusal
      waiting.push(...onward)
      if (waiting.length > this.#most) return this.#stoppedAt(place, fillText(texts.walkCases.tooMany, { most: this.#most }))
    }
    return this.#lost()
  }

  /** Where the walk is, with why it goes no further; null before it began. */
  stoppedHere(why: LocalText): WalkFault | null {
    return this.#here === null ? null : this.#stoppedAt(this.#here, why)
  }

  /** New places that are come to from here; null where every choice is refused. */
  #onward(place: Place): readonly Place[] | null {
    const { status, tasks, asked = [] } = place.sample.state
    const task = tasks[0]
    if (task === undefined && asked.length > 0) return this.#taken(place, asked[0]!.stepId, this.#answersTo(asked[0]!), null)
    if (task === undefined && (status === 'withdrawn' || status === 'notAccepted')) {
      this.#others.push(keyOf(place.sample))
      return []
    }
    if (task === undefined) {
      const decision = status === 'granted' ? 'grant' : status === 'refused' ? 'refuse' : null
      if (decision !== null) this.#ends.get(decision)!.push(keyOf(place.sample))
      if (decision === null) this.#refusal = this.#stoppedAt(place, texts.walkCases.undecided)
      return decision === null ? null : []
    }
    const found: Place[] = []
    for (const each of inOrder(tasks, this.#order)) {
      const step = stepById(this.#cell.variant.procedure.steps, each.stepId)
      const onward = this.#taken(place, step.id, [...this.#choicesAt(step, place.sample), ...silenceOf(place.sample)], each)
      if (onward === null) return null
      found.push(...onward)
    }
    return found
  }

  #answersTo({ kind, stepId }: AskedOfApplicant): readonly CaseChoice[] {
    if (kind === 'correction') return ANSWERS
    return isHeardInPerson(stepById(this.#cell.variant.procedure.steps, stepId)) ? [...OBJECTIONS, IN_PERSON] : OBJECTIONS
  }

  /** Every choice of somebody's is taken; null where each is refused. */
  #taken(place: Place, stepId: string, choices: readonly CaseChoice[], task: Task | null): readonly Place[] | null {
    const taken = choices.map((choice) => {
      const sample = place.sample.fork()
      const refusal = choice.take(sample, task)
      const path = [...place.path, `${stepId} ${choice.name}`]
      const next: Place = { sample, path, taken: [...place.taken, { stepId, choice }], from: keyOf(place.sample) }
      if (refusal === null) this.ways.push({ from: next.from!, stepId, choice, to: keyOf(sample) })
      return { refusal, next }
    })
    const done = taken.filter(({ refusal }) => refusal === null)
    if (done.length === 0) {
      this.#refusal = this.#stoppedAt(place, saidOf(taken[0]!.refusal!))
      return null
    }
    return done.flatMap(({ next }) => this.#arrive(next) ?? [])
  }

  #arrive(place: Place): Place | null {
    const key = keyOf(place.sample)
    if (place.from !== null) this.#before.set(key, [...(this.#before.get(key) ?? []), place.from])
    if (this.places.has(key)) return null
    this.places.set(key, place)
    return place
  }

  /** A decision that no way leads to, or a place from which no way leads to any. */
  #lost(): WalkFault | null {
    const [granted, refused] = [this.#ends.get('grant')!, this.#ends.get('refuse')!]
    const [longest] = [...this.places.values()].toSorted((one, other) => other.path.length - one.path.length)
    if (granted.length === 0) return this.#stoppedAt(longest!, texts.walkCases.noGrant)
    if (refused.length === 0) return this.#stoppedAt(longest!, texts.walkCases.noRefusal)
    const ending = new Set([...granted, ...refused, ...this.#others])
    for (const key of ending) for (const before of this.#before.get(key) ?? []) ending.add(before)
    const lost = [...this.places].find(([key]) => !ending.has(key))
    return lost === undefined ? null : this.#stoppedAt(lost[1], texts.walkCases.endless)
  }

  #stoppedAt({ sample, path }: Place, why: LocalText): WalkFault {
    const stepId = sample.state.tasks[0]?.stepId ?? path.at(-1)?.split(' ')[0] ?? null
    return { stepId, why, path }
  }

  #choicesAt(step: Step, sample: SampleCase): readonly CaseChoice[] {
    const act = (action: ScenarioAction, name: string, decision?: Decision): CaseChoice => ({
      name,
      take: (at, task, now = this.#now, by = this.#staffOf(task!)) => at.act(action, task!.id, by, now, decision),
    })
    const demanded = demandedGrounds(sample.state, this.#cell.variant.procedure.steps)
    const reserved = step.next.flatMap(({ grounds }) => grounds ?? [])
    const drafts = (verb: 'examines' | 'concludes') =>
      DECISIONS.map((decision) => {
        const draft = draftOf(this.#cell.variant, decision, reserved, demanded)
        return { ...act({ verb, draft, incomplete: false }, `${verb} ${decision}`), groundIds: draft.groundIds }
      })
    const outcomes = step.next.map(({ when }) => when)
    const back = step.returnTo === undefined ? [] : [act({ verb: 'returns', reason: SAMPLE }, 'returns')]
    const asks = outcomes.includes('correction') ? [act({ verb: 'asks to correct', missing: [], reason: SAMPLE }, 'asks to correct')] : []
    const incomplete = { verb: 'examines', draft: draftOf(this.#cell.variant, 'refuse'), incomplete: true } as const
    switch (step.action) {
      case 'accept':
        return [act({ verb: 'accepts' }, 'accepts'), ...asks, ...this.#notAccepting(outcomes, act)]
      case 'assign':
        return [act({ verb: 'assigns', officerId: 'officer' }, 'assigns')]
      case 'examine':
        return [...drafts('examines'), ...(outcomes.includes('incomplete') ? [act(incomplete, 'examines incomplete')] : []), ...asks]
      case 'approve':
        return [
          act({ verb: 'agrees' }, 'agrees'),
          act({ verb: 'objects', reason: SAMPLE }, 'objects'),
          ...(outcomes.includes('late') || step.silence?.means === 'consent' || step.silence?.means === 'objection' ? [LATE] : []),
          ...back,
        ]
      case 'conclude':
        return [...drafts('concludes'), ...asks]
      case 'handOver':
        return [act({ verb: 'hands over' }, 'hands over')]
      case 'send':
      case 'visit':
      case 'record':
      case 'ask':
        return [...this.#worksAt(step, sample), ...(outcomes.includes('late') ? [LATE] : [])]
      default: {
        const concluded = conclusionOf(sample.state)?.decision
        const decisions = concluded === undefined ? DECISIONS : [concluded]
        return [...decisions.map((decision) => act({ verb: 'signs' }, `signs ${decision}`, decision)), ...back]
      }
    }
  }

  #notAccepting(
    outcomes: Step['next'][number]['when'][],
    act: (action: ScenarioAction, name: string) => CaseChoice,
  ): readonly CaseChoice[] {
    const { nonAcceptance } = this.#cell.variant
    if (!outcomes.includes('notAccepted') || nonAcceptance === undefined) return []
    const groundIds = nonAcceptance.grounds.slice(0, 1).map(({ id }) => id)
    return [act({ verb: 'does not accept', groundIds, reason: SAMPLE }, 'does not accept')]
  }

  /** What is written, signed or received next; with each answer that the table goes on by. */
  #worksAt(step: Step, { state }: SampleCase): readonly CaseChoice[] {
    const act = (action: ScenarioAction, name: string): CaseChoice => ({
      name,
      take: (at, task, now = this.#now, by = this.#staffOf(task!)) => at.act(action, task!.id, by, now),
    })
    const next = awaited(step, state)
    if (next === 'signature') return [act({ verb: 'signs' }, 'signs')]
    const page = workPage(step.writing!, next)
    const verb = next === 'writing' ? 'writes' : 'receives'
    const isDecided = (step.action === 'ask') === (next === 'answer') ? step.writing?.decides : undefined
    const today = toLocal(this.#now, zoneOf(this.#context.edition.regulation, this.#context.tables)).date
    return (isDecided === undefined ? [null] : ['yes', 'no']).map((answer) => {
      const values = Object.fromEntries(page.fields.map((field) => [field.id, sampleAnswer(field, today)]))
      if (answer !== null) values[isDecided!] = answer
      const slots = page.files.filter(({ required }) => required).map(({ id }) => id)
      return { ...act({ verb, values, slots }, answer === null ? verb : `${verb} ${answer}`), written: { values, slots } }
    })
  }

  #staffOf(task: Task): Actor {
    const { unit, role } = unitOf(stepById(this.#cell.variant.procedure.steps, task.stepId), this.#context)
    const authority = unit.kind === 'outside' ? unit.id : this.#context.edition.regulation.authority.id
    return { kind: 'staff', id: task.assignee ?? role, role, authority, unit: unit.id }
  }
}

/** Of parallel tasks each is done before the others, where they are few; of more the first and the last. */
const MOST_IN_EVERY_ORDER = 4

function inOrder(tasks: readonly Task[], order: TaskOrder): readonly Task[] {
  if (order === 'any') return tasks
  if (order === 'table') return tasks.slice(0, 1)
  return tasks.length <= MOST_IN_EVERY_ORDER ? tasks : [tasks[0]!, tasks.at(-1)!]
}

/** Nobody decides, and the whole term passes; only where the act says what that means. */
function silenceOf({ state }: SampleCase): readonly CaseChoice[] {
  const at = silenceAwaited(state)
  if (at === null) return []
  const take: CaseChoice['take'] = (sample) => sample.give({ kind: 'markLate', taskId: TOTAL_TIMER }, { kind: 'system', id: 'timer' }, at)
  return [{ name: 'silence', take }]
}

const DECISIONS: readonly Decision[] = ['grant', 'refuse']
const SAMPLE = 'A sample.'

/** Nobody acts, and the time of the step passes. */
const LATE: CaseChoice = {
  name: 'late',
  take: (at, task) =>
    task!.due === null ? null : at.give({ kind: 'markLate', taskId: task!.id }, { kind: 'system', id: 'timer' }, task!.due.due),
}

/** The applicant answers, or the time for it passes. */
const ANSWERS: readonly CaseChoice[] = [
  { name: 'corrected', take: (at) => at.actOfApplicant('corrects', at.state.asked![0]!.since) },
  {
    name: 'not corrected',
    take: (at) => {
      const { id, due } = at.state.asked![0]!
      return at.give({ kind: 'markLate', taskId: id }, { kind: 'system', id: 'timer' }, due)
    },
  },
]

/** The applicant objects to the draft of a refusal, or the time for it passes. */
const OBJECTIONS: readonly CaseChoice[] = [
  { name: 'objected', take: (at) => at.actOfApplicant('objects', at.state.asked![0]!.since) },
  { ...ANSWERS[1]!, name: 'not objected' },
]

const IN_PERSON: CaseChoice = {
  name: 'asks to be heard',
  take: (at) => at.actOfApplicant('asks to be heard', at.state.asked![0]!.since),
}

/** What of a case decides its way: no instants, numbers or ids, and nothing of what was done before. */
function keyOf({ state }: SampleCase): string {
  return JSON.stringify(state, (name, value: unknown) => {
    if (typeof value === 'number' || PAST.has(name)) return undefined
    // In whichever order parallel work was begun or done, it is the same place.
    if (UNORDERED.has(name) && Array.isArray(value))
      return value.toSorted((one: { stepId?: string; first?: string }, other: typeof one) =>
        `${one.stepId ?? one.first}` < `${other.stepId ?? other.first}` ? -1 : 1,
      )
    return typeof value === 'string' && /^(?:task|document|writing)-|^\d{4}-/.test(value) ? '' : value
  })
}
const PAST: ReadonlySet<string> = new Set(['doneTasks', 'lastAct', 'due', 'total', 'reservedNumber'])
const UNORDERED: ReadonlySet<string> = new Set(['tasks', 'opinions', 'arrived', 'asked', 'works'])

/** The step whose own time no calendar holds: where the case does not open for it, the writer is led there. */
function endlessStep({ variant }: OfferedCell, context: WalkContext): string | null {
  const start = startOf(context)
  return variant.procedure.steps.find((step) => isRefusal(stepDue(step, start, countAt(start, context))))?.id ?? null
}

/** What is missing, for whoever writes the package. */
function saidOf(refusal: Refusal): LocalText {
  const { operator, text } = wordsOf(refusal)
  return operator?.text ?? text
}

/**
 * The morning of a day in the second month that the calendar knows: a term that ends in no calendar is found from there. An edition that begins
 * later is walked from its own first working day, unless the calendar ends before a case of that day could.
 */
export function startOf({ edition, tables, notBefore = null }: WalkContext): Instant {
  const calendar = tables.calendars[edition.regulation.authority.calendar]!
  const first: LocalDate = `${calendar.firstYear}-02-01`
  const own = notBefore === null || notBefore < first ? null : workingDayFrom(notBefore, calendar)
  return toInstant(own ?? first, '10:00', zoneOf(edition.regulation, tables))
}

/** A walk takes months of the calendar at most. */
const DAYS_OF_A_WALK = 183

/** Null where the calendar ends too soon after it. */
function workingDayFrom(day: LocalDate, calendar: Calendar): LocalDate | null {
  if (addDays(day, DAYS_OF_A_WALK) > `${calendar.lastYear}-12-31`) return null
  return isWorkingDay(day, calendar) === true ? day : workingDayFrom(addDays(day, 1), calendar)
}

function draftOf({ grounds }: Variant, decision: Decision, without: readonly string[] = [], demanded: readonly string[] = []): DraftResult {
  if (decision === 'grant') return { decision, groundIds: [], explanation: '' }
  if (demanded.length > 0) return { decision, groundIds: demanded, explanation: SAMPLE }
  return {
    decision,
    groundIds: grounds
      .map(({ id }) => id)
      .filter((id) => !without.includes(id))
      .slice(0, 1),
    explanation: SAMPLE,
  }
}
