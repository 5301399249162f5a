import type { BIN, Instant, Language, LocalText, Refusal, Tiyn } from '@ruqsat/foundation'

/** IS-PAYMENT: orders, facts of payment, bank adapters. The payer meets the gateway's own page, then the bank's on another site. */
export interface Payments {
  /** Whether a bank takes new payments here; where none does, nobody is let into a service whose fee they would have to pay. */
  takesPayments(): boolean
  /**
   * One order per `draftId`: asked again it gives the same order, as long as the sum is the same; an unpaid order whose sum changed is replaced.
   * A paid order is given back as it is, whatever sum is asked for: the fee follows the table of the day of payment.
   */
  createOrder(order: OrderRequest): Promise<Order | Refusal>
  readOrder(orderId: string): Promise<Order | Refusal>
  /** Asks the bank now (a late or lost confirmation). An outage is the order's `unknown` state, never "not paid". */
  refreshOrder(orderId: string): Promise<Order | Refusal>
  /**
   * The payment of an order goes back to the payer. Durable and once, however often it is asked; from then on the order is `refunded` and
   * does not count as paid. `percent`: so many of a hundred parts of each of its payments, to the nearest tiyn; left out: all. Where nothing was
   * paid nothing changes. The bank is asked by itself, until it answers.
   */
  requestRefund(orderId: string, why: AskedRefundWhy, percent?: number): Promise<Order | Refusal>
  /** Tries again what the bank declined to return. */
  retryRefunds(orderId: string): Promise<Order | Refusal>
}

export type OrderRequest = {
  /** Id of the authority whose service is paid for. */
  readonly authority: string
  readonly draftId: string
  /** Who receives the money and what for, in words the payer sees. */
  readonly payee: LocalText
  readonly purpose: LocalText
  readonly amountTiyn: Tiyn
  /** How the sum was found: shown on the gateway's page. */
  readonly derivation: LocalText
  /** When the fee is returned and when it is not, in the act's words: shown before anybody pays. */
  readonly returnRule: LocalText
  readonly payerName: string
  /** Of the firm that pays; null or absent for a person. */
  readonly payerBin?: BIN | null
  readonly language: Language
  /** Where the payer returns to: an address of the portal. */
  readonly returnUrl: string
}

export const ORDER_STATUSES = ['created', 'paying', 'partlyPaid', 'paid', 'declined', 'abandoned', 'unknown', 'refunded'] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

export type Order = {
  readonly kind: 'order'
  readonly orderId: string
  readonly draftId: string
  readonly status: OrderStatus
  readonly amountTiyn: Tiyn
  readonly paidAt: Instant | null
  /** The bank's reference of the payment. */
  readonly reference: string | null
  /** Where to send the payer to pay (the gateway's own page). */
  readonly payUrl: string
  /** Where the sealed receipt of the payment is; null while nothing was paid, and where receipts are not sealed here. */
  readonly receiptUrl: string | null
  readonly declineReason: LocalText | null
  /** What the payer must know besides the status: another sum was taken, or the fee was paid twice. Null where all is in order. */
  readonly notice: LocalText | null
  /** Paid over or a second time and not yet returned. */
  readonly overpaidTiyn: Tiyn
  /** What has come and counts: less than the sum where the rest is waited for, 0 where nothing came or all went back. */
  readonly countedTiyn: Tiyn
  /** Money of this order that goes or went back, oldest first. */
  readonly refunds: readonly Refund[]
}

/** Whose orders a program may see: those that a firm pays, or those for the services of an authority. */
export type OrderOwner = { readonly bin: BIN } | { readonly authority: string }

/** Orders as a list, for programs of their owner. No payer is named. */
export interface PaymentOrders {
  /** The newest first; `after` is the `next` of the page before. Null where `after` is none. */
  list(owner: OrderOwner, page: OrderListQuery): Promise<OrderPage | null>
  /** One order of this owner; an order of somebody else is not found. */
  read(owner: OrderOwner, orderId: string): Promise<ListedOrder | Refusal>
}

export type OrderListQuery = { readonly limit: number; readonly after?: string | undefined; readonly status?: OrderStatus | undefined }
export type OrderPage = { readonly orders: readonly ListedOrder[]; readonly next: string | null }
export type ListedOrder = Order & {
  readonly authority: string
  readonly purpose: LocalText
  /** Technical time. */
  readonly createdAt: Instant
}

