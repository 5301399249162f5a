import type { LocalText } from '@ruqsat/foundation'
import { flash } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { RESET_VALID_MINUTES } from '../core/notices.ts'
import type { AccountPages, LoginForm } from './account-pages.tsx'
import { codePages, type CodeTexts } from './by-code.tsx'
import { NewPassword } from './fields.tsx'

// A lost password: a code goes to the confirmed phone of the account, else to its confirmed e-mail.

export type ResetTexts = CodeTexts & { readonly set: LocalText; readonly done: LocalText }

type Reset<Typed> = { readonly login: LoginForm<Typed>; readonly limit: object; readonly texts: ResetTexts }

export function resetPages<Typed>(app: FastifyInstance, pages: AccountPages, { login, limit, texts }: Reset<Typed>): void {
  const { accounts, paths } = pages
  codePages(app, pages, {
    path: paths.reset,
    login,
    limit,
    texts,
    button: texts.set,
    minutes: RESET_VALID_MINUTES,
    more: (errors) => <NewPassword name="newPassword" errors={errors} />,
    start: (of) => accounts.startReset(of),
    finish: ({ id, code, form }) => accounts.finishReset({ resetId: id, code, newPassword: form.secret('newPassword') }),
    done(request) {
      flash(request, 'success', texts.done)
      return pages.href(request, paths.signIn)
    },
  })
}
