import { isRefusal, parseRequestNumber, type Refusal } from '@ruqsat/foundation'
import { languageOf, localHref, localPath, LONG_FORM, rateLimit, readForm, redirectTo, sendRefusal, flash } from '@ruqsat/web'
import type { CaseView } from '@ruqsat/caseflow'
import { complaintIdOf } from '@ruqsat/law'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DraftAction } from '../core/access.ts'
import { actingIn } from '../core/power.ts'
import { PATHS, type DraftPart, type MountDraftPages, type Person, type Portal } from '../../deps.ts'
import type { DraftDeps, OpenDraft } from '../drafts/model.ts'
import { startByPower } from '../drafts/powers.ts'
import { startCorrection } from '../drafts/correcting.ts'
import { openDraft, startDraft } from '../drafts/drafts.ts'
import { accessToRequest } from '../drafts/of-request.ts'
import { refusePortal } from '../../refusals.ts'
import { ATTACHMENT_BYTES } from '@ruqsat/documents'
import { applicationIntake, type IntakePeople } from '../intake.ts'
import { paymentReceiver } from '../drafts/payment.ts'
import { askForRefunds } from '../drafts/refunds.ts'
import { goOnWithWaiting } from '../drafts/retries.ts'
import { abandon, editAgain, resume, tryAgainFrom } from '../drafts/turns.ts'
import { postCheck, showCheck } from './check.tsx'
import { postDocuments, showDocuments } from './documents.tsx'
import { showAbandon, showAbandoned } from './ends.tsx'
import { postSection, showSection } from './form.tsx'
import { accountsIn } from './trace.tsx'
import { knowsSubscribers, ownerOf } from '../../registration/people/subscriber.ts'
import { namesOf, peopleOfFirm, personOfIdentity } from '../../registration/people/store.ts'
import { withRights, withRightsOfToday } from '../../registration/rights/acting.ts'
import { HEAD_ASKED_EVERY_MS } from '../../registration/rights/head.ts'
import { draftIdFor } from './draft-id.ts'
import { forAnotherPages } from './for-another.tsx'
import { draftHref, goTo, placeOf, refuse, stageOf, type DraftPage, type Stage } from './frame.tsx'
import { postPay, showNotPaid, showPaymentReturn, showPay } from './pay.tsx'
import { postRegisters, showNoData, showRegisters } from './registers.tsx'
import { showRefused, showWaiting } from './refused.tsx'
import { postConfirm, postPassword } from './confirm.tsx'
import { postPhone, postSign, sendContent, showSign, toReceipt } from './sign.tsx'
import T from './texts.yaml'

/** How often requests and refunds that wait are looked for. */
const LOOK_EVERY_MS = 5_000

/** Every route under `/{language}/drafts`, and the jobs that go on with what waits. */
export const mountDraftPages: MountDraftPages = async (portal: Portal, app: FastifyInstance): Promise<DraftPart> => {
  const deps = draftDeps(portal)
  app.post(
    localPath(PATHS.correction(':number')),
    portal.requirePerson((request, reply, person) => beginCorrection(request, reply, deps, { portal, person })),
  )
  app.post(
    localPath(PATHS.complaint(':number')),
    portal.requirePerson((request, reply, person) => beginComplaint(request, reply, deps, { portal, person })),
  )
  app.post(
    localPath(PATHS.drafts),
    portal.requirePerson((request, reply, person) => start(request, reply, deps, person)),
  )
  forAnotherPages(app, portal, deps)
  const get = (path: string, handler: Handler, rule: Rule = {}) =>
    app.get(localPath(`/drafts/:id${path}`), guarded(portal, deps, handler, 'see', rule))
  const post = (path: string, action: DraftAction, handler: Handler, rule: Rule = {}, config: object = {}) =>
    app.post(localPath(`/drafts/:id${path}`), { config }, guarded(portal, deps, handler, action, rule))

  get('', (page) => goTo(page, placeOf(page.open, page.person)), ABANDONED_TOO)
  get('/form/:section', showSection)
  post('/form/:section', 'fill', postSection, ABANDONED_TOO, LONG_FORM)
  get('/documents', (page) => showDocuments(page), { at: 'fill' })
  post('/documents', 'fill', postDocuments, {}, FILES)
  get('/check', showCheck, { at: 'fill' })
  post('/check', 'fill', postCheck)
  get('/registers', showRegisters, { at: 'registers' })
  post('/registers', 'fill', postRegisters)
  get('/no-data', showNoData, { at: 'no-data' })
  get('/pay', (page) => showPay(page), { at: 'pay' })
  post('/pay', 'pay', postPay)
  get('/payment', showPaymentReturn, { at: 'pay' })
  get('/not-paid', showNotPaid, { at: 'not-paid' })
  get('/sign', (page) => showSign(page), { at: 'sign' })
  get('/content', sendContent, { also: 'registered' })
  // A signature with certificates and answers of the revocation service in it.
  post('/sign', 'sign', postSign, {}, LONG_FORM)
  post('/phone', 'sign', postPhone, {}, rateLimit('registration'))
  post('/password', 'sign', postPassword, {}, rateLimit('reset'))
  post('/confirm', 'sign', postConfirm, {}, rateLimit('reset'))
  get('/refused', showRefused, { at: 'refused' })
  get('/waiting', showWaiting, { at: 'waiting' })
  get('/abandon', showAbandon, ABANDONED_TOO)
  get('/abandoned', showAbandoned, { also: 'abandoned', at: 'abandoned' })
  post('/abandon', 'withdraw', act(abandon, PATHS.cabinet), ABANDONED_TOO)
  post('/resume', 'withdraw', act(resume), ABANDONED_TOO)
  post('/edit', 'fill', act(editAgain))
  post('/again', 'fill', act(tryAgainFrom))

  return {
    ...paymentReceiver(deps),
    intake: applicationIntake(deps, peopleIn(portal)),
    jobs: {
      waiting: { everyMs: LOOK_EVERY_MS, run: () => goOnWithWaiting(deps) },
      refunds: { everyMs: LOOK_EVERY_MS, run: () => askForRefunds(deps) },
    },
  }
}

