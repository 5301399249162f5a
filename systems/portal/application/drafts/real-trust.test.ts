import { orFault, parseIIN } from '@ruqsat/foundation'
import { isProblem, readSigningKeys, signDetached } from '@ruqsat/signing/browser'
import type { CertificateSubject, SandboxKeyProfile, SignerRole } from '@ruqsat/trust/contract'
import { AIGERIM, FIRM_HEAD, openTestTrust, type TestTrust } from '@ruqsat/trust/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lastRefusal } from './refused.ts'
import { submitSignature } from './signing.ts'
import { openDraftRoom, readyToSign, reopen, type DraftRoom, doWhatIsDue } from './testing.ts'
import type { Person } from '../../registration/people/person.ts'

// The signatures of life: keys as the sandbox gives them, signed by the browser's own code, judged by the real authority.

let trust: TestTrust
let room: DraftRoom
beforeAll(async () => {
  trust = await openTestTrust()
  room = await openDraftRoom((faults) => ({
    verifyDetached: (check) => faults.at('trust.verifyDetached', () => trust.trust.verifyDetached(check)),
  }))
})
afterEach(async () => {
  await trust.trust.setFault('ocsp', 'none')
  await trust.trust.setFault('crl', 'none')
})
afterAll(async () => {
  await room.close()
  await trust.close()
})

let person: Person
const asAigerim = async (): Promise<Person> => (person ??= await room.addPerson({ iin: AIGERIM.iin! }))

async function signed(
  bytes: Uint8Array,
  person: CertificateSubject,
  profile: SandboxKeyProfile,
  roles: readonly SignerRole[] = ['individual'],
) {
  const { p12 } = await trust.trust.authority.createPkcs12({ person, roles, profile, password: 'Sandbox-1' })
  const keys = await readSigningKeys(new Uint8Array(p12), 'Sandbox-1')
  if (isProblem(keys)) throw new Error(keys.code)
  return signDetached(keys[0]!, new Uint8Array(bytes), await trust.clock.now())
}

const STRANGER: CertificateSubject = { commonName: 'БӨТЕН БІРЕУ', surname: 'БӨТЕН', iin: orFault(parseIIN('790923300010')) }

describe('judged by the real authority', () => {
  test('a good signature is registered, with its evidence kept', async () => {
    const person = await asAigerim()
    const { open } = await readyToSign(room, person)
    const cms = await signed(open.draft.frozen!.bytes, AIGERIM, 'good')
    expect(await submitSignature(room.deps, open, person, cms)).toEqual({ kind: 'registered' })
    const { draft } = await reopen(room, open, person)
    expect(draft.evidence).toMatchObject({
      chain: expect.any(Array),
      revocation: [expect.objectContaining({ kind: 'ocsp' }), expect.anything()],
    })
  })

  test.each([
    ['expired', AIGERIM, 'expired', ['individual']],
    ['revoked', AIGERIM, 'revoked', ['individual']],
    ['not-yet-valid', AIGERIM, 'not-yet-valid', ['individual']],
    ['wrong-purpose', AIGERIM, 'wrong-purpose', ['individual']],
    ['unknown-root', AIGERIM, 'unknown-root', ['individual']],
    ['wrong-person', STRANGER, 'good', ['individual']],
    ['wrong-role', AIGERIM, 'good', ['individual-system']],
  ] as const)('%s: its own notice; draft and payment are kept', async (reason, subject, profile, roles) => {
    const person = await asAigerim()
    const { open } = await readyToSign(room, person)
    const cms = await signed(open.draft.frozen!.bytes, subject, profile, roles)
    expect(await submitSignature(room.deps, open, person, cms)).toMatchObject({
      kind: 'refused',
      refusal: { code: `trust.signature-${reason}` },
    })
    const notice = await reopen(room, open, person)
    expect([notice.step.action, lastRefusal(notice)?.code, notice.draft.payment]).toEqual([
      'noticeSignatureRefused',
      `trust.signature-${reason}`,
      open.draft.payment,
    ])
  })

  test('an employee without the right to sign is refused for the firm; its head is not', async () => {
    const firm = { bin: FIRM_HEAD.bin!, iin: FIRM_HEAD.iin!, kind: 'legalEntity', organisation: FIRM_HEAD.organisation! } as const
    const person = await room.addPerson(firm)
    const { open } = await readyToSign(room, person)
    const employee = await signed(open.draft.frozen!.bytes, FIRM_HEAD, 'good', ['legal-entity', 'employee'])
    expect(await submitSignature(room.deps, open, person, employee)).toMatchObject({ refusal: { code: 'trust.signature-wrong-role' } })
    const head = await signed(open.draft.frozen!.bytes, FIRM_HEAD, 'good', ['legal-entity', 'first-head'])
    expect(await submitSignature(room.deps, await reopen(room, open, person), person, head)).toEqual({ kind: 'registered' })
  })

  test('bytes changed after signing are found out', async () => {
    const person = await asAigerim()
    const { open } = await readyToSign(room, person)
    const other = Buffer.from(Buffer.from(open.draft.frozen!.bytes).toString('utf8').replace('"yes"', '"no"'))
    expect(other.length).not.toBe(open.draft.frozen!.bytes.length)
    const cms = await signed(other, AIGERIM, 'good')
    expect(await submitSignature(room.deps, open, person, cms)).toMatchObject({ refusal: { code: 'trust.signature-changed-content' } })
  })

  test('bytes that are no signature are refused, not broken upon', async () => {
    const person = await asAigerim()
    const { open } = await readyToSign(room, person)
    expect(await submitSignature(room.deps, open, person, new Uint8Array([0x30, 0x03, 1, 2, 3]))).toMatchObject({
      refusal: { code: 'trust.signature-malformed' },
    })
  })

  test('with OCSP and lists out of reach the request waits, and is registered by itself as of the day it came', async () => {
    const person = await asAigerim()
    const { open } = await readyToSign(room, person)
    const cms = await signed(open.draft.frozen!.bytes, AIGERIM, 'good')
    await trust.trust.setFault('ocsp', 'down')
    await trust.trust.setFault('crl', 'down')
    expect(await submitSignature(room.deps, open, person, cms)).toEqual({ kind: 'waiting' })
    room.technicalClock.forwardMs(60_000)
    await doWhatIsDue(room.deps)
    expect((await reopen(room, open, person)).draft.status).toBe('waiting')
    // Two days later the services are back.
    const later = new Date(Date.parse(await trust.clock.now()) + 2 * 86_400_000).toISOString()
    await trust.clock.advance(later, 'test')
    await trust.trust.setFault('ocsp', 'none')
    await trust.trust.setFault('crl', 'none')
    room.technicalClock.forwardMs(11 * 60_000)
    await doWhatIsDue(room.deps)
    expect((await reopen(room, open, person)).draft.status).toBe('registered')
    expect(room.told.filter((each) => each.accountId === person.accountId)).toHaveLength(1)
  })
})
