// A case or a task of it, as this member of staff may see it. The host checks; so does this room, so that a mistake in one of them shows nothing.
import type { CaseHost, CaseView, TaskSummary } from '@ruqsat/caseflow'
import type { ZoneRules } from '@ruqsat/clock'
import { isOfUnit, refuseEngine, type CountedTask, type Task } from '@ruqsat/engine'
import { Fault, isLanguage, isRefusal, type Language, type Refusal, parseRequestNumber } from '@ruqsat/foundation'
import { findVariant, stepById, zoneOf, type Confirmation, type Regulation, type Step, type Variant } from '@ruqsat/law'
import type { Staff, StaffActor } from '../contract.ts'
import type { WorkstationDeps } from '../deps.ts'
import type { Visit } from '../http/visit.ts'
import type { Capacity } from '../staff/substitution.ts'
import { refuseWorkstation } from '../refusals.ts'

/** A case with the law that it is pinned to. */
export type CaseFile = Law & {
  readonly host: CaseHost
  readonly view: CaseView
  /** Who is signed in. */
  readonly staff: Staff
  /** In what they see and do this: in their own post, or in that of another by an order. */
  readonly capacity: Capacity
  /** The language in which the applicant signed the request. */
  readonly language: Language
  readonly confirmations: readonly Confirmation[]
}

export type CaseScene = CaseFile & { readonly kind: 'case' }

/** A case at one of its open tasks. */
export type TaskScene = CaseFile & { readonly kind: 'task'; readonly task: CountedTask; readonly step: Step }

type Reader = Pick<Visit, 'work' | 'staff' | 'capacities'>

/** The case at whichever host has it, with the tasks of every capacity; the refusal of the first where none shows it. */
export async function openCase(reader: Reader, caseId: string): Promise<CaseScene | Refusal> {
  return widest(await scenesAt(reader, (host, actor) => host.readCase(caseId, actor)))
}

export async function openCaseByNumber(reader: Reader, typed: string): Promise<CaseScene | Refusal> {
  const number = parseRequestNumber(typed)
  return isRefusal(number) ? number : widest(await scenesAt(reader, (host, actor) => host.findByNumber(number, actor)))
}

/** The case is theirs, and this house has not read its edition: as the host says it, or this room. */
export function isNotLoaded({ code }: Refusal): boolean {
  return code === 'licensing.edition-not-loaded' || code === 'workstation.edition-not-loaded'
}

type Read = (host: CaseHost, actor: StaffActor) => Promise<CaseView | Refusal>

/** The case as each capacity sees it; the refusal of the first where none does. */
async function scenesAt({ work, staff, capacities }: Reader, read: Read): Promise<readonly CaseScene[] | Refusal> {
  const { hosts, confirmations = [] } = work.deps
  let refusal: Refusal | null = null
  for (const host of hosts) {
    const scenes: CaseScene[] = []
    for (const capacity of capacities) {
      const view = await read(host, capacity.actor)
      if (isRefusal(view)) refusal = refusal === null || isNotLoaded(view) ? view : refusal
      else {
        const law = lawOf(work.deps, view)
        if (law === null) {
          refusal ??= refuseWorkstation('workstation.edition-not-loaded')
          continue
        }
        const scene = { kind: 'case', host, view, staff, capacity, ...law, language: languageOf(view), confirmations } as const
        if (mayRead(scene)) scenes.push(scene)
        else refusal ??= refuseWorkstation('workstation.case-not-yours')
      }
    }
    if (scenes.length > 0) return scenes
  }
  return refusal ?? refuseWorkstation('workstation.case-not-yours')
}

/** A head sees the most of a case; what can be done at it is what all capacities can do. */
function widest(scenes: readonly CaseScene[] | Refusal): CaseScene | Refusal {
  if (isRefusal(scenes)) return scenes
  const scene = scenes.find(({ capacity }) => capacity.actor.role === 'head') ?? scenes[0]!
  const tasks = new Map(scenes.flatMap(({ view }) => view.tasks.map((task) => [task.id, task])))
  return { ...scene, view: { ...scene.view, tasks: [...tasks.values()] } }
}

type Law = { readonly regulation: Regulation; readonly variant: Variant; readonly zone: ZoneRules }

