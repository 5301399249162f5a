// What an administrator changes of one official: each on a page of its own, with the reason.
import {
  isRefusal,
  parseMailAddress,
  parseMobileNumber,
  said,
  type LocalText,
  type MailAddress,
  type MobileNumber,
  type Refusal,
} from '@ruqsat/foundation'
import type { StaffCard } from '@ruqsat/workstation/contract'
import {
  Button,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  HiddenField,
  readDay,
  readForm,
  type FieldError,
  type FormValues,
} from '@ruqsat/web'
import type { By } from '../administrators.ts'
import { PATHS, type AdministrationDeps } from '../deps.ts'
import { refuseAdministration } from '../refusals.ts'
import texts from '../texts.yaml'
import { ABSENCES, AbsenceFields, AppointFields, ContactFields, LeaveFields, PostFields, type Fields } from './change-fields.tsx'
import { byOf, send, sendMissing, WhyField } from './frame.tsx'
import { asked, goTo, hrefOf, type AdministrationVisit } from './guard.ts'
import { actedOnce } from './twice.ts'

/** More are in the list of people. */
const MOST_COLLEAGUES = 200

type Done = object | Refusal | readonly Refusal[]

type Change = {
  title(card: StaffCard): LocalText
  readonly lead: LocalText
  readonly button: LocalText
  readonly done: LocalText
  Fields(fields: Fields): unknown
  act(office: AdministrationDeps['office'], card: StaffCard, form: FormValues, by: By): Promise<Done>
}

const words = texts.changes

export const CHANGES = {
  post: {
    title: () => words.post.title,
    lead: words.post.lead,
    button: words.post.button,
    done: words.post.done,
    Fields: PostFields,
    act: (office, { staff }, form, by) => office.move(staff.id, form.text('unit'), by),
  },
  appoint: {
    title: () => words.appoint.title,
    lead: words.appoint.lead,
    button: words.appoint.button,
    done: words.appoint.done,
    Fields: AppointFields,
    async act(office, { staff }, form, by) {
      const [from, until] = [readDay(form, 'from'), readDay(form, 'until')]
      const faults = [...dayFaults({ from }), ...(isRefusal(until) ? [until] : [])]
      if (from === null || isRefusal(from) || isRefusal(until)) return faults
      return office.appoint(staff.id, { unit: form.text('unit'), from, until, signs: form.text('signs') !== 'no' }, by)
    },
  },
  disappoint: {
    title: () => words.disappoint.title,
    lead: words.disappoint.lead,
    button: words.disappoint.button,
    done: words.disappoint.done,
    Fields: ({ form, appointment }) => <HiddenField name="appointment" value={form?.text('appointment') ?? appointment} />,
    act: (office, { staff }, form, by) => office.endAppointment(staff.id, form.text('appointment'), by),
  },
  absence: {
    title: () => words.absence.title,
    lead: words.absence.lead,
    button: words.absence.button,
    done: words.absence.done,
    Fields: AbsenceFields,
    async act(office, { staff }, form, by) {
      const [from, until, why] = [readDay(form, 'from'), readDay(form, 'until'), ABSENCES.find((each) => each === form.text('kind'))]
      const faults = [
        ...(why === undefined ? [refuseAdministration('kind-missing', { field: 'kind' })] : []),
        ...dayFaults({ from, until }),
      ]
      if (why === undefined || from === null || until === null || isRefusal(from) || isRefusal(until)) return faults
      return office.recordAbsence(staff.id, { why, from, until }, by)
    },
  },
  present: {
    title: () => words.present.title,
    lead: words.present.lead,
    button: words.present.button,
    done: words.present.done,
    Fields: ({ form, absence }) => <HiddenField name="absence" value={form?.text('absence') ?? absence} />,
    act: (office, { staff }, form, by) => office.endAbsence(staff.id, form.text('absence'), by),
  },
  signing: {
    title: ({ staff }) => (staff.signs === false ? words.signing.give : words.signing.withdraw),
    lead: words.signing.lead,
    button: words.signing.button,
    done: words.signing.done,
    Fields: ({ card }) => <HiddenField name="signs" value={card.staff.signs === false ? 'yes' : 'no'} />,
    act: (office, { staff }, form, by) => office.setSigning(staff.id, form.text('signs') === 'yes', by),
  },
  contacts: {
    title: () => words.contacts.title,
    lead: words.contacts.lead,
    button: words.contacts.button,
    done: words.contacts.done,
    Fields: ContactFields,
    async act(office, { staff }, form, by) {
      const contacts = contactsIn(form)
      return 'faults' in contacts ? contacts.faults : office.setContacts(staff.id, contacts, by)
    },
  },
  leave: {
    title: () => words.leave.title,
    lead: words.leave.lead,
    button: words.leave.button,
    done: words.leave.done,
    Fields: LeaveFields,
    act: (office, { staff }, _form, by) => office.leave(staff.id, by),
  },
} as const satisfies Readonly<Record<string, Change>>

