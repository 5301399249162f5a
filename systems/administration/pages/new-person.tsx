import { isLanguage, isRefusal, languageData, LANGUAGES, said, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  readForm,
  Select,
  TextInput,
  useLanguage,
  type FieldError,
  type FormValues,
} from '@ruqsat/web'
import type { OfficePost } from '@ruqsat/workstation/contract'
import { unknownPassword } from '../administrators.ts'
import { PATHS } from '../deps.ts'
import { refuseAdministration } from '../refusals.ts'
import texts from '../texts.yaml'
import { ContactInputs } from './change-fields.tsx'
import { contactsIn } from './changes.tsx'
import { byOf, roleName, send, WhyField } from './frame.tsx'
import { asked, goTo, hrefOf, type AdministrationVisit } from './guard.ts'
import { actedOnce } from './twice.ts'

const words = texts.newPerson

type NewPerson = {
  readonly posts: readonly OfficePost[]
  readonly authority: string
  readonly form: FormValues | null
  readonly errors: readonly FieldError[]
}

/** An official gets an account at a desk. The password is their own: nobody else ever knows it. */
export function showNewPerson(
  visit: AdministrationVisit,
  form: FormValues | null = null,
  errors: readonly FieldError[] = [],
): Promise<unknown> {
  const { posts } = visit.administration.deps.office
  const page = { posts, authority: asked(visit, 'authority'), form, errors }
  return send(
    visit,
    {
      title: words.title,
      hasErrors: errors.length > 0,
      ...(errors.length > 0 && { status: 422 }),
      back: { href: hrefOf(visit, PATHS.people), text: texts.people.title },
    },
    <>
      <ErrorSummary errors={errors} />
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <Form action={hrefOf(visit, PATHS.newPerson)} once>
        <PersonFields {...page} />
        <WhyField form={form} errors={errors} />
        <Button text={words.button} />
      </Form>
    </>,
  )
}

export async function postPerson(visit: AdministrationVisit): Promise<unknown> {
  const { office } = visit.administration.deps
  const form = readForm(visit.request)
  const by = byOf(visit, form)
  const contacts = contactsIn(form)
  const post = office.posts.find((each) => postKey(each) === form.text('post'))
  const language = form.text('language')
  const faults: readonly Refusal[] = [
    ...(post === undefined ? [refuseAdministration('post-missing', { field: 'post' })] : []),
    ...(form.text('login') === '' ? [refuseAdministration('login-missing', { field: 'login' })] : []),
    ...('faults' in contacts ? contacts.faults : []),
    ...(isRefusal(by) ? [by] : []),
  ]
  if (post === undefined || 'faults' in contacts || isRefusal(by) || faults.length > 0)
    return showNewPerson(visit, form, fieldErrorsOf(faults))
  const bin = form.digits('bin')
  const official = {
    login: form.text('login'),
    password: unknownPassword(),
    name: form.text('name'),
    iin: form.digits('iin'),
    bin: bin === '' ? null : bin,
    language: isLanguage(language) ? language : ('kk' as const),
    ...contacts,
  }
  const made = await actedOnce(form, () => office.add(post, official, by))
  if (isRefusal(made)) return showNewPerson(visit, form, fieldErrorsOf([said(made, {})]))
  flash(visit.request, 'success', words.done)
  return goTo(visit, PATHS.person(made.id))
}

const postKey = ({ authority, unit }: OfficePost) => `${authority} ${unit}`

function PersonFields({ posts, authority, form, errors }: NewPerson) {
  const language = useLanguage()
  const error = (field: string) => errorAt(errors, field) ?? null
  const typed = (field: string) => form?.text(field) ?? ''
  // Those of the authority that the list showed come first.
  const sorted = posts.toSorted((one, other) => Number(other.authority === authority) - Number(one.authority === authority))
  return (
    <>
      <Select
        name="post"
        label={words.post}
        options={sorted.map((post) => ({
          value: postKey(post),
          text: `${post.position[language]} (${roleName(post.role)[language]}), ${post.authorityName[language]}`,
        }))}
        value={typed('post')}
        error={error('post')}
      />
      <TextInput
        name="name"
        label={texts.people.name}
        hint={words.nameHint}
        value={typed('name')}
        autocomplete="off"
        error={error('name')}
      />
      <TextInput
        name="iin"
        label={texts.person.iin}
        value={typed('iin')}
        width={12}
        inputmode="numeric"
        autocomplete="off"
        error={error('iin')}
      />
      <TextInput
        name="bin"
        label={words.bin}
        hint={words.binHint}
        value={typed('bin')}
        width={12}
        inputmode="numeric"
        autocomplete="off"
        optional
        error={error('bin')}
      />
      <TextInput
        name="login"
        label={texts.person.login}
        value={typed('login')}
        width={20}
        autocomplete="off"
        spellcheck={false}
        error={error('login')}
      />
      <ContactInputs phone={typed('phone')} email={typed('email')} errors={errors} />
      <Select
        name="language"
        label={words.language}
        options={LANGUAGES.map((each) => ({ value: each, text: languageData(each).name }))}
        value={form?.text('language') ?? 'kk'}
        empty={null}
      />
    </>
  )
}
