import { hash, randomUUID } from 'node:crypto'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { languageOf, localHref, localPath, LONG_FORM, readForm, redirectTo, sendRefusal, flash } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DraftAction } from '../core/access.ts'
import { PATHS, type DraftPart, type MountDraftPages, type Portal } from '../../deps.ts'
import type { DraftDeps } from '../drafts/deps.ts'
import { openDraft, startDraft } from '../drafts/drafts.ts'
import { ATTACHMENT_BYTES } from '../drafts/filling.ts'
import type { OpenDraft } from '../drafts/model.ts'
import type { Person } from '../../registration/people/person.ts'
import { paymentReceiver } from '../drafts/payment.ts'
import { askForRefunds } from '../drafts/refunds.ts'
import { goOnWithWaiting } from '../drafts/retries.ts'
import { abandon, editAgain, resume, tryAgainFrom } from '../drafts/turns.ts'
import { postCheck, showCheck } from './check.tsx'
import { postDocument, postRemoval, showDocuments } from './documents.tsx'
import { showAbandon, showAbandoned } from './ends.tsx'
import { postSection, showSection } from './form.tsx'
import { accountsIn } from './trace.tsx'
import { namesOf, peopleOfFirm } from '../../registration/people/store.ts'
import { draftHref, placeOf, type DraftPage } from './frame.tsx'
import { postPay, showNotPaid, showPaymentReturn, showPay } from './pay.tsx'
import { showRefused, showWaiting } from './refused.tsx'
import { postSign, sendContent, showSign, toReceipt } from './sign.tsx'
import { T } from './texts.ts'

/** How often requests and refunds that wait are looked for. */
const LOOK_EVERY_MS = 5_000

/** Every route under `/{language}/drafts`, and the jobs that go on with what waits. */
export const mountDraftPages: MountDraftPages = async (portal: Portal, app: FastifyInstance): Promise<DraftPart> => {
  const deps = draftDeps(portal)
  app.post(
    localPath(PATHS.drafts),
    portal.requirePerson((request, reply, person) => start(request, reply, deps, person)),
  )
  const get = (path: string, show: Handler, rule?: Rule) =>
    app.get(localPath(`/drafts/:id${path}`), guarded(portal, deps, show, 'see', rule))
  const post = (path: string, action: DraftAction, act: Handler, rule?: Rule, options: object = {}) =>
    app.post(localPath(`/drafts/:id${path}`), options, guarded(portal, deps, act, action, rule))

  get('', (_request, reply, page) => redirectTo(reply, draftHref(page, placeOf(page.open, page.person))), 'abandonedToo')
  get('/form/:section', async (request, reply, page) => showSection(request, reply, page, deps, await portal.takeStash(request)))
  post('/form/:section', 'fill', (request, reply, page) => postSection(request, reply, page, deps), 'abandonedToo', SECTION)
  get('/documents', (request, reply, page) => showDocuments(request, reply, page))
  post('/documents', 'fill', (request, reply, page) => postDocument(request, reply, page, deps), undefined, ONE_FILE)
  post('/documents/:attachment/remove', 'fill', (request, reply, page) => postRemoval(request, reply, page, deps))
  get('/check', (request, reply, page) => showCheck(request, reply, page, deps))
  post('/check', 'fill', (request, reply, page) => postCheck(request, reply, page, deps))
  get('/pay', (request, reply, page) => showPay(request, reply, page, deps))
  post('/pay', 'pay', (request, reply, page) => postPay(request, reply, page, deps))
  get('/payment', (request, reply, page) => showPaymentReturn(request, reply, page, deps))
  get('/not-paid', (request, reply, page) => showNotPaid(request, reply, page, deps))
  get('/sign', (request, reply, page) => showSign(request, reply, page, deps))
  get('/content', (request, reply, page) => sendContent(request, reply, page, deps), 'registeredToo')
  post('/sign', 'sign', (request, reply, page) => postSign(request, reply, page, deps), undefined, SIGNATURE)
  get('/refused', showRefused)
  get('/waiting', showWaiting)
  get('/abandon', showAbandon, 'abandonedToo')
  get('/abandoned', showAbandoned, 'abandonedToo')
  post('/abandon', 'withdraw', act(deps, abandon, 'cabinet'), 'abandonedToo')
  post('/resume', 'withdraw', act(deps, resume), 'abandonedToo')
  post('/edit', 'fill', act(deps, editAgain))
  post('/again', 'fill', act(deps, tryAgainFrom))

  return {
    ...paymentReceiver(deps),
    jobs: {
      waiting: { everyMs: LOOK_EVERY_MS, run: () => goOnWithWaiting(deps) },
      refunds: { everyMs: LOOK_EVERY_MS, run: () => askForRefunds(deps) },
    },
  }
}

