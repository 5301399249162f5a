// A room for drafts alone: real database, real package, and neighbours that answer as the test sets them and fail by name.
import { sectionsFor } from '@ruqsat/documents'
import { createHash, hash, randomUUID } from 'node:crypto'
import type { CaseHost, Registered, Submission, Waiting } from '@ruqsat/caseflow'
import { migrate, openLegalClock, type Database, type LegalClock } from '@ruqsat/database'
import { openTestDatabase, standingTechnicalClock, type StandingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import {
  isRefusal,
  type Instant,
  type LocalText,
  type Refusal,
  orFault,
  parseIIN,
  parseMobileNumber,
  parseMailAddress,
  type IIN,
  wordsOf,
} from '@ruqsat/foundation'
import type { ClosedPart, Edition, Offer, Regulation } from '@ruqsat/law'
import type { Order, OrderRequest, OrderStatus, Payments } from '@ruqsat/payments/contract'
import { openActs } from '@ruqsat/regulations/testing'
import type { SignatureFaultReason, SignatureVerdict, SignerInfo, Trust } from '@ruqsat/trust/contract'
import { insertPerson } from '../../registration/people/store.ts'
import type { DraftDeps, PersonMessage, OpenDraft } from './model.ts'
import { openDraft, startDraft } from './drafts.ts'
import { attach, confirmForm, saveSection } from './filling.ts'
import { slotsFor } from './frozen.ts'
import { askForRefunds } from './refunds.ts'
import { goOnWithWaiting } from './retries.ts'
import type { Person } from '../../registration/people/person.ts'
import { orderPayment, paymentReceiver } from './payment.ts'
import { bytesToSign } from './signing.ts'
import { PDF } from '@ruqsat/lawpages/testing'
// The neighbours are doubles; the words of their refusals are their own.
import '@ruqsat/licensing'
import '@ruqsat/payments'
import '@ruqsat/trust'
import { goodValue } from './testing-samples.ts'
import { offersDouble } from './testing-offers.ts'
import { packagesDouble } from './testing-packages.ts'
import { registersDouble, type RegistersSay } from './testing-registers.ts'

export { goodValue, PDF }

export const HEAD_NAME = 'Әбілов Дәурен Серікұлы'

export const START = '2014-10-01T04:30:00.000Z'

/** Before the work (nothing of it is kept) or after it (all of it is, and nobody was informed). */
export type FailMode = 'failAndNotPersist' | 'failButPersist'

/** Every point at which a process can die, by name and in the order in which it was passed. */
export class Faults {
  readonly passed: string[] = []
  #armed: { readonly point: string; readonly mode: FailMode } | null = null
  #counts = new Map<string, number>()

  arm(point: string, mode: FailMode): void {
    this.forget()
    this.#armed = { point, mode }
  }

  /** Forgets what was armed and counts from one again. */
  forget(): void {
    this.#armed = null
    this.passed.length = 0
    this.#counts.clear()
  }

  async at<T>(name: string, work: () => Promise<T>): Promise<T> {
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    const point = `${name} ${count}`
    this.passed.push(point)
    const armed = this.#armed
    if (armed?.point !== point) return work()
    this.#armed = null
    if (armed.mode === 'failButPersist') await work()
    throw new Error(`killed at ${point} (${armed.mode})`)
  }
}

const TEXT: LocalText = { kk: 'Сынақ', ru: 'Проверка', en: 'A test' }
/** A refusal of another room, whose words that room has entered. */
export const testRefusal = (code: string): Refusal => ({ kind: 'refusal', code })

export type HostDouble = CaseHost & {
  readonly registered: Map<string, { readonly submission: Submission; readonly answer: Registered }>
  readonly stored: Map<string, Uint8Array>
  refusal: Refusal | Waiting | null
  /** Awaited before a registration is answered: lets a test hold it. */
  gate: Promise<void>
}

const notAsked = (name: string) => async (): Promise<never> => {
  throw new Error(`Expected no call of ${name} in this test but there was one`)
}

export function hostDouble(faults: Faults, now: () => Promise<Instant>): HostDouble {
  const host: HostDouble = {
    registered: new Map(),
    stored: new Map(),
    refusal: null,
    gate: Promise.resolve(),
    storeAttachment: ({ sha256, bytes }) =>
      faults.at('host.storeAttachment', async () => {
        if (hash('sha256', bytes) !== sha256) return testRefusal('licensing.attachment-digest-wrong')
        host.stored.set(sha256, bytes)
        return null
      }),
    register: (submission) =>
      faults.at('host.register', async () => {
        await host.gate
        const known = host.registered.get(submission.idempotencyKey)
        if (known !== undefined) return known.answer
        if (host.refusal !== null) return host.refusal
        if (!submission.attachments.every((each) => host.stored.has(each.sha256))) return testRefusal('licensing.attachment-missing')
        const at = await now()
        const requestNumber = `T-${host.registered.size + 1}`
        const answer = { kind: 'registered', caseId: randomUUID(), requestNumber, registeredAt: at } as unknown as Registered
        host.registered.set(submission.idempotencyKey, { submission, answer })
        return answer
      }),
    registerAtCounter: notAsked('registerAtCounter'),
    earlierAtCounter: notAsked('earlierAtCounter'),
    numberForProceedings: notAsked('numberForProceedings'),
    openProceedings: notAsked('openProceedings'),
    listTasks: notAsked('listTasks'),
    listTasksOfAuthority: notAsked('listTasksOfAuthority'),
    officersWithWork: notAsked('officersWithWork'),
    loadOfAuthority: notAsked('loadOfAuthority'),
    listIncidents: notAsked('listIncidents'),
    settleIncident: notAsked('settleIncident'),
    readCase: notAsked('readCase'),
    findByNumber: notAsked('findByNumber'),
    listForApplicant: async () => [],
    act: notAsked('act'),
    prepareResult: notAsked('prepareResult'),
    signResult: notAsked('signResult'),
    answerHearing: notAsked('answerHearing'),
    askOralHearing: notAsked('askOralHearing'),
    listWaiting: notAsked('listWaiting'),
    correct: notAsked('correct'),
    withdraw: notAsked('withdraw'),
    readDocument: notAsked('readDocument'),
    readAttachment: notAsked('readAttachment'),
  }
  return host
}

export type PaymentsDouble = Payments & {
  readonly orders: Map<string, Order>
  readonly asked: OrderRequest[]
  /** What the gateway says of this draft's order from now on. */
  say(draftId: string, status: OrderStatus, paidAt?: Instant): Order
  /** Another order of this draft that somebody paid too; its id. */
  stray(draftId: string): string
  /** Whether a bank takes payments; true until a test says otherwise. */
  isBound: boolean
}

export function paymentsDouble(faults: Faults): PaymentsDouble {
  const orders = new Map<string, Order>()
  const asked: OrderRequest[] = []
  const byId = new Map<string, Order>()
  const find = (orderId: string) => byId.get(orderId) ?? testRefusal('order-not-found')
  const keep = (order: Order): Order => {
    byId.set(order.orderId, order)
    if (orders.get(order.draftId)?.orderId === order.orderId) orders.set(order.draftId, order)
    return order
  }
  const double: PaymentsDouble = {
    orders,
    asked,
    isBound: true,
    takesPayments: () => double.isBound,
    createOrder: (request) =>
      faults.at('payments.createOrder', async () => {
        asked.push(request)
        const known = orders.get(request.draftId)
        const isSame = known?.amountTiyn === request.amountTiyn && known.status !== 'refunded'
        if (known !== undefined && (known.status === 'paid' || isSame)) return known
        const orderId = randomUUID()
        const { draftId, amountTiyn } = request
        const empty = {
          receiptUrl: null,
          paidAt: null,
          reference: null,
          declineReason: null,
          notice: null,
          overpaidTiyn: 0,
          countedTiyn: 0,
          refunds: [],
        } as const
        const order: Order = { kind: 'order', orderId, draftId, status: 'created', amountTiyn, payUrl: `/kk/pay/${orderId}`, ...empty }
        orders.set(draftId, order)
        byId.set(orderId, order)
        return order
      }),
    requestRefund: (orderId, why) =>
      faults.at('payments.requestRefund', async () => {
        const before = find(orderId)
        if (isRefusal(before) || before.status === 'refunded') return before
        const { amountTiyn, reference } = before
        const refund = { refundId: randomUUID(), why, status: 'requested', amountTiyn, paymentReference: reference ?? '' } as const
        const empty = { requestedAt: START, endedAt: null, reference: null, declineReason: null } as const
        return keep({ ...before, status: 'refunded', refunds: [{ ...refund, ...empty }] })
      }),
    retryRefunds: async (orderId) => find(orderId),
    readOrder: (orderId) => faults.at('payments.readOrder', async () => find(orderId)),
    refreshOrder: (orderId) => faults.at('payments.refreshOrder', async () => find(orderId)),
    stray(draftId) {
      const order = { ...orders.get(draftId)!, orderId: randomUUID(), status: 'paid' } as const
      byId.set(order.orderId, order)
      return order.orderId
    },
    say(draftId, status, paidAt = START) {
      const before = orders.get(draftId)!
      const paid = status === 'paid' ? { paidAt, reference: `R-${before.orderId.slice(0, 8)}` } : {}
      const order: Order = { ...before, status, ...paid, declineReason: status === 'declined' ? TEXT : null }
      return keep(order)
    },
  }
  return double
}

export type TrustDouble = Pick<Trust, 'verifyDetached'> & { says: 'valid' | 'waiting' | SignatureFaultReason; readonly asked: Instant[] }

/** A "signature" in these tests is the digest of what it is over; another content is found out as in life. */
export const signatureOver = (content: Uint8Array): Uint8Array => createHash('sha256').update(content).digest()

export function trustDouble(faults: Faults): TrustDouble {
  const double: TrustDouble = {
    says: 'valid',
    asked: [],
    verifyDetached: ({ cms, content, at }) =>
      faults.at('trust.verifyDetached', async () => {
        double.asked.push(at)
        if (double.says === 'waiting')
          return { kind: 'waiting', finding: { code: 'revocation-silent' as const }, reason: 'ocsp down', text: TEXT }
        const isChanged = Buffer.compare(Buffer.from(cms), Buffer.from(signatureOver(content))) !== 0
        const reason = isChanged ? 'changed-content' : double.says
        if (reason !== 'valid')
          return {
            kind: 'refused',
            reason,
            finding: { code: 'digest-differs' as const },
            detail: reason,
            refusal: testRefusal(`trust.signature-${reason}`),
          }
        const evidence = { at, signingTime: null, contentSha256: null, chain: [], revocation: [] }
        return { kind: 'valid', signer: { certificateSha256: 'aa'.repeat(32) } as SignerInfo, evidence } satisfies SignatureVerdict
      }),
  }
  return double
}

/** A pool whose queries and transactions can be cut off: `query 3` is the third read, `commit 2` the second transaction. */
function failingDatabase(database: Database, faults: Faults): Database {
  const sql = new Proxy(database.sql, {
    apply(target, self, args: unknown[]) {
      const isQuery = Array.isArray(args[0]) && 'raw' in args[0]
      const run = () => Reflect.apply(target as never, self, args) as unknown
      return isQuery ? faults.at('query', async () => run()) : run()
    },
    get(target, name, receiver) {
      if (name !== 'begin') return Reflect.get(target, name, receiver) as unknown
      return (work: never) => faults.at('commit', async () => target.begin(work))
    },
  })
  return { ...database, sql }
}

export type DraftRoom = RegistersSay & {
  readonly deps: DraftDeps
  /** The same, for a test's own questions: never cut off. */
  readonly database: TestDatabase
  readonly legalClock: LegalClock
  readonly technicalClock: StandingTechnicalClock
  readonly faults: Faults
  readonly host: HostDouble
  readonly payments: PaymentsDouble
  readonly trust: TrustDouble
  readonly told: (PersonMessage & { readonly accountId: string })[]
  readonly warned: string[]
  readonly edition: Edition
  /** Offers another edition from now on; null withdraws the service. */
  offer(edition: Edition | null): void
  /** A part of it is closed from then on. */
  closePart(part: ClosedPart): void
  /** Lets another edition follow at this instant; answers with what is on offer when. */
  follow(edition: Edition, from: Instant): readonly Offer[]
  addPerson(change?: Partial<Person>): Promise<Person>
  /** What is known of a person from now on. */
  replace(person: Person): void
  close(): Promise<void>
}

export async function openDraftRoom(trust?: (faults: Faults) => Pick<Trust, 'verifyDetached'>): Promise<DraftRoom> {
  const database = await openTestDatabase('drafts', { maxConnections: 8 })
  await migrate(database, { schema: 'portal', folder: new URL('../../store/migrations/', import.meta.url) })
  const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: START })
  const technicalClock = standingTechnicalClock('2026-01-05T06:00:00.000Z')
  const regulations = await openActs()
  const edition = regulations.editions.find(({ regulation }) => regulation.id === 'grain')!
  const faults = new Faults()
  const [host, payments, double] = [hostDouble(faults, () => legalClock.now()), paymentsDouble(faults), trustDouble(faults)]
  const { deps: offered, ...offering } = offersDouble(edition, () => legalClock.now())
  const people = new Map<string, Person>()
  const told: DraftRoom['told'] = []
  const warned: string[] = []
  const room: RegistersSay = { registersAnswer: true, says: {} }
  const deps: DraftDeps = {
    database: failingDatabase(database, faults),
    legalClock,
    technicalClock,
    tables: regulations.tables,
    ...offered,
    trust: trust?.(faults) ?? double,
    confirming: null,
    payments,
    registers: registersDouble(faults, room, HEAD_NAME),
    publicRegister: { earlier: async () => null },
    hosts: { [edition.regulation.host]: host },
    packages: packagesDouble(host),
    channels: ['portal'],
    tell: (person, message) =>
      faults.at('tell', async () => {
        if (!told.some((each) => each.key === message.key)) told.push({ ...message, accountId: person.accountId })
      }),
    personOfIin: async (iin) => [...people.values()].find((each) => each.iin === iin && each.bin === null) ?? null,
    personOf: async (accountId) => people.get(accountId) ?? null,
    peopleOfFirm: async (bin) => [...people.values()].filter((each) => each.bin === bin),
    origin: 'http://localhost',
    warn: (message) => void warned.push(message),
  }
  const own = { deps, database, legalClock, technicalClock, faults, host, payments, trust: double, told, warned, edition }
  return Object.assign(room, own, offering, {
    async addPerson(change: Partial<Person> = {}) {
      const person: Person = { ...INDIVIDUAL, accountId: randomUUID(), iin: freshIin(people.size), ...change }
      await insertPerson(database.sql, person, null)
      people.set(person.accountId, person)
      return person
    },
    replace: (person: Person) => void people.set(person.accountId, person),
    close: () => database.drop(),
  })
}

