import { takeReturnPath, type Account } from '@ruqsat/accounts'
import { FORGOTTEN, NAME_LOGIN, NAME_LOGIN_RESET, resetPages, signInPages, type AccountPages } from '@ruqsat/accounts/pages'
import type { Refusal } from '@ruqsat/foundation'
import { languageOf, localHref, rateLimit, useLanguage } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import type { CentreParts } from '../deps.ts'
import { operatorOf } from '../http/guard.ts'
import { PATHS } from '../http/paths.ts'
import { refuseCentre } from '../refusals.ts'
import { operatorById } from '../store/operators.ts'
import texts from '../texts.yaml'
import { sendCentre } from './frame.tsx'

/** Passwords are guessed from one address no faster than this; the lock-out of the login comes on top. */
const LIMIT = rateLimit('sign-in')

/** The pages of an operator who is not signed in yet. */
export function mountSignIn(centre: CentreParts, app: FastifyInstance): void {
  const pages: AccountPages = {
    accounts: centre.accounts,
    paths: PATHS,
    href: (request, path) => localHref(languageOf(request), path),
    send: (request, reply, options, body) => sendCentre({ centre, request, reply }, options, body),
  }
  signInPages(app, pages, {
    login: NAME_LOGIN,
    limit: LIMIT,
    button: texts.signIn.button,
    isSignedIn: (request) => operatorOf(request) !== null,
    next: (request) => takeReturnPath(request, localHref(languageOf(request), PATHS.window)),
    signedOut: PATHS.signIn,
    admit: (account) => admit(centre, account),
    inWordsOfTheForm: (refusal) => ({ ...refusal, field: refusal.field ?? 'login' }),
    around: async () => ({ title: texts.signIn.title, before: <p>{texts.signIn.lead}</p>, after: <Links /> }),
  })
  resetPages(app, pages, { login: NAME_LOGIN, limit: LIMIT, texts: NAME_LOGIN_RESET })
}

async function admit({ deps }: CentreParts, account: Account): Promise<Refusal | null> {
  const operator = await operatorById(deps.database.sql, deps.office.id, account.id)
  return operator === null || operator.retiredAt !== null ? refuseCentre('centre.not-operator', { field: 'login' }) : null
}

function Links() {
  const language = useLanguage()
  return (
    <>
      <p>
        <a href={localHref(language, PATHS.reset)}>{FORGOTTEN}</a>
      </p>
      <p>
        <a href={localHref(language, PATHS.halls)}>{texts.part.halls}</a>
      </p>
    </>
  )
}
