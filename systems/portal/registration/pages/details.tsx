import { passwordFaults, startSession } from '@ruqsat/accounts'
import { NewPassword } from '@ruqsat/accounts/pages'
import { fillText, isRefusal, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  type FormValues,
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
  rateLimit,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { loginOf } from '../people/identity.ts'
import { PATHS, PORTAL_ONCE, type Portal } from '../../deps.ts'
import { hrefWithReturn } from '../../common/http/return-path.ts'
import {
  type Details,
  enrol,
  forgetPending,
  pendingOf,
  prepareEnrolment,
  tellWelcome,
  type Found,
  type Pending,
} from '../people/registration.ts'
import { refusePortal } from '../../refusals.ts'
import { ContactFields, identityRows, readContacts, typedContacts, type TypedContacts } from './contact-fields.tsx'
import { sendContactCodes } from './confirmation.tsx'
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
  app.post(path, { config: rateLimit('registration') }, (request, reply) => post(portal, request, reply))
}

function knownOf(request: FastifyRequest, portal: Portal): Known | null {
  const pending = pendingOf(request, portal)
  return pending?.found ? { ...pending, found: pending.found } : null
}

type Made = { readonly accountId: string; readonly madeMs: number }

/** Longer than two presses of one button lie apart. Later the form's token proves nothing any more: it must not sign anyone in. */
const DOUBLE_CLICK_MS = 60_000

async function post(portal: Portal, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const form = readForm(request)
  const known = knownOf(request, portal)
  const typed = { ...typedContacts(form), ...(known?.provenPhone && { phone: known.provenPhone }) }
  const returnPath = known?.returnPath ?? ''
  const details = known && detailsOf(request, form, typed, known)
  if (known && details && !('password' in details)) return show(request, reply, known, typed, details)
  const prepared =
    known && details && 'password' in details ? await prepareEnrolment(portal, known, details) : refusePortal('registration-out-of-date')
  // A double click posts twice: the second post is given the first one's account, even where the session has moved on meanwhile.
  const made = await once(portal.deps.database.sql, PORTAL_ONCE, form.onceToken(), async (tx): Promise<Made | Refusal> => {
    const account = isRefusal(prepared) ? prepared : await enrol(portal, tx, prepared)
    return isRefusal(account) ? account : { accountId: account.id, madeMs: portal.technicalClock.ms() }
  })
  const isTaken = isRefusal(made)
    ? made.code === refusePortal('person-registered').code
    : portal.technicalClock.ms() - made.madeMs > DOUBLE_CLICK_MS
  if (isTaken) return registeredAlready(request, reply, returnPath)
  if (!isRefusal(made)) return welcome(portal, request, reply, made.accountId, returnPath)
  return known && made.field !== undefined ? show(request, reply, known, typed, [made]) : sendRefusal(request, reply, made)
}

/** What was typed, as a registration takes it; or everything that is wrong with it, at its field. */
function detailsOf(
  request: FastifyRequest,
  form: FormValues,
  typed: TypedContacts,
  { identity, provenPhone }: Known,
): Details | readonly Refusal[] {
  const contacts = readContacts(typed, languageOf(request))
  const password = form.secret('password')
  const faults = [
    ...('phone' in contacts ? [] : contacts),
    ...passwordFaults(password, loginOf(identity)),
    ...(password === form.secret('repeat') ? [] : [refusePortal('passwords-differ', { field: 'repeat' })]),
  ]
  return 'phone' in contacts && faults.length === 0 ? { ...contacts, password, isPhoneConfirmed: provenPhone !== undefined } : faults
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
  if (account !== null) await startSession(request, account, 'registration')
  flash(request, 'success', texts.details.done)
  const next = returnPath || localHref(languageOf(request), PATHS.cabinet)
  return redirectTo(reply, hrefWithReturn(request, PATHS.confirmation, next))
}

function show(
  request: FastifyRequest,
  reply: FastifyReply,
  known: Known,
  typed: TypedContacts,
  faults: readonly Refusal[],
): Promise<unknown> {
  const { identity, provenPhone, found } = known
  const language = languageOf(request)
  const errors = fieldErrorsOf(faults)
  return sendPage(
    request,
    reply,
    { title: texts.details.title, hasErrors: errors.length > 0 },
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.details.title}</h1>
      <p class="lead">{texts.details.lead}</p>
      <h2>{texts.details.known}</h2>
      <SummaryList rows={identityRows({ ...identity, ...found })} />
      {provenPhone !== undefined && <p>{fillText(texts.details.provenPhone, { phone: provenPhone })}</p>}
      {!identity.maySign && <p>{texts.details.mayNotSign}</p>}
      <Form action={localHref(language, `${PATHS.register}/details`)} once>
        <ContactFields typed={typed} phoneHint={texts.details.phoneHint} asksPhone={provenPhone === undefined} errors={errors} />
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
    </>,
  )
}
