import { endSession, startSession } from '@ruqsat/accounts'
import { isRefusal, parseBIN, parseIIN, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  Details,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  Form,
  languageOf,
  LinkButton,
  localHref,
  localPath,
  Radios,
  readForm,
  redirectTo,
  sendPage,
  TextInput,
  useLanguage,
  useSay,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Child } from 'hono/jsx'
import { loginOf } from '../people/identity.ts'
import { PATHS, type Portal } from '../../deps.ts'
import { SIGN_IN_LIMIT } from '../../common/http/limits.ts'
import { returnPathOf, withReturn } from '../../common/http/return-path.ts'
import { refusePortal } from '../../refusals.ts'
import { offeredStep, StepNote } from '../../common/parts/step-note.tsx'
import texts from '../texts.yaml'

// The act's sign-in: login and password are checked here; what is refused is the table's own notice. The session is ours.

const TEXTS = texts.signIn

type Typed = { readonly who: string; readonly iin: string; readonly bin: string; readonly returnPath: string }

export function signInPage(app: FastifyInstance, portal: Portal): void {
  app.get(localPath(PATHS.signIn), async (request, reply) => {
    const returnPath = returnPathOf(request)
    if ((await portal.person(request)) !== null) return redirectTo(reply, afterSignIn(request, returnPath))
    return show(portal, request, reply, { who: 'self', iin: '', bin: '', returnPath }, null)
  })
  app.post(localPath(PATHS.signIn), { config: SIGN_IN_LIMIT }, (request, reply) => post(portal, request, reply))
  app.post(localPath(PATHS.signOut), async (request, reply) => {
    await endSession(request)
    return redirectTo(reply, localHref(languageOf(request), PATHS.home))
  })
}

async function post(portal: Portal, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const form = readForm(request)
  const typed: Typed = {
    who: form.text('who') === 'firm' ? 'firm' : 'self',
    iin: form.digits('iin'),
    bin: form.digits('bin'),
    returnPath: returnPathOf(request),
  }
  const password = form.secret('password')
  // A slip of the finger in a number is said at once and counts as no wrong password.
  const [iin, bin] = [parseIIN(typed.iin), typed.who === 'firm' ? parseBIN(typed.bin) : null]
  if (isRefusal(iin) || isRefusal(bin) || password === '')
    return show(portal, request, reply, typed, [
      ...(isRefusal(bin) ? [{ ...bin, field: 'bin' }] : []),
      ...(isRefusal(iin) ? [{ ...iin, field: 'iin' }] : []),
      ...(password === '' ? [refusePortal('field-empty', { field: 'password' })] : []),
    ])
  const account = await portal.accounts.signIn({ login: loginOf({ iin, bin }), password })
  if (isRefusal(account)) return show(portal, request, reply, typed, [inWordsOfTheForm(account, typed.who)])
  await startSession(request, account)
  return redirectTo(reply, afterSignIn(request, typed.returnPath))
}

/** The form asks for an IIN and perhaps a BIN; of a login it knows nothing. */
function inWordsOfTheForm(refusal: Refusal, who: string): Refusal {
  if (refusal.code !== 'sign-in-refused') return refusal
  return refusePortal(who === 'firm' ? 'firm-sign-in-refused' : 'person-sign-in-refused')
}

function afterSignIn(request: FastifyRequest, returnPath: string): string {
  return returnPath === '' ? localHref(languageOf(request), PATHS.cabinet) : returnPath
}

async function show(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  typed: Typed,
  refusals: readonly Refusal[] | null,
): Promise<unknown> {
  const wasRefused = refusals !== null
  const step = offeredStep(await portal.offers(), wasRefused ? 'noticeSignInRefused' : 'signIn')
  const title = wasRefused ? TEXTS.refused : TEXTS.title
  const errors = fieldErrorsOf(refusals ?? [])
  return sendPage(
    request,
    reply,
    { title, hasErrors: wasRefused, status: wasRefused ? 422 : 200 },
    <SignIn typed={typed} errors={errors} note={step && <StepNote {...step} />} title={title} />,
  )
}

function SignIn({
  typed,
  errors,
  note,
  title,
}: {
  readonly typed: Typed
  readonly errors: readonly FieldError[]
  readonly note: Child
  readonly title: typeof TEXTS.title
}) {
  const say = useSay()
  const language = useLanguage()
  const bin = <TextInput name="bin" label={TEXTS.bin} inputmode="numeric" width={20} value={typed.bin} error={errorAt(errors, 'bin')} />
  const at = (path: string) => withReturn(localHref(language, path), typed.returnPath)
  return (
    <>
      <ErrorSummary errors={errors} title={title} />
      <h1>{say(title)}</h1>
      {note}
      <Form action={at(PATHS.signIn)}>
        <Radios
          name="who"
          legend={TEXTS.who}
          value={typed.who}
          options={[
            { value: 'self', text: TEXTS.self },
            { value: 'firm', text: TEXTS.firm, more: bin },
          ]}
        />
        <TextInput
          name="iin"
          label={TEXTS.iin}
          hint={TEXTS.iinHint}
          inputmode="numeric"
          autocomplete="username"
          width={20}
          value={typed.iin}
          error={errorAt(errors, 'iin')}
        />
        <TextInput
          name="password"
          type="password"
          autocomplete="current-password"
          width={20}
          label={TEXTS.password}
          error={errorAt(errors, 'password')}
        />
        <Button text={TEXTS.signIn} />
      </Form>
      <p class="muted">{say(TEXTS.lock)}</p>
      <ul>
        <li>
          <a href={at(PATHS.reset)}>{say(TEXTS.forgot)}</a>
        </li>
        <li>
          <a href={at(PATHS.register)}>{say(TEXTS.register)}</a>
        </li>
      </ul>
      <Details summary={TEXTS.key}>
        <p>{say(TEXTS.keyText)}</p>
        <LinkButton kind="secondary" href={withReturn(localHref(language, PATHS.keys), at(PATHS.signIn))} text={TEXTS.key} />
      </Details>
    </>
  )
}
