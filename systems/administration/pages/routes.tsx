// Every address of the room in one list.
import { sessionPlugin, takeReturnPath } from '@ruqsat/accounts'
import { nameSignInPages, securityPages } from '@ruqsat/accounts/pages'
import { languageOf, localHref, localPath, menuOf, rateLimit, sendPage, sitePart, type NavigationItem } from '@ruqsat/web'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { PATHS, type Administration } from '../deps.ts'
import { refuseAdministration } from '../refusals.ts'
import { administratorById } from '../store/administrators.ts'
import texts from '../texts.yaml'
import { postPassword, showAccount } from './account.tsx'
import { postAdministrator, postLeavingAdministrator, showAdministrators, showLeavingAdministrator } from './administrators.tsx'
import { postChange, showChange } from './changes.tsx'
import { postContact, showContact } from './contact.tsx'
import { administratorOf, guardScope, knowAdministrator, withAdministrator, type AdministrationHandler } from './guard.ts'
import { showHistory } from './history.tsx'
import { showHome } from './home.tsx'
import { showInstallation } from './installation.tsx'
import { postRetry, showNeighbours } from './neighbours.tsx'
import { postPerson, showNewPerson } from './new-person.tsx'
import { showPeople } from './people.tsx'
import { showPerson } from './person.tsx'
import { showRights } from './rights.tsx'
import { postService, showService } from './service.tsx'
import { showSecurityLog, takeSecurityLog } from './security-log.tsx'
import { showServices } from './services.tsx'

export async function mountPages(administration: Administration, app: FastifyInstance): Promise<void> {
  sitePart(app, {
    name: texts.room,
    home: PATHS.home,
    signIn: PATHS.signIn,
    signOut: PATHS.signOut,
    cabinet: PATHS.account,
    navigation,
  })
  sessionPlugin(app, { accounts: administration.accounts, cookieName: 'administration' })
  knowAdministrator(app, administration)
  mountSignIn(administration, app)
  await app.register(async (inner) => guarded(administration, inner))
}

function guarded(administration: Administration, app: FastifyInstance): void {
  guardScope(app)
  const get = (path: string, handler: AdministrationHandler) => app.get(localPath(path), withAdministrator(administration, handler))
  const post = (path: string, handler: AdministrationHandler) => app.post(localPath(path), withAdministrator(administration, handler))
  const { accounts, deps } = administration
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
  get(PATHS.people, showPeople)
  get(PATHS.newPerson, (visit) => showNewPerson(visit))
  post(PATHS.newPerson, postPerson)
  get(PATHS.person(':id'), showPerson)
  get(PATHS.change(':id', ':change'), (visit) => showChange(visit))
  post(PATHS.change(':id', ':change'), postChange)
  get(PATHS.rights, showRights)
  get(PATHS.services, showServices)
  get(PATHS.service(':id'), (visit) => showService(visit))
  post(PATHS.service(':id'), postService)
  get(PATHS.contacts(':id'), (visit) => showContact(visit))
  post(PATHS.contacts(':id'), postContact)
  get(PATHS.installation, showInstallation)
  get(PATHS.neighbours, showNeighbours)
  post(PATHS.neighbours, postRetry)
  get(PATHS.history, showHistory)
  get(PATHS.securityLog, showSecurityLog)
  for (const as of ['csv', 'json'] as const)
    app.get(
      localPath(`${PATHS.securityLog}/${as}`),
      { config: { ...rateLimit('export'), isLong: true } },
      withAdministrator(administration, (visit) => takeSecurityLog(visit, as)),
    )
  get(PATHS.administrators, (visit) => showAdministrators(visit))
  post(PATHS.administrators, postAdministrator)
  get(PATHS.administrator(':id'), (visit) => showLeavingAdministrator(visit))
  post(PATHS.administrator(':id'), postLeavingAdministrator)
  get(PATHS.account, (visit) => showAccount(visit))
  post(PATHS.account, postPassword)
}

/** The pages of whoever is not signed in yet. */
function mountSignIn(administration: Administration, app: FastifyInstance): void {
  nameSignInPages(app, {
    accounts: administration.accounts,
    paths: PATHS,
    texts: texts.signIn,
    isSignedIn: (request) => administratorOf(request) !== null,
    next: (request) => takeReturnPath(request, localHref(languageOf(request), PATHS.home)),
    admit: async (account) => {
      const known = await administratorById(administration.deps.database.sql, account.id)
      return known === null || known.retiredAt !== null ? refuseAdministration('not-administrator', { field: 'login' }) : null
    },
  })
}

function navigation(request: FastifyRequest): readonly NavigationItem[] {
  if (administratorOf(request) === null) return []
  const item = menuOf(request)
  return [
    item(PATHS.home, texts.home.short),
    item(PATHS.people, texts.people.title),
    item(PATHS.rights, texts.rights.short),
    item(PATHS.services, texts.services.title),
    item(PATHS.neighbours, texts.neighbours.title),
    item(PATHS.installation, texts.installation.title),
    item(PATHS.history, texts.history.title),
    item(PATHS.securityLog, texts.securityLog.title),
  ]
}