/** Everything in the background that is due now. */
export async function doWhatIsDue(deps: DraftDeps): Promise<void> {
  while ((await askForRefunds(deps)) > 0);
  while ((await goOnWithWaiting(deps)) > 0);
}

/** Fictional, with a right check digit. */
export const INDIVIDUAL: Omit<Person, 'accountId'> = {
  iin: orFault(parseIIN('850412400012')),
  bin: null,
  kind: 'individual',
  name: 'Сағындықова Әйгерім Қайратқызы',
  organisation: null,
  maySign: true,
  address: 'Ақтөбе қ., Тәуелсіздік д., 7',
  phone: orFault(parseMobileNumber('+77011234567')),
  email: orFault(parseMailAddress('aigerim@example.kz')),
  language: 'kk',
  registeredAt: START,
  certificateSha256: 'aa'.repeat(32),
  standing: 'current',
}

/** IINs of fictional people, one after another, each with its right check digit. */
function freshIin(number: number): IIN {
  for (let ending = number * 20; ; ending += 1) {
    const iin = parseIIN(`9001013${String(ending).padStart(5, '0')}`)
    if (!isRefusal(iin)) return iin
  }
}

/** Another edition of the same act: the given change, and a hash of its own. */
export function editionLike(edition: Edition, name: string, change: (regulation: Regulation) => Regulation = (same) => same): Edition {
  return { regulation: change(structuredClone(edition.regulation) as Regulation), hash: hash('sha256', name) }
}

