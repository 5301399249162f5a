// Opens a .p12 file in the page (RFC 7292; new files: PBES2, RFC 8018; PBMAC1, RFC 9579; old ones: 3DES and RC2).
// The file and its password never leave the page; what comes out is key material that the caller must import as non-extractable
// and forget.

import { type Bytes, child, type Element, equalBytes, octets, oidText, readElement, TAG } from './der.ts'
import { ContainerProblem } from './container-problem.ts'
import { decryptRc2, decryptTripleDes } from './legacy-ciphers.ts'
import {
  checkedIterations,
  DERIVE,
  HASH_OF_OID,
  hashBytes,
  hmac,
  HMAC_OF_OID,
  NO_PASSWORD_AT_ALL,
  type Password,
  passwordForms,
  pbkdf2Key,
  pkcs12Key,
} from './password-keys.ts'
import { isProblem, type KeyProblem, problem } from './problems.ts'

/** A .p12 of one person is under 10 KiB; a chain with several keys stays under this. */
export const MAX_CONTAINER_BYTES = 1024 * 1024

/** What stands in the file: PKCS#8 private keys and X.509 certificates, DER. */
export type Container = { readonly kind: 'container'; readonly privateKeys: readonly Bytes[]; readonly certificates: readonly Bytes[] }

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
    if (pfx.mac !== undefined && !(await macHolds(pfx.mac, pfx.content, password))) return problem('wrong-password')
    const found = { kind: 'container' as const, privateKeys: [] as Bytes[], certificates: [] as Bytes[] }
    for (const contentInfo of readElement(pfx.content).children) await readSafe(contentInfo, password, found)
    return found
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
  const iterations = checkedIterations(mac.children[2])
  const key = pkcs12Key(password.bmp, {
    hash,
    purpose: DERIVE.mac,
    salt: octets(child(mac, 1, TAG.octetString)),
    iterations,
    length: hashBytes(hash),
  })
  return equalBytes(await hmac(key, hash, content), expected)
}

type Found = { readonly privateKeys: Bytes[]; readonly certificates: Bytes[] }

async function readSafe(contentInfo: Element, password: Password, found: Found): Promise<void> {
  const type = oidText(child(contentInfo, 0))
  if (type === OID.data) return readBags(readElement(octets(child(child(contentInfo, 1), 0))), password, found)
  if (type !== OID.encryptedData) throw new ContainerProblem('unsupported-encryption', { algorithm: type })
  const encrypted = child(child(child(contentInfo, 1), 0, TAG.sequence), 1, TAG.sequence)
  return readBags(readElement(await decrypt(child(encrypted, 1), octets(child(encrypted, 2)), password)), password, found)
}

async function readBags(safe: Element, password: Password, found: Found): Promise<void> {
  for (const bag of safe.children) {
    const type = oidText(child(bag, 0))
    const value = child(child(bag, 1), 0)
    if (type === OID.safeContentsBag) await readBags(value, password, found)
    if (type === OID.keyBag) found.privateKeys.push(value.raw)
    if (type === OID.shroudedKeyBag) found.privateKeys.push(await decrypt(child(value, 0), octets(child(value, 1)), password))
    if (type === OID.certificateBag && oidText(child(value, 0)) === OID.x509Certificate)
      found.certificates.push(octets(child(child(value, 1), 0)))
  }
}

async function decrypt(algorithm: Element, data: Bytes, password: Password): Promise<Bytes> {
  const name = oidText(child(algorithm, 0))
  const plain = name === OID.pbes2 ? await decryptPbes2(child(algorithm, 1), data, password) : decryptOld(name, algorithm, data, password)
  if (plain === null) throw new ContainerProblem('wrong-password')
  return plain
}

function decryptOld(name: string, algorithm: Element, data: Bytes, password: Password): Bytes | null {
  const scheme = OLD_SCHEMES[name]
  if (scheme === undefined) throw new ContainerProblem('unsupported-encryption', { algorithm: name })
  const parameters = child(algorithm, 1, TAG.sequence)
  const common = { hash: 'SHA-1' as const, salt: octets(child(parameters, 0)), iterations: checkedIterations(parameters.children[1]) }
  const key = pkcs12Key(password.bmp, { ...common, purpose: DERIVE.key, length: scheme.keyBytes })
  return scheme.cipher(key, pkcs12Key(password.bmp, { ...common, purpose: DERIVE.iv, length: 8 }), data)
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
