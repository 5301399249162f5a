import { formatInstant } from '@ruqsat/clock'
import { fillText, inAll, officialsIn, type LocalText, type Refusal } from '@ruqsat/foundation'
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

/**
 * The same person was first, in another window or by an act whose answer was lost: what they did then, and when. What they typed here is shown
 * back, because it may be something else than what happened.
 */
export function finishedBefore(visit: Visit, refusal: Refusal, seen: CaseFile | null, lost: Lost | null = null): unknown {
  const told = ownDoing(refusal, seen)
  const rows = lost?.action.typed?.(lost.form, lost.scene) ?? []
  if (lost === null || rows.length === 0) return finish(visit, 'information', told)
  return sendWork(
    visit,
    { title: texts.done.doneBefore, status: 409, back: backToWork(visit) },
    <>
      <h1>{texts.done.doneBefore}</h1>
      <p>{told}</p>
      <Typed {...lost} />
      {seen && <ToCase number={seen.view.summary.requestNumber} />}
    </>,
  )
}

/** By the lines of the history that were written at that instant. */
function ownDoing({ facts = {} }: Refusal, seen: CaseFile | null): LocalText {
  const at = Object.values(facts).find((fact) => typeof fact === 'object' && 'kind' in fact && fact.kind === 'instant')
  if (seen === null || typeof at !== 'object' || !('kind' in at) || at.kind !== 'instant') return texts.done.doneBefore
  const lines = seen.view.history.filter((line) => line.at === at.at && line.by !== null).map(({ text }) => text)
  if (lines.length === 0) return texts.done.doneBefore
  return inAll(
    (language) =>
      fillText(texts.done.doneSo, {
        at: formatInstant(at.at, seen.zone, language),
        what: lines.map((text) => text[language]).join('; '),
        number: seen.view.summary.requestNumber,
      })[language],
  )
}
