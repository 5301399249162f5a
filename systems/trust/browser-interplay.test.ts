import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal } from '@ruqsat/foundation'
import { isProblem, readSigningKeys, signDetached, signPdfByteRange, type SigningKey } from '@ruqsat/signing/browser'
import type { SandboxKeyProfile, SignatureVerdict } from './contract.ts'
import { AIGERIM, FIRM_HEAD, openTestTrust, type TestTrust } from './testing.ts'
import { smallPdf } from './pdf/testing.ts'

/** The whole way of a key: made here, imported by the page's own code, used there, judged here. */
const PASSWORD = 'Құпия сөз 1'
const content = new TextEncoder().encode('{"форма":"беру"}')
let room: TestTrust

beforeAll(async () => {
  room = await openTestTrust()
})
afterAll(() => room?.close())

async function imported(profile: SandboxKeyProfile, keyKind: 'rsa-2048' | 'ecdsa-p256'): Promise<SigningKey> {
  const made = await room.trust.authority.createPkcs12({
    person: FIRM_HEAD,
    roles: ['legal-entity', 'first-head'],
    profile,
    password: PASSWORD,
    keyKind,
  })
  const keys = await readSigningKeys(new Uint8Array(made.p12), PASSWORD)
  if (isProblem(keys)) throw new Error(keys.code)
  expect(keys).toHaveLength(1)
  return keys[0]!
}

const outcome = (verdict: SignatureVerdict): string => (verdict.kind === 'refused' ? verdict.reason : verdict.kind)

test.each([
  ['good', 'rsa-2048', 'valid'],
  ['good', 'ecdsa-p256', 'valid'],
  ['expired', 'ecdsa-p256', 'expired'],
  ['revoked', 'ecdsa-p256', 'revoked'],
  ['not-yet-valid', 'ecdsa-p256', 'not-yet-valid'],
  ['wrong-purpose', 'ecdsa-p256', 'wrong-purpose'],
  ['unknown-root', 'rsa-2048', 'unknown-root'],
] as const)('a %s key of kind %s, signing in the page, ends as %s', async (profile, keyKind, expected) => {
  const key = await imported(profile, keyKind)
  const at = await room.clock.now()
  const cms = await signDetached(key, content, at)
  expect(outcome(await room.trust.verifyDetached({ cms, content, at, expect: { purpose: 'sign', bin: FIRM_HEAD.bin } }))).toBe(expected)
  if (expected === 'valid') {
    expect(outcome(await room.trust.verifyDetached({ cms, content, at, expect: { purpose: 'sign', iin: AIGERIM.iin } }))).toBe(
      'wrong-person',
    )
  }
})

test.each(['rsa-2048', 'ecdsa-p256'] as const)('a document prepared here and signed in the page with %s is valid', async (keyKind) => {
  const key = await imported('good', keyKind)
  const at = await room.clock.now()
  const prepared = await room.trust.preparePdfSignature({ pdf: smallPdf(), signerName: 'Ә', reason: 'Беру', location: 'Астана', at })
  if (isRefusal(prepared)) throw new Error(prepared.code)
  const cms = await signPdfByteRange(key, new Uint8Array(prepared.pdf), prepared.byteRange)
  const done = await room.trust.completePdfSignature({ prepared, cms, at, expect: { purpose: 'sign', roles: ['first-head'] } })
  if (done.kind !== 'valid') throw new Error(JSON.stringify(done))
  expect((await room.trust.verifyPdf(done.pdf)).kind).toBe('valid')
})
