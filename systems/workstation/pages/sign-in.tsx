import { takeReturnPath, type Account } from '@ruqsat/accounts'
import { resetPages, signInPages, type AccountPages, type LoginForm } from '@ruqsat/accounts/pages'
import type { Refusal } from '@ruqsat/foundation'
import { languageOf, localHref, rateLimit, TextInput, useLanguage } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { WorkstationParts } from '../deps.ts'
import { staffOf } from '../http/guard.ts'
import { knowOwner } from '../http/kept.ts'
import { PATHS } from '../http/paths.ts'
import { refuseWorkstation } from '../refusals.ts'
import { staffById } from '../store/staff.ts'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'
/** Passwords are guessed from one address no faster than this; the lock-out of the login comes on top. */
const LIMIT = rateLimit('sign-in')

const LOGIN: LoginForm<string> = {
  empty: '',
  read(form) {
    const login = form.text('login')
    return { typed: login, login }
  },
  fields: (typed) => (
    <TextInput name="login" label={texts.signIn.login} value={typed} width={20} autocomplete="username" spellcheck={false} />
  ),
}

/** The pages of whoever is not signed in yet. */
export function mountSignIn(work: WorkstationParts, app: FastifyInstance): void {
  const pages: AccountPages = {
    accounts: work.accounts,
    paths: PATHS,
    href: (request, path) => localHref(languageOf(request), path),
    send: (request, reply, options, body) => sendWork({ work, request, reply }, options, body),
  }
  signInPages(app, pages, {
    login: LOGIN,
    limit: LIMIT,
    button: texts.signIn.button,
    isSignedIn: (request) => staffOf(request) !== null,
    next: (request) => takeReturnPath(request, localHref(languageOf(request), PATHS.work)),
    signedOut: PATHS.signIn,
    admit: (account, request, reply) => admit(work, account, request, reply),
    inWordsOfTheForm: (refusal) => ({ ...refusal, field: refusal.field ?? 'login' }),
    around: async () => ({ title: texts.signIn.title, before: <p>{texts.signIn.lead}</p>, after: <Forgotten /> }),
  })
  resetPages(app, pages, { login: LOGIN, limit: LIMIT, texts: texts.passwordReset })
}

async function admit(work: WorkstationParts, account: Account, request: FastifyRequest, reply: FastifyReply): Promise<Refusal | null> {
  const staff = await staffById(work.deps.database.sql, account.id)
  if (staff === null || staff.retiredAt !== null) return refuseWorkstation('workstation.not-staff', { field: 'login' })
  knowOwner(request, reply, staff.id)
  return null
}

function Forgotten() {
  return (
    <p>
      <a href={localHref(useLanguage(), PATHS.reset)}>{texts.signIn.forgotten}</a>
    </p>
  )
}
