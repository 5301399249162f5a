// Runs a case that was written as text against the edition it belongs to: the engine decides, the text says what must come of it.
import {
  applyAll,
  conclusionOf,
  decide,
  emptyCase,
  officeZone,
  outcomeTime,
  placeOfState,
  unitOf,
  type Actor,
  type CaseEvent,
  type CaseState,
  type Command,
  type DecideContext,
} from '@ruqsat/engine'
import { toInstant, toLocal, type ZoneRules } from '@ruqsat/clock'
import { isRefusal, licenceNumber, type Instant, type Refusal } from '@ruqsat/foundation'
import { stepById, type Step } from '@ruqsat/law'
import { enterChannel, walkOn, type ChannelWalk } from './channel.ts'
import { readCaseText, type CaseFact, type CaseLine, type Deed, type LocalMinute } from './text.ts'

export type CaseFailure = { readonly line: number; readonly text: string; readonly expected: string; readonly found: string }
export type CaseReport = {
  readonly title: string
  readonly cites: readonly string[]
  readonly failures: readonly CaseFailure[]
  readonly events: readonly CaseEvent[]
  /** Variant and channel; null where the case does not say. */
  readonly place: { readonly variant: string; readonly view: string } | null
  /** Ids of the steps that the case came to, in its channel and in the staff procedure. */
  readonly reached: { readonly view: ReadonlySet<string>; readonly procedure: ReadonlySet<string> }
}

type Without<C> = C extends Command ? Omit<C, 'newIds'> : never

/** Runs the lines in order. A failure does not stop the case: the reader sees everything that differs. */
export function runCase(text: string, context: DecideContext): CaseReport {
  const lines = readCaseText(text)
  const run = new Run(context)
  const failures = [...lines.flatMap((line) => run.take(line)), ...run.unexpectedRefusal()]
  const cites = lines.flatMap(({ fact }) => (fact?.kind === 'cites' ? fact.items : []))
  const title = lines.find(({ fact }) => fact?.kind === 'case')?.fact
  const missing = (['case', 'given'] as const).filter((kind) => lines.filter(({ fact }) => fact?.kind === kind).length !== 1)
  return {
    title: title?.kind === 'case' ? title.title : '',
    cites,
    failures: [...missing.map((kind) => ({ line: 1, text: '', expected: `one line '${kind}:'`, found: 'none, or several' })), ...failures],
    events: run.events,
    place: run.place,
    reached: reachedBy(run.events, run.walked),
  }
}

function reachedBy(events: readonly CaseEvent[], walked: readonly string[]): CaseReport['reached'] {
  const view = events.flatMap((event) => (event.kind === 'viewStepReached' ? [event.stepId] : []))
  const procedure = events.flatMap((event) => (event.kind === 'taskStarted' ? [event.stepId] : []))
  return { view: new Set([...walked, ...view]), procedure: new Set(procedure) }
}

class Run {
  readonly events: CaseEvent[] = []
  /** Rows of the channel where a case that is not registered has stood. */
  readonly walked: string[] = []
  place: CaseReport['place'] = null
  readonly #context: DecideContext
  readonly #zone: ZoneRules
  #state: CaseState = emptyCase
  #refusal: Refusal | null = null
  /** Only in a case that begins before registration. */
  #channel: ChannelWalk | null = null
  #lastDeed: CaseLine | null = null
  #ids = 0

  constructor(context: DecideContext) {
    this.#context = context
    this.#zone = officeZone(context)
  }

  take({ line, text, fact }: CaseLine): readonly CaseFailure[] {
    if (fact === null) return [{ line, text, expected: 'a line of the grammar in docs/regulation-language.md', found: 'none of its forms' }]
    if (fact.kind === 'passed') {
      const wrong = this.#pass(fact)
      return wrong === null ? [] : [{ line, text, ...wrong }]
    }
    if (fact.kind === 'deed' || fact.kind === 'clock' || fact.kind === 'given') {
      const refused = this.unexpectedRefusal()
      this.#lastDeed = { line, text, fact }
      this.#act(fact)
      return refused
    }
    const checked = this.#check(fact)
    return checked === null || checked.found === checked.expected ? [] : [{ line, text, ...checked }]
  }

