// Two pages: the login, to which a code is sent, and the code. They say the same whether there is such an account or not.
import { fillText, isRefusal, type LocalText, type Refusal } from '@ruqsat/foundation'
import { errorAt, localPath, readForm, redirectTo, TextInput, type FieldError, type FormValues } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Child } from 'hono/jsx'
import type { ResetStart } from '../types.ts'
import T from './texts.yaml'
import { sendForm, type AccountPages, type LoginForm } from './account-pages.tsx'

export type CodeTexts = {
  readonly title: LocalText
  readonly lead: LocalText
  readonly send: LocalText
  readonly codeTitle: LocalText
  /** With `{minutes}`. */
  readonly codeLead: LocalText
}

type ByCode<Typed, Done> = {
  readonly path: string
  readonly login: LoginForm<Typed>
  readonly limit: object
  readonly texts: CodeTexts
  /** Of the page with the code. */
  readonly button: LocalText
  /** How long a code holds. */
  readonly minutes: number
  /** What the page asks for besides the code. */
  readonly more?: (errors: readonly FieldError[]) => Child
  start(login: string): ResetStart
  finish(sent: { readonly id: string; readonly code: string; readonly form: FormValues }): Promise<Done | Refusal>
  /** The code was right: where the person goes. */
  done(request: FastifyRequest, finished: Done): string | Promise<string>
}
type ById = { Params: { id: string } }

export function codePages<Typed, Done>(app: FastifyInstance, pages: AccountPages, by: ByCode<Typed, Done>): void {
  const { path, login, limit, texts } = by
  const code = localPath(`${path}/:id`)
  app.get(localPath(path), (request, reply) => showStart(request, reply, login.empty, null))
  app.post(localPath(path), { config: limit }, async (request, reply) => {
    const { typed, login: read } = login.read(readForm(request))
    if (typeof read !== 'string') return showStart(request, reply, typed, read)
    return redirectTo(reply, pages.href(request, `${path}/${by.start(read).resetId}`))
  })
  app.get<ById>(code, (request, reply) => showCode(request, reply, request.params.id, '', null))
  app.post<ById>(code, { config: limit }, async (request, reply) => {
    const form = readForm(request)
    const { id } = request.params
    const typed = form.digits('code')
    const finished = await by.finish({ id, code: typed, form })
    if (isRefusal(finished)) return showCode(request, reply, id, typed, [finished])
    return redirectTo(reply, await by.done(request, finished))
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
      before: <p class="lead">{fillText(texts.codeLead, { minutes: by.minutes })}</p>,
      after: (
        <p>
          <a href={pages.href(request, path)}>{T.again}</a>
        </p>
      ),
      path: `${path}/${encodeURIComponent(id)}`,
      button: by.button,
      fields: (errors: readonly FieldError[]) => (
        <>
          <CodeField typed={typed} errors={errors} />
          {by.more?.(errors)}
        </>
      ),
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
