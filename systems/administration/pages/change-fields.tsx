// The fields of the forms by which an administrator changes something of one official.
import { formatInstant } from '@ruqsat/clock'
import { fillText, type LocalDate } from '@ruqsat/foundation'
import type { Absence, OfficePost, Staff, StaffCard } from '@ruqsat/workstation/contract'
import {
  DateInput,
  errorAt,
  Radios,
  Select,
  SummaryList,
  Table,
  TextInput,
  typedDate,
  useLanguage,
  WarningText,
  type FieldError,
  type FormValues,
} from '@ruqsat/web'
import type { ZoneRules } from '@ruqsat/clock'
import texts from '../texts.yaml'
import { roleName } from './frame.tsx'

const words = texts.changes

export const ABSENCES = ['leave', 'illness', 'trip', 'other'] as const satisfies readonly Absence['why'][]

export type Fields = {
  readonly card: StaffCard
  readonly posts: readonly OfficePost[]
  readonly zone: ZoneRules
  readonly form: FormValues | null
  readonly errors: readonly FieldError[]
  /** The absence that the address names. */
  readonly absence: string
  /** The appointment that the address names. */
  readonly appointment: string
  /** Who works in the same authority; looked up for who leaves. */
  readonly colleagues: readonly (Staff & { readonly awayUntil: LocalDate | null })[]
}

/** `isOwnToo`: the post that they have may be chosen too, with another right to sign. */
export function PostFields({ card: { staff }, posts, form, errors, isOwnToo = false }: Fields & { readonly isOwnToo?: boolean }) {
  const language = useLanguage()
  const options = posts
    .filter(({ authority, unit }) => authority === staff.authority && (isOwnToo || unit !== staff.unit))
    .map(({ unit, position, role }) => ({ value: unit, text: `${position[language]} (${roleName(role)[language]})` }))
  return (
    <Select
      name="unit"
      label={words.post.unit}
      options={options}
      value={form?.text('unit') ?? ''}
      error={errorAt(errors, 'unit') ?? null}
    />
  )
}

export function AppointFields(fields: Fields) {
  const { form, errors } = fields
  const day = (name: 'from' | 'until') => ({ name, error: errorAt(errors, name) ?? null, ...(form && { value: typedDate(form, name) }) })
  return (
    <>
      <PostFields {...fields} isOwnToo />
      <DateInput {...day('from')} legend={words.absence.from} />
      <DateInput {...day('until')} legend={words.appoint.until} />
      <Radios
        name="signs"
        legend={words.appoint.signs}
        options={(['yes', 'no'] as const).map((value) => ({ value, text: words.appoint[value] }))}
        value={form?.text('signs') || 'yes'}
        error={null}
      />
    </>
  )
}

export function AbsenceFields({ form, errors }: Fields) {
  const day = (name: 'from' | 'until') => ({ name, error: errorAt(errors, name) ?? null, ...(form && { value: typedDate(form, name) }) })
  return (
    <>
      <Radios
        name="kind"
        legend={texts.person.absenceWhy}
        options={ABSENCES.map((value) => ({ value, text: texts.absences[value] }))}
        value={form?.text('kind') ?? ''}
        error={errorAt(errors, 'kind') ?? null}
      />
      <DateInput {...day('from')} legend={words.absence.from} />
      <DateInput {...day('until')} legend={words.absence.until} />
    </>
  )
}

export function ContactFields({ card, form, errors }: Fields) {
  return <ContactInputs phone={form?.text('phone') ?? card.phone ?? ''} email={form?.text('email') ?? card.email ?? ''} errors={errors} />
}

export function ContactInputs({
  phone,
  email,
  errors,
}: {
  readonly phone: string
  readonly email: string
  readonly errors: readonly FieldError[]
}) {
  return (
    <>
      <TextInput
        name="phone"
        type="tel"
        label={texts.person.phone}
        value={phone}
        width={20}
        autocomplete="off"
        error={errorAt(errors, 'phone') ?? null}
      />
      <TextInput
        name="email"
        type="email"
        label={texts.person.email}
        value={email}
        autocomplete="off"
        error={errorAt(errors, 'email') ?? null}
      />
    </>
  )
}

/** What is open with the leaver: only a head says to whom it goes. */
export function LeaveFields({ card: { open }, colleagues, zone }: Fields) {
  const language = useLanguage()
  const named = (role: Staff['role']) => colleagues.filter((each) => each.role === role && each.awayUntil === null).map(({ name }) => name)
  return (
    <>
      <WarningText text={fillText(words.leave.open, { count: open.length })} />
      {open.length > 0 && (
        <Table
          caption={words.leave.cases}
          columns={[{ text: words.leave.number }, { text: words.leave.due }]}
          rows={open.map(({ requestNumber, dueAt }) => [
            <span class="number">{requestNumber}</span>,
            dueAt === null ? words.leave.unlimited : formatInstant(dueAt, zone, language),
          ])}
        />
      )}
      {open.length > 0 && (
        <SummaryList
          rows={[
            { key: words.leave.heads, value: named('head').join(', ') },
            { key: words.leave.officers, value: named('officer').join(', ') },
          ]}
        />
      )}
    </>
  )
}
