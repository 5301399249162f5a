import type { LocalText } from '@ruqsat/foundation'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ONE_TIME_VALID_MINUTES } from '../one-time.ts'
import { startSession } from '../session-plugin.ts'
import type { AccountPages, LoginForm } from './account-pages.tsx'
import { askSecondFactor } from './second-factor.tsx'
import { codePages, type CodeTexts } from './by-code.tsx'

// Sign-in by a one-time password to the confirmed telephone.

export type OneTimeTexts = CodeTexts & { readonly signIn: LocalText }

type OneTimeSignIn<Typed> = {
  readonly path: string
  readonly login: LoginForm<Typed>
  readonly limit: object
  readonly texts: OneTimeTexts
  /** Where a person goes who is signed in. */
  next(request: FastifyRequest): string
}

export function oneTimeSignInPages<Typed>(app: FastifyInstance, pages: AccountPages, { next, ...by }: OneTimeSignIn<Typed>): void {
  const { oneTime } = pages.accounts
  codePages(app, pages, {
    ...by,
    button: by.texts.signIn,
    minutes: ONE_TIME_VALID_MINUTES,
    start: (login) => oneTime.startSignIn(login),
    finish: ({ id, code }) => oneTime.finishSignIn({ codeId: id, code }),
    async done(request, account) {
      if (account.hasSecondFactor) return askSecondFactor(pages, request, account)
      await startSession(request, account, 'code')
      return next(request)
    },
  })
}
