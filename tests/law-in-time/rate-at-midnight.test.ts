// A rate that changes at legal midnight, and an index that changes at New Year: the whole way from the draft over the payment to the register of
// requests, in one real database. Nobody restarts anything; the law's clock goes on.
import { isRefusal } from '@ruqsat/foundation'
import { editionOf, type Edition, type Offer, type Regulation } from '@ruqsat/law'
import { startLicensing, type LicensingRoom } from '@ruqsat/licensing'
import { openActs } from '@ruqsat/regulations/testing'
import { afterEach, expect, test } from 'vitest'
import { orderPayment, paymentReceiver } from '../../systems/portal/application/drafts/payment.ts'
import { bytesToSign, submitSignature } from '../../systems/portal/application/drafts/signing.ts'
import {
  begin,
  fillAll,
  must,
  openDraftRoom,
  reopen,
  signatureOver,
  type DraftRoom,
} from '../../systems/portal/application/drafts/testing.ts'
import type { OpenDraft } from '../../systems/portal/application/drafts/model.ts'
import type { Person } from '../../systems/portal/registration/people/person.ts'

const { editions, tables } = await openActs()
const OLD = editions.find(({ regulation }) => regulation.id === 'grain')!
const RATE = OLD.regulation.variants[0]!.fee!.mciRate
const NEW = withRate(OLD.regulation, RATE + 2)
/** Midnight of 2 October 2014 at the authority's place; the house opens on the morning of the day before. */
const MIDNIGHT = '2014-10-01T19:00:00.000Z'
const MCI = { 2014: 185_200, 2015: 198_200 }

function withRate(regulation: Regulation, mciRate: number): Edition {
  return editionOf({ ...regulation, variants: regulation.variants.map((each) => ({ ...each, fee: each.fee && { ...each.fee, mciRate } })) })
}

type Town = { readonly room: DraftRoom; readonly licensing: LicensingRoom }
let town: Town
afterEach(async () => {
  await town.licensing.stop()
  await town.room.close()
})

async function openTown(plan: (room: DraftRoom) => readonly Offer[]): Promise<Town> {
  const room = await openDraftRoom()
  const known = [OLD, NEW]
  const licensing = await startLicensing({
    ...{ database: room.database, legalClock: room.legalClock, technicalClock: room.technicalClock, payments: room.payments },
    regulations: { editions: known, edition: (hash) => known.find((each) => each.hash === hash) ?? null, template: () => '', tables },
    offers: plan(room),
    trust: room.trust as never,
    messaging: { send: async () => undefined },
    typesetting: {} as never,
    staff: async () => null,
    registerSecret: Buffer.alloc(32, 5),
    publicOrigin: 'http://localhost:8080',
    sandbox: true,
  })
  Object.assign(room.deps.hosts, { licensing: licensing.host })
  return { room, licensing }
}

const orderFor = async (open: OpenDraft, person: Person) => {
  const order = must(await orderPayment(town.room.deps, open, person, { requirementsRead: true, seenTiyn: null }))
  if (order === null) throw new Error('Expected an order but the draft had gone on')
  return order
}

/** The bank takes the money now, or took it at `taken`, and its word arrives. */
async function pay(open: OpenDraft, person: Person, taken?: string): Promise<OpenDraft> {
  const { room } = town
  const { orderId, draftId, amountTiyn, paidAt, reference } = room.payments.say(
    open.draft.id,
    'paid',
    taken ?? (await room.legalClock.now()),
  )
  const fact = { orderId, draftId, amountTiyn, paidAt: paidAt!, reference: reference! }
  await paymentReceiver(room.deps).paymentArrived({ ...fact, factId: orderId })
  return reopen(room, open, person)
}

/** Signs and registers; answers with the case as its host keeps it. */
async function register(open: OpenDraft, person: Person) {
  const { room, licensing } = town
  const frozen = must(await bytesToSign(room.deps, open, person))
  expect(await submitSignature(room.deps, await reopen(room, open, person), person, signatureOver(frozen.bytes))).toEqual({
    kind: 'registered',
  })
  const { draft } = await reopen(room, open, person)
  return (await licensing.caseflow.read(draft.registered!.caseId))!.state
}