  /** A deed was refused and no line said that it would be. */
  unexpectedRefusal(): readonly CaseFailure[] {
    const refusal = this.#refusal
    this.#refusal = null
    if (refusal === null || this.#lastDeed === null) return []
    const { line, text } = this.#lastDeed
    return [{ line, text, expected: 'the deed to succeed, or a line `then: refused`', found: `it was refused: ${refusal.code}` }]
  }

  #act(fact: CaseFact): void {
    if (fact.kind === 'given') this.#open(fact)
    if (fact.kind === 'clock') this.#fireTimers(this.#instant(fact.at))
    if (fact.kind !== 'deed') return
    const now = this.#instant(fact.at)
    this.#fireTimers(now)
    for (const command of this.#commandsOf(fact.deed, fact.role, now))
      if (this.#refusal === null) this.#give(command(), this.#actorOf(fact.role), now)
  }

  #open(given: Extract<CaseFact, { kind: 'given' }>): void {
    const { regulation, hash } = this.#context.edition
    this.place = { variant: given.variant, view: given.view }
    if (given.registered === null) {
      this.#stand(enterChannel(regulation, given.variant, given.view))
      return
    }
    const opening = {
      caseId: 'case',
      authority: regulation.authority.id,
      regulation: regulation.id,
      editionHash: hash,
      variant: given.variant,
      view: given.view,
      requestNumber: 'case',
      applicantRef: '',
      applicantKind: given.applicant,
      requestSha256: '',
      signatureSha256: '',
      payment: null,
    }
    this.#give({ kind: 'open', opening }, { kind: 'applicant', id: 'applicant' }, this.#instant(given.registered))
  }

  #pass({ step, outcome }: Extract<CaseFact, { kind: 'passed' }>): { readonly expected: string; readonly found: string } | null {
    if (this.#channel === null) return { expected: "a case that begins 'not yet registered'", found: 'one that is registered' }
    const next = walkOn(this.#channel, step, outcome)
    if ('expected' in next) return next
    this.#stand(next)
    return null
  }

  #stand(walk: ChannelWalk): void {
    this.#channel = walk
    if (walk.at !== null) this.walked.push(walk.at.id)
  }

  /** Where the channel stands: the person before registration, the case after it. */
  #viewAt(): string {
    if (this.#channel !== null) return this.#channel.at?.id ?? 'its end'
    return this.#state.viewStepId ?? 'nowhere'
  }

  /** Timers fire at their own instants, before whatever happens at `now`. */
  #fireTimers(now: Instant): void {
    for (;;) {
      const due = this.#state.tasks.find((task) => !task.late && task.due !== null && task.due.due <= now)
      if (due === undefined) return
      this.#give({ kind: 'markLate', taskId: due.id }, { kind: 'system', id: 'timer' }, due.due!.due)
    }
  }

  #give(command: Without<Command>, actor: Actor, now: Instant): void {
    const answer = decide(this.#state, { ...command, newIds: [`task-${++this.#ids}`] } as Command, actor, now, this.#context)
    if (isRefusal(answer)) {
      this.#refusal = answer
      return
    }
    this.events.push(...answer)
    this.#state = applyAll(this.#state, answer)
  }

  /** Deeds that take two commands (prepare, then sign) look at the case again in between. */
  #commandsOf(deed: Deed, role: string, now: Instant): readonly (() => Without<Command>)[] {
    const task = this.#state.tasks.find((each) => each.role === role) ?? this.#state.tasks[0]
    const taskId = task?.id ?? 'none'
    if (deed.kind === 'assigns') return [() => ({ kind: 'assign', taskId, officerId: deed.officerId, instruction: '' })]
    if (deed.kind === 'drafts') return [() => draftCommand(deed, taskId)]
    if (deed.kind === 'reasoned') return [() => reasonedCommand(deed.verb, taskId, deed.reason)]
    if (deed.verb === 'accepts') return [() => ({ kind: 'accept', taskId, journalNumber: '1' })]
    if (deed.verb === 'agrees') return [() => ({ kind: 'approve', taskId, opinion: 'agrees', reason: '' })]
    if (deed.verb === 'hands over') return [() => ({ kind: 'handOver', taskId })]
    return [
      () => this.#prepareCommand(taskId),
      () => ({
        kind: 'signResult',
        taskId,
        signed: { documentId: this.#documentId(), sha256: '', signerCertificateSha256: '', signedAt: now },
      }),
    ]
  }

