// Runs a scenario against the edition it belongs to: the engine decides, the scenario says what must come of it.
import {
  outcomeTime,
  placeOfState,
  silenceAwaited,
  TOTAL_TIMER,
  type Actor,
  type CaseEvent,
  type Decision,
  type DecideContext,
  type Task,
} from '@ruqsat/engine'
import { toInstant, toLocal, type ZoneRules } from '@ruqsat/clock'
import { listValue } from '@ruqsat/documents'
import type { Instant, LocalDate, Refusal } from '@ruqsat/foundation'
import { percentBack, isWritingStep, stepById, zoneOf, type Action, type StaffRole, type Step } from '@ruqsat/law'
import { enterChannel, walkOn, type ChannelWalk } from './channel.ts'
import { formFault, rateIn } from './form-answers.ts'
import { said, timeSaid, type Difference, type Said } from './difference.ts'
import type { Fact, Given, Line, LocalMinute, Scenario, ScenarioAction, ScenarioAnswer } from './grammar.ts'
import { SampleCase } from './sample-case.ts'

/** A line that does not hold: what it says, what was expected, what came of it. Made into words at the edge. */
export type ScenarioFailure = Pick<Line, 'line' | 'text'> & Difference
export type ScenarioReport = {
  readonly failures: readonly ScenarioFailure[]
  readonly events: readonly CaseEvent[]
  /** Ids of the steps that the case came to, in its channel and in the staff procedure. */
  readonly reached: { readonly view: ReadonlySet<string>; readonly procedure: ReadonlySet<string> }
}

/** Runs the lines in order. A failure does not stop the scenario: the reader sees everything that differs. */
export function runScenario({ given, lines }: Scenario, context: DecideContext): ScenarioReport {
  const run = new Run(context, given)
  const failures = [...lines.flatMap((line) => run.take(line)), ...run.unexpectedRefusal()]
  return { failures, events: run.sample.events, reached: reachedBy(run.sample.events, run.walked) }
}

function reachedBy(events: readonly CaseEvent[], walked: readonly string[]): ScenarioReport['reached'] {
  const view = events.flatMap((event) => (event.kind === 'viewStepReached' ? [event.stepId] : []))
  const procedure = events.flatMap((event) => (event.kind === 'taskStarted' ? [event.stepId] : []))
  return { view: new Set([...walked, ...view]), procedure: new Set(procedure) }
}

type ActionFact = Extract<Fact, { kind: 'action' }>

/** Verbs that are done at a step of their own action; the others are done at any. */
const ACTION_OF: Partial<Record<ScenarioAction['verb'], Action>> = {
  accepts: 'accept',
  assigns: 'assign',
  examines: 'examine',
  agrees: 'approve',
  objects: 'approve',
  concludes: 'conclude',
  'does not accept': 'accept',
  'hands over': 'handOver',
}

function fitsStep({ verb }: ScenarioAction, step: Step): boolean {
  const { action } = step
  if (verb === 'writes' || verb === 'receives') return isWritingStep(step)
  if (verb === 'signs') return action === 'signResult' || step.writing?.paper?.signed === true
  return (ACTION_OF[verb] ?? action) === action
}

class Run {
  readonly sample: SampleCase
  /** Rows of the channel at which a case that is not registered has been. */
  readonly walked: string[] = []
  readonly #zone: ZoneRules
  #refusal: Refusal | null = null
  /** Only in a case that begins before registration. */
  #channel: ChannelWalk | null = null
  #lastAction: Pick<Line, 'line' | 'text'>
  readonly #given: Given

  constructor(context: DecideContext, given: Given) {
    this.sample = new SampleCase(context)
    this.#zone = zoneOf(context.edition.regulation, context.tables)
    this.#lastAction = given
    this.#given = given
    this.#open(given)
  }

  take({ line, text, fact }: Line): readonly ScenarioFailure[] {
    if (fact.kind === 'action' || fact.kind === 'applicant' || fact.kind === 'clock' || fact.kind === 'answers') {
      const refused = this.unexpectedRefusal()
      this.#lastAction = { line, text }
      this.#act(fact)
      return refused
    }
    const wrong = fact.kind === 'passed' ? this.#pass(fact) : differing(this.#check(fact))
    return wrong === null ? [] : [{ line, text, ...wrong }]
  }

  /** An action was refused and no line said that it would be. */
  unexpectedRefusal(): readonly ScenarioFailure[] {
    const refusal = this.#refusal
    this.#refusal = null
    if (refusal === null) return []
    const { line, text } = this.#lastAction
    return [{ line, text, expected: said('actionDone'), found: { ...said('actionRefused', refusal.code), refusal } }]
  }