/** Changes of orders and refunds for one reader: what is not reported as taken comes again, what commits late comes late. */
export interface PaymentNews {
  read(limit: number): Promise<readonly NewsOfPayment[]>
  taken(news: readonly Pick<NewsOfPayment, 'place'>[]): Promise<void>
}

export type NewsOfPayment = {
  readonly place: number
  /** The same whenever it is read. */
  readonly key: string
  readonly authority: string
  /** Of the firm that pays; null for a person. */
  readonly bin: BIN | null
  /** Legal time. */
  readonly at: Instant
  readonly orderId: string
  /** Null: it is the order itself that changed. */
  readonly refundId: string | null
  readonly state: string
}

/** Why it is asked for: given up in time, paid for what had another payment, an answer with which nothing is owed, a request that was not accepted. */
export type AskedRefundWhy = 'withdrawn' | 'notOwed' | 'exempt' | 'notAccepted'

/** Why money goes back: asked for, or seen here: paid over or twice, another sum than was asked, or a part whose rest did not come. */
export const REFUND_WHYS = ['withdrawn', 'notOwed', 'exempt', 'notAccepted', 'overpaid', 'otherSum', 'partOnly'] as const
export type RefundWhy = (typeof REFUND_WHYS)[number]

export type Refund = {
  readonly refundId: string
  readonly why: RefundWhy
  readonly status: 'requested' | 'sent' | 'returned' | 'declined'
  readonly amountTiyn: Tiyn
  /** The bank's reference of the payment that goes back. */
  readonly paymentReference: string
  /** Legal time. */
  readonly requestedAt: Instant
  readonly endedAt: Instant | null
  /** The bank's reference of the return. */
  readonly reference: string | null
  readonly declineReason: LocalText | null
}

/** How a refund, or one try of it, ended. Sent as payments are: at least once, the same `factId` for the same end. */
export type RefundFact = {
  readonly factId: string
  readonly orderId: string
  readonly draftId: string
  readonly why: RefundWhy
  readonly amountTiyn: Tiyn
  readonly status: 'returned' | 'declined'
  readonly reference: string | null
  /** Legal time. */
  readonly at: Instant
}

/** The fact of payment, sent to the system that ordered it through the outbox: at least once, same `factId` for the same fact. */
export type PaymentFact = {
  readonly factId: string
  readonly orderId: string
  readonly draftId: string
  readonly amountTiyn: Tiyn
  readonly paidAt: Instant
  readonly reference: string
}

/** What the ordering system offers in return. Answers only after the fact is durable on its side. */
export interface PaymentFactReceiver {
  paymentArrived(fact: PaymentFact): Promise<void>
  refundEnded(fact: RefundFact): Promise<void>
}

/** What a statement of a bank and our own rows do not agree about. */
export const DIFFERENCE_KINDS = ['notOurs', 'notAtBank', 'otherSum', 'otherPurpose', 'twice'] as const
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]

/**
 * One difference. `notOurs`: the bank booked what belongs to no order or refund of ours; `notAtBank`: we have it, the statement of its day
 * does not; `otherSum`, `otherPurpose`: both have it and differ; `twice`: one number of the bank more than once.
 */
export type PaymentDifference = {
  /** Whose money it is; `UNKNOWN_AUTHORITY` of money of no order. */
  readonly authority: string
  readonly differenceId: string
  readonly kind: DifferenceKind
  readonly state: 'open' | 'owned' | 'resolved'
  readonly bank: string
  readonly direction: 'in' | 'out'
  /** The bank's own number. */
  readonly reference: string
  readonly orderId: string | null
  readonly payerName: string | null
  /** The statement in which it was found, and the line in it. */
  readonly fileName: string
  readonly line: number | null
  readonly ourTiyn: Tiyn | null
  readonly bankTiyn: Tiyn | null
  readonly currency: string
  /** By the bank's clock. */
  readonly bookedAt: Instant
  /** As the bank has them; empty where it has none. */
  readonly purpose: string
  readonly party: string
  /** Legal time. */
  readonly foundAt: Instant
  readonly owner: DifferenceOwner | null
  readonly resolvedAt: Instant | null
  /** What was done about it, in the words of the person who did it. */
  readonly resolution: string | null
}

