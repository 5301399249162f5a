// What an official posts from the form of a step that decides nothing. Files are kept as they come and what is typed with them, so that
// nothing is sent twice, whichever button was pressed and whatever is wrong.
import type { StaffAct } from '@ruqsat/caseflow'
import { toLocal } from '@ruqsat/clock'
import { limitFault, workFaults, workFileField, workPage, type WorkFile, type WrittenWork } from '@ruqsat/documents'
import { fillText, isRefusal, type Refusal } from '@ruqsat/foundation'
import { readUploads } from '@ruqsat/lawpages'
import { flash, type FormValues } from '@ruqsat/web'
import { fieldName, type TaskAction } from '../actions/action.ts'
import { KEEP, partOf, REMOVE, typedValues, type WorkKind } from '../actions/work.tsx'
import type { TaskScene } from '../cases/open.ts'
import { actedOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { finish, goTo, type Visit } from '../http/visit.ts'
import { workDraft, workDraftKey } from '../http/work-draft.ts'
import { dropWorkDraft, keepWorkDraft } from '../store/work-drafts.ts'
import texts from '../texts.yaml'

/** The answer that was sent, or what keeps this from being done; every fault at its field. */
export type WorkPosted = { readonly kind: 'answered'; readonly answer: unknown } | readonly Refusal[]

export async function postWork(visit: Visit, scene: TaskScene, action: TaskAction, form: FormValues): Promise<WorkPosted> {
  const kind = action.kind as WorkKind
  const part = partOf(kind)
  const { sql } = visit.work.deps.database
  const key = workDraftKey(visit, scene, part)
  const before = (await workDraft(visit, scene)) ?? { values: {}, files: [] }
  const removed = form.text(REMOVE)
  const kept = before.files.filter(({ slot, sha256 }) => `${slot} ${sha256}` !== removed)
  const { files, faults } = await newFiles(scene, form, kind, kept)
  const written: WrittenWork = { values: typedValues(form, scene, kind), files }
  await keepWorkDraft(sql, key, written, visit.work.technicalClock.now())
  const isFinished = !form.has(KEEP) && removed === ''
  const today = toLocal(await visit.work.deps.legalClock.now(), scene.zone).date
  const missing = isFinished ? workFaults(workPage(scene.step.writing!, part), written, today) : []
  // A file that was refused is missing too: one fault, said once.
  const all = [...faults, ...missing.filter(({ field }) => field === undefined || !faults.some((fault) => fault.field === field))]
  if (all.length > 0) return all
  if (!isFinished) {
    flash(visit.request, 'success', texts.work.kept)
    return { kind: 'answered', answer: goTo(visit, `${PATHS.task(visit.params.caseId, visit.params.taskId)}#task-action`) }
  }
  const act = { kind, ...written, taskId: visit.params.taskId } as StaffAct
  const done = await actedOnce(visit, scene, form, act, ({ summary, tasks }) => ({
    // As every other action is answered, for a second click.
    kind: 'done' as const,
    journalNumber: null,
    number: summary.requestNumber,
    isOpen: tasks.some(({ id }) => id === visit.params.taskId),
  }))
  if (isRefusal(done)) return [done]
  await dropWorkDraft(sql, key)
  return { kind: 'answered', answer: afterwards(visit, scene, action, done) }
}

type Done = { readonly number: string; readonly isOpen: boolean }

/** On to the signature, or to the answer that is awaited, or back to the list. */
function afterwards(visit: Visit, { step }: TaskScene, action: TaskAction, { number, isOpen }: Done): unknown {
  if (!isOpen) return finish(visit, 'success', fillText(texts.done.doneFor, { done: action.done, number }))
  flash(visit.request, 'success', step.writing?.paper?.signed === true ? texts.work.toBeSigned : texts.work.asked)
  return goTo(visit, `${PATHS.task(visit.params.caseId, visit.params.taskId)}#task-action`)
}

/** Each file is judged by itself; those that are good are kept at the host, and the others say what is wrong with them. */
async function newFiles(scene: TaskScene, form: FormValues, kind: WorkKind, kept: readonly WorkFile[]) {
  const files: WorkFile[] = [...kept]
  const faults: Refusal[] = []
  for (const { id: slot } of workPage(scene.step.writing!, partOf(kind)).files) {
    const at = (refusal: Refusal) => faults.push({ ...refusal, field: workFileField(slot) })
    for (const file of readUploads(form, fieldName(kind, workFileField(slot)))) {
      if (isRefusal(file)) {
        at(file)
        continue
      }
      const { name, mediaType, bytes, sha256 } = file
      if (files.some((each) => each.slot === slot && each.sha256 === sha256)) continue
      const refused =
        limitFault([...files, { sizeBytes: bytes.length }]) ??
        (await scene.host.storeAttachment({ authority: authorityOf(scene), sha256, bytes }))
      if (refused === null) files.push({ slot, name, mediaType, sizeBytes: bytes.length, sha256 })
      else at(refused)
    }
  }
  return { files, faults }
}

/** Of the case: also where an official of another authority writes in it. */
function authorityOf({ view, staff }: TaskScene): string {
  return view.state.opening?.authority ?? staff.authority
}
