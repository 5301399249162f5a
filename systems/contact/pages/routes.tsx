// Every address of the room in one list.
import { sessionPlugin, takeReturnPath } from '@ruqsat/accounts'
import { nameSignInPages, securityPages } from '@ruqsat/accounts/pages'
import { languageOf, localHref, localPath, menuOf, rateLimit, sendPage, sitePart, type NavigationItem } from '@ruqsat/web'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { PATHS, type Contact } from '../deps.ts'
import { refuseContact } from '../refusals.ts'
import { operatorById } from '../store/operators.ts'
import texts from '../texts.yaml'
import { postPassword, showAccount } from './account.tsx'
import { postNote, showCall } from './call.tsx'
import { guardScope, knowOperator, operatorOf, withOperator, type Handler } from './guard.ts'
import { showHome } from './home.tsx'
import { showLog } from './log.tsx'
import { postRequest, showRequest } from './request.tsx'
import { postAdvice, showServices } from './services.tsx'

export async function mountPages(contact: Contact, app: FastifyInstance): Promise<void> {
  sitePart(app, {
    name: texts.room,
    home: PATHS.home,
    signIn: PATHS.signIn,
    signOut: PATHS.signOut,
    cabinet: PATHS.account,
    navigation,
  })
  sessionPlugin(app, { accounts: contact.accounts, cookieName: 'contact' })
  knowOperator(app, contact)
  mountSignIn(contact, app)
  await app.register(async (inner) => guarded(contact, inner))
}

function guarded(contact: Contact, app: FastifyInstance): void {
  guardScope(app)
  const get = (path: string, handler: Handler) => app.get(localPath(path), withOperator(contact, handler))
  const post = (path: string, handler: Handler, config: object = {}) =>
    app.post(localPath(path), { config }, withOperator(contact, handler))
  const { accounts, deps } = contact
  securityPages(app, {
    accounts,
    path: PATHS.security,
    back: { path: PATHS.account, text: texts.account.title },
    issuer: 'Ruqsat',
    zone: deps.zone,
    isRequired: deps.needsSecondFactor === true,
    send: sendPage,
  })
  get(PATHS.home, showHome)
  get(PATHS.request, (visit) => showRequest(visit))
  post(PATHS.request, postRequest, rateLimit('caller'))
  get(PATHS.services, (visit) => showServices(visit))
  post(PATHS.services, postAdvice)
  get(PATHS.call(':id'), (visit) => showCall(visit))
  post(PATHS.call(':id'), postNote)
  get(PATHS.log, showLog)
  get(PATHS.account, (visit) => showAccount(visit))
  post(PATHS.account, postPassword)
}

/** The pages of whoever is not signed in yet. */
function mountSignIn(contact: Contact, app: FastifyInstance): void {
  nameSignInPages(app, {
    accounts: contact.accounts,
    paths: PATHS,
    texts: texts.signIn,
    isSignedIn: (request) => operatorOf(request) !== null,
    next: (request) => takeReturnPath(request, localHref(languageOf(request), PATHS.home)),
    admit: async (account) => {
      const operator = await operatorById(contact.deps.database.sql, account.id)
      return operator === null || operator.retiredAt !== null ? refuseContact('not-operator', { field: 'login' }) : null
    },
  })
}

function navigation(request: FastifyRequest): readonly NavigationItem[] {
  const operator = operatorOf(request)
  if (operator === null) return []
  const item = menuOf(request)
  return [
    item(PATHS.home, texts.home.title),
    item(PATHS.request, texts.request.title),
    item(PATHS.services, texts.services.title),
    ...(operator.isSupervisor ? [item(PATHS.log, texts.log.title)] : []),
  ]
}
