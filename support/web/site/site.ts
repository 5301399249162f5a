import { randomBytes } from 'node:crypto'
import { parse } from 'node:path'
import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import { Fault, LANGUAGES, type LocalText } from '@ruqsat/foundation'
import { fastify, LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { LANGUAGE_COOKIE, languageOfPath, localHref, rememberedLanguage, LANGUAGE_PATTERN } from '../language/language.ts'
import type { LegalTimeView } from '../language/view.ts'
import { addAsset, bundleIsland, serveAssets, type Assets } from './assets.ts'
import { readQuery } from './query.ts'
import { isTls } from './csrf.ts'
import { keptInstead } from './typed.ts'
import { keepPace, type BodyPace } from './pace.ts'
import { readNoBodies } from './posted.ts'
import { SiteProblem } from './problem.ts'
import { installProblemPages } from './problem-pages.tsx'
import { displayPage } from './display/page.tsx'
import { setSecurityHeaders } from './security-headers.ts'
import { siteFiles } from './stylesheet.ts'
import type { Site, SitePart, UploadLimits, WebSession } from './types.ts'
import { installRateLimits, mayKeepOf, type RateOptions } from './rate-limit.ts'
import { receiveForm, USUAL_UPLOADS } from './uploads.ts'
import { serveHealth, type HealthCheck, type HealthWarning } from './health.ts'
import texts from './texts.yaml'

export type SiteOptions = RateOptions & {
  /** What people type: `http://localhost:8080`. `https:` makes cookies Secure and `__Host-`. */
  readonly origin: string
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly logger: Logger
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer }
  /** Other origins that our forms may end at: the payment gateway. */
  readonly formActions?: readonly string[]
  /** Other origins that scripts may ask. */
  readonly connects?: readonly string[]
  /** Addresses and networks of the proxies in front, whose X-Forwarded-For is believed; default none. Limits count the address behind them. */
  readonly trustedProxies?: readonly string[]
  /** The name in the header, where a system's `sitePart` gives no other. */
  readonly name?: LocalText
  /** The whole site says that its republic is fictional; `/_components` shows the design system. */
  readonly sandbox?: boolean
  /** The page of the fictional republic, without the language: the sandbox's banner links to it. */
  readonly sandboxPath?: string
  /** Keys the form tokens. Give the installation's own (32 bytes), or open forms die with the process. */
  readonly secret?: Buffer
  readonly legalTime?: () => LegalTimeView | Promise<LegalTimeView>
  readonly uploads?: Partial<UploadLimits>
  /** How fast a body has to come; default: 512 bytes a second, and two minutes of patience. */
  readonly bodyPace?: BodyPace
  /** A connection that has not said what it asks for ends after so long; default half a minute. */
  readonly headersWithinMs?: number
  /** False: no request is rejected for coming too fast, on any route. For load tests of a sandbox; default true. */
  readonly rateLimits?: boolean
  /** A page that takes longer is answered with 503; default 25 seconds. Uploads and downloads may take as long as a bad line needs. */
  readonly answerWithinMs?: number
  /** Where `/` of a language does not exist: the path, without the language, that `/` leads to. Default: `/`. */
  readonly start?: string
}

/** Of the bodies that a system's own parser reads whole (a bank's call); forms have limits of their own. */
const BODY_BYTES = 64 * 1024
/** 50 MiB over a bad mobile line take ten minutes. */
const REQUEST_TIMEOUT_MS = 15 * 60 * 1000
/** More than the longest statement of the database may take. */
const ANSWER_WITHIN_MS = 25_000
const HEADERS_WITHIN_MS = 30_000
/** How often connections are looked at; half of what they may take, at most. */
const CONNECTIONS_EVERY_MS = 10_000
/** As long as Node takes an address at all: what is too long is said by the page that it leads to, not by the router. */
const MOST_PARAM = 16 * 1024
const LANGUAGE_KEPT_SECONDS = 365 * 24 * 60 * 60

/** Text over a bad line. Brotli at a level that costs about what sending the rest would; PDF, pictures and fonts are compressed already. */
const COMPRESSION = {
  encodings: ['br', 'gzip'] as ['br', 'gzip'],
  threshold: 1024,
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  zlibOptions: { level: 6 },
}

