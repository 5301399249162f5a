import { fillText, isRefusal, type LocalText, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  localPath,
  readForm,
  redirectTo,
  TextInput,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Child } from 'hono/jsx'
import { RESET_VALID_MINUTES } from '../core/notices.ts'
import T from './texts.yaml'
import type { AccountPages, LoginForm } from './account-pages.ts'
import { NewPassword } from './fields.tsx'

// A lost password: a code goes to the confirmed phone of the account, else to its confirmed e-mail. The pages say the same whether there is such an account or not.

export type ResetTexts = {
  readonly title: LocalText
  readonly lead: LocalText
  readonly send: LocalText
  readonly codeTitle: LocalText
  /** With `{minutes}`. */
  readonly codeLead: LocalText
  readonly set: LocalText
  readonly done: LocalText
}

type Reset<Typed> = { readonly login: LoginForm<Typed>; readonly limit: object; readonly texts: ResetTexts }
type ById = { Params: { id: string } }

export function resetPages<Typed>(app: FastifyInstance, pages: AccountPages, { login, limit, texts }: Reset<Typed>): void {
  const { accounts, paths } = pages
  const start = localPath(paths.reset)
  const code = localPath(`${paths.reset}/:id`)
  app.get(start, (request, reply) => showStart(request, reply, login.empty, []))
  app.post(start, { config: limit }, async (request, reply) => {
    const { typed, login: read } = login.read(readForm(request))
    if (typeof read !== 'string') return showStart(request, reply, typed, read)
    return redirectTo(reply, pages.href(request, `${paths.reset}/${accounts.startReset(read).resetId}`))
  })
  app.get<ById>(code, (request, reply) => showCode(request, reply, request.params.id, '', []))
  app.post<ById>(code, { config: limit }, async (request, reply) => {
    const form = readForm(request)
    const { id } = request.params
    const typed = form.digits('code')
    const done = await accounts.finishReset({ resetId: id, code: typed, newPassword: form.secret('newPassword') })
    if (isRefusal(done)) return showCode(request, reply, id, typed, [done])
    flash(request, 'success', texts.done)
    return redirectTo(reply, pages.href(request, paths.signIn))
  })

  function showStart(request: FastifyRequest, reply: FastifyReply, typed: Typed, refusals: readonly Refusal[]): Promise<unknown> {
    const errors = fieldErrorsOf(refusals)
    return show(
      request,
      reply,
      texts.title,
      errors,
      <StartForm texts={texts} action={pages.href(request, paths.reset)} fields={login.fields(typed, errors)} errors={errors} />,
    )
  }

  function showCode(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    typed: string,
    refusals: readonly Refusal[],
  ): Promise<unknown> {
    const errors = fieldErrorsOf(refusals)
    const action = pages.href(request, `${paths.reset}/${encodeURIComponent(id)}`)
    return show(
      request,
      reply,
      texts.codeTitle,
      errors,
      <CodeForm texts={texts} code={typed} errors={errors} action={action} again={pages.href(request, paths.reset)} />,
    )
  }

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    title: LocalText,
    errors: readonly FieldError[],
    body: Child,
  ): Promise<unknown> {
    const hasErrors = errors.length > 0
    return pages.send(request, reply, { title, hasErrors }, body)
  }
}

type FormProps = { readonly texts: ResetTexts; readonly action: string; readonly errors: readonly FieldError[] }

function StartForm({ texts, action, fields, errors }: FormProps & { readonly fields: Child }) {
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <Form action={action}>
        {fields}
        <Button text={texts.send} />
      </Form>
    </>
  )
}

function CodeForm({ texts, code, errors, action, again }: FormProps & { readonly code: string; readonly again: string }) {
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.codeTitle}</h1>
      <p class="lead">{fillText(texts.codeLead, { minutes: RESET_VALID_MINUTES })}</p>
      <Form action={action}>
        <TextInput
          name="code"
          label={T.code}
          inputmode="numeric"
          autocomplete="one-time-code"
          width={8}
          maxlength={12}
          value={code}
          error={errorAt(errors, 'code')}
        />
        <NewPassword name="newPassword" errors={errors} />
        <Button text={texts.set} />
      </Form>
      <p>
        <a href={again}>{T.again}</a>
      </p>
    </>
  )
}
