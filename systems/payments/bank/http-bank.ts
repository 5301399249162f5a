import { randomUUID } from 'node:crypto'
import { type Answer, Fault } from '@ruqsat/foundation'
import type { TechnicalClock } from '@ruqsat/database'
import {
  BANK_PATHS,
  isMalformed,
  type MalformedMessage,
  MAX_BANK_BODY_BYTES,
  parsePayment,
  parseRefund,
  parseRefunds,
  parseSession,
  parseStatements,
} from '../wire/messages.ts'
import { type BankKey, checkSignature, signedHeaders } from '../wire/signature.ts'
import type { Bank } from './bank.ts'

export type HttpBankOptions = {
  /** Scheme, host and port of the bank. */
  readonly origin: string
  readonly keys: readonly BankKey[]
  readonly technicalClock: TechnicalClock
  readonly fetch?: typeof fetch
  readonly timeoutMs?: number
}

/** A payer waits for this answer; a bank that needs longer is down for them. */
const DEFAULT_TIMEOUT_MS = 5_000

/** A bank over HTTP and JSON. Anything but a well-formed, signed answer is an outage: it says nothing about money. */
export function httpBank(options: HttpBankOptions): Bank {
  const ask = <T extends object>(method: string, path: string, parse: (body: string) => T | MalformedMessage, content?: object) =>
    exchange(options, method, path, parse, content)
  return {
    origin: options.origin,
    openSession: (request) => ask('POST', BANK_PATHS.sessions, (body) => parseSession(body, options.origin), request),
    readPayment: (reference) => ask('GET', BANK_PATHS.session(reference), parsePayment),
    cancel: (reference) => ask('POST', BANK_PATHS.cancellation(reference), parsePayment, {}),
    refund: (request) => ask('POST', BANK_PATHS.refunds, parseRefund, request),
    listRefunds: (from, to) => ask('GET', BANK_PATHS.returned(from, to), parseRefunds),
    listPayments: (from, to) => ask('GET', BANK_PATHS.statements(from, to), parseStatements),
  }
}

async function exchange<T extends object>(
  options: HttpBankOptions,
  method: string,
  path: string,
  parse: (body: string) => T | MalformedMessage,
  content?: object,
): Promise<Answer<T>> {
  const body = content === undefined ? '' : JSON.stringify(content)
  const nonce = randomUUID()
  const headers = signedHeaders(
    { direction: 'request', method, path, timestamp: options.technicalClock.now(), nonce, body },
    options.keys[0]!,
  )
  const outage = (reason: string) => ({ kind: 'outage', reason }) as const
  const [answer, text] = await (options.fetch ?? fetch)(`${options.origin}${path}`, {
    method,
    headers: { ...headers, ...(content !== undefined && { 'content-type': 'application/json' }) },
    ...(content !== undefined && { body }),
    redirect: 'error',
    signal: AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
  })
    .then(async (response) => [response, await readLimited(response)] as const)
    .catch((error: Error) => [null, error.name === 'TimeoutError' ? 'none came in time' : 'the connection failed'] as const)
  if (answer === null) return outage(`Expected an answer of the bank but ${text}`)
  const genuine = checkSignature(
    (name) => answer.headers.get(name) ?? undefined,
    { direction: 'answer', method, path, body: text },
    options.keys,
    options.technicalClock.now(),
  )
  if (genuine.kind === 'forged') return outage(`Expected an answer signed by the bank but found ${genuine.fault} (HTTP ${answer.status})`)
  if (genuine.nonce !== nonce) return outage('Expected the answer to this request but found the answer to another')
  if (answer.status === 404) return { kind: 'absent' }
  if (!answer.ok) return outage(`Expected HTTP 200 but the bank answered ${answer.status}`)
  const value = parse(text)
  return isMalformed(value) ? outage(`Expected ${value.expected} in the bank's answer`) : { kind: 'found', value }
}

/** A counterpart that sends without end must not fill our memory. */
async function readLimited(answer: Response): Promise<string> {
  if (answer.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > MAX_BANK_BODY_BYTES)
      throw new Fault(`Expected at most ${MAX_BANK_BODY_BYTES} bytes from the bank but more came`, { retry: 'later' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
