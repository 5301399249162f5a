// Opens a .p12 file in the page (RFC 7292; new files: PBES2, RFC 8018; PBMAC1, RFC 9579; old ones: 3DES and RC2).
// The file and its password never leave the page; what comes out is key material that the caller must import as non-extractable
// and forget.

import { type Bytes, child, type Element, equalBytes, octets, oidText, readElement, TAG } from './der.ts'
import { ContainerProblem } from './container-problem.ts'
import { decryptRc2, decryptTripleDes } from './legacy-ciphers.ts'
import {
  DERIVE,
  Effort,
  HASH_OF_OID,
  hashBytes,
  hmac,
  HMAC_OF_OID,
  iterationsOf,
  NO_PASSWORD_AT_ALL,
  oldRounds,
  type Password,
  passwordForms,
  pbkdf2Key,
  pbkdf2Rounds,
  pkcs12Key,
} from './password-keys.ts'
import { isProblem, type KeyProblem, problem } from './problems.ts'

/** A .p12 of one person is under 10 KiB; a chain with several keys stays under this. */
export const MAX_CONTAINER_BYTES = 1024 * 1024

/** What stands in the file: PKCS#8 private keys and X.509 certificates, DER; and why a key in it could not be opened, where others could. */
export type Container = {
  readonly kind: 'container'
  readonly privateKeys: readonly Bytes[]
  readonly certificates: readonly Bytes[]
  readonly closedKeys?: readonly KeyProblem[]
}
/** One person's file has one to three keys; each costs an import and a probe against each certificate. */
const MOST_KEYS = 16
const MOST_CERTIFICATES = 64

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  safeContentsBag: '1.2.840.113549.1.12.10.1.6',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  pbes2: '1.2.840.113549.1.5.13',
  pbmac1: '1.2.840.113549.1.5.14',
  tripleDesCbc: '1.2.840.113549.3.7',
}

/** The password-based schemes of PKCS#12 itself, all with SHA-1 (RFC 7292, appendix C). */
const OLD_SCHEMES: Readonly<Record<string, { readonly cipher: typeof decryptTripleDes; readonly keyBytes: number }>> = {
  '1.2.840.113549.1.12.1.3': { cipher: decryptTripleDes, keyBytes: 24 },
  '1.2.840.113549.1.12.1.4': { cipher: decryptTripleDes, keyBytes: 16 },
  '1.2.840.113549.1.12.1.5': { cipher: decryptRc2, keyBytes: 16 },
  '1.2.840.113549.1.12.1.6': { cipher: decryptRc2, keyBytes: 5 },
}
const AES_KEY_BYTES: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.1.2': 16,
  '2.16.840.1.101.3.4.1.22': 24,
  '2.16.840.1.101.3.4.1.42': 32,
}

/** Opens the file, or says what is wrong with it. Never throws for a bad file. */
export async function openContainer(bytes: Bytes, password: string): Promise<Container | KeyProblem> {
  if (bytes.length === 0) return problem('file-empty')
  if (bytes.length > MAX_CONTAINER_BYTES) return problem('file-too-large', { limitKib: MAX_CONTAINER_BYTES / 1024 })
  const pfx = readPfx(bytes)
  if (isProblem(pfx)) return pfx
  const forms = password === '' ? [passwordForms(''), NO_PASSWORD_AT_ALL] : [passwordForms(password)]
  let answer: Container | KeyProblem = problem('wrong-password')
  for (const form of forms) {
    answer = await openWith(pfx, form)
    if (!isProblem(answer) || answer.code !== 'wrong-password') return answer
  }
  return answer
}

type Pfx = { readonly content: Bytes; readonly mac: Element | undefined }

function readPfx(bytes: Bytes): Pfx | KeyProblem {
  try {
    const pfx = readElement(bytes)
    const contentInfo = child(pfx, 1, TAG.sequence)
    if (oidText(child(contentInfo, 0)) === OID.signedData) return problem('unsupported-encryption', { algorithm: 'SignedData' })
    if (oidText(child(contentInfo, 0)) !== OID.data) return problem('not-a-container')
    return { content: octets(child(child(contentInfo, 1), 0)), mac: pfx.children[2] }
  } catch {
    return problem('not-a-container')
  }
}

