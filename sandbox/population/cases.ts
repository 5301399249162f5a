// Cases of a population. Each is decided and applied by the engine itself, along a way that the walk of its cell has found, by the staff that
// sits at the desks, at instants within the terms. What no engine decides is not made: no file is stored, nothing is signed or paid.
import { hash } from 'node:crypto'
import { numberMarker, type NumberOrder, type Party, type SentStep, UNSIGNED_SHA256, wholeSent } from '@ruqsat/caseflow'
import { sectionsFor, valueText, type SignedRequest } from '@ruqsat/documents'
import { type Actor, type DecideContext, silenceAwaited, type Task, unitOf } from '@ruqsat/engine'
import { canonicalJson, Fault, type Instant, instantFromMs, isRefusal, type Json, type LocalDate, msFromInstant } from '@ruqsat/foundation'
import { type Edition, resultActionOf, stepById } from '@ruqsat/law'
import { type CaseIdentity, exploreCases, type OfferedCell, type Place, sampleAnswer, SampleCase } from '@ruqsat/scenarios'
import { drawPhone } from '../people/draw.ts'
import { type Dice, diceOf, idOf, pick } from './dice.ts'
import { firmAt, fullName, PEOPLE_PER_FIRM, personAt } from './people.ts'

/** Somebody at a desk, as cases name them. */
export type PopulationStaff = Extract<Actor, { readonly kind: 'staff' }>

export type PopulationNeed = {
  readonly seed: number
  readonly people: number
  readonly editions: readonly DecideContext[]
  readonly staff: readonly PopulationStaff[]
  /** No event is later. */
  readonly now: Instant
  /** How the host numbers a request and an entry of the journal. */
  readonly requestNumber: (edition: Edition, at: Instant) => NumberOrder
  readonly journalNumber: (at: Instant) => NumberOrder
}

/** Requests were registered in so many days before the legal instant at which the population is made. */
const DAYS_BACK = 400
const DAY_MS = 86_400_000
/** Of the cases the share that began lately: open ones are what people look at. */
const LATELY = 0.25
const LATELY_DAYS = 25
/** Of the tasks the share that is done after its time. */
const LATE = 0.04
/** Numbers of licences of a population begin here, so that none meets one that the register gives. */
const FIRST_SERIAL = 50_000_000

type Cell = { readonly cell: OfferedCell; readonly context: DecideContext; readonly ends: Ends; readonly form: Form }
type Ends = { readonly granted: readonly Place[]; readonly refused: readonly Place[]; readonly others: readonly Place[] }
type Form = Omit<SignedRequest, 'applicant' | 'preparedAt' | 'draftId'>

/** Makes the case of a place as it is written, the same for the same seed, people, staff and instant; null where no calendar reaches its day. */
export function openCases(need: PopulationNeed): (place: number) => SentStep | null {
  const cells = need.editions.flatMap((context) => cellsOf(context.edition).flatMap((cell) => cellOf(cell, context, need.now) ?? []))
  if (cells.length === 0) throw new Fault('Expected a service on offer that issues something but there is none to populate')
  return (place) => {
    const dice = diceOf(need.seed, 'case', place)
    return caseOf(need, pick(dice, cells), dice, place)
  }
}

function cellsOf({ regulation }: Edition): readonly OfferedCell[] {
  return regulation.variants
    .filter(({ offered, results, proceedings }) => offered && proceedings === undefined && resultActionOf(results.grant) === 'issues')
    .flatMap((variant) =>
      variant.views
        .filter(({ offered }) => offered)
        .flatMap((view) => regulation.applicants.map(({ kind }) => ({ variant, view, applicant: kind }))),
    )
    .filter(({ variant }) => variant.results.grant.earlier === undefined)
}

function cellOf(cell: OfferedCell, context: DecideContext, now: Instant): Cell | null {
  const places = [...exploreCases(cell, context).places.values()].filter(({ sample: { state } }) => state.status !== 'open')
  const ended = (status: string) =>
    places.filter(({ sample }) => sample.state.status === status).toSorted((one, other) => one.path.length - other.path.length)
  const [granted, refused] = [ended('granted'), ended('refused')]
  const others = places.filter(({ sample: { state } }) => state.status !== 'granted' && state.status !== 'refused')
  if (granted.length === 0) return null
  return { cell, context, ends: { granted, refused, others }, form: formOf(cell, context, now.slice(0, 10) as LocalDate) }
}

