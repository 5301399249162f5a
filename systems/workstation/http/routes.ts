// Every address of the workstation in one list.
import { sessionPlugin } from '@ruqsat/accounts'
import { securityPages } from '@ruqsat/accounts/pages'
import { languageOf, localHref, localPath, LONG_FORM, menuOf, rateLimit, sitePart, type NavigationItem } from '@ruqsat/web'
import type { StaffRole } from '@ruqsat/law'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { PAGE_RIGHTS } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import { postPassword, showAccount } from '../pages/account.tsx'
import { findCase, postReassign, postTakeBack, showCase } from '../pages/case.tsx'
import { postFailedMessages, postRedirect, postSettleIncident, showFailedMessages } from '../pages/failed-messages.tsx'
import { printJournal, sendJournalFile, showJournal } from '../journal/page.tsx'
import { sendWork } from '../pages/frame.tsx'
import { showKeys } from '../pages/keys.tsx'
import { postProceedings, showProceedings, showProceedingsForm } from '../pages/proceedings.tsx'
import { postEntry, postSignature, sendContent, showEntry } from '@ruqsat/counter'
import { atDesk, servicesAt } from '../counter/desk.ts'
import counterTexts from '../counter/texts.yaml'
import { postCounter, showCounter } from '../counter/list.tsx'
import { showReceipt } from '../counter/receipt.tsx'
import { mayOpen } from '../cases/proceedings.ts'
import { sendExchangeProof, showExchange } from '../exchange/page.tsx'
import { postDifference, showPayments } from '../payments/page.tsx'
import { showOverview } from '../pages/overview.tsx'
import { showLoad } from '../pages/load.tsx'
import { postReassignMany } from '../pages/reassign-many.ts'
import { mountSignIn } from '../pages/sign-in.tsx'
import { postPrepare, postSign, showSign } from '../pages/sign.tsx'
import { postEndSubstitution, postSubstitution, showSubstitutions } from '../pages/substitutions.tsx'
import { postTask, showTask } from '../pages/task.tsx'
import { controlPages, showControl } from '../pages/control.tsx'
import { postBatch, showBatch } from '../lists/batch.tsx'
import { postView } from '../lists/views.tsx'
import texts from '../texts.yaml'
import { showWorkList, showWorkListAgain } from '../pages/work-list.tsx'
import { showWaiting } from '../pages/waiting.tsx'
import { sendAttachment, sendDocument } from './files.ts'
import { actingIn, actsAs, guardScope, knowStaff, staffOf, withStaff } from './guard.ts'
import { PATHS, ROUTES } from './paths.ts'
import type { Visit } from './visit.ts'

/** As authenticator apps name the entry. */
const ISSUER = 'Ruqsat'

export async function mountPages(work: WorkstationParts, app: FastifyInstance): Promise<void> {
  sitePart(app, {
    name: texts.pages.room,
    home: PATHS.work,
    signIn: PATHS.signIn,
    signOut: PATHS.signOut,
    cabinet: PATHS.account,
    navigation: (request) => navigation(work, request),
  })
  sessionPlugin(app, { accounts: work.accounts, cookieName: 'workstation' })
  knowStaff(app, work)
  mountSignIn(work, app)
  await app.register(async (guarded) => mountGuarded(work, guarded))
}

