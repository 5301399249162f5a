import { isRefusal, isUuid, said, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  localHref,
  readForm,
  Table,
  TextInput,
  useLanguage,
  type FieldError,
  type FormValues,
} from '@ruqsat/web'
import { registerAdministrator, retireAdministrator } from '../administrators.ts'
import { PATHS } from '../deps.ts'
import { refuseAdministration } from '../refusals.ts'
import { administratorById, administrators, type Administrator } from '../store/administrators.ts'
import texts from '../texts.yaml'
import { ContactInputs } from './change-fields.tsx'
import { contactsIn } from './changes.tsx'
import { byOf, send, sendMissing, WhyField } from './frame.tsx'
import { goTo, hrefOf, type AdministrationVisit } from './guard.ts'
import { actedOnce } from './twice.ts'

const words = texts.administrators

/** Who administers; and a form for the next one. */
export async function showAdministrators(
  visit: AdministrationVisit,
  form: FormValues | null = null,
  errors: readonly FieldError[] = [],
): Promise<unknown> {
  const working = await administrators(visit.administration.deps.database.sql)
  return send(
    visit,
    { title: words.title, hasErrors: errors.length > 0, ...(errors.length > 0 && { status: 422 }) },
    <AdministratorsPage working={working} action={hrefOf(visit, PATHS.administrators)} form={form} errors={errors} />,
  )
}

type PageProps = {
  readonly working: readonly Administrator[]
  readonly action: string
  readonly form: FormValues | null
  readonly errors: readonly FieldError[]
}

function AdministratorsPage({ working, action, form, errors }: PageProps) {
  const language = useLanguage()
  const error = (field: string) => errorAt(errors, field) ?? null
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <Table
        caption={words.title}
        captionHidden
        columns={[{ text: texts.people.name }, { text: words.leave }]}
        rows={working.map(({ id, name }) => [
          name,
          working.length === 1 ? words.last : <a href={localHref(language, PATHS.administrator(id))}>{words.leaves}</a>,
        ])}
      />
      <h2>{words.add}</h2>
      <Form action={action} once>
        <TextInput name="name" label={texts.people.name} value={form?.text('name') ?? ''} autocomplete="off" error={error('name')} />
        <TextInput
          name="login"
          label={texts.person.login}
          value={form?.text('login') ?? ''}
          width={20}
          autocomplete="off"
          spellcheck={false}
          error={error('login')}
        />
        <ContactInputs phone={form?.text('phone') ?? ''} email={form?.text('email') ?? ''} errors={errors} />
        <WhyField form={form} errors={errors} />
        <Button text={words.button} />
      </Form>
    </>
  )
}

export async function postAdministrator(visit: AdministrationVisit): Promise<unknown> {
  const form = readForm(visit.request)
  const by = byOf(visit, form)
  const contacts = contactsIn(form)
  const faults: readonly Refusal[] = [
    ...(form.text('login') === '' ? [refuseAdministration('login-missing', { field: 'login' })] : []),
    ...('faults' in contacts ? contacts.faults : []),
    ...(isRefusal(by) ? [by] : []),
  ]
  if ('faults' in contacts || isRefusal(by) || faults.length > 0) return showAdministrators(visit, form, fieldErrorsOf(faults))
  const wanted = { login: form.text('login'), name: form.text('name'), ...contacts }
  const made = await actedOnce(form, () => registerAdministrator(visit.administration, wanted, by))
  if (isRefusal(made)) return showAdministrators(visit, form, fieldErrorsOf([said(made, {})]))
  flash(visit.request, 'success', words.done)
  return goTo(visit, PATHS.administrators)
}

/** Asked before it is done: whoever leaves signs in no more. */
export async function showLeavingAdministrator(
  visit: AdministrationVisit,
  form: FormValues | null = null,
  errors: readonly FieldError[] = [],
): Promise<unknown> {
  const { id } = visit.params
  const leaver = isUuid(id) ? await administratorById(visit.administration.deps.database.sql, id) : null
  if (leaver === null || leaver.retiredAt !== null)
    return sendMissing(visit, refuseAdministration('administrator-unknown'), PATHS.administrators)
  return send(
    visit,
    {
      title: words.leaves,
      hasErrors: errors.length > 0,
      ...(errors.length > 0 && { status: 422 }),
      back: { href: hrefOf(visit, PATHS.administrators), text: words.title },
    },
    <>
      <ErrorSummary errors={errors} />
      <h1>{words.leaves}</h1>
      <p class="lead">{leaver.name}</p>
      <p>{words.leaveLead}</p>
      <Form action={hrefOf(visit, PATHS.administrator(id))} once>
        <WhyField form={form} errors={errors} />
        <Button text={words.leaveButton} kind="warning" />
      </Form>
    </>,
  )
}

export async function postLeavingAdministrator(visit: AdministrationVisit): Promise<unknown> {
  const form = readForm(visit.request)
  const by = byOf(visit, form)
  const answer = isRefusal(by) ? by : await actedOnce(form, () => retireAdministrator(visit.administration, visit.params.id, by))
  if (isRefusal(answer)) return showLeavingAdministrator(visit, form, fieldErrorsOf([answer]))
  flash(visit.request, 'success', words.left)
  return goTo(visit, PATHS.administrators)
}