const FILES = { files: { fileBytes: ATTACHMENT_BYTES, tellsTooLarge: true } }

type Handler = (page: DraftPage) => unknown

/** Which drafts a route serves; others are sent to where they are. */
type Rule = {
  /** Only those at this stage. */
  readonly at?: Stage
  /** Those that are at this end besides those in hand. */
  readonly also?: 'abandoned' | 'registered'
}

const ABANDONED_TOO: Rule = { also: 'abandoned' }

/**
 * Opens the draft for this action before anything else, by the table of `core/access.ts`; somebody else's is not found. A registered draft
 * is its receipt, whatever is pressed.
 */
function guarded(portal: Portal, deps: DraftDeps, handler: Handler, action: DraftAction, { at, also }: Rule) {
  return portal.requirePerson(async (request, reply, known) => {
    const person = action === 'sign' ? await withRightsOfToday(portal, known, HEAD_ASKED_EVERY_MS.act) : known
    const open = await openDraft(deps, (request.params as { id: string }).id, person, action)
    if (isRefusal(open)) return sendRefusal(request, reply, open, { status: STATUS[open.code] ?? 409 })
    const names = person.bin === null ? null : await namesOf(portal.deps.database.sql, accountsIn(open))
    const page: DraftPage = {
      request,
      reply,
      portal,
      deps,
      open,
      person: actingIn(person, open.draft),
      language: languageOf(request),
      names,
    }
    const { status } = open.draft
    if (status === 'registered' && also !== status) return toReceipt(page)
    if (status === 'abandoned' && also !== status) return goTo(page, 'abandoned')
    tellOfEdition(request, open)
    return at === undefined || at === stageOf(open) ? handler(page) : goTo(page)
  })
}

const STATUS: Readonly<Record<string, number>> = {
  'portal.draft-not-found': 404,
  'portal.firm-access-ended': 403,
  'portal.may-not-sign-for-firm': 403,
  'portal.right-not-given': 403,
}

/** Shown once in each session, on the first page that is shown after the edition has changed. */
function tellOfEdition(request: FastifyRequest, open: OpenDraft): void {
  const mark = open.marks.findLast((each) => each.facts['why'] === 'editionChanged')
  if (mark === undefined || request.method !== 'GET' || request.url.endsWith('/content')) return
  const told = `${open.draft.id}:${mark.sequence}`
  if (request.session.get(TOLD_KEY) === told || open.marks.some((each) => each.sequence > mark.sequence)) return
  request.session.set(TOLD_KEY, told)
  flash(request, 'information', T.editionChanged)
}

const TOLD_KEY = 'editionTold'

/** An act on the draft that needs no page of its own: done, then on to where the draft is, or to another page. */
function act(does: (deps: DraftDeps, open: OpenDraft, person: Person) => Promise<Refusal | null>, to?: string): Handler {
  return async (page) => {
    const refusal = await does(page.deps, page.open, page.person)
    if (refusal !== null) return refuse(page, refusal, { status: 409 })
    return to === undefined ? goTo(page) : redirectTo(page.reply, localHref(page.language, to))
  }
}

async function start(request: FastifyRequest, reply: FastifyReply, deps: DraftDeps, person: Person): Promise<unknown> {
  const form = readForm(request)
  const language = languageOf(request)
  // A form that waited while its person signed in may be of an earlier release, which had one channel.
  const view = form.has('view') ? form.text('view') : (deps.channels[0] ?? '')
  const wish = { regulation: form.text('regulation'), variant: form.text('variant'), view, language }
  const open = await startDraft(deps, person, { ...wish, id: draftIdFor(form.onceToken()) })
  if (isRefusal(open)) return sendRefusal(request, reply, open)
  return redirectTo(reply, draftHref({ open, language }))
}

