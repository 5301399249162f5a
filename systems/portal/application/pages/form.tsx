import { sectionsFor } from '@ruqsat/documents'
import { isRefusal } from '@ruqsat/foundation'
import { changedList, isInForm, typedField } from '@ruqsat/lawpages'
import { isTyped, type FormSection } from '@ruqsat/law'
import { fieldId, flash, readForm, redirectTo, localHref, takeKeptForm, type FormValues } from '@ruqsat/web'
import { namesOf } from '../../registration/people/store.ts'
import { PATHS } from '../../deps.ts'
import { contradictions, faultsToCorrect, saveSection, sectionMark, type SectionSaved } from '../drafts/filling.ts'
import { readyDays } from '../drafts/legal-day.ts'
import { asksForErrors, type DraftPage, goTo, stageOf } from './frame.tsx'
import { placeNextTo, SEEN, sendSection } from './section.tsx'
import T from './texts.yaml'

/** One section of the package's form on one page: short enough for an old phone. What was posted when the session had ended comes first. */
export async function showSection(page: DraftPage): Promise<unknown> {
  const kept = takeKeptForm(page.request)?.form ?? null
  const section = sectionOf(page)
  if (section === undefined || stageOf(page.open) !== 'fill') return goTo(page)
  if (kept !== null) return showRestored(page, section, kept)
  const { values } = page.open.draft
  if (!asksForErrors(page)) return sendSection(page, section, { values, status: 200 })
  const ready = readyDays(page.deps, page.open, await page.deps.legalClock.now())
  const certain = (await contradictions(page.deps, page.open, page.person)).filter(({ place }) => place === `form/${section.id}`)
  const faults = [...faultsToCorrect(page.open, section, values, ready), ...certain.map(({ refusal }) => refusal)]
  return sendSection(page, section, { values, faults, status: 200 })
}

/** What was typed when the session had ended is kept at once, as if it had arrived in time. */
function showRestored(page: DraftPage, section: FormSection, form: FormValues): Promise<unknown> {
  return keepTyped(page, section, form, ({ values }) => {
    flash(page.request, 'information', T.restored)
    return sendSection(page, section, { values, status: 200 })
  })
}

export async function postSection(page: DraftPage): Promise<unknown> {
  const section = sectionOf(page)
  if (section === undefined) return goTo(page)
  const form = readForm(page.request)
  return keepTyped(page, section, form, ({ values, faults, reopened }) => {
    const isAbandoned = page.open.draft.status === 'abandoned'
    if (reopened) flash(page.request, 'information', T.reopened)
    else if (isAbandoned || form.has('leave')) flash(page.request, 'success', faults.length === 0 ? T.saved : T.savedWithFaults)
    if (isAbandoned) return goTo(page)
    const list = changedList(form)
    if (list !== null) return goTo(page, `form/${section.id}#${fieldId(list)}`)
    if (form.has('leave')) return redirectTo(page.reply, localHref(page.language, PATHS.cabinet))
    if (!reopened && page.open.step.action !== 'fill') return goTo(page)
    return faults.length > 0 ? sendSection(page, section, { values, faults }) : goTo(page, placeNextTo(page, section, 'after'))
  })
}

function sectionOf({ request, open, person }: DraftPage): FormSection | undefined {
  const { section: id } = request.params as { section: string }
  return sectionsFor(open.variant.form, person.kind).find((section) => section.id === id)
}

/** Keeps what was typed, and goes on with what there is then. What could not be kept is shown again, with the reason. */
async function keepTyped(
  page: DraftPage,
  section: FormSection,
  form: FormValues,
  goOn: (saved: Extract<SectionSaved, { kind: 'saved' }>) => unknown,
): Promise<unknown> {
  const { deps, open, person, portal } = page
  const typed = typedValues(section, form)
  const seen = form.has(SEEN) ? form.text(SEEN) : undefined
  const saved = await saveSection(deps, open, person, section.id, typed, seen)
  const values = { ...open.draft.values, ...typed }
  if (isRefusal(saved)) return sendSection(page, section, { values, seen: seen ?? '', faults: [saved], status: 409 })
  if (saved.kind === 'saved') return goOn(saved)
  const { by, stored } = saved
  const names = by === null || by === person.accountId ? null : await namesOf(portal.deps.database.sql, [by])
  const elsewhere = { stored, colleague: names?.get(by!) ?? null }
  return sendSection(page, section, { values, elsewhere, seen: sectionMark(section, stored), status: 409 })
}

/** What a form holds of a section. A date that is no date is kept as it was typed, so that it comes back as it was typed. */
function typedValues({ fields }: FormSection, form: FormValues): Record<string, string> {
  const typed = fields.filter((field) => isTyped(field) && isInForm(field, form))
  return Object.fromEntries(typed.map((field) => [field.id, typedField(field, form, field.id)]))
}