  #act(fact: Extract<Fact, { kind: 'action' | 'applicant' | 'clock' | 'answers' }>): void {
    if (fact.kind === 'answers') {
      this.#refusal = this.#answer(fact.values)
      return
    }
    const now = this.#instant(fact.at)
    this.#fireTimers(now, fact.kind === 'clock')
    if (fact.kind === 'clock') return
    if (fact.kind === 'applicant') {
      this.#refusal = this.sample.actOfApplicant(fact.verb, now)
      return
    }
    const task = this.#taskOf(fact)
    this.#refusal = this.sample.act(fact.action, task?.id ?? 'none', this.#actorOf(fact, task), now)
  }

  /** Whatever the form says first to one of these answers, with those that were given before. */
  #answer(values: Readonly<Record<string, ScenarioAnswer>>): Refusal | null {
    const { sample } = this
    const kept = Object.entries(values).map(([field, value]) => [field, typeof value === 'string' ? value : listValue(value)])
    sample.answers = { ...sample.answers, ...Object.fromEntries(kept) }
    return formFault(sample.answers, Object.keys(values), this.#given, sample.context)
  }

  #open(given: Given): void {
    const { regulation } = this.sample.context.edition
    if (given.registered === null) this.#stand(enterChannel(regulation, given.variant, given.view))
    else this.#refusal = this.sample.open(given, this.#instant(given.registered))
  }

  #pass({ step, outcome }: Extract<Fact, { kind: 'passed' }>): Difference | null {
    if (this.#channel === null) return { expected: said('notRegistered'), found: said('registered') }
    const next = walkOn(this.#channel, step, outcome)
    if ('expected' in next) return next
    this.#stand(next)
    return null
  }

  #stand(walk: ChannelWalk): void {
    this.#channel = walk
    if (walk.at !== null) this.walked.push(walk.at.id)
  }

  /** Where the channel is: the person before registration, the case after it. */
  #viewAt(): Said {
    const at = this.#channel === null ? this.sample.state.viewStepId : this.#channel.at?.id
    return at ? said('is', at) : said(this.#channel === null ? 'nowhere' : 'channelEnd')
  }

  /**
   * Timers fire at their own instants. What anybody does at the last instant is in time: the timer of that instant fires before what comes
   * later, or where the clock alone `reaches` it.
   */
  #fireTimers(now: Instant, isReached: boolean): void {
    const isOver = (due: Instant) => due < now || (isReached && due === now)
    for (;;) {
      const { tasks, asked = [] } = this.sample.state
      const silence = silenceAwaited(this.sample.state)
      const over = [
        ...tasks.flatMap(({ id, late, due }) => (late || due === null || !isOver(due.due) ? [] : [{ id, at: due.due }])),
        ...asked.flatMap(({ id, due }) => (isOver(due) ? [{ id, at: due }] : [])),
        ...(silence !== null && isOver(silence) ? [{ id: TOTAL_TIMER, at: silence }] : []),
      ]
      const [first] = over.toSorted((one, other) => (one.at < other.at ? -1 : 1))
      if (first === undefined) return
      this.sample.give({ kind: 'markLate', taskId: first.id }, { kind: 'system', id: 'timer' }, first.at)
    }
  }

  /**
   * The open task of this role at which its action is what is done; else any of the role's, or of the case, for the refusal. Where several
   * bodies are asked at once, the line must say which of them acts.
   */
  #taskOf({ role, unit, action }: Pick<ActionFact, 'role' | 'unit' | 'action'>): Task | undefined {
    const { state, context } = this.sample
    const ofRole = state.tasks.filter((task) => task.role === role && (unit === null || task.unit === unit))
    if (role === 'interestedBody' && new Set(ofRole.map((task) => task.unit)).size > 1) return undefined
    const fits = ofRole.find((task) => fitsStep(action, stepById(placeOfState(state, context).procedure.steps, task.stepId)))
    return fits ?? ofRole[0] ?? state.tasks[0]
  }

  /** Whoever answers for the role; of a body, somebody of the one that is named, or that has the task. */
  #actorOf({ role, unit, by, at }: Pick<ActionFact, 'role' | 'unit' | 'by' | 'at'>, task: Task | undefined): Actor {
    const idOf = (each: StaffRole) => (each === 'officer' ? (this.sample.state.officerId ?? 'officer') : each)
    const own = unit ?? (task?.role === role ? task.unit : undefined)
    const { authority, units } = this.sample.context.edition.regulation
    const isOutside = units.find(({ id }) => id === own)?.kind === 'outside'
    const date = at.date as LocalDate
    const order = { number: '1', date, why: 'leave', from: date, until: date, signs: true } as const
    return {
      kind: 'staff',
      id: idOf(by ?? role),
      role,
      ...(by !== null && { onBehalfOf: { id: idOf(role), role, order } }),
      authority: isOutside && own !== undefined ? own : authority.id,
      ...(own !== undefined && { unit: own }),
    }
  }

  #check(fact: Exclude<Fact, { kind: 'action' | 'applicant' | 'clock' | 'answers' | 'passed' }>): Difference {
    switch (fact.kind) {
      case 'stepDue':
        return { expected: timeSaid(fact.due), found: this.#time(this.#taskAt(fact.step)?.due?.due) }
      case 'outcomeUntil':
        return { expected: timeSaid(fact.due), found: this.#time(this.#outcomeUntil(fact)) }
      case 'correctionDue':
        return { expected: timeSaid(fact.due), found: this.#time(this.sample.state.asked?.[0]?.due) }
      case 'deemed':
        return { expected: timeSaid(fact.since), found: this.#deemed(fact.decision) }
      case 'stepState':
        return { expected: said('is', fact.state), found: said('is', this.#stepState(fact.step, fact.state)) }
      case 'totalDue':
        return { expected: timeSaid(fact.due), found: this.#time(this.sample.state.total?.due) }
      case 'viewAt':
        return { expected: said('is', fact.step), found: this.#viewAt() }
      case 'channelEnded':
        return { expected: said('channelEnd'), found: this.#viewAt() }
      case 'status':
        return { expected: said('is', fact.status), found: said('is', this.sample.state.status) }
      case 'fee':
        return { expected: feeSaid(fact.mciRate), found: feeSaid(rateIn(this.#given, this.sample)) }
      case 'holds':
        return { expected: daysSaid(fact), found: daysSaid(this.sample.days) }
      case 'feeFate':
        return { expected: said('is', fact.fate), found: said('is', this.#feeFate()) }
      case 'actionRefused':
        return this.#checkRefused(fact.code)
    }
  }

  #checkRefused(code: string | null): Difference {
    const refusal = this.#refusal
    this.#refusal = null
    if (refusal === null) return { expected: code === null ? said('refusal') : said('is', code), found: said('accepted') }
    return { expected: said('is', code ?? refusal.code), found: { ...said('is', refusal.code), refusal } }
  }

  #feeFate(): Extract<Fact, { kind: 'feeFate' }>['fate'] {
    const { state, context } = this.sample
    const percent = state.status === 'notAccepted' ? percentBack(placeOfState(state, context).variant) : null
    return percent === null ? 'stays' : percent === 100 ? 'goes back' : 'goes back in part'
  }

  #taskAt(stepId: string) {
    return this.sample.state.tasks.find((task) => task.stepId === stepId)
  }

  #outcomeUntil({ step, outcome }: Extract<Fact, { kind: 'outcomeUntil' }>): Instant | undefined {
    const task = this.#taskAt(step)
    return task && outcomeTime(task, outcome)?.due.due
  }

  #stepState(stepId: string, asked: 'open' | 'closed' | 'late'): string {
    const task = this.#taskAt(stepId)
    if (task === undefined) return 'closed'
    return asked === 'late' && task.late ? 'late' : 'open'
  }

  /** Since when silence has decided in this sense. */
  #deemed(decision: Decision): Said {
    const { deemed } = this.sample.state
    return this.#time(deemed?.decision === decision ? deemed.since : undefined)
  }

  #instant({ date, time }: LocalMinute): Instant {
    return toInstant(date, time, this.#zone)
  }

  #time(instant: Instant | undefined): Said {
    return instant === undefined ? said('noDueDate') : timeSaid(toLocal(instant, this.#zone))
  }
}

const feeSaid = (mciRate: number | null): Said => said('is', mciRate === null ? 'nothing' : `${mciRate} MCI`)

function daysSaid(days: { readonly from: LocalDate; readonly until: LocalDate | null } | null): Said {
  return days === null ? said('noDueDate') : said('is', days.until === null ? `${days.from} without end` : `${days.from} to ${days.until}`)
}

function differing(difference: Difference): Difference | null {
  const { expected, found } = difference
  return expected.code === found.code && expected.value === found.value ? null : difference
}
