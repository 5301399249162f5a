import { fillText, isRefusal, type LocalText, type Refusal } from '@ruqsat/foundation'
import { flash, localPath, readForm, redirectTo, type FieldError } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { RESET_VALID_MINUTES } from '../core/notices.ts'
import T from './texts.yaml'
import { sendForm, type AccountPages, type LoginForm } from './account-pages.tsx'
import { NewPassword } from './fields.tsx'
import { CodeField } from './one-time-sign-in.tsx'

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
  app.get(start, (request, reply) => showStart(request, reply, login.empty, null))
  app.post(start, { config: limit }, async (request, reply) => {
    const { typed, login: read } = login.read(readForm(request))
    if (typeof read !== 'string') return showStart(request, reply, typed, read)
    return redirectTo(reply, pages.href(request, `${paths.reset}/${accounts.startReset(read).resetId}`))
  })
  app.get<ById>(code, (request, reply) => showCode(request, reply, request.params.id, '', null))
  app.post<ById>(code, { config: limit }, async (request, reply) => {
    const form = readForm(request)
    const { id } = request.params
    const typed = form.digits('code')
    const done = await accounts.finishReset({ resetId: id, code: typed, newPassword: form.secret('newPassword') })
    if (isRefusal(done)) return showCode(request, reply, id, typed, [done])
    flash(request, 'success', texts.done)
    return redirectTo(reply, pages.href(request, paths.signIn))
  })

  function showStart(request: FastifyRequest, reply: FastifyReply, typed: Typed, refusals: readonly Refusal[] | null): Promise<unknown> {
    const page = { title: texts.title, before: <p class="lead">{texts.lead}</p>, path: paths.reset, button: texts.send }
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
      before: <p class="lead">{fillText(texts.codeLead, { minutes: RESET_VALID_MINUTES })}</p>,
      after: (
        <p>
          <a href={pages.href(request, paths.reset)}>{T.again}</a>
        </p>
      ),
      path: `${paths.reset}/${encodeURIComponent(id)}`,
      button: texts.set,
      fields: (errors: readonly FieldError[]) => (
        <>
          <CodeField typed={typed} errors={errors} />
          <NewPassword name="newPassword" errors={errors} />
        </>
      ),
    }
    return sendForm(pages, request, reply, page, refusals)
  }
}
