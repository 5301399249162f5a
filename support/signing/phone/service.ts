// Signing in eGov Mobile, by the service that is between a page and the application: the page registers an exchange and shows its code
// or its link, the application fetches what is to be signed, and its signature is fetched in turn. Both waits are held open by the service.
// The wire is written from what public clients of it send and read (decision 0152); the service's own documents were not available.

import { Fault, type LocalText } from '@ruqsat/foundation'

/** Where the exchange of one signature is, as the service named it. */
export type PhoneExchange = {
  /** Opens the application on the telephone that shows the page. */
  readonly launchUrl: string
  /** The picture to scan with the application; null where the service gave none that can be shown. */
  readonly code: { readonly type: 'image/png' | 'image/gif'; readonly bytes: Uint8Array } | null
  readonly dataUrl: string
  readonly signUrl: string
  /** After this nobody can sign it any more, in milliseconds since 1970. */
  readonly expiresMs: number
}

/** Why nothing came of an exchange; each has its own words. */
export const PHONE_FAULTS = ['unreachable', 'unreadable', 'refused', 'cancelled', 'expired'] as const
export type PhoneFault = { readonly kind: 'fault'; readonly fault: (typeof PHONE_FAULTS)[number]; readonly detail: string }

/** Not yet: ask again. */
export type StillHeld = { readonly kind: 'held' }
export type PhoneSignature = { readonly kind: 'signed'; readonly cms: Uint8Array }

export type PhoneDocument = { readonly title: LocalText; readonly bytes: Uint8Array; readonly mime?: string }

export type PhoneSigning = {
  /** Registers an exchange. `backUrl` is where the application leads the person afterwards. */
  begin(asked: { readonly title: LocalText; readonly backUrl: string }, signal?: AbortSignal): Promise<PhoneExchange | PhoneFault>
  /** Offers the document to the application. Ends when it was fetched. */
  offer(
    exchange: Pick<PhoneExchange, 'dataUrl'>,
    document: PhoneDocument,
    signal?: AbortSignal,
  ): Promise<{ readonly kind: 'fetched' } | StillHeld | PhoneFault>
  /** Waits for the signature: a detached CMS over the document. It is judged by nobody yet. */
  collect(exchange: Pick<PhoneExchange, 'signUrl'>, signal?: AbortSignal): Promise<PhoneSignature | StillHeld | PhoneFault>
}

export type PhoneServiceDeps = {
  /** The service, like `https://sigex.example.kz`. */
  readonly address: string
  /** The sandbox's own, on a site without TLS. */
  readonly isTwin?: boolean
  readonly nowMs: () => number
  readonly fetch?: typeof fetch
}

/** The service holds a question open until the telephone acts; this ends ours before any proxy does. */
const HELD_MS = 20_000
const BEGIN_WITHIN_MS = 10_000
/** A signature with its certificates and stamps. */
const MOST_ANSWER_BYTES = 1024 * 1024
const MOST_CODE_BYTES = 64 * 1024
/** What public clients wait for; the service may state less. */
const LONGEST_MS = 15 * 60_000

