import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { InstallationMode } from '@ruqsat/database'
import { Fault, type Instant } from '@ruqsat/foundation'
import { type PageLine, openLine } from './line.ts'

/**
 * A twin of NCALayer, the program of the national certification authority that signs on the person's own computer: its protocol over WebSocket
 * (domain facts B.2; the answers are those that were recorded of the program), with keys of the sandbox's authority in place of the person's
 * own. It asks before it signs, as the program does: its window is a page (`pages.tsx`) on which one reads what is to be signed and presses. Other
 * behaviours are named in the address, `/ncalayer?as=cancels`.
 */
export const NCALAYER_PATH = '/ncalayer'

/** `asks` in its window, the usual one; `signs` without asking, for tests; the person says no; an older program, or one without the module; the key of somebody else; an error of its own; the line breaks. */
export const NCALAYER_BEHAVIOURS = ['asks', 'signs', 'cancels', 'old', 'without-module', 'other-key', 'fails', 'breaks'] as const
export type NcalayerBehaviour = (typeof NCALAYER_BEHAVIOURS)[number]

export type NcalayerAsked = { readonly iin: string; readonly bin: string; readonly purpose: 'sign' | 'authenticate' }

export type NcalayerDeps = {
  readonly mode: InstallationMode
  readonly server: Server
  /** Pages of these origins may ask; the program itself asks the person. */
  readonly origins: readonly string[]
  /** The key of the person who is asked for; null where the sandbox has nobody of this number. */
  readonly keyOf: (asked: NcalayerAsked, publicKey: KeyObject) => Promise<readonly Uint8Array[] | null>
  readonly now: () => Promise<Instant>
  /** CMS, detached, DER. */
  readonly sign: (signing: NcalayerSigning) => Uint8Array
}
export type NcalayerSigning = {
  readonly content: Uint8Array
  readonly key: KeyObject
  readonly certificates: readonly Uint8Array[]
  readonly signingTime: Instant
}

/** Bytes to sign come in base64 in one message. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024
const VERSIONS = { old: '1.1', current: '1.4' } as const

/** What the window shows while a page waits. */
export type NcalayerQuestionShown = { readonly id: string; readonly origin: string; readonly asked: NcalayerAsked; readonly text: string }

/** The window of the program: what is asked now, and the person's press. */
export type NcalayerWindow = {
  questions(): readonly NcalayerQuestionShown[]
  /** False where nobody waits for this any more. */
  answer(id: string, isSigned: boolean): boolean
}

type Open = NcalayerQuestionShown & { readonly resolve: (isSigned: boolean) => void }
type Twin = NcalayerDeps & { readonly open: Map<string, Open> }

/** Throws a Fault in production: who asks it is whom they like. */
export function mountNcalayerTwin(given: NcalayerDeps): NcalayerWindow {
  const deps: Twin = { ...given, open: new Map() }
  if (deps.mode === 'production') throw new Fault('Expected no twin of NCALayer in production: it signs for everybody')
  deps.server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    const asked = URL.canParse(request.url ?? '/', 'http://twin') ? new URL(request.url ?? '/', 'http://twin') : null
    if (asked?.pathname !== NCALAYER_PATH) return void socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
    const { searchParams } = asked
    const { origin, 'sec-websocket-key': key } = request.headers
    const isForeign = origin !== undefined && !deps.origins.includes(origin)
    if (isForeign || key === undefined) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const behaviour = NCALAYER_BEHAVIOURS.find((each) => each === searchParams.get('as')) ?? 'asks'
    const ended = new AbortController()
    socket.on('close', () => ended.abort())
    const asking = { behaviour, origin: origin ?? '', ended: ended.signal }
    serve((onText) => openLine(socket, key, MAX_MESSAGE_BYTES, onText), asking, deps)
  })
  return {
    questions: () => [...deps.open.values()].map(({ resolve: _own, ...question }) => question),
    answer(id, isSigned) {
      const question = deps.open.get(id)
      question?.resolve(isSigned)
      return question !== undefined
    },
  }
}

