import { isRefusal, type Refusal } from '@ruqsat/foundation'
import type { Field, FormSection } from '@ruqsat/law'
import {
  Button, ButtonGroup, DateInput, ErrorSummary, errorAt, fieldErrorsOf, flash, Form, localHref, Radios, readDate, readForm, redirectTo, Select, sendPage, sendRefusal,
  SourceNote, SummaryList, Textarea, TextInput, typedDate, useSay, type FieldError, type FormValues,
} from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sectionFaults, sectionsFor } from '../../core/form.ts'
import { saveSection } from '../../drafts/drafts.ts'
import type { DraftDeps } from '../../drafts/deps.ts'
import { refusePortal } from '../../refusals.ts'
import { draftHref, DraftFrame, type DraftPage } from './frame.tsx'
import { T } from './texts.ts'

/** One section of the package's form on one page: short enough for an old phone. */
export async function showSection(request: FastifyRequest, reply: FastifyReply, page: DraftPage, stashed: Readonly<Record<string, string>> | null): Promise<unknown> {
  const section = sectionOf(page, request)
  if (section === null) return sendRefusal(request, reply, refusePortal('draft-not-found'), { status: 404 })
  if (page.open.step.action !== 'fill') return redirectTo(reply, draftHref(page))
  const typed = { ...page.open.draft.values, ...(stashed === null ? {} : typedFromStash(section, stashed)) }
  const asked = (request.query as { errors?: string }).errors !== undefined
  const today = await page.portal.legalDay(page.open.edition.regulation)
  const errors = asked ? sectionFaults(section, typed, today) : []
  return sendSection(request, reply, page, section, typed, errors)
}

export async function postSection(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const section = sectionOf(page, request)
  if (section === null) return sendRefusal(request, reply, refusePortal('draft-not-found'), { status: 404 })
  const form = readForm(request)
  const typed = typedValues(section, form)
  const saved = await saveSection(deps, page.open, page.person, section.id, typed)
  if (isRefusal(saved)) return sendSection(request, reply, page, section, { ...page.open.draft.values, ...typed }, [saved])
  if (form.has('leave')) {
    flash(request, 'success', saved.length === 0 ? T.saved : T.savedWithFaults)
    return redirectTo(reply, localHref(page.language, '/cabinet'))
  }
  if (saved.length > 0) return sendSection(request, reply, page, section, { ...page.open.draft.values, ...typed }, saved)
  return redirectTo(reply, draftHref(page, placeAfter(page, section)))
}

function sectionOf(page: DraftPage, request: FastifyRequest): FormSection | null {
  const id = (request.params as { section: string }).section
  return sectionsFor(page.open.variant.form, page.person.kind).find((section) => section.id === id) ?? null
}

function placeAfter(page: DraftPage, section: FormSection): string {
  const sections = sectionsFor(page.open.variant.form, page.person.kind)
  const next = sections[sections.findIndex((each) => each.id === section.id) + 1]
  if (next !== undefined) return `form/${next.id}`
  return page.open.variant.documents.length > 0 ? 'documents' : 'check'
}

/** A date that is no date is kept as it was typed, so that it comes back as it was typed. */
function typedValues(section: FormSection, form: FormValues): Record<string, string> {
  return Object.fromEntries(section.fields.filter((field) => field.known === undefined).map((field) => [field.id, typedValue(field, form)]))
}

function typedValue(field: Field, form: FormValues): string {
  if (field.type.kind === 'iin' || field.type.kind === 'bin') return form.digits(field.id)
  if (field.type.kind !== 'date') return form.text(field.id)
  const date = readDate(form, field.id)
  if (date !== null && date !== 'invalid') return date
  const { day, month, year } = typedDate(form, field.id)
  return date === null ? '' : `${year}-${month}-${day}`
}