function changeOf(name: string): Change | null {
  return Object.hasOwn(CHANGES, name) ? CHANGES[name as keyof typeof CHANGES] : null
}

export async function showChange(
  visit: AdministrationVisit,
  form: FormValues | null = null,
  errors: readonly FieldError[] = [],
): Promise<unknown> {
  const { deps } = visit.administration
  const { id, change: name } = visit.params
  const change = changeOf(name)
  const card = await deps.office.person(id)
  if (change === null || card === null || card.staff.retiredAt !== null)
    return sendMissing(visit, refuseAdministration('person-unknown'), PATHS.people)
  const title = change.title(card)
  const everybody = { authority: card.staff.authority, hasLeft: false, after: null, limit: MOST_COLLEAGUES }
  const colleagues = name === 'leave' ? (await deps.office.people(everybody)).filter((each) => each.id !== id) : []
  const fields = {
    colleagues,
    card,
    posts: deps.office.posts,
    zone: deps.zone,
    form,
    errors,
    absence: asked(visit, 'absence'),
    appointment: asked(visit, 'appointment'),
  }
  const { Fields: FieldsOf } = change as { Fields(fields: Fields): ReturnType<typeof PostFields> }
  return send(
    visit,
    {
      title,
      hasErrors: errors.length > 0,
      ...(errors.length > 0 && { status: 422 }),
      back: { href: hrefOf(visit, PATHS.person(id)), text: card.staff.name },
    },
    <>
      <ErrorSummary errors={errors} />
      <h1>{title}</h1>
      <p class="lead">{card.staff.name}</p>
      <p>{change.lead}</p>
      <Form action={hrefOf(visit, PATHS.change(id, name))} once>
        <FieldsOf {...fields} />
        <WhyField form={form} errors={errors} />
        <Button text={change.button} kind={name === 'leave' ? 'warning' : 'primary'} />
      </Form>
    </>,
  )
}

export async function postChange(visit: AdministrationVisit): Promise<unknown> {
  const { office } = visit.administration.deps
  const { id, change: name } = visit.params
  const change = changeOf(name)
  const card = await office.person(id)
  if (change === null || card === null) return sendMissing(visit, refuseAdministration('person-unknown'), PATHS.people)
  const form = readForm(visit.request)
  const by = byOf(visit, form)
  // Nothing is done without a reason.
  const answer = isRefusal(by) ? [by] : await actedOnce(form, () => change.act(office, card, form, by))
  const refusals = Array.isArray(answer) ? (answer as readonly Refusal[]) : isRefusal(answer) ? [answer] : []
  if (refusals.length > 0) {
    const official = () => card.staff.name
    return showChange(visit, form, fieldErrorsOf(refusals.map((refusal) => said(refusal, { official }))))
  }
  flash(visit.request, 'success', change.done)
  return goTo(visit, PATHS.person(id))
}

type Contacts = { readonly phone: MobileNumber | null; readonly email: MailAddress | null }

/** Telephone and e-mail as they were typed, or everything that is wrong with them. */
export function contactsIn(form: FormValues): Contacts | { readonly faults: readonly Refusal[] } {
  const [phoneText, emailText] = [form.text('phone'), form.text('email')]
  const phone = phoneText === '' ? null : parseMobileNumber(phoneText)
  const email = emailText === '' ? null : parseMailAddress(emailText)
  const faults = [
    ...(isRefusal(phone) ? [{ ...phone, field: 'phone' }] : []),
    ...(isRefusal(email) ? [{ ...email, field: 'email' }] : []),
    ...(phone === null && email === null ? [refuseAdministration('contact-missing', { field: 'email' })] : []),
  ]
  return isRefusal(phone) || isRefusal(email) || faults.length > 0 ? { faults } : { phone, email }
}

function dayFaults(days: Readonly<Record<string, ReturnType<typeof readDay>>>): readonly Refusal[] {
  return Object.entries(days).flatMap(([field, day]) =>
    day === null ? [refuseAdministration('day-missing', { field })] : isRefusal(day) ? [day] : [],
  )
}
