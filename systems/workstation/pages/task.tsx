import type { CaseView, StaffAct } from '@ruqsat/caseflow'
import { refuseDone, refuseEngine } from '@ruqsat/engine'
import { fillText, isRefusal, type Refusal } from '@ruqsat/foundation'
import { flash, readForm, takeKeptForm, type FormValues } from '@ruqsat/web'
import { inWordsOfPeople } from '../cases/names.ts'
import { barredAt, openTask, type CaseScene, type TaskScene } from '../cases/open.ts'
import { actionError, fieldName, type TaskAction } from '../actions/action.ts'
import { actionOf, offeredAt } from '../actions/index.ts'
import { actedOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { finish, goTo, type Visit } from '../http/visit.ts'
import { refuseWorkstation } from '../refusals.ts'
import { keepReceipt } from '../store/receipts.ts'
import { enterInJournal } from '../journal/entries.ts'
import { noteEntry } from '../store/journal.ts'
import { officersToChoose } from '../staff/officers.ts'
import { overOrder } from './acting.tsx'
import { sendNo } from './frame.tsx'
import { finishedBefore, isOwnDoing, sendLost } from './lost.tsx'
import { NOTHING, sendTask, type Back } from './task-page.tsx'
import { postWork } from './work.ts'
import texts from '../texts.yaml'

export async function showTask(visit: Visit): Promise<unknown> {
  const scene = await openTask(visit)
  const form = takeKeptForm(visit.request)?.form ?? null
  const action = form && actionOf(form.text('task-action'))
  const typed = form && action && { action, form }
  if (isRefusal(scene)) {
    const over = await overOrder(visit)
    return typed || over ? sendLost(visit, over ?? scene, typed && { ...typed, scene: null }) : sendNo(visit, scene, 404)
  }
  if (scene.kind === 'case') return sendLost(visit, await whyNotYours(visit, scene), typed && { ...typed, scene }, scene)
  const back = typed && { ...NOTHING, posted: { kind: typed.action.kind, form: typed.form, errors: [] } }
  return sendTask(visit, scene, back ?? NOTHING)
}

/** Does what was posted. A refusal brings the form back with everything typed; where the form is gone, the typed text is shown. */
export async function postTask(visit: Visit): Promise<unknown> {
  const form = readForm(visit.request)
  const action = actionOf(form.text('task-action'))
  if (action === null) return sendNo(visit, refuseWorkstation('workstation.action-unknown'), 422)
  const scene = await openTask(visit)
  if (isRefusal(scene)) return sendLost(visit, (await overOrder(visit)) ?? scene, { action, form, scene: null })
  if (scene.kind === 'task') {
    if (!offeredAt(scene).includes(action)) return sendNo(visit, refuseWorkstation('workstation.action-unknown'), 422)
    if (action.kind === 'writeWork' || action.kind === 'answerWork') {
      const posted = await postWork(visit, scene, action, form)
      return 'kind' in posted ? posted.answer : afterRefusals(visit, scene, action, form, posted)
    }
    const faults = [...(action.check?.(form, scene) ?? []), ...(await officerFaults(visit, action, form))]
    if (faults.length > 0) return sendTask(visit, scene, backWith(action, form, faults))
  }
  const answer = await doOnce(visit, scene, action, form)
  if (!isRefusal(answer) && action.kind === 'refuseAcceptance') {
    // Written, not refused yet: on to the signature.
    flash(visit.request, 'success', action.done)
    return goTo(visit, `${PATHS.task(visit.params.caseId, visit.params.taskId)}#task-action`)
  }
  if (!isRefusal(answer)) {
    const shape = answer.journalNumber === null ? texts.done.doneFor : texts.done.entered
    return finish(visit, 'success', fillText(shape, { done: action.done, number: answer.number, journal: answer.journalNumber ?? '' }))
  }
  return afterRefusals(visit, scene, action, form, [answer])
}

/** The form comes back where the task is still this person's; else what was typed is shown with who was first. */
async function afterRefusals(
  visit: Visit,
  scene: TaskScene | CaseScene,
  action: TaskAction,
  form: FormValues,
  refusals: readonly Refusal[],
): Promise<unknown> {
  const after = await openTask(visit)
  const own = refusals.find((refusal) => isOwnDoing(refusal, visit))
  if (own !== undefined) return finishedBefore(visit, own, isRefusal(after) ? null : after, { action, form, scene })
  const worded = await Promise.all(refusals.map((refusal) => inWordsOfPeople(visit.work, refusal, scene.zone)))
  if (isRefusal(after) || after.kind === 'case') return sendLost(visit, worded[0]!, { action, form, scene })
  return sendTask(visit, after, backWith(action, form, worded))
}

/** Whoever is chosen must work here as an officer now: a posted id may name somebody of another authority, or who has left. */
async function officerFaults({ work, staff }: Visit, action: TaskAction, form: FormValues): Promise<readonly Refusal[]> {
  const chosen = action.kind === 'assign' ? form.text(fieldName('assign', 'officerId')) : ''
  if (chosen === '') return []
  const officers = await officersToChoose(work, staff.authority)
  return officers.some(({ id }) => id === chosen) ? [] : [refuseEngine('officer-missing', { field: 'officerId' })]
}

type StepDone = { readonly kind: 'done'; readonly number: string; readonly journalNumber: string | null }

/** A second post of the same form gets the first one's answer. */
async function doOnce(visit: Visit, scene: TaskScene | CaseScene, action: TaskAction, form: FormValues): Promise<StepDone | Refusal> {
  const { work, staff, params } = visit
  // The intent comes before the act: an entry that the host knows is never missing here; one that it does not know is not shown.
  if (action.kind === 'accept')
    await noteEntry(work.deps.database.sql, staff.authority, scene.view.summary.caseId, await work.deps.legalClock.now())
  const receivedBy = form.text(fieldName('handOver', 'receivedBy'))
  if (action.kind === 'handOver' && receivedBy !== '')
    await keepReceipt(work.deps.database.sql, {
      authority: staff.authority,
      caseId: scene.view.summary.caseId,
      staffId: staff.id,
      receivedBy,
      shownDocument: form.text(fieldName('handOver', 'shownDocument')),
      at: await work.deps.legalClock.now(),
    })
  let entered: CaseView | null = null
  const done = await actedOnce(visit, scene, form, { ...action.read(form), taskId: params.taskId } as StaffAct, (view) => {
    const { summary, state } = view
    if (action.kind === 'accept') entered = view
    return {
      kind: 'done' as const,
      number: summary.requestNumber,
      journalNumber: action.kind === 'accept' ? state.journalNumber : null,
    }
  })
  // A process that ends before this leaves the entry to the next look at the journal.
  if (entered !== null) await enterInJournal(work, staff.authority, entered)
  return done
}

/** Faults of fields go to their fields; what concerns the whole act is shown above, with its source. */
function backWith({ kind }: TaskAction, form: FormValues, refusals: readonly Refusal[]): Back {
  const errors = refusals.filter(({ field }) => field !== undefined).map((refusal) => actionError(kind, refusal))
  return { posted: { kind, form, errors }, refusal: refusals.find(({ field }) => field === undefined) ?? null }
}

/** Why a task of a case that one may see is not (or no more) one's own: done, withdrawn, with a colleague; by whom and when. */
async function whyNotYours(visit: Visit, scene: CaseScene): Promise<Refusal> {
  const { state } = scene.view
  const { staff, params } = visit
  const { taskId } = params
  const done = state.doneTasks.find(({ id }) => id === taskId)
  if (done !== undefined) return refuseDone(done)
  const open = state.tasks.find(({ id }) => id === taskId)
  const barred = open === undefined ? null : barredAt(scene)
  if (barred !== null) return barred
  const over = open === undefined ? null : await overOrder(visit)
  if (over !== null) return over
  return open && open.assignee !== null && open.assignee !== staff.id && open.role === staff.role
    ? refuseEngine('not-assigned-to-you', { facts: { by: { kind: 'official', id: open.assignee } } })
    : refuseWorkstation('workstation.task-not-yours')
}