const filled = async () => {
  const person = await town.room.addPerson()
  return { person, open: await fillAll(town.room, person, await begin(town.room, person)) }
}

test('a payment on each side of the midnight is registered after it; one that was ordered before and paid after goes back', async () => {
  town = await openTown((room) => room.follow(NEW, MIDNIGHT))
  const { room } = town
  const [done, paid, waits, late, slow] = [await filled(), await filled(), await filled(), await filled(), await filled()]
  for (const { open, person } of [done, paid, late, slow]) expect((await orderFor(open, person)).amountTiyn).toBe(RATE * MCI[2014])
  const before = await register(await pay(done.open, done.person), done.person)
  await pay(paid.open, paid.person)
  const beforeMidnight = await room.legalClock.now()

  await room.legalClock.advance(MIDNIGHT, 'test')

  // Paid at the old rate: the draft follows the new edition, the payment counts.
  const followed = await reopen(room, paid.open, paid.person)
  expect([followed.edition.hash, followed.step.action, followed.marks.at(-1)!.facts['why']]).toEqual([NEW.hash, 'fill', 'editionChanged'])
  const after = await register(await fillAll(room, paid.person, followed), paid.person)
  expect(after.opening).toMatchObject({ editionHash: NEW.hash, payment: { amountTiyn: RATE * MCI[2014] } })

  // Paid before, and the bank's word of it comes after: the day of payment decides, not that of the word.
  const told = await fillAll(room, slow.person, await pay(slow.open, slow.person, beforeMidnight))
  expect((await register(told, slow.person)).opening).toMatchObject({ editionHash: NEW.hash, payment: { amountTiyn: RATE * MCI[2014] } })

  // Ordered before, paid after: the sum of another day.
  await pay(late.open, late.person)
  expect(room.payments.orders.get(late.open.draft.id)).toMatchObject({ status: 'refunded' })
  expect(room.told.filter(({ accountId }) => accountId === late.person.accountId).map(({ subject }) => subject.en)).toEqual([
    'The fee has changed',
  ])

  for (const { open, person } of [waits, late]) {
    const again = await fillAll(room, person, await reopen(room, open, person))
    expect((await orderFor(again, person)).amountTiyn).toBe((RATE + 2) * MCI[2014])
    const opened = await register(await pay(again, person), person)
    expect(opened.opening).toMatchObject({ editionHash: NEW.hash, payment: { amountTiyn: (RATE + 2) * MCI[2014] } })
  }

  // A case stays in the edition that it was registered under.
  const kept = await town.licensing.host.readCase(before.opening!.caseId, { kind: 'applicant', id: done.person.accountId })
  expect(isRefusal(kept) ? kept.code : kept.editionHash).toBe(OLD.hash)
}, 60_000)

test('who paid on the last day of the year is registered on the first of the next', async () => {
  town = await openTown((room) => room.follow(NEW, '2099-01-01T00:00:00.000Z'))
  const { room } = town
  await room.legalClock.advance('2014-12-31T18:00:00.000Z', 'test')
  const [paid, waits] = [await filled(), await filled()]
  expect((await orderFor(paid.open, paid.person)).amountTiyn).toBe(RATE * MCI[2014])
  const ready = await pay(paid.open, paid.person)
  await room.legalClock.advance('2014-12-31T19:30:00.000Z', 'test')
  expect((await register(ready, paid.person)).opening!.payment!.amountTiyn).toBe(RATE * MCI[2014])
  expect((await orderFor(waits.open, waits.person)).amountTiyn).toBe(RATE * MCI[2015])
  expect((await register(await pay(waits.open, waits.person), waits.person)).opening!.payment!.amountTiyn).toBe(RATE * MCI[2015])
}, 60_000)