const SECTION = { config: LONG_FORM }
/** A signature with certificates and answers of the revocation service in it. */
const SIGNATURE = { config: LONG_FORM }
const ONE_FILE = { config: { files: { fileBytes: ATTACHMENT_BYTES, files: 1, tellsTooLarge: true } } }

type Handler = (request: FastifyRequest, reply: FastifyReply, page: DraftPage) => unknown

/** Which drafts that are at their end a route serves besides those in hand; for all others they lead to the receipt or to the page that says so. */
type Rule = 'abandonedToo' | 'registeredToo'

/**
 * Opens the draft for this action before anything else, by the table of `core/access.ts`; somebody else's is not found. A registered draft
 * is its receipt, whatever is pressed.
 */
function guarded(portal: Portal, deps: DraftDeps, handler: Handler, action: DraftAction, rule?: Rule) {
  return portal.requirePerson(async (request, reply, person) => {
    const open = await openDraft(deps, (request.params as { id: string }).id, person, action)
    if (isRefusal(open)) return sendRefusal(request, reply, open, { status: STATUS[open.code] ?? 409 })
    const accounts = accountsIn({ draft: open.draft, marks: open.marks })
    const names = person.bin === null ? null : await namesOf(portal.deps.database.sql, accounts)
    const page: DraftPage = { portal, open, person, language: languageOf(request), names }
    const { status } = open.draft
    if (status === 'registered' && rule !== 'registeredToo') return toReceipt(reply, page)
    if (status === 'abandoned' && rule !== 'abandonedToo') return redirectTo(reply, draftHref(page, 'abandoned'))
    tellOfEdition(request, open)
    return handler(request, reply, page)
  })
}

const STATUS: Readonly<Record<string, number>> = {
  'portal.draft-not-found': 404,
  'portal.firm-access-ended': 403,
  'portal.may-not-sign-for-firm': 403,
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

/** An act on the draft that needs no page of its own: done, then on to where the draft is. */
function act(
  deps: DraftDeps,
  does: (deps: DraftDeps, open: OpenDraft, person: Person) => Promise<Refusal | null>,
  to: 'draft' | 'cabinet' = 'draft',
): Handler {
  return async (request, reply, page) => {
    const refusal = await does(deps, page.open, page.person)
    if (refusal !== null) return sendRefusal(request, reply, refusal, { status: 409 })
    return redirectTo(reply, to === 'draft' ? draftHref(page) : localHref(page.language, PATHS.cabinet))
  }
}

async function start(request: FastifyRequest, reply: FastifyReply, deps: DraftDeps, person: Person): Promise<unknown> {
  const form = readForm(request)
  const language = languageOf(request)
  const wish = { regulation: form.text('regulation'), variant: form.text('variant'), view: 'portal', language }
  const open = await startDraft(deps, person, { ...wish, id: draftIdFor(form.onceToken()) })
  if (isRefusal(open)) return sendRefusal(request, reply, open)
  return redirectTo(reply, draftHref({ open, language }))
}

/** The same form posted twice starts one draft: its id is made from the form's once-only token. */
function draftIdFor(onceToken: string): string {
  if (onceToken === '') return randomUUID()
  const hex = hash('sha256', `draft ${onceToken}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
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
    payments: deps.payments,
    registers: deps.registers,
    hosts: deps.hosts,
    tell: (person, message) => portal.tell(person, message),
    personOf: (accountId) => portal.personOf(accountId),
    peopleOfFirm: (bin) => peopleOfFirm(deps.database.sql, bin),
    origin: deps.site.site.origin,
    warn: (message, facts) => deps.log.warn(facts, message),
  }
}
