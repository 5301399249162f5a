// Whatever happens to a case, in whatever order: what the doors offer, what people send twice or may not do, time that passes, timers that run,
// substitution of officers, withdrawal. After each act the invariants of every case are looked at; in the end the case is worked to its end.
import fc from 'fast-check'
import { isRefusal, type Instant } from '@ruqsat/foundation'
import { isHeardInPerson, stepById, type Step } from '@ruqsat/law'
import { expect } from 'vitest'
import {
  apply,
  applyAll,
  askingFault,
  awaited,
  complaintMatter,
  decide,
  demandedGrounds,
  emptyCase,
  isOver,
  nextLook,
  outcomeTime,
  pendingNonAcceptance,
  placeOfState,
  projection,
  silenceAwaited,
  TOTAL_TIMER,
  withdrawalFault,
  type Actor,
  type CaseEvent,
  type CaseState,
  type Command,
  type DecideContext,
  type DraftResult,
  type Task,
} from '../index.ts'
import { KITE_APPLICANT, KITE_REMINDED, KITE_STAFF, KITE_TABLES, kiteOpening, SYSTEM } from '../testing.ts'
import { ABOUT, BASIS, COMPLAINT, GRANT, idsOf, OFFICE_OPENING } from './driver.ts'
import { WHOLE_ACT } from './whole-act.ts'

const CONTEXT: DecideContext = { edition: WHOLE_ACT, tables: KITE_TABLES, reminders: KITE_REMINDED.reminders! }
const VARIANTS = [
  ...['whole', 'whole-grant', 'whole-refusal', 'whole', 'whole-grant', 'whole-refusal'],
  ...WHOLE_ACT.regulation.variants.map(({ id }) => id),
]
const { head, officer, clerk, body, birds, spy } = KITE_STAFF
const OFFICERS = ['oscar', 'olga', 'omar']
const MOST_FINISHING = 300
const [HOUR, STARTED] = [3_600_000, Date.parse('2025-03-03T05:00:00.000Z')]

type Act = readonly [command: object, actor: Actor]
export type Seen = { acts: number; games: number; readonly kinds: Map<string, number> }

/** One case. `draws` decide everything; when they are used up, it is worked to its end. */
class Game {
  readonly #draws: readonly number[]
  readonly #seen: Seen
  readonly #trace: string[] = []
  readonly #timers = new Map<string, Instant>()
  #place = 0
  #now = STARTED
  #serial = 0
  #last: Act | null = null
  readonly events: CaseEvent[] = []
  state: CaseState = emptyCase

  constructor(draws: readonly number[], seen: Seen) {
    this.#draws = draws
    this.#seen = seen
  }