  #prepareCommand(taskId: string): Without<Command> {
    const { variant } = placeOfState(this.#state, this.#context)
    const decision = conclusionOf(this.#state)?.decision ?? 'refuse'
    const number =
      decision === 'grant' ? (this.#state.reservedNumber ?? licenceNumber(variant.results.grant.registerLetters, this.#ids)) : null
    return {
      kind: 'prepareResult',
      taskId,
      document: { documentId: `document-${this.#ids}`, documentKind: variant.results[decision].kind, number, sha256: '' },
    }
  }

  #documentId(): string {
    return this.#state.prepared?.documentId ?? 'none'
  }

  #actorOf(role: Extract<CaseFact, { kind: 'deed' }>['role']): Actor {
    const id = role === 'officer' ? (this.#state.officerId ?? 'officer') : role
    return { kind: 'staff', id, role, authority: this.#context.edition.regulation.authority.id }
  }

  #check(fact: CaseFact): { readonly expected: string; readonly found: string } | null {
    switch (fact.kind) {
      case 'stepDue':
        return { expected: written(fact.due), found: this.#local(this.#taskAt(fact.step)?.due?.due) }
      case 'outcomeUntil':
        return { expected: written(fact.due), found: this.#local(this.#outcomeUntil(fact)) }
      case 'stepState':
        return { expected: fact.state, found: this.#stepState(fact.step, fact.state) }
      case 'totalDue':
        return { expected: written(fact.due), found: this.#local(this.#state.total?.due) }
      case 'viewAt':
        return { expected: fact.step, found: this.#viewAt() }
      case 'channelEnded':
        return { expected: 'its end', found: this.#viewAt() }
      case 'caseIs':
        return { expected: fact.status, found: this.#state.status }
      case 'deedRefused':
        return this.#checkRefused(fact.code)
      default:
        return null
    }
  }

  #checkRefused(code: string | null): { readonly expected: string; readonly found: string } {
    const found = this.#refusal?.code ?? 'accepted'
    this.#refusal = null
    return { expected: code ?? (found === 'accepted' ? 'a refusal' : found), found }
  }

  #taskAt(stepId: string) {
    this.#stepOf(stepId)
    return this.#state.tasks.find((task) => task.stepId === stepId)
  }

  #outcomeUntil({ step, outcome }: Extract<CaseFact, { kind: 'outcomeUntil' }>): Instant | undefined {
    const task = this.#taskAt(step)
    return task && outcomeTime(task, outcome)?.due.due
  }

  /** A step that the table does not have is a fault of the case's writer, and unitOf says so. */
  #stepOf(stepId: string): Step {
    const step = stepById(placeOfState(this.#state, this.#context).procedure.steps, stepId)
    unitOf(step, this.#context)
    return step
  }

  #stepState(stepId: string, asked: 'open' | 'closed' | 'late'): string {
    const task = this.#taskAt(stepId)
    if (task === undefined) return 'closed'
    return asked === 'late' && task.late ? 'late' : 'open'
  }

  #instant({ date, time }: LocalMinute): Instant {
    return toInstant(date, time, this.#zone)
  }

  #local(instant: Instant | undefined): string {
    if (instant === undefined) return 'no such due date'
    const { date, time } = toLocal(instant, this.#zone)
    return `${date} ${time}`
  }
}

function draftCommand({ verb, draft, incomplete }: Extract<Deed, { kind: 'drafts' }>, taskId: string): Without<Command> {
  if (verb === 'concludes') return { kind: 'conclude', taskId, draft }
  return incomplete ? { kind: 'examine', taskId, draft, incomplete } : { kind: 'examine', taskId, draft }
}

function reasonedCommand(verb: 'objects' | 'returns' | 'declines' | 'takes back', taskId: string, reason: string): Without<Command> {
  if (verb === 'objects') return { kind: 'approve', taskId, opinion: 'objects', reason }
  if (verb === 'returns') return { kind: 'returnToOfficer', taskId, reason }
  if (verb === 'declines') return { kind: 'declineAssignment', taskId, reason }
  return { kind: 'takeBackAssignment', reason }
}

function written({ date, time }: LocalMinute): string {
  return `${date} ${time}`
}