/** Null for a case that a newer house wrote into the database of this one, with an act that this one has not read. */
function lawOf({ regulations }: WorkstationDeps, pinned: Pick<CaseView, 'editionHash' | 'variantId'>): Law | null {
  const edition = regulations.edition(pinned.editionHash)
  if (edition === null) return null
  const variant = findVariant(edition.regulation, pinned.variantId)
  if (!variant) throw new Fault(`Expected the variant '${pinned.variantId}' in the edition that a case is pinned to but it is missing`)
  return { regulation: edition.regulation, variant, zone: zoneOf(edition.regulation, regulations.tables) }
}

/** A line of a work list with the law that it is pinned to. */
export type TaskInLaw = Law & { readonly task: TaskSummary; readonly step: Step }

function taskInLaw(deps: WorkstationDeps, task: TaskSummary): TaskInLaw | null {
  const law = lawOf(deps, task)
  return law && { ...law, task, step: stepById(law.variant.procedure.steps, task.stepId) }
}

/** A line of a work list; `inLaw` is null where this installation does not have the edition. */
export type TaskLine = { readonly task: TaskSummary; readonly inLaw: TaskInLaw | null }

export function listedTasks(deps: WorkstationDeps, tasks: readonly TaskSummary[]): readonly TaskLine[] {
  return tasks.map((task) => ({ task, inLaw: taskInLaw(deps, task) }))
}

/** What was signed says its language; where it cannot be read, the account's own is used. */
function languageOf({ request, party }: CaseView): Language {
  const { form } = (request ?? {}) as { form?: { language?: unknown } }
  return isLanguage(form?.language) ? form.language : party.language
}

/** Clerks and heads see the cases of their authority; officers those that are or were with them; an outside body what came to it. */
function mayRead(scene: CaseFile): boolean {
  const { view, staff: person, capacity } = scene
  const { post: staff } = capacity
  const { state } = view
  if (state.doneTasks.some(({ by }) => by.id === person.id) || state.tasks.some((task) => isTheirs(task, scene))) return true
  if (staff.role === 'interestedBody') {
    return unitsReached(scene).some((unit) => unit.role === 'interestedBody' && isOfUnit(staff, unit, state.opening?.authority))
  }
  // The host shows a case to another authority only where that works on it, or considers a complaint about it.
  if (state.opening?.authority !== staff.authority)
    return (view.complaints ?? []).length > 0 || unitsReached(scene).some(({ kind, id }) => kind === 'outside' && id === staff.authority)
  return staff.role !== 'officer' || state.officerId === staff.id
}

/** Units to which the case has come. */
function unitsReached({ view: { state }, variant, regulation }: CaseFile) {
  const reached = new Set([...state.tasks, ...state.doneTasks].map(({ stepId }) => stepById(variant.procedure.steps, stepId).unit))
  return regulation.units.filter(({ id }) => reached.has(id))
}

/** The task that the address names, if it is open and this person's to do; else the case; else why not even that. */
export function openTask(visit: Visit): Promise<TaskScene | CaseScene | Refusal> {
  return openTaskAt(visit, visit.params.caseId, visit.params.taskId)
}

export async function openTaskAt(reader: Reader, caseId: string, taskId: string): Promise<TaskScene | CaseScene | Refusal> {
  const scenes = await scenesAt(reader, (host, actor) => host.readCase(caseId, actor))
  if (isRefusal(scenes)) return scenes
  for (const scene of scenes) {
    const task = scene.view.tasks.find(({ id }) => id === taskId)
    if (task !== undefined && isTheirs(task, scene))
      return { ...scene, kind: 'task', task, step: stepById(scene.variant.procedure.steps, task.stepId) }
  }
  return widest(scenes)
}

/** Why this person may not work at a complaint; null of any other case, and of a complaint about others. */
export function barredAt({ view: { state }, variant, staff }: CaseFile): Refusal | null {
  const source = variant.complains?.officials?.source
  return state.barred?.officials.includes(staff.id) ? refuseEngine('complained-of', { ...(source && { source }) }) : null
}

function isTheirs(task: Pick<Task, 'unit' | 'role' | 'assignee'>, scene: CaseFile): boolean {
  if (barredAt(scene) !== null) return false
  const { capacity, regulation, view } = scene
  const { post: staff } = capacity
  const authority = view.state.opening?.authority
  const unit = regulation.units.find(({ id }) => id === task.unit)
  return (
    unit !== undefined &&
    isOfUnit(staff, unit, authority) &&
    task.role === staff.role &&
    (task.assignee === null || task.assignee === staff.id)
  )
}