export function must<T>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Error(`${value.code}: ${wordsOf(value).text.en}`)
  return value
}

export async function reopen(room: DraftRoom, open: OpenDraft, person: Person): Promise<OpenDraft> {
  return must(await openDraft(room.deps, open.draft.id, person))
}

export async function begin(room: DraftRoom, person: Person, id: string = randomUUID()): Promise<OpenDraft> {
  const { regulation } = room.edition
  const variant = regulation.variants.find((each) => each.offered)!
  return must(await startDraft(room.deps, person, { id, regulation: regulation.id, variant: variant.id, view: 'portal', language: 'kk' }))
}

/** Types everything, attaches everything, ticks everything; the draft is then past its form. */
export async function fillAll(
  room: DraftRoom,
  person: Person,
  open: OpenDraft,
  answers: Readonly<Record<string, string>> = {},
): Promise<OpenDraft> {
  for (const section of sectionsFor(open.variant.form, person.kind)) {
    const typed = Object.fromEntries(section.fields.map((field) => [field.id, answers[field.id] ?? goodValue(field)]))
    must(await saveSection(room.deps, open, person, section.id, typed))
  }
  for (const slot of slotsFor(open, person)) {
    if (slot.required) await attachTo(room, person, open, slot.id)
  }
  const faults = must(await confirmForm(room.deps, await reopen(room, open, person), person, statementsOf(open), 'kk'))
  if (faults.length > 0) throw new Error(faults.map((each) => `${each.refusal.field}: ${each.refusal.code}`).join(', '))
  return reopen(room, open, person)
}