/** What was asked for, with an answer of the right type in each field. */
function formOf({ variant, view, applicant }: OfferedCell, { edition: { regulation, hash } }: DecideContext, today: LocalDate): Form {
  const language = 'kk'
  return {
    schema: 'ruqsat.request/1',
    edition: { regulation: regulation.id, hash },
    variant: variant.id,
    view: view.id,
    form: { id: variant.form.id, language },
    title: `${regulation.service[language]}: ${variant.name[language]}`,
    addressee: regulation.authority.name[language],
    sections: sectionsFor(variant.form, applicant).map((section) => ({
      title: section.title[language],
      fields: section.fields.map((field) => {
        const value = sampleAnswer(field, today)
        return { id: field.id, label: field.label[language], value, valueText: valueText(field, value, language) }
      }),
    })),
    attachments: [],
    payment: null,
    statements: variant.form.statements.map(({ text }) => text[language]),
  }
}

function caseOf(need: PopulationNeed, { cell, context, ends, form }: Cell, dice: Dice, place: number): SentStep | null {
  const caseId = idOf(need.seed, 'case', place)
  const journalMarker = numberMarker()
  const own: CaseIdentity = {
    id: (what, serial, at) => idOf(need.seed, `${what} ${place}`, `${serial} ${at}`),
    licenceSerial: () => FIRST_SERIAL + place,
    digest: UNSIGNED_SHA256,
    journalNumber: journalMarker,
  }
  const openedAt = openingOf(dice, need.now)
  const request = need.requestNumber(context.edition, openedAt)
  const applicant = applicantOf(need, cell, dice)
  const content = canonicalJson({ ...form, applicant: signerOf(applicant), preparedAt: openedAt, draftId: idOf(need.seed, 'draft', place) })
  const salt = idOf(need.seed, 'salt', place).replaceAll('-', '')
  const digest = sha256(canonicalJson({ salt, party: applicant }))
  const sample = new SampleCase(context, own)
  const opening = {
    caseId,
    requestNumber: request.marker,
    applicantRef: digest,
    requestSha256: sha256(content),
    signatureSha256: UNSIGNED_SHA256,
  }
  const unopened = sample.open({ variant: cell.variant.id, view: cell.view.id, applicant: cell.applicant }, openedAt, opening)
  // Before the first day that the calendar knows, or where the term would leave it.
  if (unopened !== null) return null
  goOn(need, sample, wayOf(ends, dice), dice)
  const accepted = sample.events.find(({ kind }) => kind === 'entered')
  const sent = wholeSent(
    {
      caseId,
      events: sample.events,
      after: sample.state,
      party: { digest, accountId: applicant.accountId, salt, data: applicant as unknown as Json },
      host: { request: { contentBase64: Buffer.from(content).toString('base64'), attachments: [] } },
      numbers: [request, { ...need.journalNumber(accepted?.at ?? openedAt), marker: journalMarker }],
    },
    context,
  )
  // A case that was not accepted has no entry in the journal and takes no number.
  return sent.events.includes(journalMarker) ? sent : { ...sent, step: { ...sent.step, numbers: [request] } }
}

const sha256 = (text: string): string => hash('sha256', text)

/** More of the days just before than of a year ago. */
function openingOf(dice: Dice, now: Instant): Instant {
  const days = dice() < LATELY ? dice() * LATELY_DAYS : dice() * DAYS_BACK
  return instantFromMs(Math.floor(msFromInstant(now) - days * DAY_MS - 60_000))
}

function applicantOf({ seed, people }: PopulationNeed, { applicant: kind }: OfferedCell, dice: Dice): Party {
  const place = Math.floor(dice() * people)
  const person = personAt(seed, place)
  const firm = kind === 'legalEntity' ? firmAt(seed, Math.floor(place / PEOPLE_PER_FIRM)) : null
  return {
    // Nobody's account: these people have none.
    accountId: `population ${seed} ${place}`,
    kind,
    iin: firm === null ? person.iin : null,
    bin: firm?.bin ?? null,
    name: firm?.name ?? fullName(person),
    address: firm?.address ?? person.address,
    phone: drawPhone((_what, below) => Math.floor(dice() * below), ''),
    email: '',
    language: 'kk',
  }
}

