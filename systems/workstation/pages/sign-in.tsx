import { takeReturnPath, type Account } from '@ruqsat/accounts'
import {
  FORGOTTEN,
  NAME_LOGIN,
  NAME_LOGIN_RESET,
  resetPages,
  SignInBy,
  signInPages,
  type AccountPages,
  type SignInWay,
} from '@ruqsat/accounts/pages'
import type { Refusal } from '@ruqsat/foundation'
import { languageOf, localHref, rateLimit, useLanguage } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { WorkstationParts } from '../deps.ts'
import { staffOf } from '../http/guard.ts'
import { kept } from '../http/kept.ts'
import { PATHS } from '../http/paths.ts'
import { refuseWorkstation } from '../refusals.ts'
import { staffById } from '../store/staff.ts'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'
/** Passwords are guessed from one address no faster than this; the lock-out of the login comes on top. */
const LIMIT = rateLimit('sign-in')

/** The pages of whoever is not signed in yet. */
export function mountSignIn(work: WorkstationParts, app: FastifyInstance): void {
  const pages: AccountPages = {
    accounts: work.accounts,
    paths: PATHS,
    href: (request, path) => localHref(languageOf(request), path),
    send: (request, reply, options, body) => sendWork({ work, request, reply }, options, body),
  }
  signInPages(app, pages, {
    login: NAME_LOGIN,
    limit: LIMIT,
    button: texts.signIn.button,
    isSignedIn: (request) => staffOf(request) !== null,
    next: (request) => takeReturnPath(request, localHref(languageOf(request), PATHS.work)),
    signedOut: PATHS.signIn,
    admit: (account, request, reply) => admit(work, account, request, reply),
    inWordsOfTheForm: (refusal) => ({ ...refusal, field: refusal.field ?? 'login' }),
    around: async () => ({
      title: texts.signIn.title,
      before: <p>{texts.signIn.lead}</p>,
      after: <Forgotten ways={work.deps.signInWays ?? []} />,
    }),
  })
  resetPages(app, pages, { login: NAME_LOGIN, limit: LIMIT, texts: NAME_LOGIN_RESET })
}

async function admit(work: WorkstationParts, account: Account, request: FastifyRequest, reply: FastifyReply): Promise<Refusal | null> {
  const staff = await staffById(work.deps.database.sql, account.id)
  if (staff === null || staff.retiredAt !== null) return refuseWorkstation('workstation.not-staff', { field: 'login' })
  kept.knowOwner(request, reply, staff.id)
  return null
}

function Forgotten({ ways }: { readonly ways: readonly SignInWay[] }) {
  return (
    <>
      <SignInBy ways={ways} />
      <p>
        <a href={localHref(useLanguage(), PATHS.reset)}>{FORGOTTEN}</a>
      </p>
    </>
  )
}
