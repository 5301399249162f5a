// What a counter is to its pages: whose it is, who sits there, whom it asks, where its pages are.
import type { EarlierAtCounter, Registered, Submission, Waiting } from '@ruqsat/caseflow'
import type { LegalClock, Sql } from '@ruqsat/database'
import type { BIN, Instant, Language, LocalText, Refusal, Tiyn } from '@ruqsat/foundation'
import type { ClockTables, Edition } from '@ruqsat/law'
import type { PanelProps } from '@ruqsat/signing'
import { languageOf, localHref, redirectTo, type PageOptions } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Child } from 'hono/jsx'
import type { CounterAsker } from './ask.ts'
import type { CounterRegisters } from './registers.ts'
import type { CounterEmployee, OpenEntry } from './model.ts'

/** Where requests go from here. */
export interface CounterCases {
  /** Keeps a scan for the authority whose case it will be; a refusal also where it cannot be taken now. */
  storeAttachment(
    open: OpenEntry,
    file: { readonly authority: string; readonly sha256: string; readonly bytes: Uint8Array },
  ): Promise<Refusal | null>
  /** Why a request with these answers would certainly be refused for its earlier number; null where it would not. */
  earlierAtCounter(asked: EarlierAtCounter): Promise<Refusal | null>
  /** Registers what the employee has signed. Asked again with the same entry: the same number; waiting where no answer came. */
  register(open: OpenEntry, submission: Submission): Promise<Registered | Waiting | Refusal>
}

/** Payment by the number of a bank's receipt, as the payments system gives it. */
export interface CounterReceipts {
  readonly banks: readonly { readonly id: string; readonly name: LocalText }[]
  /** What the bank says of this number; a refusal where it knows none, it was used, or the bank is silent. */
  find(receipt: { readonly bank: string; readonly number: string }): Promise<CounterReceiptFound | Refusal>
  /** The receipt pays the fee of this entry, once. */
  pay(
    fee: {
      readonly authority: string
      readonly draftId: string
      readonly payee: LocalText
      readonly purpose: LocalText
      readonly amountTiyn: Tiyn
      readonly derivation: LocalText
      readonly returnRule: LocalText
      readonly payerName: string
      readonly payerBin: BIN | null
      readonly language: Language
    },
    receipt: { readonly bank: string; readonly number: string },
    by: { readonly id: string; readonly name: string },
  ): Promise<
    | {
        readonly kind: 'order'
        readonly orderId: string
        readonly amountTiyn: Tiyn
        readonly paidAt: Instant | null
        readonly reference: string | null
      }
    | Refusal
  >
  /** The entry of this id was given up: what it was paid with goes back. Asked again, and where nothing had paid, it changes nothing. */
  giveBack(draft: { readonly authority: string; readonly draftId: string }): Promise<unknown>
}

export type CounterReceiptFound = {
  readonly kind: 'deskPayment'
  readonly amountTiyn: Tiyn
  readonly paidAt: Instant
  readonly payer: string
  readonly purpose: string
}

/** One request of somebody who is signed in at a counter. */
export type CounterDesk = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly employee: CounterEmployee
  /** Of the address; unknown ones are answered with 404. */
  readonly entryId: string
  readonly sql: Sql
  /** The system whose table `counter_entry` it is. */
  readonly schema: string
  readonly legalClock: LegalClock
  readonly regulations: { edition(hash: string): Edition | null; readonly tables: ClockTables }
  /** Left out: nobody can be asked, and no entry goes on. */
  readonly registers?: CounterRegisters
  /** Left out: no number of a receipt is typed. */
  readonly receipts?: CounterReceipts
  readonly cases: CounterCases
  /** Who asks the registers for this entry, and in which role: it is written in their journals. */
  asker(open: OpenEntry): CounterAsker
  /** Without the language. */
  readonly paths: {
    readonly list: string
    readonly keys: string
    entry(id: string): string
    content(id: string): string
    sign(id: string): string
    /** Where the employee may open the case; left out where they may not. */
    case?(requestNumber: string): string
  }
  /** `list`: the name of the page that the entries are left for; `next`: the link to it after a registration. */
  readonly words: { readonly list: LocalText; readonly next: LocalText }
  send(options: PageOptions, body: Child): Promise<unknown>
  /** The page for an entry that is not there. */
  sendNo(refusal: Refusal, status: number): Promise<unknown>
  panel(): Promise<PanelProps>
  /** Runs `act` for the first post of a form; every later post of it gets the first one's answer. */
  answeredOnce<A extends Registered | Waiting | Refusal>(token: string, act: () => Promise<A>): Promise<A>
}

export function hrefOf({ request }: Pick<CounterDesk, 'request'>, path: string): string {
  return localHref(languageOf(request), path)
}

export function goTo(desk: CounterDesk, path: string): unknown {
  return redirectTo(desk.reply, hrefOf(desk, path))
}
