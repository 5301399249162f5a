import { takeReturnPath, type Account } from '@ruqsat/accounts'
import { nameSignInPages, SignInBy } from '@ruqsat/accounts/pages'
import type { Refusal } from '@ruqsat/foundation'
import { languageOf, localHref } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import type { WorkstationParts } from '../deps.ts'
import { staffOf } from '../http/guard.ts'
import { PATHS } from '../http/paths.ts'
import { refuseWorkstation } from '../refusals.ts'
import { staffById } from '../store/staff.ts'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'

/** The pages of whoever is not signed in yet. */
export function mountSignIn(work: WorkstationParts, app: FastifyInstance): void {
  nameSignInPages(app, {
    accounts: work.accounts,
    paths: PATHS,
    texts: texts.signIn,
    send: (request, reply, options, body) => sendWork({ work, request, reply }, options, body),
    isSignedIn: (request) => staffOf(request) !== null,
    next: (request) => takeReturnPath(request, localHref(languageOf(request), PATHS.work)),
    admit: (account) => admit(work, account),
    over: () => <SignInBy ways={work.deps.signInWays ?? []} />,
  })
}

async function admit(work: WorkstationParts, account: Account): Promise<Refusal | null> {
  const staff = await staffById(work.deps.database.sql, account.id)
  return staff === null || staff.retiredAt !== null ? refuseWorkstation('workstation.not-staff', { field: 'login' }) : null
}
