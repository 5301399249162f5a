import { sectionsFor } from '@ruqsat/documents'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { lastRefusal } from './refused.ts'
import { bytesToSign, submitSignature } from './signing.ts'
import { saveSection } from './filling.ts'
import { readFrozen } from './frozen.ts'
import type { OpenDraft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'
import {
  editionLike,
  must,
  openDraftRoom,
  readyToSign,
  reopen,
  signatureOver,
  testRefusal,
  type DraftRoom,
  type FailMode,
  doWhatIsDue,
} from './testing.ts'
import { abandon, editAgain, tryAgainFrom } from './turns.ts'

let room: DraftRoom
beforeAll(async () => {
  room = await openDraftRoom()
})
afterAll(() => room.close())
beforeEach(() => {
  room.faults.forget()
  room.trust.says = 'valid'
  room.host.refusal = null
  room.host.gate = Promise.resolve()
})

const registrationsOf = (open: OpenDraft) =>
  [...room.host.registered.values()].filter((each) => each.submission.idempotencyKey === open.draft.id)
const toldTo = (person: Person) => room.told.filter((each) => each.accountId === person.accountId)

/** Lets the machine's time pass until nothing waits any longer. */
async function letTimePass(rounds = 4): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    room.technicalClock.forwardMs(11 * 60_000)
    await doWhatIsDue(room.deps)
  }
}

