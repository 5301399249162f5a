import { createHmac, pbkdf2Sync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { base64, isProblem, type KeyProblem, openContainer, readSigningKeys, type SigningKey, signDetached } from '../browser.ts'
import { concat, der, type Element, octets, oid, readElement, sequence, TAG, unsignedInteger } from '../browser/der.ts'
import { signingKeysFrom } from '../browser/import-key.ts'
import { decryptRc2 } from '../browser/legacy-ciphers.ts'
import { type Authority, makeAuthority, PASSWORD, PEOPLE } from './openssl-authority.ts'

let authority: Authority
beforeAll(() => {
  authority = makeAuthority()
})
afterAll(() => authority.remove())

async function oneKey(file: Uint8Array, password = PASSWORD): Promise<SigningKey> {
  const keys = await readSigningKeys(new Uint8Array(file), password)
  if (isProblem(keys)) throw new Error(`${keys.code} ${JSON.stringify(keys.facts)}`)
  expect(keys).toHaveLength(1)
  return keys[0] as SigningKey
}

const OLD = ['-legacy']
const FORMATS: Record<string, readonly string[]> = {
  'as OpenSSL 3 makes it: AES-256, PBKDF2, MAC SHA-256': [],
  'AES-128': ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC'],
  'old: 3DES key, RC2-40 certificates, MAC SHA-1': OLD,
  'old: 3DES for both, one round': [...OLD, '-descert', '-noiter'],
  'old: two-key 3DES and RC2-128': [...OLD, '-keypbe', 'PBE-SHA1-2DES', '-certpbe', 'PBE-SHA1-RC2-128'],
  'certificates in the open': ['-certpbe', 'NONE'],
  'key in the open': ['-keypbe', 'NONE'],
  'no MAC': ['-nomac'],
  'MAC SHA-512': ['-macalg', 'sha512'],
  'MAC SHA-1 over AES': ['-macalg', 'sha1'],
  '3DES by PBES2': ['-keypbe', 'des-ede3-cbc', '-certpbe', 'des-ede3-cbc'],
}

/** The same element in BER as old programs write it. */
function inPieces(element: Element): Uint8Array<ArrayBuffer> {
  if (element.children.length > 0) return concat([Uint8Array.of(element.tag, 0x80), ...element.children.map(inPieces), Uint8Array.of(0, 0)])
  if (element.tag !== TAG.octetString || element.content.length < 100) return element.raw
  const middle = Math.floor(element.content.length / 3)
  const pieces = [element.content.subarray(0, middle), element.content.subarray(middle)].map((piece) => der(TAG.octetString, piece))
  return concat([Uint8Array.of(0x24, 0x80), ...pieces, Uint8Array.of(0, 0)])
}

/** OpenSSL 3.0 cannot make this MAC yet, so Node's own PBKDF2 and HMAC do. */
function withPbmac1(file: Uint8Array<ArrayBuffer>, password: string): Uint8Array<ArrayBuffer> {
  const [version, contentInfo] = readElement(file).children as [Element, Element]
  const content = octets(contentInfo.children[1]!.children[0]!)
  const salt = Buffer.from('0123456789abcdef')
  const iterations = Uint8Array.of(0x08, 0x00)
  const hmacSha256 = sequence(oid('1.2.840.113549.2.9'), der(TAG.null))
  const parameters = sequence(der(TAG.octetString, salt), unsignedInteger(iterations), unsignedInteger(Uint8Array.of(32)), hmacSha256)
  const pbmac1 = sequence(oid('1.2.840.113549.1.5.14'), sequence(sequence(oid('1.2.840.113549.1.5.12'), parameters), hmacSha256))
  const mac = createHmac('sha256', pbkdf2Sync(password, salt, 2048, 32, 'sha256'))
    .update(content)
    .digest()
  const macData = sequence(
    sequence(pbmac1, der(TAG.octetString, mac)),
    der(TAG.octetString, Buffer.from('unused')),
    unsignedInteger(Uint8Array.of(1)),
  )
  return sequence(version.raw, contentInfo.raw, macData)
}

describe('a .p12 file', () => {
  for (const [name, options] of Object.entries(FORMATS)) {
    it(`opens: ${name}`, async () => {
      const key = await oneKey(authority.container(PEOPLE.rsa, options))
      expect(key.holder).toEqual({ iin: '900101400011', bin: null, name: 'СЕЙІТОВА ӘЛИЯ НҰРЛАНҚЫЗЫ', organisation: null })
      expect(key.privateKey.extractable).toBe(false)
      expect(key.chain).toHaveLength(2)
      expect(key.purposes).toEqual(['sign', 'authenticate'])
      expect(key.roles).toEqual(['individual'])
    })
  }

  it('opens: indefinite lengths and strings in pieces', async () => {
    const indefinite = inPieces(readElement(authority.container(PEOPLE.rsa, OLD)))
    expect((await oneKey(indefinite)).chain).toHaveLength(2)
  })

  it('opens: PBMAC1 (RFC 9579), and knows a wrong password by it', async () => {
    const file = withPbmac1(authority.container(PEOPLE.rsa), PASSWORD)
    expect((await oneKey(file)).chain).toHaveLength(2)
    expect(await readSigningKeys(file, 'басқа')).toMatchObject({ code: 'wrong-password' })
  })

  it('opens with an elliptic key, and says the organisation and role', async () => {
    const key = await oneKey(authority.container(PEOPLE.ecdsa))
    expect(key.algorithm).toBe('ecdsa-p256')
    expect(key.holder.bin).toBe('141040000012')
    expect(key.holder.organisation).toBe('ЖШС «Алтын дән»')
    expect(key.roles).toEqual(['legal-entity', 'first-head'])
  })

  it('opens with an empty password in either of its two old forms', async () => {
    expect((await oneKey(authority.container(PEOPLE.rsa, OLD, ''), '')).algorithm).toBe('rsa')
    expect((await oneKey(authority.container(PEOPLE.rsa, [], ''), '')).algorithm).toBe('rsa')
  })

  it('opens with a password of every length around the block size of the derivation', async () => {
    for (const length of [1, 30, 31, 32, 33, 63, 64, 70]) {
      const password = 'ә'.repeat(length)
      expect((await oneKey(authority.container(PEOPLE.rsa, OLD, password), password)).holder.iin).toBe('900101400011')
    }
  })

  it('knows a key for authentication from a key for signing', async () => {
    expect((await oneKey(authority.container(PEOPLE.authenticationOnly))).purposes).toEqual(['authenticate'])
  })

  it('gives a key that cannot be exported', async () => {
    const key = await oneKey(authority.container(PEOPLE.rsa))
    await expect(crypto.subtle.exportKey('pkcs8', key.privateKey)).rejects.toThrow()
    await expect(crypto.subtle.exportKey('jwk', key.privateKey)).rejects.toThrow()
  })
})

describe('a bad file is named for what it is', () => {
  const problemOf = async (file: Uint8Array, password = PASSWORD): Promise<KeyProblem['code'] | 'none'> => {
    const keys = await readSigningKeys(new Uint8Array(file), password)
    return isProblem(keys) ? keys.code : 'none'
  }

  it('wrong password, with and without a MAC, old and new', async () => {
    for (const options of [[], OLD, ['-nomac'], [...OLD, '-nomac']]) {
      expect(await problemOf(authority.container(PEOPLE.rsa, options), 'құпия-сөз 1')).toBe('wrong-password')
      expect(await problemOf(authority.container(PEOPLE.rsa, options), '')).toBe('wrong-password')
    }
  })

  it('no container: empty, text, a PDF, a certificate, a file too large', async () => {
    expect(await problemOf(new Uint8Array())).toBe('file-empty')
    expect(await problemOf(new TextEncoder().encode('%PDF-1.7 hello'))).toBe('not-a-container')
    expect(await problemOf(readFileSync(authority.path('rsa.crt')))).toBe('not-a-container')
    expect(await problemOf(readFileSync(authority.path('rsa.key')))).toBe('not-a-container')
    expect(await problemOf(new Uint8Array(1024 * 1024 + 1))).toBe('file-too-large')
  })

  it('a key without certificate, a certificate without key, a key with a certificate of another', async () => {
    expect(await problemOf(authority.oddContainer('-nocerts', '-inkey', 'rsa.key'))).toBe('certificate-missing')
    expect(await problemOf(authority.oddContainer('-nokeys', '-in', 'rsa.crt'))).toBe('key-missing')
    const swapped = await readSigningKeysOf('rsa.key', 'auth.crt')
    expect(swapped).toBe('certificate-of-another-key')
  })

  async function readSigningKeysOf(keyFile: string, certificateFile: string): Promise<string> {
    // OpenSSL refuses to pack these two together, so the container has no key bag of its own but the other's certificate.
    const own = await openContainer(authority.oddContainer('-nocerts', '-inkey', keyFile), PASSWORD)
    const other = await openContainer(authority.oddContainer('-nokeys', '-in', certificateFile), PASSWORD)
    if (isProblem(own) || isProblem(other)) throw new Error('Expected two containers')
    const keys = await signingKeysFrom({ ...own, certificates: other.certificates })
    return isProblem(keys) ? keys.code : 'none'
  }

  it('a weak key and a curve we do not sign with', async () => {
    expect(await problemOf(authority.container(PEOPLE.weak))).toBe('weak-key')
    expect(await problemOf(authority.container(PEOPLE.curve384))).toBe('unsupported-key')
  })

  it('never throws for a file with one byte changed, and never gives other keys', async () => {
    const file = authority.container(PEOPLE.rsa)
    const whole = await openContainer(file, PASSWORD)
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const broken = file.slice()
        broken[place] = (broken[place] as number) ^ change
        const answer = await openContainer(broken, PASSWORD)
        if (!isProblem(answer)) expect(answer).toEqual(whole)
      }),
      { numRuns: 60 },
    )
  })
})

