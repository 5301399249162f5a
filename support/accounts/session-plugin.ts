import { createHmac } from 'node:crypto'
import { flash, keptAfterSignIn, networkOf, rememberOwner, routeName, safeReturnPath, type WebSession } from '@ruqsat/web'
import { Fault, fillText, type Json } from '@ruqsat/foundation'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { deviceOf } from './core/device.ts'
import { DEVICE_KEPT_SECONDS } from './known-device.ts'
import type { Began, SessionData, SessionRow, SessionStore } from './store/session-store.ts'
import texts from './texts.yaml'
import type { Account, Accounts } from './types.ts'

export type SessionPluginOptions = {
  readonly accounts: Accounts
  /** One for each system on the site: `portal`, `workstation`. Under TLS it becomes `__Host-portal`. */
  readonly cookieName: string
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in, read again with each request; null: nobody. */
    account: Account | null
  }
}

export const RETURN_KEY = 'returnTo'

/**
 * Gives every request of `app` (an encapsulated plugin, or the whole site) its account and session. Call it before adding routes.
 * An anonymous session becomes a row only when something is kept in it.
 */
export function sessionPlugin(app: FastifyInstance, options: SessionPluginOptions): void {
  const cookieName = app.site.origin.startsWith('https:') ? `__Host-${options.cookieName}` : options.cookieName
  if (!app.hasRequestDecorator('account')) app.decorateRequest('account', null)
  app.addHook('onRequest', async (request) => {
    const token = request.cookies[cookieName]
    const row = token === undefined ? null : await options.accounts.sessions.find(token)
    const usable = row?.account?.status === 'active' ? row.account : null
    const isOpen = row !== null && (row.accountId === null || usable !== null)
    const isOver = token !== undefined && !isOpen
    request.sessionOrNull = new RequestSession(options.accounts, options.cookieName, isOpen ? row : null, isOver)
    adopt(request, usable)
  })
  app.addHook('onResponse', async (request, reply) => {
    if (reply.statusCode === 403) await recordRefusedPage(options.accounts, request)
  })
  app.addHook('onSend', async (request, reply) => {
    const session = request.sessionOrNull
    // Where the database is silent, the page that says so must not wait for it.
    if (!(session instanceof RequestSession) || reply.statusCode === 503) return
    writeCookie(reply, cookieName, await session.save())
    if (session.beganFor === null) return
    rememberOwner(request, reply, session.room, session.beganFor)
    const device = await options.accounts.deviceFor(session.beganFor, request.cookies[deviceCookie(cookieName)])
    if (device !== null) reply.setCookie(deviceCookie(cookieName), device, { ...cookieOptions(cookieName), maxAge: DEVICE_KEPT_SECONDS })
  })
}

/** How somebody proved who they are. */
export type SignInProof = 'password' | 'second-factor' | 'code' | 'key' | 'provider' | 'registration'

/**
 * After a successful sign-in, or whenever rights change: a new cookie under a new id; what was kept in the session goes along. The security log
 * has it where it is another person than before.
 */
export async function startSession(request: FastifyRequest, account: Account, by: SignInProof = 'password'): Promise<void> {
  const session = ourSession(request)
  const before = session.accountId
  await session.rotate(account.id, { device: deviceOf(request.headers['user-agent']), proof: by })
  if (before !== account.id)
    await session.accounts.record({ kind: 'sign-in', actor: account.id, visitor: visitorOf(request), facts: { by } })
  adopt(request, account)
  reportKept(request)
}

/** Somebody who is signed in was shown the door: the route as it is written in the program, never the address, which may hold a number. */
async function recordRefusedPage(accounts: Accounts, request: FastifyRequest): Promise<void> {
  const { account } = request
  if (account === null) return
  const subject = { kind: 'route', id: `${request.method} ${routeName(request)}` } as const
  await accounts.record({ kind: 'access', outcome: 'refused', actor: account.id, subject, visitor: visitorOf(request) })
}

/** Where a request comes from, as a digest under the site's key: the same visitor (of IPv6 the same network) has the same one, and nobody reads an address from it. */
export function visitorOf(request: FastifyRequest): string {
  return createHmac('sha256', request.server.site.secret)
    .update(`visitor ${networkOf(request)}`)
    .digest('hex')
    .slice(0, 16)
}

/** A form that was sent after the session had ended is back on its page; of another person's nothing stays. */
function reportKept(request: FastifyRequest): void {
  const kept = keptAfterSignIn(request)
  if (kept === null) return
  const { all, withoutFiles, filesOnly } = texts.kept
  const words = kept.files.length === 0 ? all : kept.hasTexts ? withoutFiles : filesOnly
  flash(request, 'important', fillText(words, { files: kept.files.join(', ') }))
}

/** The browser came with a session that is no more: it ended by time, or somebody ended it. */
export function isSessionOver(request: FastifyRequest): boolean {
  return ourSession(request).isOver
}

