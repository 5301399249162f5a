import { refuseEngine } from '@ruqsat/engine'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { readForm, type FormValues } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { inWordsOfPeople } from '../cases/names.ts'
import { actorOf, openTask, type CaseScene, type TaskScene } from '../cases/open.ts'
import { refuseTask } from '../cases/why-not.ts'
import type { Staff } from '../contract.ts'
import { actionError, fieldName, type TaskAction } from '../actions/action.ts'
import { actionOf, actionsOf } from '../actions/index.ts'
import type { WorkstationParts } from '../deps.ts'
import { takeTyped } from '../http/kept.ts'
import { answeredOnce } from '../http/once.ts'
import { refuseWorkstation } from '../refusals.ts'
import { noteEntry } from '../store/journal.ts'
import { staffOfRole } from '../store/staff.ts'
import { finished, finishedBefore, isOwnDoing, type StepDone } from './done.ts'
import { sendNo } from './frame.tsx'
import { sendLost } from './lost.tsx'
import { NOTHING, sendTask, type Back } from './task-page.tsx'
import texts from '../texts.yaml'
type Params = { readonly caseId: string; readonly taskId: string }

export async function showTask(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const { caseId, taskId } = request.params as Params
  const scene = await openTask(work.deps, staff, caseId, taskId)
  const typed = takeTyped(request, staff.id)
  const action = typed && actionOf(typed.text('task-action'))
  if (isRefusal(scene))
    return action && typed
      ? sendLost(work, request, reply, staff, scene, { action, form: typed, scene: null })
      : sendNo(work, request, reply, scene, 404)
  if (scene.kind === 'case') return sendNotYours(work, request, reply, scene, taskId, action && typed ? { action, form: typed } : null)
  const back = action && typed ? { ...NOTHING, posted: { kind: action.kind, form: typed, errors: [] }, note: texts.task.kept } : NOTHING
  return sendTask(work, request, reply, scene, back)
}

/** Does what was posted. A refusal brings the form back with everything typed; where the form is gone, the typed text is shown. */
export async function postTask(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const { caseId, taskId } = request.params as Params
  const form = readForm(request)
  const action = actionOf(form.text('task-action'))
  if (action === null) return sendNo(work, request, reply, refuseWorkstation('workstation.action-unknown'), 422)
  const scene = await openTask(work.deps, staff, caseId, taskId)
  if (isRefusal(scene)) return sendLost(work, request, reply, staff, scene, { action, form, scene: null })
  if (scene.kind === 'task') {
    if (!isOffered(action, scene)) return sendNo(work, request, reply, refuseWorkstation('workstation.action-unknown'), 422)
    const faults = [...action.check(form, scene), ...(await officerFaults(work, staff, action, form))]
    if (faults.length > 0) return sendTask(work, request, reply, scene, backWith(action, form, faults))
  }
  const answer = await doOnce(work, staff, scene, taskId, action, form)
  if (!isRefusal(answer)) return finished(request, reply, action, answer)
  if (isOwnDoing(answer, staff)) return finishedBefore(request, reply)
  const after = await openTask(work.deps, staff, caseId, taskId)
  const refusal = await inWordsOfPeople(work, answer, scene.zone)
  if (isRefusal(after) || after.kind === 'case') return sendLost(work, request, reply, staff, refusal, { action, form, scene })
  return sendTask(work, request, reply, after, backWith(action, form, [refusal]))
}

/** Whoever is chosen must work here as an officer now: a posted id may name somebody of another authority, or who has left. */
async function officerFaults(work: WorkstationParts, staff: Staff, action: TaskAction, form: FormValues): Promise<readonly Refusal[]> {
  const chosen = action.kind === 'assign' ? form.text(fieldName('assign', 'officerId')) : ''
  if (chosen === '') return []
  const officers = await staffOfRole(work.deps.database.sql, staff.authority, 'officer')
  return officers.some(({ id }) => id === chosen) ? [] : [refuseEngine('officer-missing', { field: 'officerId' })]
}

/** A second post of the same form gets the first one's answer. */
async function doOnce(
  work: WorkstationParts,
  staff: Staff,
  scene: TaskScene | CaseScene,
  taskId: string,
  action: TaskAction,
  form: FormValues,
): Promise<StepDone | Refusal> {
  const { caseId } = scene.view.summary
  const { sql } = work.deps.database
  const version = Number(form.text('version'))
  const act = { ...action.read(form), taskId, ...(Number.isSafeInteger(version) && version > 0 && { expectedVersion: version }) }
  // The intent comes before the act: an entry that the host knows is never missing here; one that it does not know is not shown.
  if (action.kind === 'accept') await noteEntry(sql, staff.authority, caseId, await work.deps.legalClock.now())
  return answeredOnce(work, { authority: staff.authority, token: form.onceToken() }, async (): Promise<StepDone | Refusal> => {
    const view = await scene.host.act(caseId, act as Parameters<typeof scene.host.act>[1], actorOf(staff))
    return isRefusal(view)
      ? view
      : { kind: 'done', number: view.summary.requestNumber, journalNumber: action.kind === 'accept' ? view.state.journalNumber : null }
  })
}

function isOffered(action: TaskAction, scene: TaskScene): boolean {
  return actionsOf(scene.step.action).includes(action) && action.isOffered(scene)
}

/** Faults of fields go to their fields; what concerns the whole act is shown above, with its source. */
function backWith(action: TaskAction, form: FormValues, refusals: readonly Refusal[]): Back {
  const errors = refusals.filter(({ field }) => field !== undefined).map((refusal) => actionError(action.kind, refusal))
  return { posted: { kind: action.kind, form, errors }, refusal: refusals.find(({ field }) => field === undefined) ?? null, note: null }
}

/** The task is not (or no more) this person's: who has it, and what they had typed before the session ended. */
async function sendNotYours(
  work: WorkstationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  scene: CaseScene,
  taskId: string,
  typed: { readonly action: TaskAction; readonly form: FormValues } | null,
): Promise<unknown> {
  const { doneTasks, tasks } = scene.view.state
  const isThis = ({ id }: { readonly id: string }) => id === taskId
  const refusal = refuseTask(doneTasks.find(isThis), tasks.find(isThis), scene.staff)
  return sendLost(work, request, reply, scene.staff, refusal, typed === null ? null : { ...typed, scene }, scene)
}
