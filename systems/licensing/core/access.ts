// Who may see a case. An applicant sees own cases, a firm's people those of the firm; staff see cases of their authority; an officer those that are or were given to them; an outside
// body only what was sent to it.
import { placeOfEdition, type EditionPlace } from './place.ts'
import type { Party, Reader } from '@ruqsat/caseflow/host'
import { isOfUnit, worksFor, type Actor, type CaseState, type Task } from '@ruqsat/engine'
import type { Edition, Unit } from '@ruqsat/law'

export function mayRead(state: CaseState, party: Pick<Party, 'accountId' | 'bin'> | null, reader: Reader, edition: Edition): boolean {
  if (reader.kind === 'applicant') return party !== null && isOwn(party, reader)
  if (reader.kind === 'system') return true
  const touched = unitsTouched(state, edition)
  if (reader.role === 'interestedBody')
    return touched.some((unit) => unit.role === 'interestedBody' && isOfUnit(reader, unit, state.opening?.authority))
  if (reader.authority !== state.opening?.authority) return false
  return reader.role !== 'officer' || isOfficersCase(state, worksFor(reader))
}

/** A firm's case is read by the firm, an individual's by the account that filed it. */
function isOwn(party: Pick<Party, 'accountId' | 'bin'>, reader: Extract<Reader, { readonly kind: 'applicant' }>): boolean {
  return party.bin === (reader.bin ?? null) && (party.bin !== null || party.accountId === reader.id)
}

/** Open tasks that the reader may do. */
export function tasksFor(state: CaseState, reader: Actor, edition: Edition): readonly Task[] {
  if (reader.kind !== 'staff') return []
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

/** Files of the request that the reader may open: a body that is asked for an opinion opens those that are for it, and those for everybody. */
export function filesFor<F extends { readonly slot: string }>(files: readonly F[], reader: Reader, place: EditionPlace): readonly F[] {
  if (reader.kind !== 'staff' || reader.role !== 'interestedBody') return files
  const own = place.units.filter((unit) => isOfUnit(reader, unit, place.opening.authority))
  return files.filter(({ slot }) => {
    const forUnits = place.variant.documents.find(({ id }) => id === slot)?.forUnits
    return forUnits === undefined || own.some(({ id }) => forUnits.includes(id))
  })
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
  return {
    ...state,
    tasks: state.tasks.map((task) => ({ ...task, assignee: null })),
    doneTasks: state.doneTasks.map((done) => ({ ...done, by: office(done.by) })),
    lastAct: state.lastAct && { ...state.lastAct, by: office(state.lastAct.by) },
    officerId: null,
    ...(state.asked && { asked: state.asked.map((each) => ({ ...each, explanation: '' })) }),
    draft: null,
    opinion: null,
    ...(state.opinions && { opinions: [] }),
    conclusion: isClosed ? (state.conclusion ?? state.draft) : null,
    reservedNumber: isClosed ? state.reservedNumber : null,
    prepared: null,
    signed: isClosed ? state.signed : null,
  }
}
