// Who may see a case. An applicant sees own cases, a firm's people those of the firm; staff see cases of their authority; an officer those that are or were given to them; an outside
// body only what was sent to it.
import { placeOfEdition, type EditionPlace } from './place.ts'
import type { Party, Reader } from '@ruqsat/caseflow/host'
import type { SignedRequest } from '@ruqsat/documents'
import { isOfUnit, worksFor, type Actor, type CaseState, type MissingItem, type Task } from '@ruqsat/engine'
import type { Edition, Unit } from '@ruqsat/law'

/** `edition`: null where this installation does not have it; who works on the case from outside of its authority is then not known. */
export function mayRead(state: CaseState, party: PartyOfCase | null, reader: Reader, edition: Edition | null): boolean {
  if (reader.kind === 'applicant') return party !== null && isOwn(party, reader)
  if (reader.kind === 'system') return true
  const touched = edition === null ? [] : unitsTouched(state, edition)
  if (reader.role === 'interestedBody')
    return touched.some((unit) => unit.role === 'interestedBody' && isOfUnit(reader, unit, state.opening?.authority))
  // Another authority that works on the case by itself, as the one that considers a complaint does.
  if (reader.authority !== state.opening?.authority)
    return touched.some(({ kind, id, role }) => kind === 'outside' && id === reader.authority && role === reader.role)
  return reader.role !== 'officer' || isOfficersCase(state, worksFor(reader))
}

type PartyOfCase = Pick<Party, 'accountId' | 'bin' | 'representative'> & Partial<Pick<Party, 'iin'>>

/** A firm's case is read by the firm, an individual's by the account that filed it; one that a representative filed by both of them. */
function isOwn(party: PartyOfCase, reader: Extract<Reader, { readonly kind: 'applicant' }>): boolean {
  const [bin, isRepresented] = [reader.bin ?? null, party.representative !== undefined]
  if (bin !== null) return party.bin === bin
  if (party.accountId === reader.id) return party.bin === null || isRepresented
  return isRepresented && party.bin === null && (reader.iin ?? null) !== null && party.iin === reader.iin
}

/** Open tasks that the reader may do. */
export function tasksFor(state: CaseState, reader: Actor, edition: Edition): readonly Task[] {
  if (reader.kind !== 'staff' || state.barred?.officials.includes(reader.id)) return []
  return state.tasks.filter((task) => {
    const unit = edition.regulation.units.find(({ id }) => id === task.unit)
    return (
      unit !== undefined &&
      isOfUnit(reader, unit, state.opening?.authority) &&
      task.role === reader.role &&
      (task.assignee === null || task.assignee === worksFor(reader))
    )
  })
}

type ForSome = { readonly forUnits?: readonly string[] }

/** Whether what the package has for some bodies is for this reader: a body that is asked for an opinion sees what is for it, and what is for all. */
export function isForReader(reader: Reader, place: EditionPlace): (part: ForSome | undefined) => boolean {
  if (reader.kind !== 'staff' || reader.role !== 'interestedBody') return () => true
  const own = place.units.filter((unit) => isOfUnit(reader, unit, place.opening.authority)).map(({ id }) => id)
  return (part) => part?.forUnits === undefined || part.forUnits.some((id) => own.includes(id))
}

/** Files of the request that the reader may open. */
export function filesFor<F extends { readonly slot: string }>(files: readonly F[], reader: Reader, place: EditionPlace): readonly F[] {
  const isFor = isForReader(reader, place)
  return files.filter(({ slot }) => isFor(place.variant.documents.find(({ id }) => id === slot)))
}

/** The signed request as the reader may see it: without answers that are for other bodies. What is not a request of this house is as it is. */
export function requestFor(request: unknown, reader: Reader, place: EditionPlace): unknown {
  const isFor = isForReader(reader, place)
  const fields = place.variant.form.sections.flatMap((section) => section.fields)
  const hidden = new Set(fields.filter((field) => !isFor(field)).map(({ id }) => id))
  const { sections } = (request ?? {}) as Partial<SignedRequest>
  if (hidden.size === 0 || sections === undefined) return request
  const seen = sections.map((section) => ({ ...section, fields: section.fields.filter(({ id }) => !hidden.has(id)) }))
  return { ...(request as object), sections: seen.filter(({ fields: left }) => left.length > 0) }
}

/** What the applicant was asked to correct, as the reader may see it. */
export function missingFor(missing: readonly MissingItem[], reader: Reader, place: EditionPlace): readonly MissingItem[] {
  const isFor = isForReader(reader, place)
  const fields = place.variant.form.sections.flatMap((section) => section.fields)
  return missing.filter((item) => item.on !== 'field' || isFor(fields.find(({ id }) => id === item.id)))
}

function isOfficersCase(state: CaseState, officerId: string): boolean {
  return (
    state.officerId === officerId ||
    state.doneTasks.some(({ by }) => by.id === officerId) ||
    state.tasks.some((task) => task.role === 'officer' && task.assignee === null)
  )
}

function unitsTouched(state: CaseState, edition: Edition): readonly Unit[] {
  const { variant } = placeOfEdition(state, edition)
  const stepIds = new Set([...state.tasks, ...state.doneTasks].map(({ stepId }) => stepId))
  const unitIds = new Set(variant.procedure.steps.filter(({ id }) => stepIds.has(id)).map(({ unit }) => unit))
  return edition.regulation.units.filter(({ id }) => unitIds.has(id))
}

/** The case as an applicant may see it: what is decided, not how it is being weighed, and offices instead of officials. */
export function forApplicant(state: CaseState): CaseState {
  const isClosed = state.status === 'granted' || state.status === 'refused'
  const office = (actor: Actor): Actor => (actor.kind === 'staff' ? { ...actor, id: actor.role } : actor)
  const { nonAcceptance, barred: _barred, ...shown } = state
  return {
    ...shown,
    ...(state.status === 'notAccepted' && nonAcceptance && { nonAcceptance }),
    tasks: state.tasks.map((task) => ({ ...task, assignee: null })),
    doneTasks: state.doneTasks.map((done) => ({ ...done, by: office(done.by) })),
    lastAct: state.lastAct && { ...state.lastAct, by: office(state.lastAct.by) },
    officerId: null,
    ...(state.asked && {
      asked: state.asked.map(({ inStateLanguage: _stated, alsoIn: _also, ...each }) => ({ ...each, explanation: '' })),
    }),
    draft: null,
    opinion: null,
    ...(state.opinions && { opinions: [] }),
    conclusion: isClosed ? (state.conclusion ?? state.draft) : null,
    reservedNumber: isClosed ? state.reservedNumber : null,
    prepared: null,
    signed: isClosed ? state.signed : null,
  }
}
