// Every address of the front office in one list.
import { sessionPlugin } from '@ruqsat/accounts'
import { securityPages } from '@ruqsat/accounts/pages'
import { postEntry, postSignature, sendContent, showEntry } from '@ruqsat/counter'
import { localPath, LONG_FORM, menuOf, sendPage, sitePart, type NavigationItem } from '@ruqsat/web'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { CentreParts } from '../deps.ts'
import { showKeys } from '../pages/keys.tsx'
import { showHalls } from '../pages/halls.tsx'
import { postPresented, showPresenting } from '../pages/presenting.tsx'
import { sendPaper } from '../pages/result-papers.tsx'
import { postResult, showResult } from '../pages/results.tsx'
import { postKiosk, showKiosk } from '../pages/kiosk.tsx'
import { postWindow, showWindow } from '../pages/operator.tsx'
import { showScreen } from '../pages/screen.tsx'
import { mountSignIn } from '../pages/sign-in.tsx'
import { showTicket } from '../pages/ticket.tsx'
import texts from '../texts.yaml'
import { guardScope, knowOperator, operatorOf, withOperator } from './guard.ts'
import { PATHS, ROUTES } from './paths.ts'
import { atWindow } from './serving.ts'
import type { HallAsked } from './visit.ts'

export async function mountPages(centre: CentreParts, app: FastifyInstance): Promise<void> {
  sessionPlugin(app, { accounts: centre.accounts, cookieName: 'centre' })
  await app.register(async (open) => mountHall(centre, open))
  await app.register(async (staff) => mountStaff(centre, staff))
}

/** What everybody in the hall sees; nobody signs in there. */
function mountHall(centre: CentreParts, app: FastifyInstance): void {
  sitePart(app, { name: texts.part.staff, home: PATHS.halls })
  const page = (show: (asked: HallAsked) => unknown) => (request: FastifyRequest, reply: HallAsked['reply']) =>
    show({ centre, request, reply })
  app.get(localPath(PATHS.halls), page(showHalls))
  app.get(localPath(ROUTES.kiosk), page(showKiosk))
  app.post(localPath(ROUTES.kiosk), page(postKiosk))
  app.get(localPath(ROUTES.screen), page(showScreen))
  app.get(localPath(ROUTES.ticket), page(showTicket))
}

async function mountStaff(centre: CentreParts, app: FastifyInstance): Promise<void> {
  sitePart(app, { name: texts.part.staff, home: PATHS.window, signIn: PATHS.signIn, signOut: PATHS.signOut, navigation })
  knowOperator(app, centre)
  mountSignIn(centre, app)
  await app.register(async (guarded) => {
    guardScope(guarded)
    securityPages(guarded, {
      accounts: centre.accounts,
      path: PATHS.security,
      back: { path: PATHS.window, text: texts.part.window },
      issuer: 'Ruqsat',
      zone: centre.deps.office.zone,
      isRequired: centre.deps.needsSecondFactor === true,
      send: sendPage,
    })
    guarded.get(localPath(PATHS.window), withOperator(centre, showWindow))
    guarded.post(localPath(PATHS.window), withOperator(centre, postWindow))
    guarded.get(localPath(PATHS.keys), withOperator(centre, showKeys))
    guarded.get(localPath(PATHS.results), withOperator(centre, showPresenting))
    guarded.post(localPath(PATHS.results), withOperator(centre, postPresented))
    guarded.get(localPath(ROUTES.result), withOperator(centre, showResult))
    guarded.post(localPath(ROUTES.result), withOperator(centre, postResult))
    guarded.get(localPath(ROUTES.paper), withOperator(centre, sendPaper))
    guarded.get(localPath(ROUTES.entry), withOperator(centre, atWindow(showEntry)))
    const withScans = { ...LONG_FORM, files: { tellsTooLarge: true } } as const
    guarded.post(localPath(ROUTES.entry), { config: withScans }, withOperator(centre, atWindow(postEntry)))
    guarded.get(localPath(ROUTES.content), withOperator(centre, atWindow(sendContent)))
    guarded.post(localPath(ROUTES.sign), { config: LONG_FORM }, withOperator(centre, atWindow(postSignature)))
  })
}

function navigation(request: FastifyRequest): readonly NavigationItem[] {
  if (operatorOf(request) === null) return []
  const item = menuOf(request)
  return [
    item(PATHS.window, texts.part.window),
    item(PATHS.halls, texts.part.halls),
    item(PATHS.keys, texts.part.keys),
    item(PATHS.security, texts.part.security),
  ]
}