/** From the page of a request: a complaint about it, with its number written. */
async function beginComplaint(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: DraftDeps,
  { portal, person }: { readonly portal: Portal; readonly person: Person },
): Promise<unknown> {
  const view = await requestOf(request, deps, portal, person)
  if (view === null) return sendRefusal(request, reply, refusePortal('request-not-found'), { status: 404 })
  const regulation = complaintIdOf(view.regulation)
  const edition = await deps.offered(regulation)
  const what = readForm(request).text('what')
  const ways = edition?.regulation.variants.filter(({ complains }) => complains !== undefined) ?? []
  const variant = ways.find(({ complains }) => complains!.of.some((each) => each.what === what)) ?? ways[0]
  const channel = variant?.views.find(({ id, offered }) => offered && deps.channels.includes(id))
  if (!variant?.complains || channel === undefined) return sendRefusal(request, reply, refusePortal('service-not-offered'), { status: 409 })
  const wish = { regulation, variant: variant.id, view: channel.id, language: languageOf(request) }
  const id = draftIdFor(readForm(request).onceToken())
  const chosen = variant.complains.of.find((each) => each.what === what)?.chosen
  const begunWith = { [variant.complains.field]: view.summary.requestNumber, ...(chosen && { [chosen.field]: chosen.answer }) }
  // Who filed for another complains for them too, by the same power of attorney.
  const { representative, accountId, iin, bin } = view.party
  const open =
    representative === undefined || accountId !== person.accountId
      ? await startDraft(deps, person, { ...wish, id }, begunWith)
      : await startByPower(deps, person, { ...wish, id }, { number: representative.power.number, principal: bin ?? iin ?? '' }, begunWith)
  if (isRefusal(open)) return sendRefusal(request, reply, open, { status: 409 })
  return redirectTo(reply, draftHref({ open, language: wish.language }))
}

async function requestOf(request: FastifyRequest, deps: DraftDeps, portal: Portal, person: Person): Promise<CaseView | null> {
  const number = parseRequestNumber((request.params as { number: string }).number)
  const views = isRefusal(number)
    ? []
    : await Promise.all([...new Set(Object.values(deps.hosts))].map((host) => host?.findByNumber(number, portal.actor(person))))
  const view = views.find((each) => each !== undefined && !isRefusal(each))
  if (view === undefined || isRefusal(view)) return null
  const access = await accessToRequest(deps.database.sql, person, view.summary.requestNumber, 'see')
  return access === 'allowed' ? view : null
}

/** From the page of a request that was returned: its draft, begun now or before. */
async function beginCorrection(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: DraftDeps,
  { portal, person }: { readonly portal: Portal; readonly person: Person },
): Promise<unknown> {
  const view = await requestOf(request, deps, portal, person)
  if (view === null) return sendRefusal(request, reply, refusePortal('request-not-found'), { status: 404 })
  const open = await startCorrection(deps, person, view)
  if (isRefusal(open)) return sendRefusal(request, reply, open, { status: 409 })
  return redirectTo(reply, draftHref({ open, language: languageOf(request) }))
}

/** Null where there is no seal, or nothing says whose a telephone is. */
function confirmingIn({ deps, accounts }: Portal): DraftDeps['confirming'] {
  const { seal = null, registers } = deps
  if (seal === null || !knowsSubscribers(registers)) return null
  return {
    seal,
    oneTime: accounts.oneTime,
    async phoneOf(accountId) {
      const account = await accounts.find(accountId)
      return account?.isPhoneConfirmed === true ? account.phone : null
    },
    ownerOf: (iin, phone, purpose) => ownerOf(registers, iin, phone, purpose),
  }
}

/** People as their own pages have them: whoever signs is asked about as they do at a signature. */
function peopleIn(portal: Portal): IntakePeople {
  const personOfAccount = (accountId: string, action: DraftAction) =>
    portal.personActing(accountId, HEAD_ASKED_EVERY_MS[action === 'sign' ? 'act' : 'page'])
  return {
    personOfAccount,
    async personOf({ iin, bin }) {
      const known = await personOfIdentity(portal.deps.database.sql, iin, bin)
      return known && personOfAccount(known.accountId, 'see')
    },
  }
}

function draftDeps(portal: Portal): DraftDeps {
  const { deps } = portal
  return {
    database: deps.database,
    legalClock: deps.legalClock,
    technicalClock: portal.technicalClock,
    tables: deps.regulations.tables,
    offered: async (regulation, at) => (await portal.offered(regulation, at))?.edition ?? null,
    edition: (hash) => portal.editionOf(hash),
    trust: deps.trust,
    confirming: confirmingIn(portal),
    payments: deps.payments,
    registers: deps.registers,
    publicRegister: deps.publicRegister,
    hosts: deps.hosts,
    packages: deps.packages,
    channels: deps.channels,
    tell: (person, message) => portal.tell(person, message),
    personOf: (accountId) => portal.personOf(accountId),
    personOfIin: (iin) => personOfIdentity(deps.database.sql, iin, null),
    peopleOfFirm: async (bin) => Promise.all((await peopleOfFirm(deps.database.sql, bin)).map((each) => withRights(portal, each))),
    origin: deps.site.site.origin,
    warn: (message, facts) => deps.log.warn(facts, message),
  }
}