  #finish(): void {
    for (let left = MOST_FINISHING; this.state.status === 'open'; left -= 1) {
      if (left === 0) throw new Error('The case does not come to an end')
      this.#work()
    }
  }

  /** Of those who were refused, every third complains with success: the case begins again, and ends again. */
  #complain(): void {
    const what = complaintMatter(this.state, new Date(this.#now).toISOString())
    if (this.#draws.length % 3 !== 0 || what === null || what === 'lateness') return
    this.#must([{ kind: 'heedComplaint', complaint: { ...COMPLAINT, what } }, SYSTEM])
    this.#finish()
  }

  play(variant: string): void {
    try {
      const isOffice = variant.startsWith('revoke')
      const opening = { ...(isOffice ? OFFICE_OPENING : kiteOpening()), variant, editionHash: WHOLE_ACT.hash }
      this.#must([
        { kind: 'open', opening, ...(isOffice && { basis: BASIS }), ...(variant === 'grievance' && { about: ABOUT }) },
        isOffice ? head : KITE_APPLICANT,
      ])
      // In some games people are slow: without these, the term of a whole case hardly ever passes.
      const timers = this.#draw(8) === 1 ? 14 : 4
      while (this.#place < this.#draws.length && this.state.status === 'open') this.#move(timers)
      this.#finish()
      this.#complain()
      this.#expectReplay()
    } catch (error) {
      throw new Error(`${variant}: ${(error as Error).message}\n${this.#trace.join('\n')}`, { cause: error })
    }
  }

  #draw(count: number): number {
    const draw = this.#draws[this.#place++]
    return draw === undefined ? 0 : draw % count
  }
  #oneOf<T>(all: readonly T[]): T {
    return all[this.#draw(all.length)]!
  }
  get #at(): Instant {
    return new Date(this.#now).toISOString()
  }

  /** Of twenty moves, two are hours that pass, those up to `timers` pass to the next timer. */
  #move(timers: number): void {
    const kind = this.#draw(20)
    if (kind < 2) this.#now += this.#draw(60) * HOUR
    else if (kind < timers) this.#passToTimer()
    else if (kind === 14) this.#offer(() => this.#asides())
    else if (kind === 15) this.#nonsense()
    else if (kind === 16 && this.#last !== null) this.#again(this.#last)
    else this.#work()
  }

  #work(): void {
    this.#offer(() => this.#offers())
  }

  /** The clock looks, as the host lets it, at all that is due; then somebody does what a door offers them. */
  #offer(offered: () => readonly Act[]): void {
    this.#runTimers()
    if (this.state.status !== 'open') return
    const acts = offered()
    if (acts.length === 0) this.#passToTimer()
    else this.#must(this.#oneOf(acts))
  }

  #passToTimer(): void {
    const [next] = [...this.#timers.values()].toSorted()
    if (next !== undefined) this.#now = Math.max(this.#now, Date.parse(next) + this.#draw(3) * 1000)
    else this.#now += HOUR
    this.#runTimers()
  }

  /** Each timer that is due, once; a second look at the same instant finds nothing to do. */
  #runTimers(): void {
    for (let left = 100; ; left -= 1) {
      if (left === 0) throw new Error(`The timers never rest: ${JSON.stringify([...this.#timers])}`)
      const due = [...this.#timers].filter(([, at]) => at <= this.#at).toSorted(([, one], [, other]) => (one < other ? -1 : 1))[0]
      if (due === undefined) return
      const look: Act = [{ kind: 'markLate', taskId: due[0] }, SYSTEM]
      this.#must(look)
      expect(this.#decide(look), `a second look at ${due[0]}`).toEqual([])
    }
  }

  #decide([command, actor]: Act) {
    this.#seen.acts += 1
    return decide(this.state, { ...command, newIds: idsOf(++this.#serial) } as unknown as Command, actor, this.#at, CONTEXT)
  }

  #must(act: Act): void {
    const answer = this.#give(act)
    if (answer !== null) throw new Error(`Offered, and refused: ${answer} for ${JSON.stringify(act[0])}`)
    this.#last = act
  }

  /** The code of the refusal, or null where it was taken. */
  #give(act: Act): string | null {
    const before = this.state
    const answer = this.#decide(act)
    const { kind } = act[0] as Command
    this.#trace.push(
      `${this.#at} ${kind} ${act[1].id}: ${isRefusal(answer) ? answer.code : answer.map((event) => nameOf(event)).join(', ')}`,
    )
    if (isRefusal(answer)) return answer.code
    this.state = applyAll(before, answer)
    this.events.push(...answer)
    for (const event of answer) this.#seen.kinds.set(event.kind, (this.#seen.kinds.get(event.kind) ?? 0) + 1)
    const { timers, stoppedTimers } = projection(before, answer, this.state, (task) => nextLook(task, CONTEXT))
    for (const id of stoppedTimers) this.#timers.delete(id)
    for (const { taskId, dueAt } of timers) this.#timers.set(taskId, dueAt)
    this.#expectSound(before, answer)
    return null
  }

  /** Sent twice, by a double click or a second window, it does nothing twice. */
  #again(act: Act): void {
    const { taskId, askedId } = act[0] as { readonly taskId?: string; readonly askedId?: string }
    const isDone = taskId !== undefined ? this.state.tasks.every(({ id }) => id !== taskId) : askedId !== undefined
    if (!isDone) return
    const answer = this.#decide(act)
    if (!isRefusal(answer) && answer.length > 0) throw new Error(`Done twice: ${JSON.stringify(act[0])}`)
  }

  /** By somebody whose turn it is not, or at a task that is over: refused, and nothing changes. */
  #nonsense(): void {
    const offers = this.#offers()
    if (offers.length === 0) return
    const [command, actor] = this.#oneOf(offers)
    const other = this.#oneOf<Actor>([spy, { ...clerk, role: 'operator' }, KITE_APPLICANT, SYSTEM])
    if (other.kind === actor.kind && other.id === actor.id) return
    const answer = this.#decide([command, other])
    if (!isRefusal(answer)) throw new Error(`Taken from ${other.id}: ${JSON.stringify(command)}`)
  }

  #expectSound(before: CaseState, answer: readonly CaseEvent[]): void {
    const { state } = this
    const { tasks, asked = [], held = [], arrived = [], waysHeld = [] } = state
    expect(state.version).toBe(before.version + answer.length)
    const isOpen = state.status === 'open'
    const isBusy = tasks.length + asked.length > 0
    if (isOpen !== isBusy)
      throw new Error(`Expected an open case to have something to do, a closed one nothing: ${JSON.stringify({ tasks, asked })}`)
    const ids = [...tasks, ...state.doneTasks].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const list of [tasks.map(({ stepId }) => stepId), held, arrived.map(({ split, first }) => `${split} ${first}`)])
      expect(new Set(list).size, list.join()).toBe(list.length)
    expect(held.length === 0 || state.officerId === null).toBe(true)
    expect(waysHeld.every(({ stepId }) => held.includes(stepId))).toBe(true)
    expect(Object.fromEntries(this.#timers)).toEqual(isOpen ? timersOf(state) : {})
  }

  /** Recomputed from what was recorded, the case is the one that was kept; and what must be once in it is. */
  #expectReplay(): void {
    const kept = JSON.parse(JSON.stringify(this.events)) as readonly CaseEvent[]
    expect(kept.reduce(apply, emptyCase)).toEqual(JSON.parse(JSON.stringify(this.state)))
    // A case that began again has a second life; what a life may have once is counted in the last one.
    const round = this.events.slice(this.events.findLastIndex(({ kind }) => kind === 'caseReopened') + 1)
    const many = (kind: CaseEvent['kind']) => round.filter((event) => event.kind === kind).length
    expect(many('resultSigned')).toBeLessThanOrEqual(1)
    expect(many('caseClosed') + many('caseEnded')).toBe(1)
    expect(many('silenceDecided')).toBeLessThanOrEqual(1)
    expect(this.events.every((event, place) => place === 0 || event.at >= this.events[place - 1]!.at)).toBe(true)
    const signed = round.find((event) => event.kind === 'resultSigned')
    const deemed = round.find((event) => event.kind === 'silenceDecided')
    if (signed !== undefined && deemed !== undefined) expect(signed.decision).toBe(deemed.decision)
  }

  // ---------------------------------------------------------------- what the doors offer

  #offers(): readonly Act[] {
    return [...this.state.tasks.flatMap((task) => this.#atTask(task)), ...this.#toApplicant()]
  }

  /** What a head or an applicant may do besides. */
  #asides(): readonly Act[] {
    const { state } = this
    const isAssigned = state.tasks.some(({ role, assignee }) => role === 'officer' && assignee !== null && assignee === state.officerId)
    const incident = { incidentId: 'outbox:1', incident: 'outbox', how: 'nudged', reason: '' }
    return [
      ...(isAssigned ? [[{ kind: 'takeBackAssignment', reason: 'On leave' }, head] as const] : []),
      ...(isAssigned ? [[{ kind: 'reassign', officerId: this.#otherOfficer(), reason: 'Ill' }, head] as const] : []),
      [{ kind: 'settleIncident', ...incident }, head],
      // Rarely, or no case would get far.
      ...(this.#draw(4) === 1 && withdrawalFault({ state, place: placeOfState(state, CONTEXT) }) === null
        ? [[{ kind: 'withdraw', reason: '' }, KITE_APPLICANT] as const]
        : []),
    ]
  }

  #otherOfficer(): string {
    return this.#oneOf(OFFICERS.filter((id) => id !== this.state.officerId))
  }

  #toApplicant(): readonly Act[] {
    return (this.state.asked ?? []).flatMap(({ id: askedId, kind, due }): readonly Act[] => {
      if (this.#at > due) return []
      const sha256 = { requestSha256: `r-${this.#serial}`, signatureSha256: 's' }
      if (kind === 'correction') return [[{ kind: 'giveCorrection', askedId, ...sha256 }, KITE_APPLICANT]]
      if (this.#isHeardInPerson() && this.#draw(2) === 1) return [[{ kind: 'askOralHearing', askedId, text: '' }, KITE_APPLICANT]]
      const objection = this.#draw(3) === 1 ? { text: 'No', objectionSha256: 'o', signatureSha256: 's' } : null
      return [[{ kind: 'answerHearing', askedId, objection }, KITE_APPLICANT]]
    })
  }

  #isHeardInPerson(): boolean {
    return placeOfState(this.state, CONTEXT).procedure.steps.some((step) => isHeardInPerson(step))
  }

  #atTask(task: Task): readonly Act[] {
    const { procedure } = placeOfState(this.state, CONTEXT)
    const step = stepById(procedure.steps, task.stepId)
    const holder = holderOf(task)
    const taskId = task.id
    const back = { taskId, reason: 'Once more' }
    const acts: Act[] = this.#ownActs(step, task).map((command) => [{ taskId, ...command }, holder] as const)
    if (this.state.deemed === undefined && askingFault(task, step, this.state, this.#at) === null)
      acts.push([{ kind: 'askCorrection', taskId, missing: [{ on: 'other', text: 'The tail' }] }, holder])
    acts.push(...this.#notAccepting(step, task).map((command) => [{ taskId, ...command }, holder] as const))
    if (step.returnTo !== undefined && this.#draw(3) === 1) acts.push([{ kind: 'returnToOfficer', ...back }, holder])
    if (task.assignee !== null && this.#draw(6) === 1) acts.push([{ kind: 'declineAssignment', ...back }, holder])
    return acts
  }

  /** A refusal to accept, once written, is mostly signed. */
  #notAccepting(step: Step, task: Task): readonly object[] {
    const [ground] = placeOfState(this.state, CONTEXT).variant.nonAcceptance?.grounds ?? []
    const time = outcomeTime(task, 'notAccepted')
    const isForeseen = ground !== undefined && step.next.some(({ when }) => when === 'notAccepted')
    if (!isForeseen || this.state.deemed !== undefined || (time !== null && isOver(time, this.#at))) return []
    const pending = pendingNonAcceptance(this.state)
    if (pending === null || this.#draw(9) === 1) return [{ kind: 'refuseAcceptance', groundIds: [ground.id], explanation: 'There' }]
    const paper = { documentId: `doc-${this.#serial}`, sha256: 'd' }
    const next =
      pending.paper === undefined
        ? { kind: 'prepareNonAcceptance', paper }
        : { kind: 'signNonAcceptance', signed: signedDocument(pending.paper.documentId, this.#at) }
    // Often, because its time is short.
    return Array.from({ length: 8 }, () => next)
  }

  /** The step's own work. */
  #ownActs(step: Step, task: Task): readonly object[] {
    switch (step.action) {
      case 'accept':
        return [{ kind: 'accept', journalNumber: `J-${this.#serial}` }]
      case 'assign':
        return [{ kind: 'assign', officerId: this.#oneOf(OFFICERS), instruction: '' }]
      case 'examine':
        return [this.#examined(step, task)]
      case 'conclude':
        return [{ kind: 'conclude', draft: this.#drafted() }]
      case 'approve':
        return [{ kind: 'approve', opinion: this.#oneOf(['agrees', 'objects']), reason: 'Wind' }]
      case 'signResult':
        return this.state.prepared === null || this.#draw(5) === 1 ? [this.#prepared()] : [this.#signed()]
      case 'handOver':
        return [{ kind: 'handOver' }]
      default:
        return [this.#worked(step)]
    }
  }

  #examined(step: Step, task: Task): object {
    const time = outcomeTime(task, 'incomplete')
    const mayBe = step.next.some(({ when }) => when === 'incomplete') && (time === null || !isOver(time, this.#at))
    const draft = this.#drafted()
    return { kind: 'examine', draft, incomplete: mayBe && draft.decision === 'refuse' && this.#draw(2) === 1 }
  }

  /** As the form would have it: what the case demands of a refusal is ticked. */
  #drafted(): DraftResult {
    const { deemed } = this.state
    const demanded = demandedGrounds(this.state, placeOfState(this.state, CONTEXT).procedure.steps)
    const mayGrant = deemed === undefined ? demanded.length === 0 : deemed.decision === 'grant'
    if (mayGrant && (deemed !== undefined || this.#draw(3) !== 1)) return GRANT
    const groundIds = demanded.length > 0 ? demanded : [this.#oneOf(['weak-string', 'near-airfield'])]
    return { decision: 'refuse', groundIds, explanation: 'Torn' }
  }

  #result() {
    const conclusion = this.state.conclusion ?? this.state.draft
    const { results } = placeOfState(this.state, CONTEXT).variant
    return { isGrant: conclusion?.decision === 'grant', result: results[conclusion?.decision ?? 'refuse'], grant: results.grant }
  }

  #prepared(): object {
    const { result } = this.#result()
    const isNumbered = result.kind === 'licence'
    const number = isNumbered ? (this.state.reservedNumber ?? `KZ-${this.#serial}`) : null
    return { kind: 'prepareResult', document: { documentId: `doc-${this.#serial}`, documentKind: result.kind, number, sha256: 'd' } }
  }

  #signed(): object {
    const { isGrant, grant } = this.#result()
    const { documentId = 'none', number = null } = this.state.prepared ?? {}
    const does = grant.does ?? 'issues'
    const changes = isGrant && (does !== 'issues' || grant.validity !== undefined)
    const register = { does, number, earlier: 'KZ00KTE00000001', from: '2025-06-02', until: null }
    return { kind: 'signResult', signed: signedDocument(documentId, this.#at), ...(changes && { register }) }
  }

  #worked(step: Step): object {
    const work = { writingId: `w-${this.#serial}`, sha256: 'a', files: [], outcome: null }
    const outcome = step.writing?.decides === undefined ? null : this.#oneOf(['yes', 'no'])
    const paper = { documentId: `doc-${this.#serial}`, sha256: 'd' }
    const waits = awaited(step, this.state)
    if (waits === 'answer') return { kind: 'answerWork', work: { ...work, outcome } }
    const kept = this.state.works?.find(({ stepId }) => stepId === step.id)
    if (waits === 'signature')
      return kept?.paper === undefined
        ? { kind: 'prepareWork', paper }
        : { kind: 'signWork', signed: signedDocument(kept.paper.documentId, this.#at) }
    const isPrinted = step.writing?.paper !== undefined && step.writing.paper.signed !== true
    return { kind: 'writeWork', work: { ...work, outcome: step.action === 'ask' ? null : outcome }, ...(isPrinted && { paper }) }
  }
}

const signedDocument = (documentId: string, signedAt: Instant) => ({ documentId, sha256: 'e', signerCertificateSha256: 'f', signedAt })
const nameOf = (event: CaseEvent) => ('stepId' in event ? `${event.kind} ${event.stepId}` : event.kind)

/** Whose work the task is. */
function holderOf({ role, unit, assignee }: Task): Actor {
  if (role === 'interestedBody') return unit === 'wind-watch' ? body : birds
  if (role === 'officer') return { ...officer, id: assignee ?? officer.id }
  return role === 'head' ? head : clerk
}

/** The timers that a case must have, by its state alone. */
function timersOf(state: CaseState): Readonly<Record<string, Instant>> {
  const total = silenceAwaited(state)
  return Object.fromEntries([
    ...state.tasks.flatMap((task) => {
      const at = nextLook(task, CONTEXT)
      return at === null ? [] : [[task.id, at] as const]
    }),
    ...(state.asked ?? []).map(({ id, due }) => [id, due] as const),
    ...(total === null ? [] : [[TOTAL_TIMER, total] as const]),
  ])
}

/** Games until so many commands were decided. */
export function playWholeGames(acts: number, seed: number): Seen {
  const seen: Seen = { acts: 0, games: 0, kinds: new Map() }
  const game = fc.tuple(fc.constantFrom(...VARIANTS), fc.array(fc.nat(719_999), { minLength: 10, maxLength: 160, size: 'max' }))
  for (let round = 0; seen.acts < acts; round += 1)
    fc.assert(
      fc.property(game, ([variant, draws]) => {
        seen.games += 1
        new Game(draws, seen).play(variant)
      }),
      { seed: seed + round, numRuns: 100 },
    )
  return seen
}
