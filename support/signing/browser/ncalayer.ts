// NCALayer: the program of the national certification authority that signs on the person's own computer, with keys that a browser cannot use
// (GOST, tokens). A page asks it over a WebSocket on the loopback address, one request at a time (domain facts B.2).

import { type Bytes, Malformed, readMessage, type SignaturePurpose, signerCertificate, tryToRead } from '@ruqsat/asn1'
import type { BIN, IIN, Language } from '@ruqsat/foundation'
import { type CertificateFacts, factsOf } from './certificate-facts.ts'
import { type KeyProblem, problem } from './problems.ts'
import { base64 } from './signing-key.ts'

/** Where it listens on each computer that has it. */
export const NCALAYER_URL = 'wss://127.0.0.1:13579/'
/** The first version whose module `basics` signs. */
const OLDEST_VERSION = [1, 2] as const
/** It answers at once or is not there; the person's own dialog takes as long as it takes. */
const CONNECT_LIMIT_MS = 5_000

const USAGES: Readonly<Record<SignaturePurpose, string>> = { sign: '1.3.6.1.5.5.7.3.4', authenticate: '1.3.6.1.5.5.7.3.2' }

export type NcalayerQuestion = {
  readonly url: string
  readonly bytes: Bytes
  readonly purpose: SignaturePurpose
  /** The language of its dialog. */
  readonly language: Language
  /** Whose keys its dialog offers. */
  readonly iin: IIN | null
  readonly bin: BIN | null
}

/** The message, DER, detached; or a problem by its name. Nothing is asked twice and nothing is kept. */
export async function signByNcalayer(question: NcalayerQuestion): Promise<Bytes | KeyProblem> {
  let line: Line
  try {
    line = await connect(question.url)
  } catch {
    return problem('ncalayer-absent')
  }
  try {
    const version = versionIn(await line.next(CONNECT_LIMIT_MS))
    if (version === null) return problem('ncalayer-unreadable')
    if (isOlder(version)) return problem('ncalayer-old', { version: version.join('.') })
    line.send(requestOf(question))
    return answerOf(await line.next(null))
  } catch {
    return problem('ncalayer-closed')
  } finally {
    line.close()
  }
}

function requestOf({ bytes, purpose, language, iin, bin }: NcalayerQuestion): string {
  return JSON.stringify({
    module: 'kz.gov.pki.knca.basics',
    method: 'sign',
    args: {
      allowedStorages: null,
      format: 'cms',
      data: base64(bytes),
      signingParams: { decode: true, encapsulate: false, digested: false, tsaProfile: null },
      signerParams: { extKeyUsageOids: [USAGES[purpose]], iin: iin ?? '', bin: bin ?? '', serialNumber: '', chain: null },
      locale: language,
    },
  })
}

type Answer = {
  readonly status?: unknown
  readonly code?: unknown
  readonly message?: unknown
  readonly body?: { readonly result?: unknown }
}

/** `status` true without a result is the person's own "no"; the module's older sibling says so by a message. */
export function answerOf(text: string): Bytes | KeyProblem {
  const answer = jsonOf(text) as Answer | null
  if (typeof answer !== 'object' || answer === null) return problem('ncalayer-unreadable')
  if (answer.message === 'action.canceled') return problem('ncalayer-cancelled')
  if (answer.status !== true) {
    const code = String(answer.code ?? '').slice(0, 60)
    return /MODULE|BUNDLE|NOT_?FOUND/i.test(code) ? problem('ncalayer-old', { version: code }) : problem('ncalayer-refused', { code })
  }
  const result = answer.body?.result
  if (result === undefined || result === null) return problem('ncalayer-cancelled')
  const first: unknown = Array.isArray(result) ? result[0] : result
  const bytes = typeof first === 'string' ? messageIn(first) : null
  return bytes ?? problem('ncalayer-unreadable')
}

/** Base64, or the same between lines that name it. */
function messageIn(text: string): Bytes | null {
  const packed = text.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '')
  if (packed === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return null
  return Uint8Array.from(atob(packed), (character) => character.charCodeAt(0))
}

/** Whose key it was, as the message itself says: the page judges it as it judges a key of this browser, before anything is sent. */
export function keyOfMessage(cms: Bytes): CertificateFacts | null {
  const read = tryToRead(() => {
    const message = readMessage(cms)
    const signer = message.kind === 'signed' ? message.signers[0] : undefined
    return signer === undefined || message.kind !== 'signed'
      ? null
      : signerCertificate({ signer: signer.signer, certificates: message.certificates })
  })
  return read === null || read instanceof Malformed ? null : factsOf(read)
}

function versionIn(text: string): readonly number[] | null {
  const version = (jsonOf(text) as { readonly result?: { readonly version?: unknown } } | null)?.result?.version
  return typeof version === 'string' && /^\d{1,4}(\.\d{1,4}){0,3}$/.test(version) ? version.split('.').map(Number) : null
}

function isOlder([major = 0, minor = 0]: readonly number[]): boolean {
  return major < OLDEST_VERSION[0] || (major === OLDEST_VERSION[0] && minor < OLDEST_VERSION[1])
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type Line = { next(limitMs: number | null): Promise<string>; send(text: string): void; close(): void }

/** A line on which one message after another is awaited. Rejects where it does not open in time, or ends before the message that is awaited. */
function connect(url: string): Promise<Line> {
  const socket = new WebSocket(url)
  const arrived: string[] = []
  let isEnded = false
  let wake = (): void => undefined
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    arrived.push(typeof data === 'string' ? data : '')
    wake()
  })
  const end = (): void => {
    isEnded = true
    wake()
  }
  socket.addEventListener('close', end)
  socket.addEventListener('error', end)
  const line: Line = {
    next: (limitMs) =>
      new Promise((resolve, reject) => {
        const timer = limitMs === null ? undefined : setTimeout(() => reject(new Error('silent')), limitMs)
        wake = () => {
          const text = arrived.shift()
          if (text === undefined && !isEnded) return
          clearTimeout(timer)
          wake = () => undefined
          if (text === undefined) reject(new Error('ended'))
          else resolve(text)
        }
        wake()
      }),
    send: (text) => socket.send(text),
    close: () => socket.close(),
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.close()
      reject(new Error('silent'))
    }, CONNECT_LIMIT_MS)
    socket.addEventListener('open', () => {
      clearTimeout(timer)
      resolve(line)
    })
    socket.addEventListener('close', () => {
      clearTimeout(timer)
      reject(new Error('absent'))
    })
  })
}
