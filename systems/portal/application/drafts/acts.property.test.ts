import { sectionsFor } from '@ruqsat/documents'
import fc from 'fast-check'
import { isRefusal } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { placeOf } from '../pages/frame.tsx'
import { refundsOfPerson } from './store.ts'
import { confirmForm, saveSection } from './filling.ts'
import type { OpenDraft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'
import { checkPayment, orderPayment, paymentFailed } from './payment.ts'
import { bytesToSign, submitSignature } from './signing.ts'
import {
  attachTo,
  begin,
  deliver,
  editionLike,
  fillAll,
  must,
  openDraftRoom,
  payFor,
  reopen,
  signatureOver,
  statementsOf,
  type DraftRoom,
  doWhatIsDue,
} from './testing.ts'
import { abandon, editAgain, resume, tryAgainFrom } from './turns.ts'

// A person (and bad luck) does anything in any order. What was typed last is there, the payment stays or goes back once, one number is
// given, and the draft always has a page.

let room: DraftRoom
beforeAll(async () => {
  room = await openDraftRoom()
})
afterAll(() => room.close())

type Model = { readonly typed: Map<string, string>; paid: string | null; number: string | null; edition: number }
type Act = { readonly name: string; run(open: OpenDraft, person: Person, model: Model): Promise<unknown> }

const order = (open: OpenDraft, person: Person) => orderPayment(room.deps, open, person, { requirementsRead: true, seenTiyn: null })
const sign = async (open: OpenDraft, person: Person) => {
  const bytes = await bytesToSign(room.deps, open, person)
  return isRefusal(bytes) ? bytes : submitSignature(room.deps, await reopen(room, open, person), person, signatureOver(bytes.bytes))
}
const pass = async (ms: number) => {
  room.technicalClock.forwardMs(ms)
  await doWhatIsDue(room.deps)
}

/** The fee of an order goes back, and is owed once. */
const isReturned = async (person: Person, orderId: string): Promise<boolean> => {
  const owed = (await refundsOfPerson(room.database.sql, person)).filter((refund) => refund.orderId === orderId)
  expect(owed.length).toBeLessThanOrEqual(1)
  return owed.length === 1
}

const typing: fc.Arbitrary<Act> = fc.tuple(fc.nat(), fc.string({ maxLength: 12 })).map(([which, text]) => ({
  name: `type ${JSON.stringify(text)}`,
  async run(open, person, model) {
    const sections = sectionsFor(open.variant.form, person.kind)
    const fields = sections.flatMap((section) =>
      section.fields.filter((field) => field.known === undefined).map((field) => ({ section, field })),
    )
    const { section, field } = fields[which % fields.length]!
    const saved = await saveSection(room.deps, open, person, section.id, { [field.id]: text })
    if (!isRefusal(saved) && saved.kind === 'saved') model.typed.set(field.id, saved.values[field.id]!)
  },
}))

const others = fc.constantFrom<Act>(
  {
    name: 'complete the form',
    async run(open, person, model) {
      if (open.step.action !== 'fill' || open.draft.status !== 'open') return
      const after = await fillAll(room, person, open)
      for (const [id, value] of Object.entries(after.draft.values)) model.typed.set(id, value)
    },
  },
  { name: 'confirm', run: (open, person) => confirmForm(room.deps, open, person, statementsOf(open), 'ru') },
  {
    name: 'confirm in two windows',
    run: (open, person) =>
      Promise.all([confirmForm(room.deps, open, person, statementsOf(open), 'kk'), confirmForm(room.deps, open, person, [], 'kk')]),
  },
  { name: 'attach', run: (open, person) => attachTo(room, person, open, open.variant.documents[0]!.id, 'x').catch(() => undefined) },
  { name: 'order', run: order },
  { name: 'order in two windows', run: (open, person) => Promise.all([order(open, person), order(open, person)]) },
  {
    name: 'money arrives',
    async run(open, person, model) {
      if (!room.payments.orders.has(open.draft.id) || model.number !== null) return
      await deliver(room, open, 'fact')
      const { orderId } = room.payments.orders.get(open.draft.id)!
      if (!(await isReturned(person, orderId))) model.paid ??= orderId
    },
  },
  {
    name: 'come back from the bank',
    async run(open, person, model) {
      const checked = await checkPayment(room.deps, open)
      if (!isRefusal(checked) && checked.status !== 'paid') await paymentFailed(room.deps, open, person, 'declined')
      if (!isRefusal(checked) && checked.status === 'paid') model.paid ??= checked.orderId
    },
  },
  { name: 'sign', run: sign },
  { name: 'sign in two windows', run: (open, person) => Promise.all([sign(open, person), sign(open, person)]) },
  { name: 'sign and edit at once', run: (open, person) => Promise.all([sign(open, person), editAgain(room.deps, open, person)]) },
  {
    name: 'sign while the host breaks',
    run: async (open, person) => {
      room.faults.arm('host.register 1', 'failButPersist')
      await sign(open, person)
      room.faults.forget()
    },
  },
  { name: 'revocation goes down', run: async () => void (room.trust.says = 'waiting') },
  { name: 'certificate is revoked', run: async () => void (room.trust.says = 'revoked') },
  { name: 'all is well', run: async () => void (room.trust.says = 'valid') },
  { name: 'time passes', run: () => pass(60_000) },
  { name: 'back to the form', run: (open, person) => editAgain(room.deps, open, person) },
  { name: 'try again', run: (open, person) => tryAgainFrom(room.deps, open, person) },
  {
    name: 'give up',
    async run(open, person, model) {
      await abandon(room.deps, open, person)
      if (model.paid === null || (await reopen(room, open, person)).draft.status !== 'abandoned') return
      expect(await isReturned(person, model.paid)).toBe(true)
      model.paid = null
    },
  },
  { name: 'take up', run: (open, person) => resume(room.deps, open, person) },
  {
    name: 'another edition',
    async run(_open, _person, model) {
      model.edition += 1
      room.offer(editionLike(room.edition, `edition ${model.edition}`))
    },
  },
)

const acts: fc.Arbitrary<Act> = fc.oneof({ arbitrary: typing, weight: 1 }, { arbitrary: others, weight: 4 })

async function holds(open: OpenDraft, person: Person, model: Model): Promise<void> {
  const now = await reopen(room, open, person)
  for (const [field, value] of model.typed) expect(now.draft.values[field] ?? '', field).toBe(value)
  if (model.paid !== null) expect(now.draft.payment?.orderId).toBe(model.paid)
  const registrations = [...room.host.registered.values()].filter((each) => each.submission.idempotencyKey === open.draft.id)
  expect(registrations.length).toBeLessThanOrEqual(1)
  if (now.draft.status === 'registered') {
    model.number ??= now.draft.registered!.requestNumber
    expect([now.draft.registered!.requestNumber, registrations[0]!.answer.requestNumber]).toEqual([model.number, model.number])
    expect(Buffer.from(registrations[0]!.submission.contentBase64, 'base64')).toEqual(Buffer.from(now.draft.frozen!.bytes))
  } else {
    expect(model.number).toBeNull()
    expect(placeOf(now, person)).toMatch(/^(form\/|documents|check|pay|not-paid|sign|refused|waiting|abandoned)/)
    const mayHaveCms = now.draft.status === 'waiting'
    expect(now.draft.cms !== null).toBe(mayHaveCms)
  }
}

test('whatever is done in whatever order, nothing typed or paid is lost and at most one request is registered', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 4, maxLength: 26 }), async (sequence) => {
      room.faults.forget()
      room.trust.says = 'valid'
      room.offer(room.edition)
      const person = await room.addPerson()
      const open = await begin(room, person)
      const model: Model = { typed: new Map(), paid: null, number: null, edition: 0 }
      // Half of them begin where the way is long enough to be interesting.
      if (sequence.length % 2 === 0) await payFor(room, person, await fillAll(room, person, open))
      for (const act of sequence) {
        await act.run(await reopen(room, open, person), person, model)
        await holds(open, person, model)
      }
      // In the end all is well, and whoever signed has a number.
      room.trust.says = 'valid'
      for (let round = 0; round < 3; round += 1) await pass(11 * 60_000)
      expect(must(await reopen(room, open, person)).draft.status).not.toBe('waiting')
      await holds(open, person, model)
    }),
    { seed: 20141001, numRuns: 50 },
  )
  // The sequences would prove nothing if they never came to the end.
  expect(room.host.registered.size).toBeGreaterThan(5)
}, 180_000)
