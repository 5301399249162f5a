// Proceedings that the authority opens by itself: which, on which number, on what grounds. Whoever holds the number is their party.
import type { NumberForProceedings, ProceedingsAsked, Registered } from '@ruqsat/caseflow'
import { daysFaults, fieldFault } from '@ruqsat/documents'
import { readyBy, TEXT_LIMIT, refuseEngine } from '@ruqsat/engine'
import { fillText, formatDate, isRefusal, parsePrintable, type Refusal } from '@ruqsat/foundation'
import { appliesTo, type Field } from '@ruqsat/law'
import { Cited, FieldInput, typedField } from '@ruqsat/lawpages'
import {
  Button,
  Checkboxes,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  Form,
  FormValues,
  localHref,
  readForm,
  SummaryList,
  Textarea,
  useLanguage,
} from '@ruqsat/web'
import { fromHost, mayOpen, type Openable } from '../cases/proceedings.ts'
import { toLocal } from '@ruqsat/clock'
import { zoneOf } from '@ruqsat/law'
import { answeredOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { finish, hrefOf, type Visit } from '../http/visit.ts'
import { refuseWorkstation } from '../refusals.ts'
import { sendNo, sendWork } from './frame.tsx'
import texts from '../texts.yaml'

const T = texts.proceedings
const [NUMBER, GROUNDS, REASON] = ['number', 'groundIds', 'reason'] as const

export function showProceedings(visit: Visit): Promise<unknown> {
  const openable = mayOpen(visit.work.deps, visit.capacities)
  return sendWork(visit, { title: texts.pages.proceedings }, <List openable={openable} />)
}

function List({ openable }: { readonly openable: readonly Openable[] }) {
  const language = useLanguage()
  return (
    <>
      <h1>{texts.pages.proceedings}</h1>
      <p class="lead">{openable.length === 0 ? T.none : T.lead}</p>
      <ul>
        {openable.map(({ regulation, variant }) => (
          <li>
            <a href={localHref(language, PATHS.openProceedings(regulation.id, variant.id))}>{variant.name}</a>
            <br />
            <span class="muted">{regulation.service}</span> <Cited regulation={regulation} source={variant.proceedings!.source} />
          </li>
        ))}
      </ul>
    </>
  )
}

type Shown = {
  readonly openable: Openable
  readonly form: FormValues
  readonly found: NumberForProceedings | null
  readonly refusals: readonly Refusal[]
}

/** First the number; once the register knows it, what it is and whose, and the rest of the form. */
export async function showProceedingsForm(visit: Visit): Promise<unknown> {
  const openable = openableOf(visit)
  if (openable === null) return sendNo(visit, refuseWorkstation('workstation.proceedings-not-yours'), 404)
  const typed = visit.query[NUMBER]
  const number = typeof typed === 'string' ? typed.trim().slice(0, 100) : ''
  const form = new FormValues(new Map([[NUMBER, [number]]]))
  if (number === '') return sendForm(visit, { openable, form, found: null, refusals: typed === undefined ? [] : [missingNumber(openable)] })
  const found = await lookUp(visit, openable, number)
  return sendForm(visit, { openable, form, ...(isRefusal(found) ? { found: null, refusals: [atNumber(found)] } : { found, refusals: [] }) })
}

export async function postProceedings(visit: Visit): Promise<unknown> {
  const openable = openableOf(visit)
  if (openable === null) return sendNo(visit, refuseWorkstation('workstation.proceedings-not-yours'), 404)
  const form = readForm(visit.request)
  const found = await lookUp(visit, openable, form.text(NUMBER))
  if (isRefusal(found)) return sendForm(visit, { openable, form, found: null, refusals: [atNumber(found)] })
  const refusals = await faultsOf(visit, openable, form, found)
  if (refusals.length > 0) return sendForm(visit, { openable, form, found, refusals })
  const opened = await openOnce(visit, openable, form, found)
  if (isRefusal(opened)) return sendForm(visit, { openable, form, found, refusals: [opened] })
  return finish(visit, 'success', fillText(T.done, { number: opened.requestNumber }))
}

function openableOf({ work, capacities, params }: Visit): Openable | null {
  const { regulation, variant } = params
  return mayOpen(work.deps, capacities).find((each) => each.regulation.id === regulation && each.variant.id === variant) ?? null
}

const askedOf = ({ regulation, variant }: Openable, number: string): ProceedingsAsked => ({
  regulation: regulation.id,
  variant: variant.id,
  number,
})

function lookUp({ work }: Visit, openable: Openable, number: string): Promise<NumberForProceedings | Refusal> {
  return fromHost(work.deps.hosts, (host) => host.numberForProceedings(askedOf(openable, number), openable.actor))
}

function openOnce(
  { work, staff }: Visit,
  openable: Openable,
  form: FormValues,
  found: NumberForProceedings,
): Promise<Registered | Refusal> {
  const token = form.onceToken()
  const answers = Object.fromEntries(askedFields(openable, found).map((field) => [field.id, typedField(field, form, field.id)]))
  const basis = { groundIds: form.texts(GROUNDS).filter((id) => id !== ''), reason: form.text(REASON) }
  const opening = { ...askedOf(openable, found.number), idempotencyKey: `proceedings ${staff.id} ${token}`, answers, basis }
  return answeredOnce<Registered | Refusal>(work, { authority: staff.authority, token }, () =>
    fromHost(work.deps.hosts, (host) => host.openProceedings(opening, openable.actor)),
  )
}

/** What the official writes: all but the number and what is known of the holder. */
function askedFields({ variant, numberField }: Openable, { holder }: NumberForProceedings): readonly Field[] {
  return variant.form.sections
    .flatMap((section) => section.fields)
    .filter((field) => field.known === undefined && field.id !== numberField.id && appliesTo(field, holder.kind))
}

/** All that is wrong at once; the host says the same one by one. */
async function faultsOf({ work }: Visit, openable: Openable, form: FormValues, found: NumberForProceedings): Promise<readonly Refusal[]> {
  const { regulation, variant } = openable
  const { tables } = work.deps.regulations
  const now = await work.deps.legalClock.now()
  const today = toLocal(now, zoneOf(regulation, tables)).date
  const typed = askedFields(openable, found).map((field) => ({ field, value: typedField(field, form, field.id) }))
  const fields = typed.flatMap(({ field, value }) => fieldFault(field, value, today) ?? [])
  const days = daysFaults(variant, Object.fromEntries(typed.map(({ field, value }) => [field.id, value])), () => true, {
    today,
    promised: readyBy(variant, now, { regulation, tables }),
  })
  const grounds = form.texts(GROUNDS).filter((id) => variant.proceedings!.grounds.some((ground) => ground.id === id))
  const reason = parsePrintable(form.text(REASON))
  return [
    ...fields,
    ...days.filter((day) => fields.every(({ field }) => field !== day.field)),
    ...(grounds.length === 0 ? [refuseEngine('proceedings-without-ground', { field: GROUNDS })] : []),
    ...(form.text(REASON).trim() === '' ? [refuseEngine('proceedings-without-reason', { field: REASON })] : []),
    ...(isRefusal(reason) ? [{ ...reason, field: REASON }] : []),
  ]
}

const missingNumber = ({ numberField }: Openable): Refusal => ({ ...fieldFault(numberField, '', '2000-01-01')!, field: NUMBER })
/** The host names the field of the act's form. */
const atNumber = (refusal: Refusal): Refusal => ({ ...refusal, field: NUMBER })

function sendForm(visit: Visit, shown: Shown): Promise<unknown> {
  const { variant } = shown.openable
  const hasErrors = shown.refusals.length > 0
  const options = {
    title: variant.name,
    hasErrors,
    status: hasErrors ? 422 : 200,
    back: { href: hrefOf(visit, PATHS.proceedings), text: texts.pages.proceedings },
  }
  return sendWork(visit, options, <ProceedingsPage {...shown} />)
}

function ProceedingsPage(shown: Shown) {
  const { openable, form, found, refusals } = shown
  const { regulation, variant, numberField } = openable
  const language = useLanguage()
  const errors = fieldErrorsOf(refusals)
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{variant.name}</h1>
      <p class="lead">
        {variant.summary} <Cited regulation={regulation} source={variant.proceedings!.source} />
      </p>
      {found === null ? (
        <Form method="get" action={localHref(language, PATHS.openProceedings(regulation.id, variant.id))}>
          <FieldInput
            field={numberField}
            name={NUMBER}
            value={form.text(NUMBER)}
            error={errorAt(errors, NUMBER) ?? null}
            regulation={regulation}
            hasOwnSource
          />
          <Button text={T.find} />
        </Form>
      ) : (
        <FoundForm {...shown} found={found} />
      )}
    </>
  )
}

