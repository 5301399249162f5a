import { isRefusal, type Refusal, tidyNumber } from '@ruqsat/foundation'
import type { Field, FormSection } from '@ruqsat/law'
import { flash, readDay, readForm, redirectTo, sendPage, typedDate, localHref, type FormValues } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sectionFaults, sectionsFor, type TypedValues } from '../core/form.ts'
import { contradictions } from '../drafts/contradictions.ts'
import { saveSection, sectionMark } from '../drafts/filling.ts'
import type { DraftDeps } from '../drafts/deps.ts'
import { namesOf } from '../../registration/people/store.ts'
import { draftHref, formPlaces, type DraftPage } from './frame.tsx'
import { SectionPage, SEEN, type Elsewhere } from './section.tsx'
import { T } from './texts.ts'

type Shown = {
  readonly values: TypedValues
  readonly seen: string
  readonly faults?: readonly Refusal[]
  /** What another window has kept, where it is asked what shall stay. */
  readonly elsewhere?: Elsewhere
  readonly status?: number
}

/** One section of the package's form on one page: short enough for an old phone. `stashed` is what was posted when the session had ended. */
export async function showSection(
  request: FastifyRequest,
  reply: FastifyReply,
  page: DraftPage,
  deps: DraftDeps,
  stashed: TypedValues | null,
): Promise<unknown> {
  const section = sectionOf(page, request)
  if (section === null || page.open.step.action !== 'fill') return redirectTo(reply, draftHref(page))
  const { values } = page.open.draft
  if (stashed !== null) return showRestored(request, reply, page, deps, section, stashed)
  const asked = (request.query as { errors?: string }).errors !== undefined
  const certain = asked ? (await contradictions(deps, page.open, page.person)).filter((each) => each.place === `form/${section.id}`) : []
  const faults = asked
    ? [
        ...sectionFaults(section, values, await page.portal.legalDay(page.open.edition.regulation)),
        ...certain.map(({ refusal }) => refusal),
      ]
    : []
  return sendSection(request, reply, page, section, { values, seen: sectionMark(section, values), faults, status: 200 })
}

/** What was typed when the session had ended is kept at once, as if it had arrived in time. */
async function showRestored(
  request: FastifyRequest,
  reply: FastifyReply,
  page: DraftPage,
  deps: DraftDeps,
  section: FormSection,
  stashed: TypedValues,
): Promise<unknown> {
  const typed = typedFromStash(section, stashed)
  const saved = await saveSection(deps, page.open, page.person, section.id, typed, stashed[SEEN])
  const values = { ...page.open.draft.values, ...typed }
  if (isRefusal(saved)) return sendSection(request, reply, page, section, { values, seen: stashed[SEEN] ?? '', faults: [saved] })
  if (saved.kind === 'changedElsewhere') return sendElsewhere(request, reply, page, section, values, saved)
  flash(request, 'information', T.restored)
  return sendSection(request, reply, page, section, { values: saved.values, seen: sectionMark(section, saved.values), status: 200 })
}

export async function postSection(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const section = sectionOf(page, request)
  if (section === null) return redirectTo(reply, draftHref(page))
  const form = readForm(request)
  const typed = typedValues(section, form)
  const seen = form.has(SEEN) ? form.text(SEEN) : undefined
  const saved = await saveSection(deps, page.open, page.person, section.id, typed, seen)
  const values = { ...page.open.draft.values, ...typed }
  if (isRefusal(saved)) return sendSection(request, reply, page, section, { values, seen: seen ?? '', faults: [saved], status: 409 })
  if (saved.kind === 'changedElsewhere') return sendElsewhere(request, reply, page, section, values, saved)
  if (saved.reopened) flash(request, 'information', T.reopened)
  if (form.has('leave') || page.open.draft.status === 'abandoned') {
    if (!saved.reopened) flash(request, 'success', saved.faults.length === 0 ? T.saved : T.savedWithFaults)
    return redirectTo(reply, page.open.draft.status === 'abandoned' ? draftHref(page) : localHref(page.language, '/cabinet'))
  }
  if (!saved.reopened && page.open.step.action !== 'fill') return redirectTo(reply, draftHref(page))
  if (saved.faults.length > 0) {
    return sendSection(request, reply, page, section, {
      values: saved.values,
      seen: sectionMark(section, saved.values),
      faults: saved.faults,
    })
  }
  return redirectTo(reply, draftHref(page, placeAfter(page, section)))
}