it('refuses RC2 and 3DES data that ends in the middle of a block', () => {
  expect(decryptRc2(new Uint8Array(5), new Uint8Array(8), new Uint8Array(9))).toBeNull()
})

// Read where they lie, never copied.
const REFERENCE = new URL('../../../../shared/reference/kzpki/', import.meta.url)
const present = existsSync(REFERENCE)
if (!present) console.warn('SKIPPED: test keys of the national certification authority are not at ../shared/reference/kzpki')

describe.skipIf(!present)("files of Kazakhstan's certification authority", () => {
  const p12 = (name: string) => new Uint8Array(readFileSync(new URL(name, REFERENCE)))

  it('RSA for signing, valid: BER indefinite lengths, 3DES, RC2-40', async () => {
    const key = await oneKey(p12('ncanode/p12/KEY_INDIVIDUAL_VALID_SIGN_2004.p12'), 'Qwerty12')
    expect(key.holder).toMatchObject({ iin: '123456789011', name: 'ТЕСТОВ ТЕСТ ТЕСТОВИЧ' })
    expect(key.purposes).toEqual(['sign', 'authenticate'])
    expect([key.notBefore, key.notAfter]).toEqual(['2021-01-18T13:09:14.000Z', '2022-01-18T13:09:14.000Z'])
    const cms = await signDetached(key, new TextEncoder().encode('сынақ'), '2021-06-01T00:00:00.000Z')
    expect(authority.printCms(cms)).toContain('id-smime-aa-signingCertificateV2')
  })

  it('RSA for authentication', async () => {
    const key = await oneKey(p12('ncanode/p12/KEY_INDIVIDUAL_AUTH_REVOKED_2004.p12'), 'Qwerty12')
    expect(key.purposes).toEqual(['authenticate'])
  })

  it('GOST keys are named and led to NCALayer, wrong passwords are named', async () => {
    for (const name of ['ncanode-go/certs/individual/valid/individual_valid.p12', 'ncanode/p12/KEY_CEO_SIGN_REVOKED_2004.p12']) {
      expect(await readSigningKeys(p12(name), 'Qwerty12')).toMatchObject({ kind: 'problem', code: 'gost-key' })
      expect(await readSigningKeys(p12(name), 'qwerty12')).toMatchObject({ kind: 'problem', code: 'wrong-password' })
    }
  })
})

it('base64 is the one that the server reads', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => Buffer.from(base64(bytes), 'base64').equals(Buffer.from(bytes))))
})
