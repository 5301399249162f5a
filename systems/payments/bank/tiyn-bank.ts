import { randomUUID } from 'node:crypto'
import type { Answer, LocalText } from '@ruqsat/foundation'
import type { TechnicalClock } from '@ruqsat/database'
import {
  BANK_PATHS,
  isMalformed,
  type MalformedMessage,
  parsePayment,
  parseRefund,
  parseRefunds,
  parseSession,
  parseStatements,
} from '../wire/messages.ts'
import { type BankKey, checkSignature, signedHeaders } from '../wire/signature.ts'
import { askBank, outage } from './ask.ts'
import type { Bank } from './bank.ts'

export type TiynBankOptions = {
  readonly id: string
  readonly name: LocalText
  readonly isOpen: boolean
  /** Where the paths of its interface begin. */
  readonly address: string
  readonly keys: readonly BankKey[]
  readonly technicalClock: TechnicalClock
  readonly fetch?: typeof fetch
  readonly timeoutMs: number
}

/** A bank that counts in tiyn, signs and calls back ("version 1" of README.md). Anything but a well-formed, signed answer is an outage: it says nothing about money. */
export function tiynBank(options: TiynBankOptions): Bank {
  const { id, name, isOpen, keys } = options
  const { origin } = new URL(options.address)
  const ask = <T extends object>(method: string, path: string, parse: (body: string) => T | MalformedMessage, content?: object) =>
    exchange(options, method, path, parse, content)
  return {
    id,
    name,
    origin,
    isOpen,
    callbackKeys: keys,
    openSession: (request) => ask('POST', BANK_PATHS.sessions, (body) => parseSession(body, origin), request),
    readPayment: (reference) => ask('GET', BANK_PATHS.session(reference), parsePayment),
    findPayment: (reference) => ask('GET', BANK_PATHS.payment(reference), parsePayment),
    cancel: (reference) => ask('POST', BANK_PATHS.cancellation(reference), parsePayment, {}),
    refund: (request) => ask('POST', BANK_PATHS.refunds, parseRefund, request),
    listRefunds: (from, to) => ask('GET', BANK_PATHS.returned(from, to), parseRefunds),
    listPayments: (from, to) => ask('GET', BANK_PATHS.statements(from, to), parseStatements),
  }
}

async function exchange<T extends object>(
  options: TiynBankOptions,
  method: string,
  path: string,
  parse: (body: string) => T | MalformedMessage,
  content?: object,
): Promise<Answer<T>> {
  const body = content === undefined ? '' : JSON.stringify(content)
  const nonce = randomUUID()
  const url = new URL(`${options.address}${path}`)
  // What is signed is the path as the bank sees it, where several share a host too.
  const signed = { method, path: url.pathname + url.search }
  const headers = signedHeaders({ direction: 'request', ...signed, timestamp: options.technicalClock.now(), nonce, body }, options.keys[0]!)
  const json = content !== undefined && { body }
  const request = { method, headers: { ...headers, ...(json && { 'content-type': 'application/json' }) }, ...json }
  const answer = await askBank(url.href, request, options)
  if ('kind' in answer) return answer
  const message = { direction: 'answer', ...signed, body: answer.text } as const
  const genuine = checkSignature(answer.header, message, options.keys, options.technicalClock.now())
  if (genuine.kind === 'forged') return outage(`Expected an answer signed by the bank but found ${genuine.fault} (HTTP ${answer.status})`)
  if (genuine.nonce !== nonce) return outage('Expected the answer to this request but found the answer to another')
  if (answer.status === 404) return { kind: 'absent' }
  if (!answer.ok) return outage(`Expected HTTP 200 but the bank answered ${answer.status}`)
  const value = parse(answer.text)
  return isMalformed(value) ? outage(`Expected ${value.expected} in the bank's answer`) : { kind: 'found', value }
}
