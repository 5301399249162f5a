import { PASSWORD_MIN_LENGTH } from '@ruqsat/accounts'
import { fillText, isRefusal } from '@ruqsat/foundation'
import {
  Button,
  ErrorSummary,
  errorAt,
  fieldErrorsOf,
  flash,
  Form,
  languageOf,
  localHref,
  readForm,
  redirectTo,
  TextInput,
  useLanguage,
  useSay,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Work } from '../deps.ts'
import { PATHS } from '../http/paths.ts'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'

const T = texts.passwordReset

export function showReset(work: Work, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  return sendWork(work, request, reply, { title: T.title, back: { href: localHref(languageOf(request), PATHS.signIn) } }, <AskPage />)
}

/** The first post asks for a code, the second brings it. */
export async function postReset(work: Work, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const form = readForm(request)
  if (!form.has('resetId')) {
    const { resetId, validMinutes } = work.accounts.startReset(form.text('login'))
    return sendCodePage(work, request, reply, { resetId, minutes: validMinutes, code: '', errors: [] })
  }
  const [resetId, code] = [form.text('resetId'), form.digits('code')]
  const answer = await work.accounts.finishReset({ resetId, code, newPassword: form.secret('newPassword') })
  if (isRefusal(answer)) return sendCodePage(work, request, reply, { resetId, minutes: null, code, errors: fieldErrorsOf([answer]) })
  flash(request, 'success', T.done)
  return redirectTo(reply, localHref(languageOf(request), PATHS.signIn))
}

type CodePage = { readonly resetId: string; readonly minutes: number | null; readonly code: string; readonly errors: readonly FieldError[] }

function sendCodePage(work: Work, request: FastifyRequest, reply: FastifyReply, page: CodePage): Promise<unknown> {
  const hasErrors = page.errors.length > 0
  return sendWork(work, request, reply, { title: T.title, hasErrors, status: hasErrors ? 422 : 200 }, <GivePage {...page} />)
}

function AskPage() {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <h1>{say(T.title)}</h1>
      <p>{say(T.lead)}</p>
      <Form action={localHref(language, PATHS.reset)}>
        <TextInput name="login" label={T.login} width={20} autocomplete="username" spellcheck={false} />
        <Button text={T.send} />
      </Form>
    </>
  )
}

function GivePage({ resetId, minutes, code, errors }: CodePage) {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{say(T.title)}</h1>
      {minutes !== null && <p role="status">{say(fillText(T.sent, { minutes }))}</p>}
      <Form action={localHref(language, PATHS.reset)}>
        <input type="hidden" name="resetId" value={resetId} />
        <TextInput
          name="code"
          label={T.code}
          width={8}
          inputmode="numeric"
          autocomplete="one-time-code"
          value={code}
          error={errorAt(errors, 'code') ?? null}
        />
        <TextInput
          name="newPassword"
          type="password"
          label={T.password}
          hint={fillText(T.hint, { length: PASSWORD_MIN_LENGTH })}
          width={20}
          autocomplete="new-password"
          error={errorAt(errors, 'newPassword') ?? null}
        />
        <Button text={T.save} />
      </Form>
    </>
  )
}