type Asking = { readonly behaviour: NcalayerBehaviour; readonly origin: string; readonly ended: AbortSignal }

function serve(open: (onText: (text: string) => void) => PageLine, asking: Asking, deps: Twin): void {
  const { behaviour } = asking
  const line = open((text) => {
    if (behaviour === 'breaks') return line.end()
    answer(text, asking, deps).then(
      (reply) => line.send(reply),
      () => line.end(),
    )
  })
  line.send(JSON.stringify({ result: { version: VERSIONS[behaviour === 'old' ? 'old' : 'current'] } }))
}

type Request = { readonly module?: unknown; readonly method?: unknown; readonly args?: Record<string, unknown> }

async function answer(text: string, asking: Asking, deps: Twin): Promise<string> {
  const { behaviour } = asking
  const request = parse(text)
  if (request === null) return failed('INVALID_REQUEST', 'The request is not a JSON object.')
  if (request.module === 'kz.gov.pki.knca.commonUtils' && request.method === 'getActiveTokens')
    return JSON.stringify({ responseObject: [], code: '200' })
  if (request.module !== 'kz.gov.pki.knca.basics' || request.method !== 'sign' || behaviour === 'without-module')
    return failed('MODULE_NOT_FOUND', 'A module that was asked for is not installed.')
  if (behaviour === 'cancels') return JSON.stringify({ body: {}, status: true })
  if (behaviour === 'fails') return failed('INVOCATION_ERROR', 'An invoked method threw an exception.')
  return sign(request.args ?? {}, asking, deps)
}

async function sign(args: Record<string, unknown>, asking: Asking, deps: Twin): Promise<string> {
  const { behaviour } = asking
  const { signingParams, signerParams, data, format } = args
  if (!isObject(signingParams))
    return failed('INVOCATION_ERROR', 'An invoked method threw an exception.', 'JSONObject["signingParams"] is not a JSONObject.')
  if (!isObject(signerParams) || typeof data !== 'string' || format !== 'cms' || signingParams['encapsulate'] !== false)
    return failed('INVOCATION_ERROR', 'An invoked method threw an exception.', 'the twin signs one detached CMS')
  const usages = Array.isArray(signerParams['extKeyUsageOids']) ? signerParams['extKeyUsageOids'] : []
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const asked: NcalayerAsked = {
    iin: behaviour === 'other-key' ? '' : stringOf(signerParams['iin']),
    bin: behaviour === 'other-key' ? '' : stringOf(signerParams['bin']),
    purpose: usages.includes('1.3.6.1.5.5.7.3.2') ? 'authenticate' : 'sign',
  }
  const content = signingParams['decode'] === true ? Buffer.from(data, 'base64') : Buffer.from(data)
  if (behaviour === 'asks' && !(await pressed(asking, { asked, text: content.toString('utf8') }, deps)))
    return JSON.stringify({ body: {}, status: true })
  const certificates = await deps.keyOf(asked, publicKey)
  // The dialog of the program offers no key then, and closing it is all that a person can do.
  if (certificates === null) return JSON.stringify({ body: {}, status: true })
  const cms = deps.sign({ content, key: privateKey, certificates, signingTime: await deps.now() })
  const lines = Buffer.from(cms)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n')
  return JSON.stringify({ body: { result: [`-----BEGIN CMS-----\n${lines}\n-----END CMS-----\n`] }, status: true })
}

/** Whether the person pressed "sign" in the window; a page that left is no question any more. */
async function pressed({ origin, ended }: Asking, shown: Pick<Open, 'asked' | 'text'>, { open }: Twin): Promise<boolean> {
  const id = crypto.randomUUID()
  try {
    return await new Promise<boolean>((resolve) => {
      open.set(id, { id, origin, ...shown, resolve })
      ended.addEventListener('abort', () => resolve(false), { once: true })
    })
  } finally {
    open.delete(id)
  }
}

function failed(code: string, message: string, details = ''): string {
  return JSON.stringify({ code, details, message, status: false })
}

function parse(text: string): Request | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? (value as Request) : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