function FoundForm({ openable, form, found, refusals }: Shown & { readonly found: NumberForProceedings }) {
  const { regulation, variant } = openable
  const language = useLanguage()
  const errors = fieldErrorsOf(refusals)
  const days = {
    from: formatDate(found.validFrom, language),
    until: found.validUntil === null ? T.withoutEnd[language] : formatDate(found.validUntil, language),
  }
  const here = localHref(language, PATHS.openProceedings(regulation.id, variant.id))
  return (
    <>
      <SummaryList
        compact
        rows={[
          { key: texts.pages.licenceNumber, value: <span class="number">{found.number}</span> },
          { key: T.document, value: found.title },
          { key: T.holder, value: found.holder.name },
          {
            key: found.holder.bin === null ? texts.pages.iin : texts.pages.bin,
            value: <span class="number">{found.holder.bin ?? found.holder.iin ?? ''}</span>,
          },
          { key: T.valid, value: `${days.from} – ${days.until}` },
        ]}
      />
      <p>
        <a href={here}>{T.another}</a>
      </p>
      <Form action={here} once part="proceedings">
        <input type="hidden" name={NUMBER} value={found.number} />
        {askedFields(openable, found).map((field) => (
          <FieldInput
            field={field}
            name={field.id}
            value={typedField(field, form, field.id)}
            error={errorAt(errors, field.id) ?? null}
            regulation={regulation}
            hasOwnSource
          />
        ))}
        <Checkboxes
          name={GROUNDS}
          legend={T.grounds}
          values={form.texts(GROUNDS)}
          error={errorAt(errors, GROUNDS) ?? null}
          options={variant.proceedings!.grounds.map(({ id, text, source }) => ({
            value: id,
            text,
            more: <Cited regulation={regulation} source={source} />,
          }))}
        />
        <Textarea
          name={REASON}
          label={T.reason}
          hint={T.reasonHint}
          rows={5}
          maxlength={TEXT_LIMIT}
          value={form.text(REASON)}
          error={errorAt(errors, REASON) ?? null}
        />
        <Button text={T.open} />
      </Form>
    </>
  )
}
