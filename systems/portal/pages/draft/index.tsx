import { createHash, randomUUID } from 'node:crypto'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { languageOf, localHref, localPath, readForm, redirectTo, sendRefusal, flash } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type DraftPart, type MountDraftPages, type Portal } from '../../deps.ts'
import type { DraftDeps } from '../../drafts/deps.ts'
import { abandon, ATTACHMENT_BYTES, editAgain, openDraft, resume, startDraft, tryAgainFrom } from '../../drafts/drafts.ts'
import type { OpenDraft, Person } from '../../drafts/model.ts'
import { paymentReceiver } from '../../drafts/payment.ts'
import { runRetries } from '../../drafts/retries.ts'
import { postCheck, showCheck } from './check.tsx'
import { postDocument, postRemoval, showDocuments } from './documents.tsx'
import { showAbandon, showAbandoned } from './ends.tsx'
import { postSection, showSection } from './form.tsx'
import { draftHref, placeOf, type DraftPage } from './frame.tsx'
import { postPay, showNotPaid, showPaymentReturn, showPay } from './pay.tsx'
import { postSign, sendContent, showRefused, showSign, showWaiting, toReceipt } from './sign.tsx'
import { T } from './texts.ts'

/** How often the background round looks for requests that wait. */
const RETRY_ROUND_MS = 5_000

/** Every route under `/{language}/drafts`, and the round that goes on with what waits. */
export const mountDraftPages: MountDraftPages = async (portal: Portal, app: FastifyInstance): Promise<DraftPart> => {
  const deps = draftDeps(portal)
  app.post(localPath(PATHS.drafts), portal.requirePerson((request, reply, person) => start(request, reply, portal, deps, person)))
  const get = (path: string, show: Handler) => app.get(localPath(`/drafts/:id${path}`), guarded(portal, deps, show))
  const post = (path: string, act: Handler, options: object = {}) => app.post(localPath(`/drafts/:id${path}`), options, guarded(portal, deps, act))

  get('', (_request, reply, page) => (page.open.draft.status === 'registered' ? toReceipt(reply, page) : redirectTo(reply, draftHref(page, placeOf(page.open, page.person)))))
  get('/form/:section', async (request, reply, page) => showSection(request, reply, page, await portal.takeStash(request)))
  post('/form/:section', (request, reply, page) => postSection(request, reply, page, deps))
  get('/documents', (request, reply, page) => showDocuments(request, reply, page))
  post('/documents', (request, reply, page) => postDocument(request, reply, page, deps), { config: { files: { fileBytes: ATTACHMENT_BYTES, files: 1 } } })
  post('/documents/:attachment/remove', (request, reply, page) => postRemoval(request, reply, page, deps))
  get('/check', (request, reply, page) => showCheck(request, reply, page, deps))
  post('/check', (request, reply, page) => postCheck(request, reply, page, deps))
  get('/pay', (request, reply, page) => showPay(request, reply, page, deps))
  post('/pay', (request, reply, page) => postPay(request, reply, page, deps))
  get('/payment', (request, reply, page) => showPaymentReturn(request, reply, page, deps))
  get('/not-paid', (request, reply, page) => showNotPaid(request, reply, page, deps))
  get('/sign', (request, reply, page) => showSign(request, reply, page, deps))
  get('/content', (request, reply, page) => sendContent(request, reply, page, deps))
  post('/sign', (request, reply, page) => postSign(request, reply, page, deps))
  get('/refused', (request, reply, page) => (page.open.step.action === 'noticeSignatureRefused' ? showRefused(request, reply, page, null) : redirectTo(reply, draftHref(page))))
  get('/waiting', (request, reply, page) => showWaiting(request, reply, page))
  get('/abandon', (request, reply, page) => showAbandon(request, reply, page))
  get('/abandoned', (request, reply, page) => showAbandoned(request, reply, page))
  post('/abandon', act(deps, abandon, 'cabinet'))
  post('/resume', act(deps, resume))
  post('/edit', act(deps, editAgain))
  post('/again', act(deps, tryAgainFrom))

  const round = backgroundRound(portal, deps)
  return { ...paymentReceiver(deps), stop: round.stop }
}

type Handler = (request: FastifyRequest, reply: FastifyReply, page: DraftPage) => unknown

/** Opens the person's own draft before anything else; somebody else's is not found. */
function guarded(portal: Portal, deps: DraftDeps, handler: Handler) {
  return portal.requirePerson(async (request, reply, person) => {
    const open = await openDraft(deps, (request.params as { id: string }).id, person)
    if (isRefusal(open)) return sendRefusal(request, reply, open, { status: open.code === 'portal.draft-not-found' ? 404 : 409 })
    tellOfEdition(request, open)
    const page: DraftPage = { portal, open, person, language: languageOf(request) }
    if (open.draft.status === 'registered' && request.method === 'GET' && !request.url.endsWith('/content')) return toReceipt(reply, page)
    return handler(request, reply, page)
  })
}

/** Told once: the mark is the newest one only until the person does anything. */
function tellOfEdition(request: FastifyRequest, open: OpenDraft): void {
  if (open.marks.at(-1)?.facts.why === 'editionChanged' && request.method === 'GET') flash(request, 'information', T.editionChanged)
}

/** An act on the draft that needs no page of its own: done, then on to where the draft stands. */
function act(deps: DraftDeps, does: (deps: DraftDeps, open: OpenDraft) => Promise<Refusal | null>, to: 'draft' | 'cabinet' = 'draft'): Handler {
  return async (request, reply, page) => {
    const refusal = await does(deps, page.open)
    if (refusal !== null) return sendRefusal(request, reply, refusal)
    return redirectTo(reply, to === 'draft' ? draftHref(page) : localHref(page.language, PATHS.cabinet))
  }
}

async function start(request: FastifyRequest, reply: FastifyReply, portal: Portal, deps: DraftDeps, person: Person): Promise<unknown> {
  const form = readForm(request)
  const language = languageOf(request)
  const open = await startDraft(deps, person, { id: draftIdFor(form.onceToken()), regulation: form.text('regulation'), variant: form.text('variant'), view: 'portal', language })
  if (isRefusal(open)) return sendRefusal(request, reply, open)
  return redirectTo(reply, draftHref({ open, language }, placeOf(open, person)))
}

/** The same form posted twice starts one draft: its id is made from the form's once-only token. */
function draftIdFor(onceToken: string): string {
  if (onceToken === '') return randomUUID()
  const hex = createHash('sha256').update(`draft ${onceToken}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function draftDeps(portal: Portal): DraftDeps {
  const { deps } = portal
  return {
    database: deps.database,
    legalClock: deps.legalClock,
    technicalClock: portal.technicalClock,
    tables: deps.regulations.tables,
    offered: async (regulation) => (await portal.offered(regulation))?.edition ?? null,
    edition: (hash) => portal.editionOf(hash),
    trust: deps.trust,
    payments: deps.payments,
    messaging: deps.messaging,
    hosts: deps.hosts as DraftDeps['hosts'],
    origin: deps.site.site.origin,
    warn: (message, facts) => deps.log.warn(facts, message),
  }
}

/** One round after another, never two at once; `stop` waits for the one under way. */
function backgroundRound(portal: Portal, deps: DraftDeps): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    running = runRetries(deps, (accountId) => portal.personOf(accountId))
      .catch((error: unknown) => deps.warn('The round of waiting requests failed; it comes again', { error: String(error).slice(0, 300) }))
      .finally(() => (busy = false))
  }, RETRY_ROUND_MS)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