/** Who has a difference; `system` where a later statement ended it. */
export type DifferenceOwner = { readonly id: string; readonly name: string }

/** A statement file that was looked at: read whole, or rejected with each fault and its line, and then nothing of it was taken. */
export type StatementSeen = {
  readonly bank: string
  readonly fileName: string
  readonly state: 'read' | 'rejected'
  readonly from: Instant | null
  readonly to: Instant | null
  readonly movements: number
  readonly recovered: number
  readonly differences: number
  readonly faults: readonly { readonly line: number | null; readonly text: LocalText }[]
  /** Legal time. */
  readonly readAt: Instant
}

/** What this room writes down of what happens to orders and money (README.md lists them). */
export const PAYMENT_EVENT_KINDS = [
  'orderCreated',
  'orderReplaced',
  'wayOpened',
  'moneyRecorded',
  'stateChanged',
  'partsReturned',
  'refundRequested',
  'refundEnded',
  'settled',
  'statementRead',
  'differenceFound',
  'differenceTaken',
  'differenceReleased',
  'differenceResolved',
] as const
export type PaymentEventKind = (typeof PAYMENT_EVENT_KINDS)[number]

/** An event as heads see it. */
export type PaymentEventSeen = {
  readonly eventId: string
  /** Legal time. */
  readonly at: Instant
  readonly kind: PaymentEventKind
  /** `payer`, `bank:<id>`, `system`, `command`, or the id of a member of staff. */
  readonly actor: string
  readonly orderId: string | null
  readonly payerName: string | null
  readonly facts: Readonly<Record<string, string | number | boolean | null>>
}

/** For the people who answer for the money of an authority; differences of nobody's money are shown to each. */
export interface PaymentDifferences {
  list(authority: string, which: { readonly isResolved: boolean; readonly limit: number }): Promise<readonly PaymentDifference[]>
  /** It is this person's from now on; of another person's too: the event says from whom. */
  take(authority: string, differenceId: string, by: DifferenceOwner): Promise<Refusal | null>
  release(authority: string, differenceId: string, by: DifferenceOwner): Promise<Refusal | null>
  /** Ends it, for ever. Money of no order that it is about counts as settled with the same words. */
  resolve(authority: string, differenceId: string, by: DifferenceOwner, resolution: string): Promise<Refusal | null>
  /** The newest first. */
  statements(limit: number): Promise<readonly StatementSeen[]>
  /** A sentence for each bank whose daily statement has not come. */
  lateStatements(): Promise<readonly LocalText[]>
  /** What happened to the money of the authority, and to money that is nobody's yet; the newest first. */
  events(authority: string, limit: number): Promise<readonly PaymentEventSeen[]>
}

/** The number that a bank printed on a payer's receipt. */
export type ReceiptNumber = { readonly bank: string; readonly number: string }

/** What a bank says of a receipt that somebody brought: shown to the employee, who sees whether it is this applicant's and for this fee. */
export type DeskPayment = ReceiptNumber & {
  readonly kind: 'deskPayment'
  readonly amountTiyn: Tiyn
  /** Legal time: the fee is that of this day. */
  readonly paidAt: Instant
  /** As the bank has them; empty where it repeats none. */
  readonly payer: string
  readonly purpose: string
}

/** Payment by the number of a receipt, at a desk where people come with papers. */
export interface DeskPayments {
  readonly banks: readonly { readonly id: string; readonly name: LocalText }[]
  /** Asks the bank. Refusals say what to do: an unknown number, one that was used, a silent bank. */
  find(receipt: ReceiptNumber): Promise<DeskPayment | Refusal>
  /** The receipt pays the order of this draft, once: no other order can have its number. What is over goes back; less than the fee pays nothing. */
  pay(order: Omit<OrderRequest, 'returnUrl'>, receipt: ReceiptNumber, by: DifferenceOwner): Promise<Order | Refusal>
  /** The draft was given up before it was registered: what it was paid with goes back to the payer; null where nothing was ordered for it. */
  giveBack(draft: Pick<OrderRequest, 'authority' | 'draftId'>): Promise<Order | null | Refusal>
}
