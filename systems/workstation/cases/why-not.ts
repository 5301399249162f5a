import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { ENGINE_REFUSALS, type DoneTask, type Task } from '@ruqsat/engine'
import { LANGUAGES, refuse, type LocalText, type Refusal } from '@ruqsat/foundation'
import type { Staff } from '../contract.ts'
import { refuseWorkstation } from '../refusals.ts'

/** Why a task of a case that one may see is not one's own: done, withdrawn, with a colleague; by whom and when. */
export function refuseTask({
  done,
  open,
  names,
  zone,
  staff,
}: {
  readonly done: DoneTask | undefined
  readonly open: Task | undefined
  readonly names: ReadonlyMap<string, string>
  readonly zone: ZoneRules
  readonly staff: Staff
}): Refusal {
  const nameOf = (id: string) => (id === staff.id ? staff.name : (names.get(id) ?? id))
  if (done !== undefined) {
    const code = done.withdrawn === undefined ? 'task-done' : 'task-withdrawn'
    const inEach = LANGUAGES.map(
      (language) =>
        [
          language,
          refuse(ENGINE_REFUSALS, code, { facts: { by: nameOf(done.by.id), at: formatInstant(done.at, zone, language) } }),
        ] as const,
    )
    const [first] = inEach
    const text = Object.fromEntries(inEach.map(([language, refusal]) => [language, refusal.text[language]])) as LocalText
    return { ...first![1], text }
  }
  if (open !== undefined && open.assignee !== null && open.assignee !== staff.id && open.role === staff.role)
    return refuse(ENGINE_REFUSALS, 'not-assigned-to-you', { facts: { by: nameOf(open.assignee) } })
  return refuseWorkstation('workstation.task-not-yours')
}