function typedFromStash(section: FormSection, stashed: Readonly<Record<string, string>>): Record<string, string> {
  const entries = section.fields.filter((field) => field.known === undefined).map((field): [string, string | undefined] => {
    const year = stashed[`${field.id}-year`]
    if (field.type.kind === 'date' && year !== undefined) return [field.id, `${year}-${stashed[`${field.id}-month`] ?? ''}-${stashed[`${field.id}-day`] ?? ''}`]
    return [field.id, stashed[field.id]]
  })
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function sendSection(request: FastifyRequest, reply: FastifyReply, page: DraftPage, section: FormSection, values: Readonly<Record<string, string>>, faults: readonly Refusal[]): Promise<unknown> {
  const errors = fieldErrorsOf(faults)
  const back = placeBefore(page, section)
  return sendPage(
    request,
    reply,
    { title: section.title, back: { href: back === null ? localHref(page.language, '/cabinet') : draftHref(page, back), ...(back === null && { text: T.cabinet }) }, hasErrors: errors.length > 0, status: errors.length > 0 ? 422 : 200 },
    <SectionPage page={page} section={section} values={values} errors={errors} />,
  )
}

function placeBefore(page: DraftPage, section: FormSection): string | null {
  const sections = sectionsFor(page.open.variant.form, page.person.kind)
  const before = sections[sections.findIndex((each) => each.id === section.id) - 1]
  return before === undefined ? null : `form/${before.id}`
}

function SectionPage({ page, section, values, errors }: { readonly page: DraftPage; readonly section: FormSection; readonly values: Readonly<Record<string, string>>; readonly errors: readonly FieldError[] }) {
  const say = useSay()
  const known = section.fields.filter((field) => field.known !== undefined)
  const open = section.fields.filter((field) => field.known === undefined)
  return (
    <>
      <ErrorSummary errors={errors} />
      <DraftFrame page={page} title={say(section.title)} at={`form/${section.id}`}>
        {known.length > 0 && (
          <>
            <SummaryList compact rows={known.map((field) => ({ key: field.label, value: values[field.id] ?? '' }))} />
            <p class="hint">{say(T.known)}</p>
          </>
        )}
        <Form action={draftHref(page, `form/${section.id}`)}>
          {open.map((field) => (
            <FieldInput page={page} field={field} value={values[field.id] ?? ''} errors={errors} />
          ))}
          <ButtonGroup>
            <Button text={T.continue} />
            <Button text={T.saveAndLeave} kind="secondary" name="leave" value="yes" />
          </ButtonGroup>
        </Form>
        <p>
          <a href={draftHref(page, 'abandon')}>{say(T.abandon)}</a>
        </p>
      </DraftFrame>
    </>
  )
}

const YES_NO = [{ value: 'yes', text: T.yes }, { value: 'no', text: T.no }]
/** More choices than this are a list, not buttons. */
const MOST_RADIOS = 6

/** The input that a field's type asks for; every type of the language has one. */
function FieldInput({ page, field, value, errors }: { readonly page: DraftPage; readonly field: Field; readonly value: string; readonly errors: readonly FieldError[] }) {
  const error = errorAt(errors, field.id) ?? null
  const note = <SourceNote source={field.source} label={page.portal.sourceLabel(page.open.edition.regulation, field.source)} />
  const common = { name: field.id, label: field.label, ...(field.hint && { hint: field.hint }), error, note, optional: !field.required }
  const group = { name: field.id, legend: field.label, ...(field.hint && { hint: field.hint }), error }
  const type = field.type
  switch (type.kind) {
    case 'text':
      return (type.lines ?? 1) > 1 ? (
        <Textarea {...common} value={value} rows={type.lines!} />
      ) : (
        <TextInput {...common} value={value} {...(type.pattern === 'email' && { type: 'email' as const })} {...(type.pattern === 'phone' && { type: 'tel' as const })} />
      )
    case 'number':
      return <TextInput {...common} value={value} inputmode={type.decimals === 0 ? 'numeric' : 'decimal'} width={12} {...(type.unit && { suffix: type.unit })} />
    case 'date': {
      const [year = '', month = '', day = ''] = value.split('-')
      return <DateInput {...group} value={{ day, month, year }} />
    }
    case 'choice': {
      const options = type.options.map((option) => ({ value: option.id, text: option.label }))
      return options.length > MOST_RADIOS ? <Select {...common} value={value} options={options} /> : <Radios {...group} value={value} options={options} />
    }
    case 'yesNo':
      return <Radios {...group} value={value} options={YES_NO} inline />
    case 'iin':
    case 'bin':
      return <TextInput {...common} value={value} inputmode="numeric" width={12} maxlength={16} />
  }
}