describe('a signature', () => {
  test('becomes one request with one number, however often and in however many windows it is sent', async () => {
    const person = await room.addPerson()
    const { open, cms } = await readyToSign(room, person)
    await Promise.all([1, 2, 3, 4].map(() => submitSignature(room.deps, open, person, cms)))
    await submitSignature(room.deps, await reopen(room, open, person), person, cms)
    await letTimePass()
    expect(registrationsOf(open)).toHaveLength(1)
    const after = await reopen(room, open, person)
    expect(after.draft).toMatchObject({
      status: 'registered',
      registered: { requestNumber: registrationsOf(open)[0]!.answer.requestNumber },
    })
    expect(after.marks.filter((mark) => mark.facts['requestNumber'] !== undefined)).toHaveLength(1)
    expect(toldTo(person)).toEqual([])
  })

  test('passes the steps of the table in their order', async () => {
    const person = await room.addPerson()
    const { open, cms } = await readyToSign(room, person)
    await submitSignature(room.deps, open, person, cms)
    const { marks } = await reopen(room, open, person)
    const walked = marks.map((mark) => `${mark.stepId}${mark.outcome === null ? '' : `:${mark.outcome}`}`)
    expect(walked.filter((step, place) => walked[place - 1] !== step)).toEqual(['A3', 'A4', 'AC2:yes', 'A6', 'AC3:yes', 'A8', 'A9'])
  })

  test('sends exactly what was signed', async () => {
    const person = await room.addPerson()
    const { open, cms } = await readyToSign(room, person)
    await submitSignature(room.deps, open, person, cms)
    const { submission } = registrationsOf(open)[0]!
    const signed = readFrozen(Buffer.from(submission.contentBase64, 'base64'))
    expect(Buffer.from(submission.contentBase64, 'base64')).toEqual(Buffer.from(open.draft.frozen!.bytes))
    expect(submission.attachments).toEqual(signed.attachments.map(({ label: _label, ...file }) => file))
    expect(submission.payment).toMatchObject({ orderId: signed.payment!.orderId, amountTiyn: signed.payment!.amountTiyn })
  })

  test.each(['expired', 'revoked', 'not-yet-valid', 'wrong-person', 'wrong-role', 'wrong-purpose', 'unknown-root', 'malformed'] as const)(
    'that is refused as %s is the notice with its reason; draft and payment stay, and the next one may be good',
    async (reason) => {
      const person = await room.addPerson()
      const { open, cms } = await readyToSign(room, person)
      room.trust.says = reason
      expect(await submitSignature(room.deps, open, person, cms)).toMatchObject({ kind: 'refused' })
      const notice = await reopen(room, open, person)
      expect([notice.step.action, lastRefusal(notice)?.code]).toEqual(['noticeSignatureRefused', `trust.signature-${reason}`])
      expect(notice.draft).toMatchObject({ payment: open.draft.payment, values: open.draft.values, cms: null })
      await tryAgainFrom(room.deps, notice, person)
      room.trust.says = 'valid'
      expect(await submitSignature(room.deps, await reopen(room, open, person), person, cms)).toEqual({ kind: 'registered' })
    },
  )

  test('over other bytes than those kept is refused as changed content', async () => {
    const person = await room.addPerson()
    const { open } = await readyToSign(room, person)
    const tampered = Buffer.from(open.draft.frozen!.bytes)
    tampered[10]! ^= 1
    const answer = await submitSignature(room.deps, open, person, signatureOver(tampered))
    expect(answer).toMatchObject({ kind: 'refused', refusal: { code: 'trust.signature-changed-content' } })
    expect(registrationsOf(open)).toHaveLength(0)
  })

  test('made in one window over a request that another window has changed since is refused', async () => {
    const person = await room.addPerson()
    const { open, cms } = await readyToSign(room, person)
    const section = sectionsFor(open.variant.form, 'individual').find((each) => each.fields.some((field) => field.type.kind === 'yesNo'))!
    const field = section.fields.find((each) => each.type.kind === 'yesNo')!.id
    must(await saveSection(room.deps, open, person, section.id, { [field]: 'no' }))
    const stale = await submitSignature(room.deps, await reopen(room, open, person), person, cms)
    expect(stale).toMatchObject({ kind: 'refused', refusal: { code: 'portal.not-ready-to-sign' } })
    await submitSignature(room.deps, open, person, cms)
    expect(registrationsOf(open)).toHaveLength(0)
  })

  test.each(['bytes', 'row'] as const)('is refused where a file was changed after signing (%s)', async (what) => {
    const person = await room.addPerson()
    const { open, cms } = await readyToSign(room, person)
    const file = open.attachments[0]!.id
    if (what === 'bytes') await room.database.sql`update portal.attachment set bytes = ${Buffer.from('%PDF-other')} where id = ${file}`
    else await room.database.sql`delete from portal.attachment where id = ${file}`
    const answer = await submitSignature(room.deps, open, person, cms)
    expect(answer).toMatchObject({ kind: 'refused', refusal: { code: 'portal.attachment-changed' } })
    expect([registrationsOf(open).length, (await reopen(room, open, person)).step.action]).toEqual([0, 'noticeSignatureRefused'])
  })

  test('may say nothing, or come too early', async () => {
    const person = await room.addPerson()
    const { open } = await readyToSign(room, person)
    expect(await submitSignature(room.deps, open, person, new Uint8Array())).toMatchObject({
      refusal: { code: 'portal.signature-unreadable' },
    })
    await editAgain(room.deps, open, person)
    const early = await submitSignature(room.deps, await reopen(room, open, person), person, new Uint8Array([1]))
    expect(early).toMatchObject({ refusal: { code: 'portal.not-ready-to-sign' } })
    expect(await bytesToSign(room.deps, await reopen(room, open, person), person)).toMatchObject({ code: 'portal.not-ready-to-sign' })
  })
})

