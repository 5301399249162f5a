import { isRefusal, type LocalText, type Refusal } from '@ruqsat/foundation'
import { errorAt, languageOf, localHref, localPath, readForm, redirectTo, TextInput, type FieldError } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { deviceIn, endSession, startSession, visitorOf } from '../session-plugin.ts'
import texts from './texts.yaml'
import type { Account } from '../types.ts'
import { askSecondFactor, secondFactorPages } from './second-factor.tsx'
import { sendForm, type AccountPages, type FormPage, type LoginForm } from './account-pages.tsx'

export type SignIn<Typed> = {
  readonly login: LoginForm<Typed>
  readonly limit: object
  readonly button: LocalText
  isSignedIn(request: FastifyRequest): Promise<boolean> | boolean
  /** Where a person goes who is signed in. */
  next(request: FastifyRequest): string
  /** Where whoever has signed out goes, without the language. */
  readonly signedOut: string
  /** Why somebody with the right password does not come in all the same. */
  admit?(account: Account, request: FastifyRequest, reply: FastifyReply): Promise<Refusal | null>
  /** A refusal of the accounts, in the words of this form. */
  inWordsOfTheForm?(refusal: Refusal, typed: Typed): Refusal
  /** What is around the form, by whether it was refused. */
  around(request: FastifyRequest, wasRefused: boolean): Promise<Omit<FormPage, 'button'>>
}

export function signInPages<Typed>(app: FastifyInstance, pages: AccountPages, signIn: SignIn<Typed>): void {
  const { accounts, paths } = pages
  const { login, limit, admit, inWordsOfTheForm } = signIn
  app.get(localPath(paths.signIn), async (request, reply) =>
    (await signIn.isSignedIn(request)) ? redirectTo(reply, signIn.next(request)) : show(request, reply, login.empty, null),
  )
  app.post(localPath(paths.signIn), { config: limit }, async (request, reply) => {
    const form = readForm(request)
    const { typed, login: read } = login.read(form)
    if (typeof read !== 'string') return show(request, reply, typed, read)
    const attempt = { login: read, password: form.secret('password'), visitor: visitorOf(request), device: deviceIn(request) }
    const account = await accounts.signIn(attempt)
    if (isRefusal(account)) return show(request, reply, typed, [inWordsOfTheForm?.(account, typed) ?? account])
    const refusal = (await admit?.(account, request, reply)) ?? null
    if (refusal !== null) return show(request, reply, typed, [refusal])
    if (account.hasSecondFactor) return redirectTo(reply, askSecondFactor(pages, request, account))
    await startSession(request, account)
    return redirectTo(reply, signIn.next(request))
  })
  secondFactorPages(app, pages, { limit, next: (request) => signIn.next(request) })
  app.post(localPath(paths.signOut), async (request, reply) => {
    await endSession(request)
    return redirectTo(reply, localHref(languageOf(request), signIn.signedOut))
  })

  async function show(request: FastifyRequest, reply: FastifyReply, typed: Typed, refusals: readonly Refusal[] | null): Promise<unknown> {
    const around = await signIn.around(request, refusals !== null)
    const fields = (errors: readonly FieldError[]) => (
      <>
        {login.fields(typed, errors)}
        <TextInput
          name="password"
          type="password"
          autocomplete="current-password"
          width={20}
          label={texts.password}
          error={errorAt(errors, 'password')}
        />
      </>
    )
    return sendForm(pages, request, reply, { ...around, path: paths.signIn, button: signIn.button, fields }, refusals)
  }
}
