import { orFault, parseIIN, parseBIN } from '@ruqsat/foundation'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type SignedRange,
  byteRangeProblem,
  coveredBytes,
  isProblem,
  readSigningKeys,
  type SigningKey,
  signDetached,
  signPdfByteRange,
  unsuitableReasons,
} from '../browser.ts'
import { type Authority, makeAuthority, PASSWORD, PEOPLE, type Person } from './openssl-authority.ts'
import { preparedPdf } from './prepared-pdf.ts'

let authority: Authority
const keys = {} as Record<'rsa' | 'ecdsa' | 'authenticationOnly', SigningKey>
beforeAll(async () => {
  authority = makeAuthority()
  for (const name of ['rsa', 'ecdsa', 'authenticationOnly'] as const) keys[name] = await keyOf(PEOPLE[name])
})
afterAll(() => authority.remove())

async function keyOf(person: Person): Promise<SigningKey> {
  const found = await readSigningKeys(authority.container(person), PASSWORD)
  if (isProblem(found)) throw new Error(found.code)
  return found[0] as SigningKey
}

const CONTENT = new TextEncoder().encode('{"мәтін":"қол қойылатын"}')
const SIGNING_TIME = '2014-10-01T04:30:15.250Z'

describe('a detached signature', () => {
  for (const name of ['rsa', 'ecdsa'] as const) {
    it(`is accepted by OpenSSL with CAdES checks: ${name}`, async () => {
      const cms = await signDetached(keys[name], CONTENT, SIGNING_TIME)
      expect(authority.verify(cms, CONTENT)).toContain('CAdES Verification successful')
      const printed = authority.printCms(cms)
      expect(printed).toContain('Oct  1 04:30:15 2014 GMT')
      expect(printed).toContain('eContent: <ABSENT>')
      expect(printed.match(/subject: /g)).toHaveLength(2)
      expect(printed).not.toContain('subject: C=KZ, CN=Test root')
    })

    it(`is not accepted over other bytes: ${name}`, async () => {
      const cms = await signDetached(keys[name], CONTENT, SIGNING_TIME)
      expect(() => authority.verify(cms, new TextEncoder().encode('{}'))).toThrow(/digest failure|verification failure/i)
    })
  }

  it('has good ECDSA integers for many signatures (leading zeros, high bits)', async () => {
    for (let i = 0; i < 40; i++) {
      const content = Uint8Array.of(i)
      expect(authority.verify(await signDetached(keys.ecdsa, content, SIGNING_TIME), content)).toContain('successful')
    }
  })

  it('leaves the time out on demand and knows years beyond 2049', async () => {
    expect(authority.printCms(await signDetached(keys.rsa, CONTENT, null))).not.toContain('signingTime')
    expect(authority.printCms(await signDetached(keys.rsa, CONTENT, '2051-01-01T00:00:00.000Z'))).toContain('Jan  1 00:00:00 2051 GMT')
    await expect(signDetached(keys.rsa, CONTENT, 'yesterday')).rejects.toThrow('Expected a signing time')
  })

  it('signs nothing and much', async () => {
    for (const content of [new Uint8Array(), new Uint8Array(5_000_000).fill(7)]) {
      expect(authority.verify(await signDetached(keys.rsa, content, SIGNING_TIME), content)).toContain('successful')
    }
  })
})

describe('a signature over the byte range of a PDF', () => {
  it('covers all but the placeholder and has no signing time unless asked', async () => {
    const { pdf, byteRange } = preparedPdf()
    expect(byteRangeProblem(pdf, byteRange)).toBeNull()
    const cms = await signPdfByteRange(keys.rsa, pdf, byteRange)
    expect(authority.verify(cms, coveredBytes(pdf, byteRange))).toContain('CAdES Verification successful')
    expect(authority.printCms(cms)).not.toContain('signingTime')
    expect(authority.printCms(await signPdfByteRange(keys.rsa, pdf, byteRange, SIGNING_TIME))).toContain('signingTime')
  })

  it('refuses a range that hides something from the signature', async () => {
    const { pdf, byteRange } = preparedPdf()
    const [zero, first, second, last] = byteRange
    const hidden = pdf.slice()
    hidden[first + 5] = 0x41
    const cases: readonly (readonly [Uint8Array<ArrayBuffer>, SignedRange, string])[] = [
      [pdf, [1, first - 1, second, last], 'range'],
      [pdf, [zero, first, second, last - 1], 'range'],
      [pdf, [zero, first - 4, second, last], 'gap'],
      [pdf, [zero, first + 1, second, last], 'gap'],
      [pdf, [zero, first, second + 2, last - 2], 'gap'],
      [pdf, [zero, second, first, last], 'range'],
      [pdf, [zero, Number.NaN, second, last], 'range'],
      [hidden, byteRange, 'gap'],
      [new TextEncoder().encode(new TextDecoder().decode(pdf).replace('%PDF', '%pdf')), byteRange, 'header'],
      [new TextEncoder().encode(new TextDecoder().decode(pdf).replace(`[0 ${first}`, `[0 ${first - 1}`)), byteRange, 'stated'],
    ]
    for (const [file, range, why] of cases) {
      expect(byteRangeProblem(file, range)).toMatchObject({ code: 'pdf-range-wrong', facts: { why } })
      await expect(signPdfByteRange(keys.rsa, file, range)).rejects.toThrow('Expected a byte range')
    }
  })

  it('says when the room is too small', async () => {
    const { pdf, byteRange } = preparedPdf(100)
    await expect(signPdfByteRange(keys.rsa, pdf, byteRange)).rejects.toThrow('Expected room for')
  })
})

describe('which keys will do', () => {
  const [ALIYA, DANIYAR] = [orFault(parseIIN('900101400013')), orFault(parseIIN('850505300021'))]
  const FIRM = orFault(parseBIN('141040000021'))
  const at = (key: SigningKey, wanted: Partial<Parameters<typeof unsuitableReasons>[1]>) =>
    unsuitableReasons(key, { purpose: 'sign', at: key.notBefore, ...wanted })

  it('judges person, organisation, time, purpose and role apart', () => {
    expect(at(keys.rsa, { iin: ALIYA })).toEqual([])
    expect(at(keys.rsa, { iin: DANIYAR })).toEqual(['other-person'])
    expect(at(keys.rsa, { bin: FIRM })).toEqual(['other-organisation'])
    expect(at(keys.ecdsa, { bin: FIRM, iin: DANIYAR })).toEqual([])
    expect(at(keys.rsa, { at: '2100-01-01T00:00:00.000Z' })).toEqual(['expired'])
    expect(at(keys.rsa, { at: '2014-01-01T00:00:00.000Z' })).toEqual(['not-yet-valid'])
    expect(at(keys.authenticationOnly, {})).toEqual(['wrong-purpose'])
    expect(at(keys.authenticationOnly, { purpose: 'authenticate' })).toEqual([])
    expect(at(keys.rsa, { roles: ['first-head'] })).toEqual(['wrong-role'])
    expect(at(keys.ecdsa, { roles: ['first-head', 'signatory'] })).toEqual([])
  })
})