function sectionOf(page: DraftPage, request: FastifyRequest): FormSection | null {
  const id = (request.params as { section: string }).section
  return sectionsFor(page.open.variant.form, page.person.kind).find((section) => section.id === id) ?? null
}

function placeAfter(page: DraftPage, section: FormSection): string {
  const places = formPlaces(page.open, page.person)
  return places[places.findIndex((each) => each.place === `form/${section.id}`) + 1]!.place
}

function placeBefore(page: DraftPage, section: FormSection): string | null {
  const places = formPlaces(page.open, page.person)
  return places[places.findIndex((each) => each.place === `form/${section.id}`) - 1]?.place ?? null
}

/** A date that is no date is kept as it was typed, so that it comes back as it was typed. */
function typedValues(section: FormSection, form: FormValues): Record<string, string> {
  const open = section.fields.filter((field) => field.known === undefined)
  return Object.fromEntries(open.map((field) => [field.id, typedValue(field, form)]))
}

function typedValue(field: Field, form: FormValues): string {
  if (field.type.kind === 'iin' || field.type.kind === 'bin') return form.digits(field.id)
  if (field.type.kind !== 'date') return form.text(field.id)
  const day = readDay(form, field.id)
  if (day === null) return ''
  return isRefusal(day) ? joinedDate(typedDate(form, field.id)) : day
}

function joinedDate({ day, month, year }: { readonly day: string; readonly month: string; readonly year: string }): string {
  return [year, month, day].map((part) => part.replaceAll('-', '–')).join('-')
}

/** The stash keeps what the browser posted; a date came in three parts. */
function typedFromStash(section: FormSection, stashed: TypedValues): Record<string, string> {
  const texts = new Map(Object.entries(stashed))
  const form = {
    text: (name: string) => texts.get(name) ?? '',
    digits: (name: string) => tidyNumber(texts.get(name) ?? '').replace(/[ ()-]/g, ''),
  }
  const open = section.fields.filter((field) => field.known === undefined && (texts.has(field.id) || texts.has(`${field.id}-year`)))
  return Object.fromEntries(open.map((field) => [field.id, typedValue(field, form as unknown as FormValues)]))
}

async function sendElsewhere(
  request: FastifyRequest,
  reply: FastifyReply,
  page: DraftPage,
  section: FormSection,
  values: TypedValues,
  { stored, by }: { readonly stored: TypedValues; readonly by: string | null },
): Promise<unknown> {
  const isColleague = by !== null && by !== page.person.accountId
  const names = isColleague ? await namesOf(page.portal.deps.database.sql, [by]) : null
  const elsewhere = { stored, colleague: names?.get(by!) ?? null }
  return sendSection(request, reply, page, section, { values, elsewhere, seen: sectionMark(section, stored), status: 409 })
}

function sendSection(request: FastifyRequest, reply: FastifyReply, page: DraftPage, section: FormSection, shown: Shown): Promise<unknown> {
  const faults = shown.faults ?? []
  const before = placeBefore(page, section)
  const back = before === null ? { href: localHref(page.language, '/cabinet'), text: T.cabinet } : { href: draftHref(page, before) }
  const status = shown.status ?? (faults.length > 0 ? 422 : 200)
  return sendPage(
    request,
    reply,
    { title: section.title, back, hasErrors: faults.length > 0, status },
    <SectionPage page={page} section={section} isFirst={before === null} {...shown} faults={faults} />,
  )
}
