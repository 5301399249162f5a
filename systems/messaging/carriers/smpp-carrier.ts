// SMS by SMPP 3.4 (SMS Forum, 1999): one session in both directions, bound at the first letter and again when it breaks, for as long as the
// carrier is open, because reports of deliveries come by it too.
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '@ruqsat/foundation'
import smpp, { type SmppPdu, type SmppSession } from 'smpp'
import { smsParts } from '../core/sms-parts.ts'
import type { Carried, Carrier, DeliveryReport, Letter } from './carrier.ts'

export const NOTATIONS = ['decimal', 'hexadecimal'] as const
type Notation = (typeof NOTATIONS)[number]
export type MessageIds = { readonly taken: Notation; readonly reported: Notation }

export type SmppOptions = {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly systemId: string
  /** A Fault never repeats it. */
  readonly password: string
  readonly systemType: string
  /** The sender as people see it: a name of up to 11 characters, or a number. */
  readonly sender: string
  /** How the operator writes the name of a part: when it takes it, and when it reports on it. Left out: as it is, the same both times. */
  readonly messageIds?: MessageIds | undefined
  /** Parts that the operator takes in a second. */
  readonly perSecond: number
  /** How long an answer may take, and a link may say nothing; tests are in a hurry. */
  readonly answerWithinMs?: number
  readonly enquireEveryMs?: number
  readonly reconnectFirstMs?: number
}

const ANSWER_WITHIN_MS = 15_000
const ENQUIRE_EVERY_MS = 30_000
const RECONNECT_MS = { first: 1_000, longest: 60_000 }

/** Statuses of 5.1.3 with which this letter will never be taken: its length, its address. All else passes: the queue, the rate, the operator. */
const NEVER: ReadonlySet<number> = new Set([0x01, 0x0b, 0x50, 0x51])
const TEMPORARY_ERROR = 0x64
const CODING = { plain: 0x00, ucs2: 0x08 } as const
const HAS_HEADER = 0x40
/** Type of number, numbering plan (5.2.5, 5.2.6). */
const INTERNATIONAL = { ton: 1, npi: 1 } as const
const NAMED = { ton: 5, npi: 0 } as const

export function smppCarrier(options: SmppOptions): Carrier & { close(): Promise<void> } {
  const { answerWithinMs = ANSWER_WITHIN_MS, enquireEveryMs = ENQUIRE_EVERY_MS, reconnectFirstMs = RECONNECT_MS.first } = options
  const turn = turns(options.perSecond)
  let listener: (report: DeliveryReport) => Promise<void> = async () => undefined
  let bound: Promise<SmppSession> | null = null
  let isClosed = false
  let pauseMs = reconnectFirstMs

  const session = (): Promise<SmppSession> => {
    if (isClosed) return Promise.reject(new Fault('Expected the SMS carrier to be open but it is closed', { retry: 'later' }))
    bound ??= bind().catch((error: unknown) => {
      bound = null
      throw error
    })
    return bound
  }

  /** Once a link was there, it is made again by itself: somebody waits for the reports. */
  const bindAgain = async (): Promise<void> => {
    while (!isClosed && bound === null) {
      await sleep(pauseMs, undefined, { ref: false })
      pauseMs = Math.min(pauseMs * 2, RECONNECT_MS.longest)
      await session().catch(() => undefined)
    }
  }

  async function bind(): Promise<SmppSession> {
    const { host, port, tls, systemId, password, systemType } = options
    const link = smpp.connect({ host, port, tls })
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(silent('to be reached')), answerWithinMs)
      link.on(tls ? 'secureConnect' : 'connect', () => (clearTimeout(late), resolve()))
      link.on(
        'error',
        (error) => (
          clearTimeout(late),
          reject(new Fault(`Expected the SMS operator to be reached but ${error.name}`, { retry: 'later', cause: error }))
        ),
      )
    }).catch((error: unknown) => {
      link.destroy()
      throw error
    })
    // Octets that are no PDU: the library reads nothing more of such a line, so it is cut and made again.
    link.on('error', () => link.destroy())
    const answer = await ask(link, 'bind_transceiver', { system_id: systemId, password, system_type: systemType, interface_version: 0x34 })
    if (answer.command_status !== 0) {
      link.destroy()
      throw new Fault(`Expected the SMS operator to let us in but its status was ${hex(answer.command_status)}`, { retry: 'later' })
    }
    pauseMs = reconnectFirstMs
    link.on('deliver_sm', (pdu) => void delivered(link, pdu))
    link.on('enquire_link', (pdu) => void link.send(pdu.response()))
    link.on('unbind', (pdu) => {
      link.send(pdu.response())
      link.close()
    })
    let isThere = true
    link.on('close', () => {
      isThere = false
      bound = null
      void bindAgain()
    })
    void keepAsking(link, () => isThere)
    return link
  }

  /** A link that says nothing is none: it is cut, and made again. */
  async function keepAsking(link: SmppSession, isThere: () => boolean): Promise<void> {
    while (isThere()) {
      await sleep(enquireEveryMs, undefined, { ref: false })
      if (isThere()) await ask(link, 'enquire_link', {}).catch(() => link.destroy())
    }
  }

  /** One question on the line; a Fault where no answer comes in time, or the line breaks. */
  function ask(link: SmppSession, command: 'bind_transceiver' | 'enquire_link' | 'submit_sm' | 'unbind', pdu: object): Promise<SmppPdu> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(late)
        link.removeListener('close', broken)
        settle()
      }
      const broken = () => end(() => reject(silent('to answer')))
      // A line on which no answer comes is none, whatever is wrong with it: it is cut, and made again.
      const late = setTimeout(() => (broken(), link.destroy()), answerWithinMs)
      link.on('close', broken)
      const isSent = link[command](pdu, (answer) => end(() => resolve(answer)))
      if (!isSent) broken()
    })
  }

  /** The operator repeats a report that is not confirmed: it is confirmed when it is written down. */
  async function delivered(link: SmppSession, pdu: SmppPdu): Promise<void> {
    const isKept = await Promise.resolve(reportIn(pdu, options.messageIds?.reported))
      .then((report) => report && listener(report))
      .then(
        () => true,
        () => false,
      )
    link.send(isKept ? pdu.response() : pdu.response({ command_status: TEMPORARY_ERROR }))
  }

  async function submit(link: SmppSession, { to }: Letter, part: ReturnType<typeof smsParts>[number]): Promise<string> {
    await turn()
    const source = /^\+?\d+$/.test(options.sender) ? INTERNATIONAL : NAMED
    const answer = await ask(link, 'submit_sm', {
      source_addr_ton: source.ton,
      source_addr_npi: source.npi,
      source_addr: options.sender.replace(/^\+/, ''),
      dest_addr_ton: INTERNATIONAL.ton,
      dest_addr_npi: INTERNATIONAL.npi,
      destination_addr: to.replace(/^\+/, ''),
      esm_class: part.hasHeader ? HAS_HEADER : 0,
      data_coding: CODING[part.coding],
      registered_delivery: 1,
      short_message: Buffer.from(part.bytes),
    })
    const { command_status: status, message_id: reference } = answer
    if (status !== 0)
      throw new Fault(`Expected the operator to take the SMS but its status was ${hex(status)}`, {
        retry: NEVER.has(status) ? 'never' : 'later',
      })
    return isReference(reference) ? plainId(reference, options.messageIds?.taken) : ''
  }

  return {
    async carry(letter): Promise<Carried> {
      const link = await session()
      const references: string[] = []
      // One after the other: an operator that takes the first and not the second is asked for all again, under the same number of the whole.
      for (const part of smsParts(letter.text, createHash('sha256').update(letter.messageId).digest()[0]!))
        references.push(await submit(link, letter, part))
      return { references: references.filter((each) => each !== ''), delivery: 'unknown' }
    },
    reportTo: (wanted) => {
      listener = wanted
    },
    async close() {
      isClosed = true
      const link = await (bound ?? Promise.resolve(null)).catch(() => null)
      if (link === null) return
      await ask(link, 'unbind', {}).catch(() => undefined)
      link.destroy()
    },
  }
}

