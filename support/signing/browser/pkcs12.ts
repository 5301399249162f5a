// Opens a .p12 file in the page (RFC 7292; new files: PBES2, RFC 8018; PBMAC1, RFC 9579; old ones: 3DES and RC2).
// The file and its password never leave the page; what comes out is key material that the caller must import as non-extractable
// and forget.

import {
  type Algorithm,
  type Bytes,
  children,
  concat,
  CONTAINER,
  content,
  CONTENT,
  type Cursor,
  DERIVE,
  type Element,
  enter,
  expectThat,
  expectParameters,
  octets,
  only,
  raw,
  readAlgorithm,
  readAll,
  readOid,
  readWhole,
  sameBytes,
  TAG,
  toDefinite,
} from '@ruqsat/asn1'
import { ContainerProblem, unsupported } from './container-problem.ts'
import { decryptRc2, decryptTripleDes } from './legacy-ciphers.ts'
import {
  KeyEffort,
  hashBytes,
  hashOf,
  hmac,
  hmacHashOf,
  NO_PASSWORD_AT_ALL,
  oldKey,
  oldRounds,
  type Password,
  passwordForms,
  pbkdf2Key,
  readIterations,
  readPbkdf2,
} from './password-keys.ts'
import { isProblem, type KeyProblem, problem } from './problems.ts'

/** A .p12 of one person is under 10 KiB; a chain with several keys stays under this. */
export const MAX_CONTAINER_BYTES = 128 * 1024
/** Nobody types more; a longer one is hashed in each round of the old derivation. */
const MOST_PASSWORD_CHARACTERS = 256

/** What is in the file: PKCS#8 private keys and X.509 certificates, DER; and why a key in it could not be opened, where others could. */
export type Container = {
  readonly kind: 'container'
  readonly privateKeys: readonly Bytes[]
  readonly certificates: readonly Bytes[]
  readonly closedKeys: readonly KeyProblem[]
}
/** One person's file has one to three keys; each costs an import and a probe against each certificate. */
const MOST_KEYS = 16
const MOST_CERTIFICATES = 64

type OldScheme = { readonly cipher: typeof decryptTripleDes; readonly keyBytes: number }
const OLD_SCHEMES: Readonly<Record<string, OldScheme>> = {
  [CONTAINER.oldTripleDes3]: { cipher: decryptTripleDes, keyBytes: 24 },
  [CONTAINER.oldTripleDes2]: { cipher: decryptTripleDes, keyBytes: 16 },
  [CONTAINER.oldRc2With128Bits]: { cipher: decryptRc2, keyBytes: 16 },
  [CONTAINER.oldRc2With40Bits]: { cipher: decryptRc2, keyBytes: 5 },
}
const IV_BYTES = 8
const AES_KEY_BYTES: Readonly<Record<string, number>> = { [CONTAINER.aes128Cbc]: 16, [CONTAINER.aes192Cbc]: 24, [CONTAINER.aes256Cbc]: 32 }

/** Opens the file, or says what is wrong with it. Never throws for a bad file. */
export async function openContainer(bytes: Bytes, password: string): Promise<Container | KeyProblem> {
  if (bytes.length === 0) return problem('file-empty')
  if (bytes.length > MAX_CONTAINER_BYTES) return problem('file-too-large', { limitKib: MAX_CONTAINER_BYTES / 1024 })
  if (password.length > MOST_PASSWORD_CHARACTERS) return problem('wrong-password')
  const pfx = readPfx(bytes)
  if (isProblem(pfx)) return pfx
  const forms = password === '' ? [passwordForms(''), NO_PASSWORD_AT_ALL] : [passwordForms(password)]
  for (const form of forms) {
    const answer = await openWith(pfx, form)
    if (!isProblem(answer) || answer.code !== 'wrong-password') return answer
  }
  return problem('wrong-password')
}

/** Files of old programs are BER. */
function readBer(bytes: Bytes): Element {
  const { der, end } = toDefinite(bytes)
  expectThat(end === bytes.length, 'nothing after the outer element')
  return readWhole(der, TAG.sequence, MAX_CONTAINER_BYTES)
}

/** How many there are `toDefinite` has limited. */
const all = (list: Element): Element[] => children(list, Number.POSITIVE_INFINITY)

type Pfx = { readonly content: Bytes; readonly mac: Element | null }

function readPfx(bytes: Bytes): Pfx | KeyProblem {
  try {
    const pfx = enter(readBer(bytes))
    pfx.next()
    const contentInfo = enter(pfx.next())
    const type = readOid(contentInfo.next())
    if (type === CONTENT.signedData) return problem('unsupported-encryption', { algorithm: 'SignedData' })
    expectThat(type === CONTENT.data, 'data')
    return { content: octets(only(contentInfo.next())), mac: pfx.more() ? pfx.next() : null }
  } catch {
    return problem('not-a-container')
  }
}

