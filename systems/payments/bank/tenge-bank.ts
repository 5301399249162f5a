import type { Answer, LocalText } from '@ruqsat/foundation'
import { isMalformed, type MalformedMessage } from '../wire/messages.ts'
import {
  type OperationsPage,
  parseAbsence,
  parseCharges,
  parseInvoice,
  parseOpenedInvoice,
  parseReversal,
  parseReversals,
  TENGE_PATHS,
  tengeFromTiyn,
} from '../wire/tenge-messages.ts'
import { askBank, outage } from './ask.ts'
import type { Bank } from './bank.ts'

export type TengeBankOptions = {
  readonly id: string
  readonly name: LocalText
  readonly isOpen: boolean
  readonly address: string
  /** Sent as a bearer token (RFC 6750). */
  readonly token: string
  readonly fetch?: typeof fetch
  readonly timeoutMs: number
}

/** More pages than a day of any authority has; a bank that names a next page for ever must not keep us. */
const MAX_PAGES = 1_000

/**
 * A bank that counts in tenge with two decimals, calls nobody and is asked ("version 2" of README.md). Its answers are believed because TLS
 * says whose they are; anything but a well-formed answer is an outage.
 */
export function tengeBank(options: TengeBankOptions): Bank {
  const { id, name, isOpen } = options
  const { origin } = new URL(options.address)
  const ask = <T extends object>(method: string, path: string, parse: (body: string) => T | MalformedMessage, content?: object) =>
    exchange(options, method, path, parse, content)
  return {
    id,
    name,
    origin,
    isOpen,
    callbackKeys: [],
    openSession: (request) =>
      ask('PUT', TENGE_PATHS.invoice(request.merchantReference), (body) => parseOpenedInvoice(body, origin), {
        amount: tengeFromTiyn(request.amountTiyn),
        currency: request.currency,
        beneficiary: request.payee,
        description: request.purpose,
        lang: request.language,
        return_url: request.returnUrl,
      }),
    readPayment: (reference) => ask('GET', TENGE_PATHS.invoice(reference), parseInvoice),
    findPayment: (reference) => ask('GET', TENGE_PATHS.document(reference), parseInvoice),
    cancel: (reference) => ask('POST', TENGE_PATHS.abort(reference), parseInvoice, {}),
    refund: ({ refundReference, paymentReference, amountTiyn, currency }) =>
      ask('PUT', TENGE_PATHS.reversal(refundReference), parseReversal, {
        document: paymentReference,
        amount: tengeFromTiyn(amountTiyn),
        currency,
      }),
    listRefunds: (from, to) => allPages((page) => ask('GET', TENGE_PATHS.operations('reversal', from, to, page), parseReversals)),
    listPayments: (from, to) => allPages((page) => ask('GET', TENGE_PATHS.operations('charge', from, to, page), parseCharges)),
  }
}

async function allPages<T>(ask: (page: number) => Promise<Answer<OperationsPage<T>>>): Promise<Answer<readonly T[]>> {
  const all: T[] = []
  for (let page: number | null = 1, asked = 0; page !== null; asked += 1) {
    if (asked >= MAX_PAGES) return outage(`Expected the bank's list to end within ${MAX_PAGES} pages`)
    const answer: Answer<OperationsPage<T>> = await ask(page)
    if (answer.kind !== 'found') return answer
    all.push(...answer.value.items)
    page = answer.value.next
  }
  return { kind: 'found', value: all }
}

async function exchange<T extends object>(
  options: TengeBankOptions,
  method: string,
  path: string,
  parse: (body: string) => T | MalformedMessage,
  content?: object,
): Promise<Answer<T>> {
  const json = content !== undefined && { body: JSON.stringify(content) }
  const headers = {
    authorization: `Bearer ${options.token}`,
    accept: 'application/json',
    ...(json && { 'content-type': 'application/json' }),
  }
  const answer = await askBank(`${options.address}${path}`, { method, headers, ...json }, options)
  if ('kind' in answer) return answer
  // A door in between that knows no such path also says 404; only the bank's own word means that it took nothing.
  if (answer.status === 404 && !isMalformed(parseAbsence(answer.text))) return { kind: 'absent' }
  if (!answer.ok) return outage(`Expected HTTP 200 but the bank answered ${answer.status}`)
  const value = parse(answer.text)
  return isMalformed(value) ? outage(`Expected ${value.expected} in the bank's answer`) : { kind: 'found', value }
}