describe('while revocation cannot be asked', () => {
  async function waiting() {
    const person = await room.addPerson()
    const { open, cms } = await readyToSign(room, person)
    room.trust.says = 'waiting'
    expect(await submitSignature(room.deps, open, person, cms)).toEqual({ kind: 'waiting' })
    return { person, cms, open: await reopen(room, open, person) }
  }

  test('the signature is kept and goes on by itself; the person is told once, of the instant of receipt nothing is lost', async () => {
    const { person, open } = await waiting()
    const receivedAt = room.trust.asked.at(-1)
    expect(open.draft).toMatchObject({ status: 'waiting', signedAt: receivedAt })
    await letTimePass(1)
    expect((await reopen(room, open, person)).draft.status).toBe('waiting')
    room.trust.says = 'valid'
    await letTimePass()
    expect(room.trust.asked.at(-1)).toBe(receivedAt)
    expect([(await reopen(room, open, person)).draft.status, registrationsOf(open).length, toldTo(person).length]).toEqual([
      'registered',
      1,
      1,
    ])
    expect(toldTo(person)[0]!.text.en).toContain(registrationsOf(open)[0]!.answer.requestNumber)
  })

  test('a second signature changes nothing, and form and files are not touched', async () => {
    const { person, open, cms } = await waiting()
    expect(await submitSignature(room.deps, open, person, cms)).toEqual({ kind: 'waiting' })
    const section = sectionsFor(open.variant.form, 'individual').find((each) => each.fields.some((field) => field.type.kind === 'yesNo'))!
    const answer = await saveSection(room.deps, open, person, section.id, {
      [section.fields.find((each) => each.type.kind === 'yesNo')!.id]: 'no',
    })
    expect(answer).toMatchObject({ code: 'portal.request-waits' })
  })

  test('the person may go back to the form; the signature is let go and nobody registers it', async () => {
    const { person, open } = await waiting()
    expect(await editAgain(room.deps, open, person)).toBeNull()
    room.trust.says = 'valid'
    await letTimePass()
    const after = await reopen(room, open, person)
    expect([after.draft.status, after.draft.cms, registrationsOf(open).length, toldTo(person).length]).toEqual(['open', null, 0, 0])
  })

  test('a signature that turns out bad is told with its reason, and the notice says it too', async () => {
    const { person, open } = await waiting()
    room.trust.says = 'revoked'
    await letTimePass()
    const after = await reopen(room, open, person)
    expect([after.step.action, lastRefusal(after)?.code]).toEqual(['noticeSignatureRefused', 'trust.signature-revoked'])
    expect(toldTo(person)).toHaveLength(1)
  })

  test('a round and the person at the same moment: one of the two happens, whole', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { person, open } = await waiting()
      room.trust.says = 'valid'
      room.technicalClock.forwardMs(60_000)
      const [, edited] = await Promise.all([doWhatIsDue(room.deps), editAgain(room.deps, open, person)])
      await letTimePass()
      const after = await reopen(room, open, person)
      if (edited === null) expect([after.draft.status, registrationsOf(open).length]).toEqual(['open', 0])
      else expect([edited.code, after.draft.status, registrationsOf(open).length]).toEqual([edited.code, 'registered', 1])
    }
  })

  test('where only the host could not ask, the request waits too and may be taken back', async () => {
    const person = await room.addPerson()
    const { open, cms } = await readyToSign(room, person)
    room.host.refusal = { kind: 'waiting' }
    expect(await submitSignature(room.deps, open, person, cms)).toEqual({ kind: 'waiting' })
    await letTimePass(2)
    expect((await reopen(room, open, person)).draft.status).toBe('waiting')
    room.host.refusal = null
    await letTimePass()
    expect([(await reopen(room, open, person)).draft.status, registrationsOf(open).length]).toEqual(['registered', 1])
  })
})

describe('a host that refuses', () => {
  test('gives the draft back at its signing step, and the reason is shown there and told', async () => {
    const person = await room.addPerson()
    const { open, cms } = await readyToSign(room, person)
    room.host.refusal = testRefusal('licensing.payment-missing')
    expect(await submitSignature(room.deps, open, person, cms)).toMatchObject({ refusal: { code: 'licensing.payment-missing' } })
    const back = await reopen(room, open, person)
    expect([back.draft.status, back.step.action, lastRefusal(back)?.code]).toEqual([
      'open',
      'chooseCertificate',
      'licensing.payment-missing',
    ])
    expect(back.draft.payment).toEqual(open.draft.payment)
  })

  test('because the edition changed while it waited: the draft follows the new edition', async () => {
    const person = await room.addPerson()
    const { open, cms } = await readyToSign(room, person)
    room.trust.says = 'waiting'
    await submitSignature(room.deps, open, person, cms)
    const next = editionLike(room.edition, 'while waiting')
    room.offer(next)
    room.trust.says = 'valid'
    room.host.refusal = testRefusal('licensing.service-not-offered')
    await letTimePass()
    const after = await reopen(room, open, person)
    expect([after.draft.editionHash, after.step.action, after.draft.status]).toEqual([next.hash, 'fill', 'open'])
    expect(toldTo(person)).toHaveLength(1)
    room.offer(room.edition)
  })
})