async function openWith(pfx: Pfx, password: Password): Promise<Container | KeyProblem> {
  try {
    const reader = new Reader(password)
    const mac = pfx.mac && readMac(pfx.mac)
    if (mac) reader.weighMac(mac)
    const safes = all(readBer(pfx.content)).map(readSafe)
    for (const safe of safes) reader.weighSafe(safe)
    if (mac && !(await macHolds(mac, pfx.content, password))) return problem('wrong-password')
    for (const safe of safes) await reader.readSafe(safe)
    return reader.container()
  } catch (error) {
    if (error instanceof ContainerProblem) return error.found
    // Without a MAC a wrong password can by chance leave good padding and then nonsense.
    return problem(pfx.mac === null ? 'wrong-password' : 'damaged-container')
  }
}

type Mac = { readonly algorithm: Algorithm; readonly expected: Bytes; readonly salt: Bytes; readonly iterations: number }

function readMac(element: Element): Mac {
  return readAll(element, (mac) => ({
    ...readAll(mac.next(), (digest) => ({ algorithm: readAlgorithm(digest.next()), expected: octets(digest.next()) })),
    salt: octets(mac.next()),
    iterations: readIterations(mac.optional(TAG.integer)),
  }))
}

/** What PBES2 and PBMAC1 have for parameters (RFC 8018): how the key is derived, and the cipher or HMAC that it is for. */
function readDerived(algorithm: Algorithm): { readonly derivation: Algorithm; readonly scheme: Algorithm } {
  return readAll(expectParameters(algorithm), (parameters) => ({
    derivation: readAlgorithm(parameters.next()),
    scheme: readAlgorithm(parameters.next()),
  }))
}

async function macHolds({ algorithm, expected, ...asked }: Mac, signed: Bytes, password: Password): Promise<boolean> {
  if (algorithm.oid === CONTAINER.pbmac1) {
    const { derivation, scheme } = readDerived(algorithm)
    const hash = hmacHashOf(scheme)
    return sameBytes(await hmac(await pbkdf2Key(password, derivation, hashBytes(hash)), hash, signed), expected)
  }
  const hash = hashOf(algorithm)
  const key = await oldKey(password, hash, { ...asked, purpose: DERIVE.mac, length: hashBytes(hash) })
  return sameBytes(await hmac(key, hash, signed), expected)
}

/** Something under a password. */
type Layer = { readonly algorithm: Algorithm; readonly data: Bytes }
type Bag = { readonly type: string; readonly value: Element }
type Safe = { readonly kind: 'open'; readonly bags: readonly Bag[] } | { readonly kind: 'encrypted'; readonly layer: Layer }

function readSafe(element: Element): Safe {
  const contentInfo = enter(element)
  const type = readOid(contentInfo.next())
  if (type === CONTENT.data) return { kind: 'open', bags: readBags(readBer(octets(only(contentInfo.next())))) }
  if (type !== CONTENT.encryptedData) throw unsupported(type)
  const encrypted = enter(only(contentInfo.next()))
  encrypted.next(TAG.integer)
  const inside = enter(encrypted.next())
  inside.next()
  return { kind: 'encrypted', layer: { algorithm: readAlgorithm(inside.next()), data: taggedOctets(inside.next()) } }
}

function readBags(safe: Element): Bag[] {
  return all(safe)
    .map((bag) => enter(bag))
    .map((bag) => ({ type: readOid(bag.next()), value: only(bag.next()) }))
}

/** `[0] IMPLICIT OCTET STRING`, which may come in pieces. */
function taggedOctets(element: Element): Bytes {
  return element.tag === 0xa0 ? concat(all(element).map(octets)) : content(element)
}

function readShrouded(value: Element): Layer {
  return readAll(value, (cursor) => ({ algorithm: readAlgorithm(cursor.next()), data: octets(cursor.next()) }))
}

/** Reads the safes of one file by one password. What all visible layers ask for is added up before the first of them is computed. */
class Reader {
  readonly #password: Password
  readonly #effort = new KeyEffort()
  readonly #keys: Bytes[] = []
  readonly #certificates: Bytes[] = []
  readonly #closedKeys: KeyProblem[] = []

  constructor(password: Password) {
    this.#password = password
  }