function signerOf({ kind, iin, bin, name }: Party): SignedRequest['applicant'] {
  return { kind, iin, bin, name }
}

/** Seven of ten are granted by one of the short ways, two of ten refused, the rest goes any way that there is. */
function wayOf({ granted, refused, others }: Ends, dice: Dice): Place['taken'] {
  const roll = dice()
  if (roll < 0.7) return pick(dice, granted.slice(0, 3)).taken
  if (roll < 0.9 && refused.length > 0) return pick(dice, refused.slice(0, 3)).taken
  return pick(dice, [...granted, ...refused, ...others]).taken
}

/** Takes the choices of the way as long as their instants are not in the future; a case that gets no further stays open. */
function goOn(need: PopulationNeed, sample: SampleCase, way: Place['taken'], dice: Dice): void {
  const procedure = (task: Task) =>
    stepById(
      sample.context.edition.regulation.variants.find(({ id }) => id === sample.state.opening!.variant)!.procedure.steps,
      task.stepId,
    )
  for (const { stepId, choice } of way) {
    const task = sample.state.tasks.find((each) => each.stepId === stepId) ?? null
    const last = sample.events.at(-1)!.at
    const passes = passing(choice.name, task, sample)
    if (passes !== undefined) {
      if (passes === null || passes > need.now || passes < last || choice.take(sample, task) !== null) return
      continue
    }
    if (task === null) {
      // The applicant answers at the instant at which they were asked.
      if (choice.take(sample, null) !== null) return
      continue
    }
    const step = procedure(task)
    const at = doneAt(task, last, dice)
    if (at > need.now) return
    const by = actorOf(need, sample, task, dice)
    if (by === null) return
    if (task.due !== null && at > task.due.due && !task.late) {
      const isMarked = sample.give({ kind: 'markLate', taskId: task.id }, { kind: 'system', id: 'timer' }, task.due.due)
      if (isMarked !== null || sample.state.tasks.every(({ id }) => id !== task.id)) return
    }
    const taken =
      step.action === 'assign'
        ? sample.act({ verb: 'assigns', officerId: officerOf(need, sample, dice) }, task.id, by, at)
        : choice.take(sample, task, at, by)
    if (isRefusal(taken)) return
  }
}

/** Of a choice that is the passing of a time: the instant, null where there is none; undefined where it is somebody's act. */
function passing(name: string, task: Task | null, { state }: SampleCase): Instant | null | undefined {
  if (name === 'late') return task?.due?.due ?? null
  if (name === 'silence') return silenceAwaited(state)
  if (name === 'not corrected' || name === 'not objected') return state.asked?.[0]?.due ?? null
  return undefined
}

function doneAt({ due, startedAt }: Task, last: Instant, dice: Dice): Instant {
  const from = Math.max(msFromInstant(startedAt), msFromInstant(last))
  const until = due === null ? from + DAY_MS : Math.max(from + 60_000, msFromInstant(due.due))
  const isLate = dice() < LATE
  return instantFromMs(Math.floor(isLate ? until + dice() * DAY_MS : from + (0.05 + 0.9 * dice()) * (until - from)))
}

/** Whoever has the task, else somebody of its desk; null where nobody sits there. */
function actorOf({ staff }: PopulationNeed, { context, state }: SampleCase, task: Task, dice: Dice): PopulationStaff | null {
  const variant = context.edition.regulation.variants.find(({ id }) => id === state.opening!.variant)!
  const { unit, role } = unitOf(stepById(variant.procedure.steps, task.stepId), context)
  const authority = unit.kind === 'outside' ? unit.id : context.edition.regulation.authority.id
  const desk = staff.filter((each) => each.authority === authority && each.role === role)
  return (task.assignee === null ? null : desk.find(({ id }) => id === task.assignee)) ?? (desk.length === 0 ? null : pick(dice, desk))
}

function officerOf({ staff }: PopulationNeed, { context }: SampleCase, dice: Dice): string {
  const desk = staff.filter(({ authority, role }) => authority === context.edition.regulation.authority.id && role === 'officer')
  return desk.length === 0 ? 'officer' : pick(dice, desk).id
}
