// From a .p12 file to keys that this browser can use. The private key's bytes are overwritten as soon as the browser holds them.

import {
  ALGORITHM,
  bitString,
  type Bytes,
  type Certificate,
  context,
  enter,
  hasStrongKey,
  isSelfIssued,
  Malformed,
  MIN_RSA_BITS,
  octets,
  octetString,
  raw,
  readAlgorithm,
  readCertificate,
  readOid,
  readWhole,
  sequence,
  TAG,
  tryToRead,
} from '@ruqsat/asn1'
import { factsOf } from './certificate-facts.ts'
import { type Container, MAX_CONTAINER_BYTES, openContainer } from './pkcs12.ts'
import { isProblem, type KeyProblem, problem } from './problems.ts'
import { ALGORITHMS, sha256Hex, type SigningAlgorithm, type SigningKey } from './signing-key.ts'

/** Kazakhstan's own arc of algorithms: GOST keys sign through NCALayer. */
const GOST_ARC = '1.2.398.3.10.'
/** A path is never longer than this; stops a circle of issuers. */
const MAX_CHAIN = 8

/** What a file has: the keys that can be used here, and why each other one cannot. */
export type FoundKeys = { readonly kind: 'keys'; readonly keys: readonly SigningKey[]; readonly leftOut: readonly KeyProblem[] }

/** The usable keys in a .p12, each with the certificate that belongs to it; a problem where there is none. The caller keeps or drops them. */
export async function readSigningKeys(file: Bytes, password: string): Promise<readonly SigningKey[] | KeyProblem> {
  const found = await findSigningKeys(file, password)
  return isProblem(found) ? found : found.keys
}

/**
 * The same with the keys that had to be left out: a file may have an RSA key next to a GOST key, which a browser alone cannot use. Extractable
 * only for who locks them at once, apart from every page.
 */
export async function findSigningKeys(file: Bytes, password: string, isExtractable = false): Promise<FoundKeys | KeyProblem> {
  const container = await openContainer(file, password)
  return isProblem(container) ? container : signingKeysFrom(container, isExtractable)
}

/** The same from a container that is open already. Overwrites its private keys. */
export async function signingKeysFrom(container: Container, isExtractable = false): Promise<FoundKeys | KeyProblem> {
  const leftOut = [...container.closedKeys]
  if (container.privateKeys.length === 0) return leftOut[0] ?? problem('key-missing')
  if (container.certificates.length === 0) return problem('certificate-missing')
  const certificates = container.certificates.flatMap(readable)
  const isDamaged = certificates.length < container.certificates.length
  const keys: SigningKey[] = []
  for (const pkcs8 of container.privateKeys) {
    const key = await signingKey(pkcs8, certificates, isExtractable)
    pkcs8.fill(0)
    if (key === null) leftOut.push(problem(isDamaged ? 'damaged-container' : 'certificate-of-another-key'))
    else if (isProblem(key)) leftOut.push(key)
    else keys.push(key)
  }
  return keys.length > 0 ? { kind: 'keys', keys, leftOut } : (leftOut[0] as KeyProblem)
}

/** The certificate, or nothing where the server could not read it either: the others of the file may serve. */
function readable(bytes: Bytes): Certificate[] {
  // A copy, so that IndexedDB keeps a certificate and not the whole file behind its view.
  const certificate = tryToRead(() => readCertificate(bytes.slice()))
  return certificate instanceof Malformed ? [] : [certificate]
}

/** Null where no certificate belongs to the key. */
async function signingKey(
  pkcs8: Bytes,
  certificates: readonly Certificate[],
  isExtractable: boolean,
): Promise<SigningKey | KeyProblem | null> {
  const algorithm = algorithmOf(pkcs8)
  if (isProblem(algorithm)) return algorithm
  for (const certificate of certificates) {
    if (certificate.keyKind !== algorithm) continue
    const privateKey = await importFor(algorithm, pkcs8, certificate, isExtractable)
    if (privateKey === null) continue
    return unacceptable(certificate) ?? describeKey(privateKey, algorithm, certificate, certificates)
  }
  return null
}

function algorithmOf(pkcs8: Bytes): SigningAlgorithm | KeyProblem {
  try {
    const key = enter(readWhole(pkcs8, TAG.sequence, MAX_CONTAINER_BYTES))
    key.next()
    const { oid, parameters } = readAlgorithm(key.next())
    if (oid === ALGORITHM.rsaEncryption) return 'rsa'
    if (oid === ALGORITHM.ecPublicKey && parameters !== null && readOid(parameters) === ALGORITHM.prime256v1) return 'ecdsa-p256'
    return problem(oid.startsWith(GOST_ARC) ? 'gost-key' : 'unsupported-key', { algorithm: oid })
  } catch {
    return problem('damaged-container')
  }
}

/** The key, where it really is the other half of this certificate's: a probe signed by one must verify by the other. */
async function importFor(
  algorithm: SigningAlgorithm,
  pkcs8: Bytes,
  certificate: Certificate,
  isExtractable: boolean,
): Promise<CryptoKey | null> {
  const parameters = ALGORITHMS[algorithm]
  try {
    const bytes = algorithm === 'rsa' ? pkcs8 : withPublicKey(pkcs8, certificate)
    const privateKey = await crypto.subtle.importKey('pkcs8', bytes, parameters.import, isExtractable, ['sign'])
    const publicKey = await crypto.subtle.importKey('spki', certificate.publicKey, parameters.import, false, ['verify'])
    const probe = new Uint8Array(32)
    const signature = await crypto.subtle.sign(parameters.sign, privateKey, probe)
    return (await crypto.subtle.verify(parameters.sign, publicKey, signature, probe)) ? privateKey : null
  } catch {
    return null
  }
}

/** Some browsers import an EC key only with its public point inside; some files leave it out (RFC 5915). */
function withPublicKey(pkcs8: Bytes, { publicKeyBits }: Certificate): Bytes {
  const key = enter(readWhole(pkcs8, TAG.sequence, MAX_CONTAINER_BYTES))
  const head = [key.next(), key.next()].map(raw)
  const ecKey = enter(readWhole(octets(key.next()), TAG.sequence, MAX_CONTAINER_BYTES))
  const inner = sequence(raw(ecKey.next()), raw(ecKey.next()), context(1, bitString(publicKeyBits)))
  return sequence(...head, octetString(inner))
}

/** What the server would refuse, before anybody signs with it. */
function unacceptable(certificate: Certificate): KeyProblem | null {
  const { keyBits: bits } = certificate
  if (hasStrongKey(certificate)) return null
  return bits < MIN_RSA_BITS ? problem('weak-key', { bits }) : problem('unsupported-key', { algorithm: `RSA ${bits}` })
}

async function describeKey(
  privateKey: CryptoKey,
  algorithm: SigningAlgorithm,
  own: Certificate,
  all: readonly Certificate[],
): Promise<SigningKey> {
  return {
    id: await sha256Hex(own.der),
    privateKey,
    algorithm,
    certificate: own.der,
    chain: issuersOf(own, all),
    ...factsOf(own),
  }
}

/** The authorities above a certificate, nearest first, by name. The server checks the signatures; here only the order matters. */
function issuersOf(own: Certificate, all: readonly Certificate[]): Bytes[] {
  const chain: Bytes[] = []
  let below = own
  while (chain.length < MAX_CHAIN && !isSelfIssued(below)) {
    const { comparable } = below.issuer
    const issuer = all.find((candidate) => candidate.basicConstraints?.ca === true && candidate.subject.comparable === comparable)
    if (issuer === undefined) break
    chain.push(issuer.der)
    below = issuer
  }
  return chain
}