async function mountGuarded(work: WorkstationParts, app: FastifyInstance): Promise<void> {
  guardScope(app)
  const get = (path: string, page: (visit: Visit) => unknown, roles?: readonly StaffRole[]) =>
    app.get(localPath(path), withStaff(work, page, roles))
  const post = (
    path: string,
    page: (visit: Visit) => unknown,
    {
      roles,
      ...config
    }: {
      readonly roles?: readonly StaffRole[]
      readonly form?: typeof LONG_FORM.form
      readonly files?: { readonly tellsTooLarge: true }
    } = {},
  ) => app.post(localPath(path), { config }, withStaff(work, page, roles))
  securityPages(app, {
    accounts: work.accounts,
    path: PATHS.security,
    back: { path: PATHS.account, text: texts.pages.account },
    issuer: ISSUER,
    zone: Object.values(work.deps.regulations.tables.zones)[0]!,
    isRequired: work.deps.needsSecondFactor === true,
    send: (request, reply, options, body) => sendWork({ work, request, reply }, options, body),
  })
  get(PATHS.work, showWorkList)
  get(PATHS.account, showAccount)
  post(PATHS.account, postPassword)
  get(PATHS.keys, showKeys)
  get(PATHS.journal, showJournal, PAGE_RIGHTS.journal)
  get(PATHS.journalPrint, printJournal, PAGE_RIGHTS.journal)
  app.get(
    localPath(PATHS.journalFile),
    { config: { ...rateLimit('export'), isLong: true } },
    withStaff(work, sendJournalFile, PAGE_RIGHTS.journal),
  )
  get(PATHS.overview, showOverview, PAGE_RIGHTS.overview)
  post(PATHS.reassignMany, postReassignMany, { roles: PAGE_RIGHTS.overview })
  get(PATHS.control, showControl, PAGE_RIGHTS.control)
  get(PATHS.load, showLoad, PAGE_RIGHTS.load)
  get(PATHS.waiting, showWaiting, PAGE_RIGHTS.waiting)
  post(PATHS.views, postView)
  post(PATHS.batch, (visit) => postBatch(visit, showWorkListAgain))
  get(ROUTES.batchReport, showBatch)
  get(PATHS.messages, showFailedMessages, PAGE_RIGHTS.messages)
  post(PATHS.messages, postFailedMessages, { roles: PAGE_RIGHTS.messages })
  post(PATHS.settleIncident, postSettleIncident, { roles: PAGE_RIGHTS.messages })
  post(PATHS.redirectMessage, postRedirect, { roles: PAGE_RIGHTS.messages })
  if (work.deps.paymentDifferences !== undefined) {
    get(PATHS.payments, showPayments, PAGE_RIGHTS.payments)
    post(PATHS.payments, postDifference, { roles: PAGE_RIGHTS.payments })
  }
  if (work.deps.gatewayJournal !== undefined) {
    get(PATHS.exchange, showExchange, PAGE_RIGHTS.exchange)
    get(ROUTES.exchangeProof, sendExchangeProof, PAGE_RIGHTS.exchange)
  }
  get(PATHS.cases, findCase)
  get(PATHS.proceedings, showProceedings)
  get(ROUTES.proceedings, showProceedingsForm)
  post(ROUTES.proceedings, postProceedings, LONG_FORM)
  get(PATHS.counter, showCounter)
  post(PATHS.counter, postCounter)
  get(ROUTES.counterEntry, atDesk(showEntry))
  post(ROUTES.counterEntry, atDesk(postEntry), { ...LONG_FORM, files: { tellsTooLarge: true } })
  get(ROUTES.counterContent, atDesk(sendContent))
  post(ROUTES.counterSign, atDesk(postSignature), LONG_FORM)
  get(ROUTES.counterReceipt, showReceipt)
  get(ROUTES.case, showCase)
  get(ROUTES.task, showTask)
  post(ROUTES.task, postTask, { ...LONG_FORM, files: { tellsTooLarge: true } })
  post(ROUTES.prepare, postPrepare, LONG_FORM)
  get(ROUTES.sign, showSign)
  post(ROUTES.sign, postSign, LONG_FORM)
  post(ROUTES.takeBack, postTakeBack)
  post(ROUTES.reassign, postReassign)
  get(PATHS.substitutions, showSubstitutions, PAGE_RIGHTS.substitutions)
  post(PATHS.substitutions, postSubstitution, { roles: PAGE_RIGHTS.substitutions })
  post(ROUTES.endSubstitution, postEndSubstitution, { roles: PAGE_RIGHTS.substitutions })
  get(ROUTES.attachment, sendAttachment)
  get(ROUTES.document, sendDocument)
}

/** Each role sees the lists that are its own. */
function navigation(work: WorkstationParts, request: FastifyRequest): readonly NavigationItem[] {
  const staff = staffOf(request)
  if (staff === null) return []
  const language = languageOf(request)
  const here = request.url.split('?', 1)[0]
  const isHead = actsAs(request, 'head')
  const item = menuOf(request)
  // One of the pages behind it is open: so is the item.
  const isControl = [PATHS.control, ...controlPages(work.deps).map(({ path }) => path)].some((path) => here === localHref(language, path))
  const control = { ...item(PATHS.control, texts.control.title), current: isControl }
  return [
    item(PATHS.work, texts.pages.work),
    ...(actsAs(request, ...PAGE_RIGHTS.waiting) ? [item(PATHS.waiting, texts.pages.waiting)] : []),
    ...(mayOpen(work.deps, actingIn(request)).length > 0 ? [item(PATHS.proceedings, texts.pages.proceedings)] : []),
    ...(servicesAt(work.deps, actingIn(request)).length > 0 ? [item(PATHS.counter, counterTexts.title)] : []),
    ...(isHead ? [item(PATHS.overview, texts.pages.overview)] : []),
    ...(actsAs(request, 'head', 'clerk') ? [item(PATHS.journal, texts.pages.journal)] : []),
    ...(isHead ? [item(PATHS.substitutions, texts.pages.substitutions), control] : []),
  ]
}
