import { fillText, isRefusal, type LocalText, type Refusal } from '@ruqsat/foundation'
import { errorAt, localPath, readForm, redirectTo, TextInput, type FieldError } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ONE_TIME_VALID_MINUTES } from '../one-time.ts'
import { startSession } from '../session-plugin.ts'
import T from './texts.yaml'
import { sendForm, type AccountPages, type LoginForm } from './account-pages.tsx'

// Sign-in by a one-time password to the confirmed telephone. The pages say the same whether there is such an account or not.

export type OneTimeTexts = {
  readonly title: LocalText
  readonly lead: LocalText
  readonly send: LocalText
  readonly codeTitle: LocalText
  /** With `{minutes}`. */
  readonly codeLead: LocalText
  readonly signIn: LocalText
}

type OneTimeSignIn<Typed> = {
  readonly path: string
  readonly login: LoginForm<Typed>
  readonly limit: object
  readonly texts: OneTimeTexts
  /** Where a person goes who is signed in. */
  next(request: FastifyRequest): string
}
type ById = { Params: { id: string } }

export function oneTimeSignInPages<Typed>(
  app: FastifyInstance,
  pages: AccountPages,
  { path, login, limit, texts, next }: OneTimeSignIn<Typed>,
): void {
  const { oneTime } = pages.accounts
  const code = localPath(`${path}/:id`)
  app.get(localPath(path), (request, reply) => showStart(request, reply, login.empty, null))
  app.post(localPath(path), { config: limit }, async (request, reply) => {
    const { typed, login: read } = login.read(readForm(request))
    if (typeof read !== 'string') return showStart(request, reply, typed, read)
    return redirectTo(reply, pages.href(request, `${path}/${oneTime.startSignIn(read).resetId}`))
  })
  app.get<ById>(code, (request, reply) => showCode(request, reply, request.params.id, '', null))
  app.post<ById>(code, { config: limit }, async (request, reply) => {
    const { id } = request.params
    const typed = readForm(request).digits('code')
    const account = await oneTime.finishSignIn({ codeId: id, code: typed })
    if (isRefusal(account)) return showCode(request, reply, id, typed, [account])
    await startSession(request, account)
    return redirectTo(reply, next(request))
  })

  function showStart(request: FastifyRequest, reply: FastifyReply, typed: Typed, refusals: readonly Refusal[] | null): Promise<unknown> {
    const page = { title: texts.title, before: <p class="lead">{texts.lead}</p>, path, button: texts.send }
    return sendForm(pages, request, reply, { ...page, fields: (errors) => login.fields(typed, errors) }, refusals)
  }

  function showCode(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    typed: string,
    refusals: readonly Refusal[] | null,
  ): Promise<unknown> {
    const page = {
      title: texts.codeTitle,
      before: <p class="lead">{fillText(texts.codeLead, { minutes: ONE_TIME_VALID_MINUTES })}</p>,
      after: (
        <p>
          <a href={pages.href(request, path)}>{T.again}</a>
        </p>
      ),
      path: `${path}/${encodeURIComponent(id)}`,
      button: texts.signIn,
      fields: (errors: readonly FieldError[]) => <CodeField typed={typed} errors={errors} />,
    }
    return sendForm(pages, request, reply, page, refusals)
  }
}

/** Six digits that came by SMS or mail. */
export function CodeField({ typed, errors }: { readonly typed: string; readonly errors: readonly FieldError[] }) {
  return (
    <TextInput
      name="code"
      label={T.code}
      inputmode="numeric"
      autocomplete="one-time-code"
      width={8}
      maxlength={12}
      value={typed}
      error={errorAt(errors, 'code')}
    />
  )
}