function silent(what: string): Fault {
  return new Fault(`Expected the SMS operator ${what} but it was silent`, { retry: 'later' })
}

const hex = (status: number): string => `0x${status.toString(16).padStart(8, '0')}`

/** A turn for each part, not more often than so many a second. */
function turns(perSecond: number): () => Promise<void> {
  let nextMs = 0
  return async () => {
    const nowMs = performance.now()
    const atMs = Math.max(nowMs, nextMs)
    nextMs = atMs + 1_000 / perSecond
    if (atMs > nowMs) await sleep(atMs - nowMs)
  }
}

/** 5.2.12: bits 5-2 of `esm_class`, 0001: the message is the report of a delivery. */
const IS_REPORT = 0x04
const KINDS = 0x3c
/** 5.2.28, and appendix B for those that say it in the text alone. ENROUTE and ACCEPTED are no end. */
const ENDS: Readonly<Record<string, DeliveryReport['outcome']>> = {
  2: 'delivered',
  DELIVRD: 'delivered',
  3: 'undelivered',
  EXPIRED: 'undelivered',
  4: 'undelivered',
  DELETED: 'undelivered',
  5: 'undelivered',
  UNDELIV: 'undelivered',
  8: 'undelivered',
  REJECTD: 'undelivered',
}

/** 5.2.23: at most 64 characters that can be seen. What an operator names otherwise is no name: it could not be kept, and its report meets nothing. */
function isReference(id: string | undefined): id is string {
  return id !== undefined && /^[\x21-\x7e]{1,64}$/.test(id)
}

/** One number, however it is written: many operators answer in hexadecimal and report in decimal (5.2.23 leaves it to them). */
function plainId(id: string, notation: Notation | undefined): string {
  if (notation === 'decimal' && /^\d{1,64}$/.test(id)) return BigInt(id).toString()
  if (notation === 'hexadecimal' && /^[0-9a-f]{1,64}$/i.test(id)) return BigInt(`0x${id}`).toString()
  return id
}

/** What the operator reports; null where it is no report, or no end yet. */
function reportIn(pdu: SmppPdu, notation: Notation | undefined): DeliveryReport | null {
  if (((pdu.esm_class ?? 0) & KINDS) !== IS_REPORT) return null
  const { short_message: content } = pdu
  const message = Buffer.isBuffer(content) ? content : content?.message
  const text = Buffer.isBuffer(message) ? message.toString('latin1') : (message ?? '')
  const reference = pdu.receipted_message_id ?? /\bid:(\S+)/i.exec(text)?.[1]
  const state = String(pdu.message_state ?? /\bstat:(\w+)/i.exec(text)?.[1]?.toUpperCase() ?? '')
  const outcome = ENDS[state]
  if (!isReference(reference) || outcome === undefined) return null
  const error = /\berr:(\w+)/i.exec(text)?.[1]
  const reason =
    outcome === 'delivered'
      ? null
      : `Expected the SMS to be delivered but the operator reported ${state}${error === undefined ? '' : `, error ${error}`}`
  return { reference: plainId(reference, notation), outcome, reason }
}
