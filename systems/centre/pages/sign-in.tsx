import { takeReturnPath, type Account } from '@ruqsat/accounts'
import { nameSignInPages } from '@ruqsat/accounts/pages'
import type { Refusal } from '@ruqsat/foundation'
import { languageOf, localHref, useLanguage } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import type { CentreParts } from '../deps.ts'
import { operatorOf } from '../http/guard.ts'
import { PATHS } from '../http/paths.ts'
import { refuseCentre } from '../refusals.ts'
import { operatorById } from '../store/operators.ts'
import texts from '../texts.yaml'
import { sendCentre } from './frame.tsx'

/** The pages of an operator who is not signed in yet. */
export function mountSignIn(centre: CentreParts, app: FastifyInstance): void {
  nameSignInPages(app, {
    accounts: centre.accounts,
    paths: PATHS,
    texts: texts.signIn,
    send: (request, reply, options, body) => sendCentre({ centre, request, reply }, options, body),
    isSignedIn: (request) => operatorOf(request) !== null,
    next: (request) => takeReturnPath(request, localHref(languageOf(request), PATHS.window)),
    admit: (account) => admit(centre, account),
    under: () => <HallsLink />,
  })
}

async function admit({ deps }: CentreParts, account: Account): Promise<Refusal | null> {
  const operator = await operatorById(deps.database.sql, deps.office.id, account.id)
  return operator === null || operator.retiredAt !== null ? refuseCentre('centre.not-operator', { field: 'login' }) : null
}

function HallsLink() {
  return (
    <p>
      <a href={localHref(useLanguage(), PATHS.halls)}>{texts.part.halls}</a>
    </p>
  )
}