/** Which room this session is of, as its cookie is called. */
export function roomOf(request: FastifyRequest): string {
  return ourSession(request).room
}

/** Signs out: the session is gone from the database, the cookie from the browser. */
export async function endSession(request: FastifyRequest): Promise<void> {
  const session = ourSession(request)
  if (session.accountId !== null) await session.accounts.record({ kind: 'sign-out', actor: session.accountId })
  await session.end()
  adopt(request, null)
}

/** Signs out here and everywhere else. */
export async function signOutEverywhere(request: FastifyRequest, accounts: Accounts): Promise<void> {
  if (request.account !== null) await accounts.signOutEverywhere(request.account.id)
  await endSession(request)
}

/** Where to go after sign-in. Keep it with `request.session.set('returnTo', path)`; only paths of this site come back out. */
export function takeReturnPath(request: FastifyRequest, otherwise: string): string {
  const path = safeReturnPath(request.session.get(RETURN_KEY))
  request.session.remove(RETURN_KEY)
  return path ?? otherwise
}

function adopt(request: FastifyRequest, account: Account | null): void {
  request.account = account
  request.visitor = account === null ? null : { displayName: account.displayName }
}

function ourSession(request: FastifyRequest): RequestSession {
  const session = request.session
  if (session instanceof RequestSession) return session
  throw new Fault('Expected a session of the accounts room but another plugin set it')
}

/** `undefined`: leave the cookie alone; null: take it away. */
type CookieChange = string | null | undefined

const cookieOptions = (name: string) => ({ path: '/', httpOnly: true, sameSite: 'lax' as const, secure: name.startsWith('__Host-') })

/** Of a browser in which somebody has signed in; it opens nothing (`known-device.ts`). */
const deviceCookie = (sessionCookie: string) => `${sessionCookie}-device`

/** What the browser shows at a sign-in, if anything. */
export function deviceIn(request: FastifyRequest): string | undefined {
  const { room } = ourSession(request)
  const name = request.server.site.origin.startsWith('https:') ? `__Host-${room}` : room
  return request.cookies[deviceCookie(name)]
}

function writeCookie(reply: FastifyReply, name: string, change: CookieChange): void {
  const options = cookieOptions(name)
  if (change === null) reply.clearCookie(name, options)
  else if (change !== undefined) reply.setCookie(name, change, options)
}

/** The session during one request: changes are gathered and written once, when the answer goes out. */
class RequestSession implements WebSession {
  readonly accounts: Accounts
  readonly #store: SessionStore
  readonly room: string
  readonly isOver: boolean
  /** Who signed in with this request. */
  beganFor: string | null = null
  #row: SessionRow | null
  #changes = new Map<string, Json | undefined>()
  #cookie: CookieChange = undefined

  constructor(accounts: Accounts, room: string, row: SessionRow | null, isOver: boolean) {
    this.accounts = accounts
    this.#store = accounts.sessions
    this.room = room
    this.isOver = isOver
    this.#row = row
  }

  get boundTo(): string | null {
    return this.#row?.accountId ? this.#row.id : null
  }

  get accountId(): string | null {
    return this.#row?.accountId ?? null
  }

  get(key: string): Json | undefined {
    return this.#changes.has(key) ? this.#changes.get(key) : this.#row?.data[key]
  }

  set(key: string, value: Json): void {
    this.#changes.set(key, value)
  }

  remove(key: string): void {
    if (this.get(key) !== undefined) this.#changes.set(key, undefined)
  }

  async rotate(accountId: string, began: Began): Promise<void> {
    await this.#begin(accountId, this.#data(), this.#row?.id ?? null, began)
    this.#changes.clear()
    this.beganFor = accountId
  }

  async end(): Promise<void> {
    if (this.#row !== null) await this.#store.end(this.#row.id)
    this.#row = null
    this.beganFor = null
    this.#changes.clear()
    this.#cookie = null
  }

  async save(): Promise<CookieChange> {
    if (this.#changes.size > 0) await this.#write()
    return this.#cookie
  }

  async #write(): Promise<void> {
    const set = this.#data(false)
    const removed = [...this.#changes.keys()].filter((key) => this.#changes.get(key) === undefined)
    this.#changes.clear()
    if (this.#row !== null) return this.#store.change(this.#row.id, set, removed)
    if (Object.keys(set).length === 0) return
    await this.#begin(null, set, null)
  }

  /** A new row under a new cookie. */
  async #begin(...session: Parameters<SessionStore['create']>): Promise<void> {
    const { row, token } = await this.#store.create(...session)
    this.#row = row
    this.#cookie = token
  }

  #data(withOld = true): SessionData {
    const entries = Object.entries(withOld ? (this.#row?.data ?? {}) : {}).filter(([key]) => !this.#changes.has(key))
    for (const [key, value] of this.#changes) if (value !== undefined) entries.push([key, value])
    return Object.fromEntries(entries)
  }
}
