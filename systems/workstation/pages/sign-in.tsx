import { endSession, startSession, takeReturnPath } from '@ruqsat/accounts'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  ErrorSummary,
  Form,
  fieldErrorsOf,
  languageOf,
  localHref,
  readForm,
  redirectTo,
  TextInput,
  useLanguage,
  useSay,
} from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Work } from '../deps.ts'
import { staffOf } from '../http/guard.ts'
import { knowOwner } from '../http/kept.ts'
import { PATHS } from '../http/paths.ts'
import { refuseWorkstation } from '../refusals.ts'
import { staffById } from '../store/staff.ts'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'

const T = texts.signIn

export async function showSignIn(work: Work, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (staffOf(request) !== null) return redirectTo(reply, localHref(languageOf(request), PATHS.work))
  return sendSignIn(work, request, reply, '', null)
}

export async function postSignIn(work: Work, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const form = readForm(request)
  const login = form.text('login')
  const account = await work.accounts.signIn({ login, password: form.secret('password') })
  if (isRefusal(account)) return sendSignIn(work, request, reply, login, account)
  const staff = await staffById(work.deps.database.sql, account.id)
  if (staff === null || staff.retiredAt !== null) return sendSignIn(work, request, reply, login, refuseWorkstation('workstation.not-staff'))
  await startSession(request, account)
  knowOwner(request, reply, staff.id)
  return redirectTo(reply, takeReturnPath(request, localHref(languageOf(request), PATHS.work)))
}

export async function postSignOut(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  await endSession(request)
  return redirectTo(reply, localHref(languageOf(request), PATHS.signIn))
}

function sendSignIn(work: Work, request: FastifyRequest, reply: FastifyReply, login: string, refusal: Refusal | null): Promise<unknown> {
  const options = { title: T.title, hasErrors: refusal !== null, status: refusal === null ? 200 : 422 }
  return sendWork(work, request, reply, options, <SignInPage login={login} refusal={refusal} />)
}

function SignInPage({ login, refusal }: { readonly login: string; readonly refusal: Refusal | null }) {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <ErrorSummary errors={refusal === null ? [] : fieldErrorsOf([{ ...refusal, field: refusal.field ?? 'login' }])} />
      <h1>{say(T.title)}</h1>
      <p>{say(T.lead)}</p>
      <Form action={localHref(language, PATHS.signIn)}>
        <TextInput name="login" label={T.login} value={login} width={20} autocomplete="username" spellcheck={false} />
        <TextInput name="password" type="password" label={T.password} width={20} autocomplete="current-password" />
        <Button text={T.button} />
      </Form>
      <p>
        <a href={localHref(language, PATHS.reset)}>{say(T.forgotten)}</a>
      </p>
    </>
  )
}