export const statementsOf = (open: OpenDraft): readonly string[] => open.variant.form.statements.map((each) => each.id)

export async function attachTo(room: DraftRoom, person: Person, open: OpenDraft, slot: string, name = slot): Promise<void> {
  const bytes = PDF(name)
  const file = { slot, name: `${name}.pdf`, mediaType: 'application/pdf', bytes, sha256: hash('sha256', bytes) } as const
  must(await attach(room.deps, await reopen(room, open, person), person, file))
}

/** From a completed form to the signing step: ordered, paid at the gateway, and the fact delivered. */
export async function payFor(room: DraftRoom, person: Person, open: OpenDraft): Promise<OpenDraft> {
  must(await orderPayment(room.deps, open, person, { requirementsRead: true, seenTiyn: null }))
  await deliver(room, open, 'fact-1')
  return reopen(room, open, person)
}

/** The gateway's message of a payment, as its outbox sends it. */
export async function deliver(room: DraftRoom, open: OpenDraft, factName: string): Promise<void> {
  const order = room.payments.say(open.draft.id, 'paid')
  const { orderId, draftId, amountTiyn } = order
  const fact = { orderId, draftId, amountTiyn, paidAt: order.paidAt!, reference: order.reference! }
  await paymentReceiver(room.deps).paymentArrived({ ...fact, factId: `${draftId}:${factName}` })
}

/** A draft that only waits for its signature, and the signature. */
export async function readyToSign(room: DraftRoom, person: Person): Promise<{ readonly open: OpenDraft; readonly cms: Uint8Array }> {
  const open = await payFor(room, person, await fillAll(room, person, await begin(room, person)))
  const frozen = must(await bytesToSign(room.deps, open, person))
  return { open: await reopen(room, open, person), cms: signatureOver(frozen.bytes) }
}