async function openWith(pfx: Pfx, password: Password): Promise<Container | KeyProblem> {
  try {
    const reader = new Reader(password)
    if (pfx.mac !== undefined) reader.weighMac(pfx.mac)
    const safes = readElement(pfx.content).children
    for (const contentInfo of safes) reader.weighSafe(contentInfo)
    if (pfx.mac !== undefined && !(await macHolds(pfx.mac, pfx.content, password))) return problem('wrong-password')
    for (const contentInfo of safes) await reader.readSafe(contentInfo)
    return reader.container()
  } catch (error) {
    if (error instanceof ContainerProblem) return problem(error.code, error.facts)
    // Without a MAC a wrong password can by chance leave good padding and then nonsense.
    return problem(pfx.mac === undefined ? 'wrong-password' : 'damaged-container')
  }
}

async function macHolds(mac: Element, content: Bytes, password: Password): Promise<boolean> {
  const digestInfo = child(mac, 0, TAG.sequence)
  const algorithm = child(digestInfo, 0, TAG.sequence)
  const expected = octets(child(digestInfo, 1, TAG.octetString))
  const name = oidText(child(algorithm, 0))
  if (name === OID.pbmac1) {
    const [derivation, authentication] = child(algorithm, 1, TAG.sequence).children as [Element, Element]
    const hash = HMAC_OF_OID[oidText(child(authentication, 0))]
    if (hash === undefined) throw new ContainerProblem('unsupported-encryption', { algorithm: oidText(child(authentication, 0)) })
    return equalBytes(await hmac(await pbkdf2Key(password, derivation, hashBytes(hash)), hash, content), expected)
  }
  const hash = HASH_OF_OID[name]
  if (hash === undefined) throw new ContainerProblem('unsupported-encryption', { algorithm: name })
  const iterations = iterationsOf(mac.children[2])
  const key = await pkcs12Key(password.bmp, {
    hash,
    purpose: DERIVE.mac,
    salt: octets(child(mac, 1, TAG.octetString)),
    iterations,
    length: hashBytes(hash),
  })
  return equalBytes(await hmac(key, hash, content), expected)
}

/** Reads the safes of one file by one password. What all visible layers ask for is added up before the first of them is computed. */
class Reader {
  readonly #password: Password
  readonly #effort = new Effort()
  readonly #keys: Bytes[] = []
  readonly #certificates: Bytes[] = []
  readonly #closedKeys: KeyProblem[] = []

  constructor(password: Password) {
    this.#password = password
  }

  container(): Container {
    const closed = this.#closedKeys.length > 0 && { closedKeys: this.#closedKeys }
    return { kind: 'container', privateKeys: this.#keys, certificates: this.#certificates, ...closed }
  }

  weighMac(mac: Element): void {
    const algorithm = child(child(mac, 0, TAG.sequence), 0, TAG.sequence)
    const name = oidText(child(algorithm, 0))
    if (name === OID.pbmac1) return this.#effort.spend('pbkdf2', pbkdf2Rounds(child(child(algorithm, 1, TAG.sequence), 0)))
    const hash = HASH_OF_OID[name]
    if (hash !== undefined) this.#effort.spend('old', oldRounds(hash, iterationsOf(mac.children[2]), hashBytes(hash)))
  }

  weighSafe(contentInfo: Element): void {
    const encrypted = encryptedOf(contentInfo)
    if (encrypted !== null) return this.#weigh(encrypted.algorithm, encrypted.data.length)
    for (const bag of readElement(octets(child(child(contentInfo, 1), 0))).children) {
      if (oidText(child(bag, 0)) !== OID.shroudedKeyBag) continue
      const value = child(child(bag, 1), 0)
      this.#weigh(child(value, 0), octets(child(value, 1)).length)
    }
  }

  async readSafe(contentInfo: Element): Promise<void> {
    const encrypted = encryptedOf(contentInfo)
    if (encrypted === null) return this.#readBags(readElement(octets(child(child(contentInfo, 1), 0))), true)
    return this.#readBags(readElement(await this.#decrypt(encrypted.algorithm, encrypted.data, true)), false)
  }

  async #readBags(safe: Element, isWeighed: boolean): Promise<void> {
    for (const bag of safe.children) {
      const type = oidText(child(bag, 0))
      const value = child(child(bag, 1), 0)
      if (type === OID.safeContentsBag) await this.#readBags(value, false)
      if (type === OID.keyBag) this.#keys.push(value.raw)
      if (type === OID.shroudedKeyBag) await this.#readShrouded(value, isWeighed)
      if (type === OID.certificateBag && oidText(child(value, 0)) === OID.x509Certificate)
        this.#certificates.push(octets(child(child(value, 1), 0)))
      const count = this.#keys.length + this.#closedKeys.length
      if (count > MOST_KEYS || this.#certificates.length > MOST_CERTIFICATES) throw new ContainerProblem('too-many-iterations', { count })
    }
  }

  /** A key under a cipher that cannot be opened here does not close the others of its file. */
  async #readShrouded(value: Element, isWeighed: boolean): Promise<void> {
    try {
      this.#keys.push(await this.#decrypt(child(value, 0), octets(child(value, 1)), isWeighed))
    } catch (error) {
      if (!(error instanceof ContainerProblem) || error.code !== 'unsupported-encryption') throw error
      this.#closedKeys.push(problem(error.code, error.facts))
    }
  }

