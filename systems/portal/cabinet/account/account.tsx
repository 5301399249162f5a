import { signOutEverywhere, type Channel } from '@ruqsat/accounts'
import { PasswordForm, postNewPassword, PresentPassword, SecurityLink } from '@ruqsat/accounts/pages'
import { inAll, wordsOf, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  languageOf,
  LinkButton,
  localHref,
  localPath,
  readForm,
  redirectTo,
  sendPage,
  StatusTag,
  SummaryList,
  useLanguage,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ContactFields, identityRows, readContacts, typedContacts, type TypedContacts } from '../../registration/pages/contact-fields.tsx'
import { loginOf } from '../../registration/people/identity.ts'
import { PATHS, type Portal } from '../../deps.ts'
import type { Person } from '../../registration/people/person.ts'
import { updateContacts } from '../../registration/people/store.ts'
import { openChannels, sendContactCodes } from '../../registration/pages/confirmation.tsx'
import texts from '../texts.yaml'

export function accountPages(app: FastifyInstance, portal: Portal): void {
  app.get(
    localPath(PATHS.account),
    portal.requirePerson((request, reply, person) => show(portal, request, reply, person, person, []), 'endedToo'),
  )
  app.post(
    localPath(`${PATHS.account}/contacts`),
    portal.requirePerson((request, reply, person) => saveContacts(portal, request, reply, person), 'endedToo'),
  )
  app.post(
    localPath(`${PATHS.account}/password`),
    portal.requirePerson(
      (request, reply, person) =>
        postNewPassword(request, reply, portal.accounts, {
          accountId: person.accountId,
          done: texts.account.changed,
          next: localHref(languageOf(request), PATHS.account),
          show: (refusals) => show(portal, request, reply, person, person, refusals),
        }),
      'endedToo',
    ),
  )
  app.post(
    localPath(`${PATHS.account}/sessions/end`),
    portal.requirePerson(async (request, reply) => {
      await signOutEverywhere(request, portal.accounts)
      return redirectTo(reply, localHref(languageOf(request), PATHS.signIn))
    }, 'endedToo'),
  )
  // A page of a failed post that is opened again, e.g. after sign-in.
  for (const part of ['contacts', 'password']) {
    app.get(localPath(`${PATHS.account}/${part}`), async (request, reply) =>
      redirectTo(reply, localHref(languageOf(request), PATHS.account)),
    )
  }
}

async function saveContacts(portal: Portal, request: FastifyRequest, reply: FastifyReply, person: Person): Promise<unknown> {
  const form = readForm(request)
  const typed = typedContacts(form)
  const contacts = readContacts(typed, person.language)
  if (!('phone' in contacts)) return show(portal, request, reply, person, typed, contacts)
  // Codes for a new password go to these: a borrowed session must not be enough to turn them towards somebody else.
  const isMoved = contacts.phone !== person.phone || contacts.email !== person.email
  const unconfirmed = isMoved ? await portal.accounts.confirmPassword(person.accountId, form.secret('password')) : null
  if (unconfirmed !== null) return show(portal, request, reply, person, typed, [unconfirmed])
  const before = await portal.accounts.find(person.accountId)
  await portal.deps.database.sql.begin(async (tx) => {
    await updateContacts(tx, person.accountId, contacts)
    await portal.accounts.update(person.accountId, { phone: contacts.phone, email: contacts.email }, tx)
  })
  if (isMoved && before !== null) await tellBefore(portal, person, openChannels(before))
  const unsent = isMoved ? await sendContactCodes(portal, person.accountId) : null
  const said = unsent && wordsOf(unsent)
  if (said === null) flash(request, 'success', texts.account.saved)
  else
    flash(
      request,
      'important',
      inAll((language) => `${texts.account.saved[language]} ${said.text[language]}. ${said.remedy[language]}`),
    )
  return redirectTo(reply, localHref(languageOf(request), isMoved ? PATHS.confirmation : PATHS.account))
}

/**
 * To where the person was reached until now: who lost their session hears of it there. Not to what nobody has confirmed: it may be a stranger's,
 * and whoever changes it again and again would send that stranger as many messages.
 */
function tellBefore(portal: Portal, person: Person, unconfirmed: readonly Channel[]): Promise<void> {
  const key = `contacts ${person.accountId} ${portal.technicalClock.now()}`
  const told = {
    phone: unconfirmed.includes('sms') ? null : person.phone,
    email: unconfirmed.includes('email') ? null : person.email,
    language: person.language,
  }
  return portal.tell(told, { key, subject: texts.account.movedSubject, text: texts.account.moved })
}

async function show(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  person: Person,
  typed: TypedContacts,
  refusals: readonly Refusal[],
): Promise<unknown> {
  const hasErrors = refusals.length > 0
  const account = await portal.accounts.find(person.accountId)
  const open = account === null ? [] : openChannels(account)
  return sendPage(
    request,
    reply,
    { title: texts.account.title, hasErrors },
    <AccountPage person={person} open={open} typed={typed} errors={fieldErrorsOf(refusals)} />,
  )
}

function Contact({ address, isConfirmed }: { readonly address: string; readonly isConfirmed: boolean }) {
  return (
    <>
      {address}{' '}
      <StatusTag kind={isConfirmed ? 'success' : 'warning'} text={isConfirmed ? texts.account.isConfirmed : texts.account.isNotConfirmed} />
    </>
  )
}

function AccountPage({
  person,
  open,
  typed,
  errors,
}: {
  readonly person: Person
  /** Contacts that are not confirmed. */
  readonly open: readonly Channel[]
  readonly typed: TypedContacts
  readonly errors: readonly FieldError[]
}) {
  const language = useLanguage()
  const at = (path: string) => localHref(language, `${PATHS.account}/${path}`)
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.account.title}</h1>
      <SummaryList rows={identityRows(person)} />
      <p class="muted">{texts.account.from}</p>
      {person.bin !== null && (
        <>
          <p>{person.maySign ? texts.account.maySign : texts.account.mayNotSign}</p>
          <p>
            <a href={localHref(language, PATHS.certificate)}>{texts.account.certificate}</a>
          </p>
        </>
      )}
      <h2>{texts.account.contacts}</h2>
      <SummaryList
        rows={[
          { key: texts.account.phone, value: <Contact address={person.phone} isConfirmed={!open.includes('sms')} /> },
          { key: texts.account.email, value: <Contact address={person.email} isConfirmed={!open.includes('email')} /> },
        ]}
      />
      {open.length > 0 && (
        <p>
          <LinkButton kind="secondary" href={at('confirmation')} text={texts.account.confirmContacts} />
        </p>
      )}
      <Form action={at('contacts')}>
        <ContactFields typed={typed} errors={errors} />
        <PresentPassword name="password" hint={texts.account.confirmHint} errors={errors} />
        <Button text={texts.account.save} />
      </Form>
      <h2>{texts.account.password}</h2>
      <PasswordForm action={at('password')} login={loginOf(person)} button={texts.account.change} errors={errors} />
      <SecurityLink path={PATHS.security} />
      <h2>{texts.account.export}</h2>
      <p>{texts.account.exportText}</p>
      <p>
        <LinkButton kind="secondary" href={at('export')} text={texts.account.download} download />
      </p>
      <h2>{texts.account.everywhere}</h2>
      <p>{texts.account.everywhereText}</p>
      <Form action={at('sessions/end')}>
        <Button kind="warning" text={texts.account.everywhere} />
      </Form>
    </>
  )
}