/** The address must be https, but on this machine and of the twin: what is signed passes there. Throws a Fault otherwise. */
export function openPhoneSigning({ address, isTwin = false, nowMs, fetch: ask = fetch }: PhoneServiceDeps): PhoneSigning {
  const base = new URL(address)
  const registerUrl = `${base.href.replace(/\/$/, '')}/api/egovQr`
  if (base.protocol !== 'https:' && !isTwin && !isThisMachine(base))
    throw new Fault(`Expected https for the service of eGov Mobile but found ${address}`)
  const own = (text: unknown): string | null => {
    const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : null
    // The service names where to ask next: only at itself.
    return url !== null && url.origin === base.origin ? url.href : null
  }
  return {
    async begin({ title, backUrl }, signal) {
      const answer = await askJson(ask, registerUrl, BEGIN_WITHIN_MS, { description: title.ru, whenDone: { backUrl } }, signal)
      if (answer.kind !== 'answer') return answer.kind === 'held' ? faultOf('unreachable', 'silent') : answer
      const { dataURL, signURL, eGovMobileLaunchLink, qrCode, expireAt } = answer.value
      const [dataUrl, signUrl] = [own(dataURL), own(signURL)]
      const launchUrl = launchOf(eGovMobileLaunchLink, base)
      if (dataUrl === null || signUrl === null || launchUrl === null) return faultOf('unreadable', 'egovQr')
      const latest = nowMs() + LONGEST_MS
      const expiresMs = typeof expireAt === 'number' && expireAt > nowMs() && expireAt < latest ? Math.floor(expireAt) : latest
      return { launchUrl, code: codeOf(qrCode), dataUrl, signUrl, expiresMs }
    },
    async offer({ dataUrl }, { title, bytes, mime = '' }, signal) {
      const file = { mime, data: Buffer.from(bytes).toString('base64') }
      const names = { nameRu: title.ru, nameKz: title.kk, nameEn: title.en }
      const body = { signMethod: 'CMS_SIGN_ONLY', documentsToSign: [{ id: 1, ...names, meta: [], document: { file } }] }
      const answer = await askJson(ask, dataUrl, HELD_MS, body, signal)
      return answer.kind === 'answer' ? { kind: 'fetched' } : answer
    },
    async collect({ signUrl }, signal) {
      const answer = await askJson(ask, signUrl, HELD_MS, null, signal)
      if (answer.kind !== 'answer') return answer
      if (answer.value['status'] === 'CANCELED') return faultOf('cancelled', '')
      const cms = signatureIn(answer.value['documentsToSign'])
      return cms === null ? faultOf('unreadable', 'documentsToSign') : { kind: 'signed', cms }
    },
  }
}

type Answer = { readonly kind: 'answer'; readonly value: Readonly<Record<string, unknown>> }

async function askJson(
  ask: typeof fetch,
  url: string,
  withinMs: number,
  body: object | null,
  signal?: AbortSignal,
): Promise<Answer | StillHeld | PhoneFault> {
  const limit = AbortSignal.timeout(withinMs)
  try {
    const response = await ask(url, {
      ...(body !== null && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      redirect: 'error',
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    })
    const text = await readLimited(response)
    if (response.status === 404 || response.status === 410) return faultOf('expired', `HTTP ${response.status}`)
    // A proxy that ends a long question: nothing happened on the telephone yet.
    if (response.status === 504) return { kind: 'held' }
    if (response.status >= 500) return faultOf('unreachable', `HTTP ${response.status}`)
    const value = text === null ? null : objectIn(text)
    if (value === null) return faultOf('unreadable', `HTTP ${response.status}`)
    const { message } = value
    if (typeof message === 'string' || !response.ok) return faultOf('refused', String(message ?? `HTTP ${response.status}`).slice(0, 200))
    return { kind: 'answer', value }
  } catch (error) {
    if (limit.aborted || signal?.aborted === true) return { kind: 'held' }
    return faultOf('unreachable', error instanceof Error ? error.message.slice(0, 200) : '')
  }
}

/** Null where it is longer than any answer of the service. */
async function readLimited(response: Response): Promise<string | null> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.byteLength
    if (size > MOST_ANSWER_BYTES) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function signatureIn(documents: unknown): Uint8Array | null {
  const first = Array.isArray(documents) && documents.length === 1 ? (documents[0] as unknown) : null
  const file = asObject(asObject(asObject(first)?.['document'])?.['file'])
  const data = file?.['data']
  if (typeof data !== 'string') return null
  const packed = data.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '')
  return packed !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(packed) ? new Uint8Array(Buffer.from(packed, 'base64')) : null
}

/** Only a web address is put on a page; the application claims those of its own. */
function launchOf(text: unknown, base: URL): string | null {
  if (typeof text !== 'string' || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === 'https:' || url.origin === base.origin ? url.href : null
}

/** A picture by its own first bytes, whatever it is called. */
function codeOf(text: unknown): PhoneExchange['code'] {
  if (typeof text !== 'string' || text.length > MOST_CODE_BYTES * 2) return null
  const bytes = new Uint8Array(Buffer.from(text, 'base64'))
  if (bytes.length > MOST_CODE_BYTES) return null
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  if (head === '\x89PNG\r\n\x1a\n') return { type: 'image/png', bytes }
  return /^GIF8[79]a/.test(head) ? { type: 'image/gif', bytes } : null
}

function isThisMachine({ hostname }: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

function faultOf(fault: PhoneFault['fault'], detail: string): PhoneFault {
  return { kind: 'fault', fault, detail }
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null
}
