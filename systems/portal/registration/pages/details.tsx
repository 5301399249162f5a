import { passwordFaults, startSession } from '@ruqsat/accounts'
import { NewPassword } from '@ruqsat/accounts/pages'
import { isLanguage, isRefusal, type Language, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  languageOf,
  localHref,
  localPath,
  once,
  readForm,
  redirectTo,
  sendPage,
  sendRefusal,
  SummaryList,
  TextInput,
  useLanguage,
  useSay,
  type FieldError,
  type SummaryRow,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readContacts } from '../people/contacts.ts'
import { loginOf } from '../people/identity.ts'
import { PATHS, PORTAL_ONCE, type Portal } from '../../deps.ts'
import { REGISTRATION_LIMIT } from '../../common/http/limits.ts'
import { enrol, forgetPending, pendingOf, prepareEnrolment, tellWelcome, type Found, type Pending } from '../people/registration.ts'
import { refusePortal } from '../../refusals.ts'
import { ContactFields, type TypedContacts } from './contact-fields.tsx'
import { confirmationHref, sendContactCodes } from './confirmation.tsx'
import { registeredAlready } from './certificate.tsx'
import texts from '../texts.yaml'
type Known = Pending & { readonly found: Found }

export function registrationDetails(app: FastifyInstance, portal: Portal): void {
  const path = localPath(`${PATHS.register}/details`)
  app.get(path, async (request, reply) => {
    const known = knownOf(request, portal)
    if (known === null) return sendRefusal(request, reply, refusePortal('registration-out-of-date'))
    return show(request, reply, known, { phone: '', email: '', language: languageOf(request) }, [])
  })
  app.post(path, { config: REGISTRATION_LIMIT }, (request, reply) => post(portal, request, reply))
}

function knownOf(request: FastifyRequest, portal: Portal): Known | null {
  const pending = pendingOf(request, portal)
  return pending?.found ? { ...pending, found: pending.found } : null
}

async function post(portal: Portal, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const form = readForm(request)
  const typed: TypedContacts = { phone: form.text('phone'), email: form.text('email'), language: form.text('language') }
  const known = knownOf(request, portal)
  const password = form.secret('password')
  const contacts = readContacts(typed)
  const faults = known === null ? [] : passwordRefusals(known, password, form.secret('repeat'))
  if (known !== null && (!('phone' in contacts) || faults.length > 0))
    return show(request, reply, known, typed, fieldErrorsOf(['phone' in contacts ? [] : contacts, faults].flat()))
  const language: Language = isLanguage(typed.language) ? typed.language : languageOf(request)
  const prepared =
    known === null || !('phone' in contacts)
      ? refusePortal('registration-out-of-date')
      : await prepareEnrolment(portal, known, { ...contacts, language, password })
  // A double click posts twice: the second post is given the first one's account, even where the session has moved on meanwhile.
  const made = await once(portal.deps.database.sql, PORTAL_ONCE, form.onceToken(), async (tx): Promise<Made | Refusal> => {
    if (isRefusal(prepared)) return prepared
    const account = await enrol(portal, tx, prepared)
    return isRefusal(account) ? account : { accountId: account.id, madeMs: portal.technicalClock.ms() }
  })
  if (isRefusal(made)) {
    if (made.code === 'portal.person-registered') return registeredAlready(request, reply, known?.returnPath ?? '')
    return known === null || made.field === undefined
      ? sendRefusal(request, reply, made)
      : show(request, reply, known, typed, fieldErrorsOf([made]))
  }
  if (portal.technicalClock.ms() - made.madeMs > DOUBLE_CLICK_MS) return registeredAlready(request, reply, known?.returnPath ?? '')
  return welcome(portal, request, reply, made.accountId, known?.returnPath ?? '')
}

type Made = { readonly accountId: string; readonly madeMs: number }

/** Longer than two presses of one button lie apart. Later the form's token proves nothing any more: it must not sign anyone in. */
const DOUBLE_CLICK_MS = 60_000

function passwordRefusals(known: Known, password: string, repeat: string): readonly Refusal[] {
  const weak = passwordFaults(password, loginOf(known.identity))
  const differ = password !== repeat ? [refusePortal('passwords-differ', { field: 'repeat' })] : []
  return [...weak, ...differ]
}

async function welcome(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  accountId: string,
  returnPath: string,
): Promise<unknown> {
  await tellWelcome(portal, accountId)
  await sendContactCodes(portal, accountId)
  const account = await portal.accounts.find(accountId)
  forgetPending(request)
  if (account !== null) await startSession(request, account)
  flash(request, 'success', texts.details.done)
  return redirectTo(reply, confirmationHref(request, returnPath === '' ? localHref(languageOf(request), PATHS.cabinet) : returnPath))
}

function show(
  request: FastifyRequest,
  reply: FastifyReply,
  known: Known,
  typed: TypedContacts,
  errors: readonly FieldError[],
): Promise<unknown> {
  const hasErrors = errors.length > 0
  return sendPage(request, reply, { title: texts.details.title, hasErrors }, <DetailsForm known={known} typed={typed} errors={errors} />)
}

function DetailsForm({
  known,
  typed,
  errors,
}: {
  readonly known: Known
  readonly typed: TypedContacts
  readonly errors: readonly FieldError[]
}) {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{say(texts.details.title)}</h1>
      <p class="lead">{say(texts.details.lead)}</p>
      <h2>{say(texts.details.known)}</h2>
      <SummaryList rows={knownRows(known)} />
      {!known.identity.maySign && <p>{say(texts.details.mayNotSign)}</p>}
      <Form action={localHref(language, `${PATHS.register}/details`)} once>
        <ContactFields typed={typed} phoneHint={texts.details.phoneHint} errors={errors} />
        <NewPassword name="password" label={texts.details.password} hint={texts.details.passwordHint} errors={errors} />
        <TextInput
          name="repeat"
          type="password"
          autocomplete="new-password"
          label={texts.details.repeat}
          error={errorAt(errors, 'repeat')}
        />
        <Button text={texts.details.register} />
      </Form>
    </>
  )
}

function knownRows({ identity, found }: Known): readonly SummaryRow[] {
  return [
    { key: texts.details.name, value: found.name },
    { key: texts.details.iin, value: identity.iin },
    ...(found.organisation === null ? [] : [{ key: texts.details.organisation, value: found.organisation }]),
    ...(identity.bin === null ? [] : [{ key: texts.details.bin, value: identity.bin }]),
    { key: texts.details.address, value: found.address },
  ]
}