/** One site: every guard is on before the first route is added. Register systems as plugins, then `await app.site.listen()`; `app.close()` ends gracefully. */
export async function createSite(options: SiteOptions): Promise<FastifyInstance> {
  const app = makeServer(options)
  // No page takes JSON. Who does (a bank's messages) reads it within limits of its own; nobody else's is parsed.
  app.removeContentTypeParser('application/json')
  const assets: Assets = new Map()
  const checks = new Map<string, HealthCheck>()
  const warnings: HealthWarning[] = []
  app.decorate('site', makeSite(app, options, assets, { checks, warnings }))
  decorateRequest(app)
  await app.register(cookie)
  await app.register(compress, COMPRESSION)
  readNoBodies(app)
  await app.register(multipart, { throwFileSizeLimit: false, limits: { fileSize: USUAL_UPLOADS.fileBytes } })
  if (options.rateLimits !== false) await installRateLimits(app, options)
  installProblemPages(app)
  installHooks(app, options)
  keepPace(app, options.bodyPace)
  serveAssets(app, assets)
  app.get('/favicon.ico', (_request, reply) => reply.redirect(app.site.files.favicon, 302))
  serveHealth(app, checks, warnings)
  app.get('/robots.txt', (_request, reply) => reply.type('text/plain; charset=utf-8').send(robots(app.site)))
  app.get('/', (request, reply) =>
    reply.header('vary', 'cookie, accept-language').redirect(localHref(rememberedLanguage(request), options.start ?? '/'), 302),
  )
  displayPage(app, options.start ?? '/')
  if (options.sandbox) await app.register((await import('./showcase.tsx')).showcase)
  return app
}

/** Gives the pages registered in `app` (an encapsulated plugin) their system's name and links. */
export function sitePart(app: FastifyInstance, part: SitePart): void {
  // Every other part is for those who work there.
  if (part.home !== '/') app.site.search.closed.add(part.home)
  app.addHook('onRequest', async (request) => {
    request.part = part
  })
}

function makeServer(options: SiteOptions): FastifyInstance {
  const headersTimeout = options.headersWithinMs ?? HEADERS_WITHIN_MS
  const http = { headersTimeout, connectionsCheckingInterval: Math.min(CONNECTIONS_EVERY_MS, headersTimeout / 2) }
  return fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    handlerTimeout: options.answerWithinMs ?? ANSWER_WITHIN_MS,
    forceCloseConnections: 'idle',
    trustProxy: (options.trustedProxies ?? []).length > 0 && [...options.trustedProxies!],
    rewriteUrl: (request: { readonly url?: string }) => decodable(request.url ?? '/'),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: MOST_PARAM, querystringParser: readQuery },
    http,
    ...(options.tls && { https: { key: options.tls.key, cert: options.tls.cert, ...http } }),
  } as Parameters<typeof fastify>[0]) as unknown as FastifyInstance
}

/**
 * An address that cannot be decoded (`/kk/%`, a number in another encoding) is read as it is written: it leads to the page that says what is
 * wrong with it. The server's own answer would be a line of JSON in English.
 */
export function decodable(url: string): string {
  const path = url.split('?', 1)[0]!
  try {
    decodeURIComponent(path)
    return url
  } catch {
    return path.replaceAll('%', '%25') + url.slice(path.length)
  }
}

/** A search finds public pages alone, and nothing of a republic that is fictional. RFC 9309. */
function robots({ origin, sandbox, search }: Site): string {
  const closed = sandbox ? ['/'] : [...search.closed].flatMap((path) => LANGUAGES.map((language) => localHref(language, path)))
  const lines = closed.map((path) => `Disallow: ${path}`)
  const maps = sandbox ? [] : [...search.maps].map((path) => `Sitemap: ${origin}${path}`)
  return `${['User-agent: *', ...(lines.length > 0 ? lines : ['Disallow:']), ...maps].join('\n')}\n`
}

type Health = { readonly checks: Map<string, HealthCheck>; readonly warnings: HealthWarning[] }

