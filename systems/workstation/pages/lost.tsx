import { officialsIn, type Refusal } from '@ruqsat/foundation'
import { localHref, SummaryList, useLanguage, type FormValues } from '@ruqsat/web'
import { zoneOfStaff } from '../cases/authority.ts'
import { inWordsOfPeople } from '../cases/names.ts'
import type { CaseFile } from '../cases/open.ts'
import type { TaskAction } from '../actions/action.ts'
import { PATHS } from '../http/paths.ts'
import { finish, type Visit } from '../http/visit.ts'
import { backToWork, NoPage, sendWork } from './frame.tsx'
import texts from '../texts.yaml'

export type Lost = { readonly action: TaskAction; readonly form: FormValues; readonly scene: CaseFile | null }

/** Somebody was first, or the task is closed to this person: it is said by whom, and nothing that was typed is lost. */
export async function sendLost(
  visit: Visit,
  refusal: Refusal,
  lost: Lost | null,
  scene: CaseFile | null = lost?.scene ?? null,
): Promise<unknown> {
  const worded = await inWordsOfPeople(visit.work, refusal, scene?.zone ?? zoneOfStaff(visit.work.deps, visit.staff))
  return sendWork(
    visit,
    { title: worded.text, status: lost === null ? 403 : 409, back: backToWork(visit) },
    <NoPage refusal={worded} regulation={scene?.regulation ?? null}>
      {lost && <Typed {...lost} />}
      {scene && <ToCase number={scene.view.summary.requestNumber} />}
    </NoPage>,
  )
}

function Typed({ action, form, scene }: Lost) {
  const rows = action.typed?.(form, scene) ?? []
  return rows.length === 0 ? null : (
    <section class="typed">
      <h2>{texts.lost.typed}</h2>
      <p>{texts.lost.typedHint}</p>
      <SummaryList rows={rows} />
    </section>
  )
}

function ToCase({ number }: { readonly number: string }) {
  return (
    <p>
      <a href={localHref(useLanguage(), PATHS.case(number))}>{texts.lost.toCase}</a>
    </p>
  )
}

/** The answer to our own act was lost on its way, and the person asked again. */
export function isOwnDoing(refusal: Refusal, { staff }: Visit): boolean {
  return (refusal.code === 'task-done' || refusal.code === 'task-withdrawn') && officialsIn(refusal.facts).includes(staff.id)
}

export function finishedBefore(visit: Visit): unknown {
  return finish(visit, 'information', texts.done.doneBefore)
}
