// A case without a database: the engine decides each command, and what it decides is applied at once.
import {
  applyAll,
  conclusionOf,
  decide,
  emptyCase,
  mostStarted,
  placeOfState,
  unitOf,
  type Actor,
  type CaseEvent,
  type CaseState,
  type Command,
  type Decision,
  type DecideContext,
  type MissingItem,
  type Opening,
  type RegisterChange,
} from '@ruqsat/engine'
import { isRefusal, licenceNumber, type Instant, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { isLocalDate, toLocal } from '@ruqsat/clock'
import { cleanWork, daysOver, resultDays, workFaults, workOutcome, workPage } from '@ruqsat/documents'
import { findVariant, isNumbered, officeOpening, resultActionOf, stepById, zoneOf, type Step, type Variant } from '@ruqsat/law'
import type { ApplicantVerb, Given, ScenarioAction } from './grammar.ts'

type Without<C> = C extends Command ? Omit<C, 'newIds'> : never

/** What a case has of its own; a sample has names that say nothing. */
export type CaseIdentity = {
  /** Of a task, a document or a writing: `task`, how many were asked for before, and which of them. */
  id(what: 'task' | 'document' | 'writing', serial: number, place: number): string
  /** Of the number of a licence. */
  licenceSerial(serial: number): number
  /** In place of the digest of a file that nobody made or signed. */
  readonly digest: string
  readonly journalNumber: string
}

const SAMPLE: CaseIdentity = {
  id: (what, serial, place) => (what === 'task' ? `task-${serial}-${place}` : `${what}-${serial}`),
  licenceSerial: (serial) => serial,
  digest: '',
  journalNumber: '1',
}

export class SampleCase {
  readonly events: CaseEvent[] = []
  readonly context: DecideContext
  readonly own: CaseIdentity
  state: CaseState = emptyCase
  /** What was filled in, as far as somebody says it. */
  answers: Readonly<Record<string, string>> = {}
  /** The days of the signed result; null where they are not known here. */
  days: ReturnType<typeof resultDays> | null = null
  #ids = 0

  constructor(context: DecideContext, own: CaseIdentity = SAMPLE) {
    this.context = context
    this.own = own
  }

  /** The same case, to go on from here another way. */
  fork(): SampleCase {
    const other = new SampleCase(this.context, this.own)
    other.events.push(...this.events)
    other.state = this.state
    other.answers = this.answers
    other.days = this.days
    other.#ids = this.#ids
    return other
  }

  open(
    { variant, view, applicant }: Pick<Given, 'variant' | 'view' | 'applicant'>,
    now: Instant,
    own: Partial<Opening> = {},
  ): Refusal | null {
    const { regulation, hash } = this.context.edition
    const opening = {
      caseId: 'case',
      authority: regulation.authority.id,
      regulation: regulation.id,
      editionHash: hash,
      variant,
      view,
      requestNumber: 'case',
      applicantRef: '',
      applicantKind: applicant,
      requestSha256: '',
      signatureSha256: '',
      payment: null,
      ...own,
    }
    const office = officeOpening(findVariant(regulation, variant)!, regulation)
    const { complains } = findVariant(regulation, variant)!
    const about = complains && { caseId: 'another', requestNumber: 'another', what: complains.of[0]!.what }
    if (office === null)
      return this.give({ kind: 'open', opening, ...(about && { about }) }, { kind: 'applicant', id: own.applicantRef ?? 'applicant' }, now)
    const basis = { groundIds: [findVariant(regulation, variant)!.proceedings!.grounds[0]!.id], reason: 'A sample.' }
    const { role, unit } = unitOf(office.opens, this.context)
    const opener: Actor = { kind: 'staff', id: role, role, authority: regulation.authority.id, unit: unit.id }
    return this.give({ kind: 'open', opening: { ...opening, signatureSha256: null }, basis }, opener, now)
  }

  give(command: Without<Command>, actor: Actor, now: Instant): Refusal | null {
    const answer = decide(this.state, { ...command, newIds: this.#newIds() } as Command, actor, now, this.context)
    if (isRefusal(answer)) return answer
    this.events.push(...answer)
    this.state = applyAll(this.state, answer)
    return null
  }

  /** What the applicant does with a request that is registered. */
  actOfApplicant(verb: ApplicantVerb, now: Instant): Refusal | null {
    const applicant = { kind: 'applicant', id: 'applicant' } as const
    if (verb === 'withdraws') return this.give({ kind: 'withdraw', reason: '' }, applicant, now)
    const askedId = this.state.asked?.[0]?.id ?? 'none'
    if (verb === 'asks to be heard') return this.give({ kind: 'askOralHearing', askedId, text: '' }, applicant, now)
    const objection = verb === 'objects' ? { text: 'I object.', objectionSha256: this.own.digest, signatureSha256: this.own.digest } : null
    if (verb !== 'corrects') return this.give({ kind: 'answerHearing', askedId, objection }, applicant, now)
    return this.give({ kind: 'giveCorrection', askedId, requestSha256: this.own.digest, signatureSha256: this.own.digest }, applicant, now)
  }

  get #variant(): Variant {
    return placeOfState(this.state, this.context).variant
  }

  #newIds(): readonly string[] {
    const serial = ++this.#ids
    return Array.from({ length: mostStarted(this.context.edition) }, (_, place) => this.own.id('task', serial, place))
  }

  /** Who signs has the document of this decision prepared; left out: of the conclusion. */
  act(action: ScenarioAction, taskId: string, actor: Actor, now: Instant, decision?: Decision): Refusal | null {
    if ('slots' in action) return this.#write(action, taskId, actor, now)
    if (action.verb === 'does not accept') return this.#notAccept(action, taskId, actor, now)
    if (action.verb !== 'signs') return this.give(commandOf(action, taskId, this.#variant, this.own), actor, now)
    if (this.#stepOf(taskId)?.writing !== undefined) return this.#signWork(taskId, actor, now)
    const over = (decision ?? conclusionOf(this.state)?.decision) === 'grant' ? this.#daysOver(now) : null
    if (over !== null) return over
    const refusal = this.give(this.#prepare(taskId, decision ?? conclusionOf(this.state)?.decision ?? 'refuse'), actor, now)
    if (refusal !== null) return refusal
    const documentId = this.state.prepared?.documentId ?? 'none'
    const signed = { documentId, sha256: this.own.digest, signerCertificateSha256: this.own.digest, signedAt: now }
    const register = this.#registerChange(now)
    const fault = this.give({ kind: 'signResult', taskId, signed, ...(register && { register }) }, actor, now)
    if (fault === null && this.state.signed !== null && conclusionOf(this.state)?.decision === 'grant') this.days = this.#daysKnown(now)
    return fault
  }

  /** By the very rules that the official meets at the desk; what is wrong first is what is said. */
  #write({ verb, values, slots }: Work, taskId: string, actor: Actor, now: Instant): Refusal | null {
    const part = verb === 'writes' ? 'writing' : 'answer'
    const step = this.#stepOf(taskId)
    const work = { writingId: this.own.id('writing', this.#ids, 0), sha256: this.own.digest, files: [], outcome: null }
    if (step?.writing === undefined) return this.give({ kind: 'writeWork', taskId, work }, actor, now)
    const page = workPage(step.writing, part)
    const zone = zoneOf(this.context.edition.regulation, this.context.tables)
    const files = slots.map((slot) => ({ slot, name: slot, mediaType: 'application/pdf', sizeBytes: 1, sha256: this.own.digest }))
    const [fault] = workFaults(page, { values, files }, toLocal(now, zone).date)
    if (fault !== undefined) return fault
    const written = {
      ...work,
      files: files.map(({ slot, sha256 }) => ({ slot, sha256 })),
      outcome: workOutcome(step, part, cleanWork(page, values)),
    }
    if (part === 'answer') return this.give({ kind: 'answerWork', taskId, work: written }, actor, now)
    const { paper } = step.writing
    const isPrinted = paper !== undefined && paper.signed !== true
    const document = { documentId: this.own.id('document', this.#ids, 0), sha256: this.own.digest }
    return this.give({ kind: 'writeWork', taskId, work: written, ...(isPrinted && { paper: document }) }, actor, now)
  }

  #signWork(taskId: string, actor: Actor, now: Instant): Refusal | null {
    const paper = { documentId: this.own.id('document', this.#ids, 0), sha256: this.own.digest }
    const refusal = this.give({ kind: 'prepareWork', taskId, paper }, actor, now)
    if (refusal !== null) return refusal
    return this.give(
      { kind: 'signWork', taskId, signed: { ...paper, signerCertificateSha256: this.own.digest, signedAt: now } },
      actor,
      now,
    )
  }

  /** Written, set in type and signed at once. */
  #notAccept({ groundIds, reason }: NotAccepted, taskId: string, actor: Actor, now: Instant): Refusal | null {
    const paper = { documentId: this.own.id('document', this.#ids, 0), sha256: this.own.digest }
    const signed = { ...paper, signerCertificateSha256: this.own.digest, signedAt: now }
    return (
      this.give({ kind: 'refuseAcceptance', taskId, groundIds, explanation: reason }, actor, now) ??
      this.give({ kind: 'prepareNonAcceptance', taskId, paper }, actor, now) ??
      this.give({ kind: 'signNonAcceptance', taskId, signed }, actor, now)
    )
  }

  #stepOf(taskId: string): Step | null {
    const task = this.state.tasks.find(({ id }) => id === taskId)
    return task === undefined ? null : stepById(placeOfState(this.state, this.context).procedure.steps, task.stepId)
  }

  /** By the rule of the provider's system, where the answers say the days; a grant by silence is a grant all the same. */
  #daysOver(now: Instant): Refusal | null {
    if (this.state.deemed !== undefined) return null
    return daysOver({ grant: this.#variant.results.grant, entry: null, ...this.#signing(now) })
  }

  #signing(now: Instant) {
    const signedOn = toLocal(now, zoneOf(this.context.edition.regulation, this.context.tables)).date
    return { signedOn, answer: (field: string) => this.answers[field] ?? '' }
  }

  /** No register is asked: the earlier number is any. */
  #registerChange(now: Instant): RegisterChange | null {
    const { grant } = placeOfState(this.state, this.context).variant.results
    const does = resultActionOf(grant)
    const changes = conclusionOf(this.state)?.decision === 'grant' && (does !== 'issues' || grant.validity !== undefined)
    const earlier = does === 'issues' ? null : 'earlier'
    const days = this.#daysKnown(now) ?? { from: now.slice(0, 10) as LocalDate, until: null }
    return changes ? { does, number: this.state.prepared?.number ?? null, earlier, ...days } : null
  }

  /** Null where the days follow a number that nobody knows here, or an answer that nobody gave. */
  #daysKnown(now: Instant) {
    const { grant } = this.#variant.results
    const { validity } = grant
    const named = [validity?.fromField, validity?.untilField].flatMap((field) => field ?? [])
    if (
      validity?.from === 'earlierEnd' ||
      (validity === undefined && resultActionOf(grant) !== 'issues') ||
      named.some((field) => !isLocalDate(this.answers[field] ?? ''))
    )
      return null
    return resultDays({ grant, entry: null, ...this.#signing(now) })
  }

  #prepare(taskId: string, decision: Decision): Without<Command> {
    const { results } = placeOfState(this.state, this.context).variant
    const { kind } = results[decision]
    const number = isNumbered(kind)
      ? (this.state.reservedNumber ?? licenceNumber(results.grant.registerLetters ?? '', this.own.licenceSerial(this.#ids)))
      : null
    const document = { documentId: this.own.id('document', this.#ids, 0), documentKind: kind, number, sha256: this.own.digest }
    return { kind: 'prepareResult', taskId, document }
  }
}

/** Ids that the form has are its fields; the others are documents. */
function missingItems(ids: readonly string[], text: string, { form }: Variant): readonly MissingItem[] {
  const fields = form.sections.flatMap((section) => section.fields.map(({ id }) => id))
  if (ids.length === 0) return [{ on: 'other', text }]
  return ids.map((id) => ({ on: fields.includes(id) ? 'field' : 'document', id, text }))
}

type Work = Extract<ScenarioAction, { verb: 'writes' | 'receives' }>
type NotAccepted = Extract<ScenarioAction, { verb: 'does not accept' }>

function commandOf(
  action: Exclude<ScenarioAction, { verb: 'signs' } | Work | NotAccepted>,
  taskId: string,
  variant: Variant,
  { journalNumber }: CaseIdentity,
): Without<Command> {
  switch (action.verb) {
    case 'accepts':
      return { kind: 'accept', taskId, journalNumber }
    case 'assigns':
      return { kind: 'assign', taskId, officerId: action.officerId, instruction: '' }
    case 'reassigns':
      return { kind: 'reassign', officerId: action.officerId, reason: action.reason }
    case 'examines':
      return { kind: 'examine', taskId, draft: action.draft, ...(action.incomplete && { incomplete: true }) }
    case 'concludes':
      return { kind: 'conclude', taskId, draft: action.draft }
    case 'agrees':
      return { kind: 'approve', taskId, opinion: 'agrees', reason: '' }
    case 'objects':
      return { kind: 'approve', taskId, opinion: 'objects', reason: action.reason }
    case 'returns':
      return { kind: 'returnToOfficer', taskId, reason: action.reason }
    case 'declines':
      return { kind: 'declineAssignment', taskId, reason: action.reason }
    case 'extends':
      return { kind: 'extendTerm', taskId, amount: action.amount, ground: action.ground, reason: action.reason }
    case 'takes back':
      return { kind: 'takeBackAssignment', reason: action.reason }
    case 'asks to correct':
      return { kind: 'askCorrection', taskId, missing: missingItems(action.missing, action.reason, variant) }
    case 'hands over':
      return { kind: 'handOver', taskId }
  }
}