function makeSite(app: FastifyInstance, options: SiteOptions, assets: Assets, { checks, warnings }: Health): Site {
  const add: Site['addAsset'] = (name, asset) => addAsset(assets, name, asset)
  const islands = new Map<string, Promise<string>>()
  const origin = options.origin.replace(/\/$/, '')
  return {
    origin,
    sandbox: options.sandbox ?? false,
    sandboxPath: options.sandboxPath ?? null,
    secret: options.secret ?? randomBytes(32),
    policy: {
      formActions: options.formActions ?? [],
      connects: options.connects ?? [],
      tls: options.tls !== undefined || origin.startsWith('https:'),
    },
    files: siteFiles(add),
    uploads: { ...USUAL_UPLOADS, ...options.uploads },
    legalTime: options.legalTime ?? null,
    search: { closed: new Set(), maps: new Set() },
    addAsset: add,
    addIsland: (entry) => {
      const made = islands.get(entry.href) ?? bundleIsland(entry).then((asset) => add(`${parse(entry.pathname).name}.js`, asset))
      islands.set(entry.href, made)
      return made
    },
    addHealthCheck: (name, check) => void checks.set(name, check),
    addHealthWarning: (warning) => void warnings.push(warning),
    listen: () => app.listen({ host: options.host, port: options.port }),
  }
}

function decorateRequest(app: FastifyInstance): void {
  app.decorateRequest('session', { getter: sessionOf } as never)
  for (const name of ['part', 'sessionOrNull', 'visitor', 'formValues', 'legalTimeShown'] as const) app.decorateRequest(name, null as never)
}

function sessionOf(this: FastifyRequest): WebSession {
  if (this.sessionOrNull === null)
    throw new Fault(`Expected a session plugin for ${this.routeOptions.url ?? 'this route'} but none is registered`)
  return this.sessionOrNull
}

function installHooks(app: FastifyInstance, options: SiteOptions): void {
  app.addHook('onRoute', (route) => {
    const { files, isLong } = route.config ?? {}
    if (files !== undefined || isLong === true) route.handlerTimeout = REQUEST_TIMEOUT_MS
  })
  const plainPart: SitePart = { name: options.name ?? texts.site.name, home: options.start ?? '/' }
  app.addHook('onRequest', async (request, reply) => {
    request.part = plainPart
    setSecurityHeaders(reply, app.site.policy)
    // RFC 9112, 3.2: a proxy may have judged the other one.
    if (countOf('host', request.raw.rawHeaders) > 1) throw new SiteProblem('request-not-understood', 400)
    // No address of ours holds this sign, and PostgreSQL takes it in no text.
    if (request.url.includes('%00')) throw new SiteProblem('page-not-found', 404)
    if (options.legalTime !== undefined && !request.url.startsWith('/assets/')) request.legalTimeShown = await options.legalTime()
  })
  const mayKeep = mayKeepOf(app, 'typed')
  app.addHook('preHandler', async (request, reply) => {
    if (!CHANGING.has(request.method) || request.is404) return
    await receiveForm(request, reply)
    if (request.formValues !== null && (await keptInstead(request, reply, request.formValues, mayKeep)) !== null) return reply
  })
  app.addHook('onSend', async (request, reply) => rememberLanguage(request, reply))
  app.addHook('onResponse', async (request, reply) => logRequest(request, reply))
}

/** How many lines of a request have this name. */
function countOf(name: string, rawHeaders: readonly string[]): number {
  return rawHeaders.filter((each, place) => place % 2 === 0 && each.toLowerCase() === name).length
}

const CHANGING: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** The language of the page that was shown last is the person's choice. */
function rememberLanguage(request: FastifyRequest, reply: FastifyReply): void {
  const language = languageOfPath(request.url)
  if (language === null || request.cookies[LANGUAGE_COOKIE] === language || reply.statusCode >= 400) return
  reply.setCookie(LANGUAGE_COOKIE, language, {
    path: '/',
    maxAge: LANGUAGE_KEPT_SECONDS,
    sameSite: 'lax',
    httpOnly: true,
    secure: isTls(request),
  })
}

/** The route's pattern as people write it. */
export function routeName(request: FastifyRequest): string {
  return request.routeOptions.url?.replace(LANGUAGE_PATTERN, '') ?? 'no route'
}

/** The route's pattern, never the address: addresses hold numbers of people and cases. No IP, no agent, no query. */
function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  const route = routeName(request)
  if (route === '/assets/*' || route === '/health') return
  request.log.info({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request')
}
