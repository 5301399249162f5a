// What a satisfied complaint does to the case that it is about.
import { Fault, isRefusal, type Instant } from '@ruqsat/foundation'
import { nextRows, stepById, stepWithAction, type Step } from '@ruqsat/law'
import type { AnnulledPaper, ComplaintSubject, SatisfiedComplaint } from './complaint-model.ts'
import { Course } from './course.ts'
import { totalDue } from './due.ts'
import type { Actor, CaseState, CommandOf } from './model.ts'
import type { CasePlace } from './place.ts'
import type { Bodies, Scene } from './scene.ts'
import { registrationStep } from './view/walk.ts'

/**
 * Learns that a complaint about this case was satisfied; each once. A refusal or a refusal to accept that is complained of is annulled, and the
 * case is considered again. Where what is late was done meanwhile, or the case has gone on by another complaint, the case only knows of it.
 */
export function heedComplaint({ complaint }: CommandOf<'heedComplaint'>, actor: Actor, scene: Scene): Bodies {
  if (actor.kind !== 'system') throw new Fault(`Expected the system itself to say that a complaint was satisfied but ${actor.kind} did`)
  const { state, place } = scene
  if (state.complaints?.some(({ caseId }) => caseId === complaint.caseId)) return []
  const annuls = reopens(complaint, state) ? paperOf(complaint, state) : null
  const course = new Course(scene, complaint.does === 'reopens' ? null : state.officerId)
  course.add({ kind: 'complaintSatisfied', complaint, ...(annuls && { annuls }), source: null })
  if (!reopens(complaint, state)) return course.bodies
  const { total } = totalDue(place.variant, scene.now, scene.context)
  if (isRefusal(total)) return total
  const registration = registrationStep(place)
  course.add(
    { kind: 'caseReopened', total, source: place.variant.term?.source ?? place.procedure.source },
    { kind: 'viewStepReached', stepId: registration.id, outcome: 'done', source: registration.source },
  )
  return course.start(firstAgain(complaint, place)) ?? course.bodies
}

const DECIDED_SO = { refusal: 'refused', nonAcceptance: 'notAccepted', lateness: null, conduct: null, counter: null } as const

function reopens({ what, does }: SatisfiedComplaint, { status }: CaseState): boolean {
  return does === 'reopens' && DECIDED_SO[what] === status
}

function paperOf({ what }: SatisfiedComplaint, { signed, nonAcceptance }: CaseState): AnnulledPaper | null {
  const paper = what === 'nonAcceptance' ? (nonAcceptance?.signed ?? null) : signed
  return paper && { documentId: paper.documentId, sha256: paper.sha256, signedAt: paper.signedAt }
}

/** What was not taken in is looked at from the beginning; what was refused, from where an officer is named, so that another one may be. */
function firstAgain({ what }: SatisfiedComplaint, { procedure: { steps } }: CasePlace): Step {
  const first = steps[0]!
  if (what === 'nonAcceptance') return first
  const assign = stepWithAction(steps, 'assign')
  if (assign !== null || first.action !== 'accept') return assign ?? first
  const next = nextRows(first, 'done')[0]?.to
  return next === undefined || next === 'end' ? first : stepById(steps, next)
}

/** What of this case may be complained of now; null where nothing may. `isLate`: a task of it, or the whole of it, is due before this instant. */
export function complaintMatter(state: CaseState, now: Instant): ComplaintSubject['what'] | null {
  if (state.basis !== undefined || state.complaintAbout !== undefined) return null
  if (state.status === 'refused') return 'refusal'
  // Whoever had paid has the money back, or is to get it: such a case cannot go on, and a new request can be filed.
  if (state.status === 'notAccepted') return state.nonAcceptance?.signed && state.opening?.payment === null ? 'nonAcceptance' : null
  if (state.status !== 'open') return null
  const isLate = (state.total !== null && state.total.due < now) || state.tasks.some(({ due }) => due !== null && due.due < now)
  return isLate ? 'lateness' : null
}