  async #decrypt(algorithm: Element, data: Bytes, isWeighed: boolean): Promise<Bytes> {
    if (!isWeighed) this.#weigh(algorithm, data.length)
    const name = oidText(child(algorithm, 0))
    const isNew = name === OID.pbes2
    const plain = await (isNew
      ? decryptPbes2(child(algorithm, 1), data, this.#password)
      : decryptOld(name, algorithm, data, this.#password))
    if (plain === null) throw new ContainerProblem('wrong-password')
    return plain
  }

  /** What opening this layer will cost. An unknown scheme costs nothing: it is not opened. */
  #weigh(algorithm: Element, bytes: number): void {
    const name = oidText(child(algorithm, 0))
    const parameters = child(algorithm, 1, TAG.sequence)
    if (name === OID.pbes2) {
      this.#effort.spend('pbkdf2', pbkdf2Rounds(child(parameters, 0)))
      if (oidText(child(child(parameters, 1), 0)) === OID.tripleDesCbc) this.#effort.spend('oldCipherBytes', bytes)
    }
    const scheme = OLD_SCHEMES[name]
    if (scheme === undefined) return
    const iterations = iterationsOf(parameters.children[1])
    this.#effort.spend('old', oldRounds('SHA-1', iterations, scheme.keyBytes) + oldRounds('SHA-1', iterations, IV_BYTES))
    if (scheme.cipher === decryptTripleDes) this.#effort.spend('oldCipherBytes', bytes)
  }
}

type Encrypted = { readonly algorithm: Element; readonly data: Bytes }

/** The encrypted content of a safe, or null where it lies in the open. */
function encryptedOf(contentInfo: Element): Encrypted | null {
  const type = oidText(child(contentInfo, 0))
  if (type === OID.data) return null
  if (type !== OID.encryptedData) throw new ContainerProblem('unsupported-encryption', { algorithm: type })
  const encrypted = child(child(child(contentInfo, 1), 0, TAG.sequence), 1, TAG.sequence)
  return { algorithm: child(encrypted, 1), data: octets(child(encrypted, 2)) }
}

const IV_BYTES = 8

async function decryptOld(name: string, algorithm: Element, data: Bytes, password: Password): Promise<Bytes | null> {
  const scheme = OLD_SCHEMES[name]
  if (scheme === undefined) throw new ContainerProblem('unsupported-encryption', { algorithm: name })
  const parameters = child(algorithm, 1, TAG.sequence)
  const common = { hash: 'SHA-1' as const, salt: octets(child(parameters, 0)), iterations: iterationsOf(parameters.children[1]) }
  const key = await pkcs12Key(password.bmp, { ...common, purpose: DERIVE.key, length: scheme.keyBytes })
  return scheme.cipher(key, await pkcs12Key(password.bmp, { ...common, purpose: DERIVE.iv, length: IV_BYTES }), data)
}

async function decryptPbes2(parameters: Element, data: Bytes, password: Password): Promise<Bytes | null> {
  const cipher = child(parameters, 1, TAG.sequence)
  const name = oidText(child(cipher, 0))
  const iv = octets(child(cipher, 1, TAG.octetString))
  if (name === OID.tripleDesCbc) return decryptTripleDes(await pbkdf2Key(password, child(parameters, 0), 24), iv, data)
  const keyBytes = AES_KEY_BYTES[name]
  if (keyBytes === undefined) throw new ContainerProblem('unsupported-encryption', { algorithm: name })
  const raw = await pbkdf2Key(password, child(parameters, 0), keyBytes)
  const key = await crypto.subtle.importKey('raw', raw, 'AES-CBC', false, ['decrypt']).catch(() => {
    throw new ContainerProblem('unsupported-encryption', { algorithm: `AES-${keyBytes * 8}-CBC` })
  })
  return crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, data).then(
    (plain) => new Uint8Array(plain),
    () => null,
  )
}
