// A twin of signing in eGov Mobile: the service between a page and the application, and the application itself as a page. Its wire is read
// here again from the clients of others (decision 0152) and shares no code with the portal's client. Exchanges are in memory: a restart loses them.
import { Fault } from '@ruqsat/foundation'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { find, nowMs, PHONE_TWIN_PATH, type PhoneTwin, type PhoneTwinDeps, type TwinExchange } from './exchange.ts'
import { servePhonePages } from './pages.tsx'
import { qrPng } from './png.ts'

const VALID_MS = 5 * 60_000
/** The real service holds a question open until something happens; ours answers before the page's client gives up. */
const HELD_MS = 12_000
const LOOK_EVERY_MS = 100
const MOST_EXCHANGES = 1_000
const MOST_BYTES = 4 * 1024 * 1024
/** Of all exchanges together: anybody may begin one. */
const MOST_BYTES_IN_ALL = 64 * 1024 * 1024

/** Throws a Fault in production, before anything is touched: it signs for whom one likes. */
export async function mountPhoneTwin(deps: PhoneTwinDeps): Promise<void> {
  if (deps.mode === 'production') throw new Fault('Expected no twin of eGov Mobile in production: it signs for everybody')
  const twin: PhoneTwin = { ...deps, exchanges: new Map() }
  await deps.site.register(async (app) => serveService(app, twin))
  await deps.site.register(async (app) => servePhonePages(app, twin))
}

type Asked = { Params: { id: string } }

function serveService(app: FastifyInstance, twin: PhoneTwin): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => done(null, body))
  const open = { config: { csrf: false } } as const
  app.post(`${PHONE_TWIN_PATH}/api/egovQr`, open, async (request, reply) => reply.send(register(twin, jsonOf(request))))
  app.post<Asked>(`${PHONE_TWIN_PATH}/api/egovQr/:id`, open, async (request, reply) => {
    const exchange = find(twin, request.params.id)
    if (exchange === null) return reply.code(404).send({ message: 'The procedure is unknown or over.' })
    exchange.document ??= documentIn(jsonOf(request))
    if (bytesInHand(twin) > MOST_BYTES_IN_ALL) exchange.document = null
    if (exchange.document === null) return reply.send({ message: 'Expected one document and CMS_SIGN_ONLY.' })
    if (!(await held(request, () => exchange.isOpened || exchange.isCancelled))) return reply.code(504).send()
    return reply.send({ expireAt: exchange.expiresMs, signURL: addressOf(twin, exchange.id) })
  })
  app.get<Asked>(`${PHONE_TWIN_PATH}/api/egovQr/:id`, open, async (request, reply) => {
    const exchange = find(twin, request.params.id)
    if (exchange === null) return reply.code(404).send({ message: 'The procedure is unknown or over.' })
    if (!(await held(request, () => exchange.signature !== null || exchange.isCancelled))) return reply.code(504).send()
    if (exchange.signature === null) return reply.send({ status: 'CANCELED', documentsToSign: [] })
    const data = Buffer.from(exchange.signature).toString('base64')
    return reply.send({ signMethod: 'CMS_SIGN_ONLY', documentsToSign: [{ id: 1, document: { file: { mime: '', data } } }] })
  })
}

function register(twin: PhoneTwin, { description, whenDone }: Readonly<Record<string, unknown>>): object {
  for (const [id, { expiresMs }] of twin.exchanges) if (expiresMs < nowMs()) twin.exchanges.delete(id)
  if (typeof description !== 'string') return { message: 'Expected a description.' }
  if (twin.exchanges.size >= MOST_EXCHANGES) return { message: 'Too many procedures are open.' }
  const id = crypto.randomUUID()
  const backUrl = (whenDone as { backUrl?: unknown } | undefined)?.backUrl
  const expiresMs = nowMs() + VALID_MS
  twin.exchanges.set(id, {
    id,
    description: description.slice(0, 500),
    backUrl: typeof backUrl === 'string' && backUrl.startsWith(`${twin.portalOrigin}/`) ? backUrl : null,
    expiresMs,
    document: null,
    isOpened: false,
    signature: null,
    isCancelled: false,
  })
  const launch = `${twin.site.site.origin}/kk${PHONE_TWIN_PATH}/${id}`
  return {
    expireAt: expiresMs,
    qrCode: Buffer.from(qrPng(launch)).toString('base64'),
    dataURL: addressOf(twin, id),
    signURL: addressOf(twin, id),
    eGovMobileLaunchLink: launch,
  }
}

function bytesInHand({ exchanges }: PhoneTwin): number {
  return [...exchanges.values()].reduce((sum, { document }) => sum + (document?.bytes.byteLength ?? 0), 0)
}

async function held({ raw }: FastifyRequest, isDone: () => boolean): Promise<boolean> {
  const until = nowMs() + HELD_MS
  while (!isDone()) {
    if (nowMs() > until || raw.socket.destroyed) return false
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  return true
}

function documentIn({ signMethod, documentsToSign }: Readonly<Record<string, unknown>>): TwinExchange['document'] {
  const [first, ...others] = Array.isArray(documentsToSign) ? (documentsToSign as readonly Record<string, unknown>[]) : []
  const data = (first?.['document'] as { file?: { data?: unknown } } | undefined)?.file?.data
  if (signMethod !== 'CMS_SIGN_ONLY' || others.length > 0 || first === undefined || typeof data !== 'string') return null
  const { nameKz, nameRu, nameEn } = first
  return { nameKz: String(nameKz), nameRu: String(nameRu), nameEn: String(nameEn), bytes: new Uint8Array(Buffer.from(data, 'base64')) }
}

function jsonOf({ body }: FastifyRequest): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '')
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}

function addressOf({ site }: PhoneTwin, id: string): string {
  return `${site.site.origin}${PHONE_TWIN_PATH}/api/egovQr/${id}`
}
