// Where people find an authority: data of the installation, and no file.
import {
  fillText,
  isRefusal,
  LANGUAGES,
  parseMailAddress,
  parsePhoneNumber,
  tidyLine,
  inAll,
  type LocalText,
  type Refusal,
  writtenIn,
} from '@ruqsat/foundation'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  readForm,
  TextInput,
  type FieldError,
  type FormValues,
} from '@ruqsat/web'
import { PATHS, type Administration } from '../deps.ts'
import { refuseAdministration } from '../refusals.ts'
import { contactOf, insertAct, keepContact, type AuthorityContact } from '../store/acts.ts'
import texts from '../texts.yaml'
import { byOf, send, sendMissing, WhyField } from './frame.tsx'
import { goTo, hrefOf, type AdministrationVisit } from './guard.ts'

const words = texts.contact
/** One line of an envelope in each language. */
const LONGEST_ADDRESS = 300

export async function showContact(
  visit: AdministrationVisit,
  form: FormValues | null = null,
  errors: readonly FieldError[] = [],
): Promise<unknown> {
  const { administration, params } = visit
  const name = authorityOf(administration, params.id)
  if (name === null) return sendMissing(visit, refuseAdministration('authority-unknown'), PATHS.services)
  const kept = await contactOf(administration.deps.database.sql, params.id)
  return send(
    visit,
    {
      title: words.title,
      hasErrors: errors.length > 0,
      ...(errors.length > 0 && { status: 422 }),
      back: { href: hrefOf(visit, PATHS.services), text: texts.services.title },
    },
    <>
      <ErrorSummary errors={errors} />
      <h1>{words.title}</h1>
      <p class="lead">{name}</p>
      <p>{words.lead}</p>
      <Form action={hrefOf(visit, PATHS.contacts(params.id))}>
        <ContactFields kept={kept} form={form} errors={errors} />
        <WhyField form={form} errors={errors} />
        <Button text={words.button} />
      </Form>
    </>,
  )
}

type FieldsProps = { readonly kept: AuthorityContact | null; readonly form: FormValues | null; readonly errors: readonly FieldError[] }

function ContactFields({ kept, form, errors }: FieldsProps) {
  const error = (field: string) => errorAt(errors, field) ?? null
  return (
    <>
      {LANGUAGES.map((language) => (
        <TextInput
          name={`address-${language}`}
          label={fillText(words.address, { language: writtenIn(language) })}
          lang={language}
          maxlength={LONGEST_ADDRESS}
          value={form?.text(`address-${language}`) ?? kept?.address[language] ?? ''}
          error={error(`address-${language}`)}
        />
      ))}
      <TextInput
        name="phone"
        type="tel"
        label={texts.person.phone}
        width={20}
        value={form?.text('phone') ?? kept?.phone ?? ''}
        optional
        error={error('phone')}
      />
      <TextInput
        name="email"
        type="email"
        label={texts.person.email}
        value={form?.text('email') ?? kept?.email ?? ''}
        optional
        error={error('email')}
      />
    </>
  )
}

export async function postContact(visit: AdministrationVisit): Promise<unknown> {
  const { administration, params } = visit
  const { deps } = administration
  if (authorityOf(administration, params.id) === null) return showContact(visit)
  const form = readForm(visit.request)
  const by = byOf(visit, form)
  const read = contactIn(form)
  const faults = [...(Array.isArray(read) ? read : []), ...(isRefusal(by) ? [by] : [])]
  if (Array.isArray(read) || isRefusal(by)) return showContact(visit, form, fieldErrorsOf(faults))
  const { why, ...who } = by
  const at = await deps.legalClock.now()
  await deps.database.sql.begin(async (tx) => {
    await keepContact(tx, params.id, read as AuthorityContact)
    await insertAct(tx, { kind: 'contactsChanged', subject: params.id, facts: {}, why, by: who, at })
  })
  flash(visit.request, 'success', words.done)
  return goTo(visit, PATHS.services)
}

function contactIn(form: FormValues): AuthorityContact | readonly Refusal[] {
  const address = inAll((language) => tidyLine(form.text(`address-${language}`)))
  const [phoneText, emailText] = [form.text('phone'), form.text('email')]
  const phone = phoneText === '' ? null : parsePhoneNumber(phoneText)
  const email = emailText === '' ? null : parseMailAddress(emailText)
  const faults = [
    ...LANGUAGES.flatMap((language) => {
      const length = [...address[language]].length
      return length === 0 || length > LONGEST_ADDRESS
        ? [refuseAdministration('address-missing', { field: `address-${language}`, facts: { most: LONGEST_ADDRESS } })]
        : []
    }),
    ...(isRefusal(phone) ? [{ ...phone, field: 'phone' }] : []),
    ...(isRefusal(email) ? [{ ...email, field: 'email' }] : []),
  ]
  return isRefusal(phone) || isRefusal(email) || faults.length > 0 ? faults : { address, phone, email }
}

function authorityOf({ deps }: Administration, id: string): LocalText | null {
  return deps.services.find(({ regulation }) => regulation.authority.id === id)?.regulation.authority.name ?? null
}
