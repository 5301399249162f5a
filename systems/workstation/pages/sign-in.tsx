import { takeReturnPath, type Account } from '@ruqsat/accounts'
import { nameSignInPages, SignInBy } from '@ruqsat/accounts/pages'
import type { Refusal } from '@ruqsat/foundation'
import { languageOf, localHref } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { WorkstationParts } from '../deps.ts'
import { staffOf } from '../http/guard.ts'
import { kept } from '../http/kept.ts'
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
    admit: (account, request, reply) => admit(work, account, request, reply),
    over: () => <SignInBy ways={work.deps.signInWays ?? []} />,
  })
}

async function admit(work: WorkstationParts, account: Account, request: FastifyRequest, reply: FastifyReply): Promise<Refusal | null> {
  const staff = await staffById(work.deps.database.sql, account.id)
  if (staff === null || staff.retiredAt !== null) return refuseWorkstation('workstation.not-staff', { field: 'login' })
  kept.knowOwner(request, reply, staff.id)
  return null
}