  container(): Container {
    return { kind: 'container', privateKeys: this.#keys, certificates: this.#certificates, closedKeys: this.#closedKeys }
  }

  weighMac({ algorithm, iterations }: Mac): void {
    if (algorithm.oid === CONTAINER.pbmac1) return this.#effort.spend('pbkdf2', readPbkdf2(readDerived(algorithm).derivation).iterations)
    const hash = hashOf(algorithm)
    this.#effort.spend('old', oldRounds(hash, iterations, hashBytes(hash)))
  }

  weighSafe(safe: Safe): void {
    if (safe.kind === 'encrypted') return this.#weigh(safe.layer)
    for (const { type, value } of safe.bags) if (type === CONTAINER.shroudedKeyBag) this.#weigh(readShrouded(value))
  }

  async readSafe(safe: Safe): Promise<void> {
    if (safe.kind === 'open') return this.#readBags(safe.bags, true)
    return this.#readBags(readBags(readBer(await this.#decrypt(safe.layer))), false)
  }

  async #readBags(bags: readonly Bag[], areWeighed: boolean): Promise<void> {
    for (const { type, value } of bags) {
      if (type === CONTAINER.safeContentsBag) await this.#readBags(readBags(value), false)
      if (type === CONTAINER.keyBag) this.#keys.push(raw(value))
      if (type === CONTAINER.shroudedKeyBag) await this.#readShrouded(readShrouded(value), areWeighed)
      if (type === CONTAINER.certificateBag) this.#readCertificate(enter(value))
      const count = this.#keys.length + this.#closedKeys.length
      if (count > MOST_KEYS || this.#certificates.length > MOST_CERTIFICATES) throw new ContainerProblem('too-many-iterations', { count })
    }
  }

  #readCertificate(bag: Cursor): void {
    if (readOid(bag.next()) === CONTAINER.x509Certificate) this.#certificates.push(octets(only(bag.next())))
  }

  /** A key under a cipher that cannot be opened here does not close the others of its file. */
  async #readShrouded(layer: Layer, isWeighed: boolean): Promise<void> {
    if (!isWeighed) this.#weigh(layer)
    try {
      this.#keys.push(await this.#decrypt(layer))
    } catch (error) {
      if (!isUnsupported(error)) throw error
      this.#closedKeys.push(error.found)
    }
  }

  async #decrypt(layer: Layer): Promise<Bytes> {
    const plain = await (layer.algorithm.oid === CONTAINER.pbes2 ? decryptPbes2 : decryptOld)(layer, this.#password)
    if (plain === null) throw new ContainerProblem('wrong-password')
    return plain
  }

  /** What opening this layer will cost. An unknown scheme costs nothing: it is not opened. */
  #weigh({ algorithm, data }: Layer): void {
    try {
      if (algorithm.oid === CONTAINER.pbes2) {
        const { derivation, scheme } = readDerived(algorithm)
        this.#effort.spend('pbkdf2', readPbkdf2(derivation).iterations)
        if (scheme.oid === CONTAINER.tripleDesCbc) this.#effort.spend('oldCipherBytes', data.length)
        return
      }
      const { cipher, keyBytes, iterations } = readOldScheme(algorithm)
      this.#effort.spend('old', oldRounds('SHA-1', iterations, keyBytes) + oldRounds('SHA-1', iterations, IV_BYTES))
      if (cipher === decryptTripleDes) this.#effort.spend('oldCipherBytes', data.length)
    } catch (error) {
      if (!isUnsupported(error)) throw error
    }
  }
}

function isUnsupported(error: unknown): error is ContainerProblem {
  return error instanceof ContainerProblem && error.found.code === 'unsupported-encryption'
}

function readOldScheme(algorithm: Algorithm): OldScheme & { readonly salt: Bytes; readonly iterations: number } {
  const scheme = OLD_SCHEMES[algorithm.oid]
  if (scheme === undefined) throw unsupported(algorithm.oid)
  return readAll(expectParameters(algorithm), (parameters) => ({
    ...scheme,
    salt: octets(parameters.next()),
    iterations: readIterations(parameters.optional(TAG.integer)),
  }))
}

async function decryptOld({ algorithm, data }: Layer, password: Password): Promise<Bytes | null> {
  const { cipher, keyBytes, salt, iterations } = readOldScheme(algorithm)
  const derive = (purpose: 1 | 2, length: number) => oldKey(password, 'SHA-1', { purpose, salt, iterations, length })
  return cipher(await derive(DERIVE.key, keyBytes), await derive(DERIVE.iv, IV_BYTES), data)
}

async function decryptPbes2({ algorithm, data }: Layer, password: Password): Promise<Bytes | null> {
  const { derivation, scheme } = readDerived(algorithm)
  const isTripleDes = scheme.oid === CONTAINER.tripleDesCbc
  const keyBytes = isTripleDes ? 24 : AES_KEY_BYTES[scheme.oid]
  if (keyBytes === undefined || scheme.parameters === null) throw unsupported(scheme.oid)
  const iv = octets(scheme.parameters)
  const bytes = await pbkdf2Key(password, derivation, keyBytes)
  if (isTripleDes) return decryptTripleDes(bytes, iv, data)
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-CBC', false, ['decrypt']).catch(() => {
    throw unsupported(`AES-${keyBytes * 8}-CBC`)
  })
  return crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, data).then(
    (plain) => new Uint8Array(plain),
    () => null,
  )
}
