// The second question of a sign-in, after the right password: a code of the app, or a recovery code.
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { flash, localPath, readForm, redirectTo } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { startSession } from '../session-plugin.ts'
import type { Account } from '../types.ts'
import { sendForm, type AccountPages } from './account-pages.tsx'
import { SecondFactorCode } from './fields.tsx'
import texts from './texts.yaml'

/** In the session of nobody: whose password was right, and when. */
const ASKED_KEY = 'secondFactorOf'

const pathOf = ({ paths }: Pick<AccountPages, 'paths'>) => `${paths.signIn}/second-factor`

/** Where the person goes who is asked for it. */
export function askSecondFactor(pages: AccountPages, request: FastifyRequest, { id }: Account): string {
  request.session.set(ASKED_KEY, pages.accounts.secondFactor.ask(id))
  return pages.href(request, pathOf(pages))
}

export function secondFactorPages(
  app: FastifyInstance,
  pages: AccountPages,
  { limit, next }: { readonly limit: object; next(request: FastifyRequest): string },
): void {
  const { accounts, paths } = pages
  const path = pathOf(pages)
  app.get(localPath(path), (request, reply) => (askedIn(request) === null ? again(request, reply) : show(request, reply, null)))
  app.post(localPath(path), { config: limit }, async (request, reply) => {
    const id = askedIn(request)
    const account = id === null ? null : await accounts.find(id)
    if (account === null || account.status !== 'active' || !account.hasSecondFactor) return again(request, reply)
    const by = await accounts.secondFactor.check(account.id, readForm(request).secret('code'))
    if (isRefusal(by)) return show(request, reply, [by])
    request.session.remove(ASKED_KEY)
    await startSession(request, account, 'second-factor')
    if (by === 'recovery') flash(request, 'important', texts.secondFactor.recoveryUsed)
    return redirectTo(reply, next(request))
  })

  const askedIn = (request: FastifyRequest) => accounts.secondFactor.asked(request.session.get(ASKED_KEY))

  function again(request: FastifyRequest, reply: FastifyReply): unknown {
    return redirectTo(reply, pages.href(request, paths.signIn))
  }

  function show(request: FastifyRequest, reply: FastifyReply, refusals: readonly Refusal[] | null): Promise<unknown> {
    const T = texts.secondFactor
    const page = {
      title: T.askTitle,
      before: <p class="lead">{T.askLead}</p>,
      after: <p class="muted">{T.askLost}</p>,
      path,
      button: T.askButton,
    }
    return sendForm(
      pages,
      request,
      reply,
      {
        ...page,
        fields: (errors) => <SecondFactorCode name="code" errors={errors} />,
      },
      refusals,
    )
  }
}