describe('a registration under way', () => {
  test('is not taken out of the host’s hands: neither edited nor given up, and one number comes of it', async () => {
    const person = await room.addPerson()
    const { open, cms } = await readyToSign(room, person)
    let release = (): void => undefined
    room.host.gate = new Promise((resolve) => (release = resolve))
    const signing = submitSignature(room.deps, open, person, cms)
    await expect.poll(async () => (await reopen(room, open, person)).step.action).toBe('registerRequest')
    const during = await reopen(room, open, person)
    expect(await editAgain(room.deps, during, person)).toMatchObject({ code: 'portal.being-registered' })
    expect(await abandon(room.deps, during, person)).toMatchObject({ code: 'portal.being-registered' })
    room.technicalClock.forwardMs(60_000)
    const round = doWhatIsDue(room.deps)
    release()
    await Promise.all([signing, round])
    await letTimePass()
    expect([registrationsOf(open).length, (await reopen(room, open, person)).draft.status]).toEqual([1, 'registered'])
  })
})

describe('cut off anywhere', () => {
  /** Every point that a whole, undisturbed signing passes. */
  async function pointsOfSigning(): Promise<readonly string[]> {
    const person = await room.addPerson()
    const { open, cms } = await readyToSign(room, person)
    room.faults.forget()
    await submitSignature(room.deps, open, person, cms)
    return [...room.faults.passed]
  }

  test('a signing that is cut off at any instruction, before or after it, makes one request with one number', async () => {
    const points = await pointsOfSigning()
    expect(points).toEqual(
      expect.arrayContaining(['trust.verifyDetached 1', 'host.storeAttachment 1', 'host.register 1', 'commit 1', 'commit 2']),
    )
    for (const point of points) {
      for (const mode of ['failButPersist', 'failAndNotPersist'] satisfies FailMode[]) {
        const person = await room.addPerson()
        const { open, cms } = await readyToSign(room, person)
        room.faults.arm(point, mode)
        await submitSignature(room.deps, open, person, cms).catch(() => undefined)
        room.faults.forget()
        await letTimePass()
        // Where nothing was kept the person presses the button again; elsewhere that changes nothing.
        await submitSignature(room.deps, await reopen(room, open, person), person, cms)
        await letTimePass()
        const after = await reopen(room, open, person)
        const numbers = registrationsOf(open).map((each) => each.answer.requestNumber)
        expect([numbers.length, after.draft.status], `${point} ${mode}`).toEqual([1, 'registered'])
        expect(after.draft.registered?.requestNumber, `${point} ${mode}`).toBe(numbers[0])
        expect(toldTo(person).length, `${point} ${mode}`).toBeLessThanOrEqual(1)
      }
    }
  })

  test('so does a round that is cut off, and the person is told once all the same', async () => {
    const waiting = async () => {
      const person = await room.addPerson()
      const { open, cms } = await readyToSign(room, person)
      room.trust.says = 'waiting'
      await submitSignature(room.deps, open, person, cms)
      room.trust.says = 'valid'
      room.technicalClock.forwardMs(60_000)
      return { person, open }
    }
    await waiting()
    room.faults.forget()
    await doWhatIsDue(room.deps)
    const points = [...room.faults.passed]
    expect(points).toContain('tell 1')
    for (const point of points) {
      for (const mode of ['failButPersist', 'failAndNotPersist'] satisfies FailMode[]) {
        const { person, open } = await waiting()
        room.faults.arm(point, mode)
        await doWhatIsDue(room.deps).catch(() => undefined)
        room.faults.forget()
        await letTimePass()
        const after = await reopen(room, open, person)
        expect([registrationsOf(open).length, after.draft.status, toldTo(person).length], `${point} ${mode}`).toEqual([1, 'registered', 1])
      }
    }
  })

  test('two processes share the work and neither does it twice', async () => {
    const drafts = []
    for (let count = 0; count < 6; count += 1) {
      const person = await room.addPerson()
      const { open, cms } = await readyToSign(room, person)
      room.trust.says = 'waiting'
      await submitSignature(room.deps, open, person, cms)
      drafts.push({ person, open })
    }
    room.trust.says = 'valid'
    room.technicalClock.forwardMs(60_000)
    const before = room.trust.asked.length
    await Promise.all([doWhatIsDue(room.deps), doWhatIsDue(room.deps), doWhatIsDue(room.deps)])
    expect(room.trust.asked.length - before).toBe(6)
    for (const { person, open } of drafts) {
      expect([registrationsOf(open).length, toldTo(person).length]).toEqual([1, 1])
      expect((await reopen(room, open, person)).draft.status).toBe('registered')
    }
  })
})
