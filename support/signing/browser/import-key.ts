// From a .p12 file to keys that this browser can use. The private key's bytes are overwritten as soon as the browser holds them.

import { type Certificate, readCertificate } from './certificate.ts'
import { type Bytes, child, der, type Element, equalBytes, octets, oidText, readElement, sequence, TAG } from './der.ts'
import { type Container, openContainer } from './pkcs12.ts'
import { isProblem, type KeyProblem, problem } from './problems.ts'
import { ALGORITHMS, sha256Hex, type SigningAlgorithm, type SigningKey } from './signing-key.ts'

/** Keys under 2048 bits are refused: NIST SP 800-131A. */
const MIN_RSA_BITS = 2048
const RSA = '1.2.840.113549.1.1.1'
const ELLIPTIC = '1.2.840.10045.2.1'
const P256 = '1.2.840.10045.3.1.7'
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

/** The same with the keys that had to be left out: a file may have an RSA key beside a GOST key, which a browser alone cannot use. */
export async function findSigningKeys(file: Bytes, password: string): Promise<FoundKeys | KeyProblem> {
  const container = await openContainer(file, password)
  return isProblem(container) ? container : signingKeysFrom(container)
}

/** The same from a container that is open already. Overwrites its private keys. */
export async function signingKeysFrom(container: Container): Promise<FoundKeys | KeyProblem> {
  const leftOut = [...(container.closedKeys ?? [])]
  if (container.privateKeys.length === 0) return leftOut[0] ?? problem('key-missing')
  const certificates = readCertificates(container.certificates)
  if (isProblem(certificates)) return certificates
  const keys: SigningKey[] = []
  for (const pkcs8 of container.privateKeys) {
    const key = await signingKey(pkcs8, certificates)
    pkcs8.fill(0)
    if (isProblem(key)) leftOut.push(key)
    else keys.push(key)
  }
  return keys.length > 0 ? { kind: 'keys', keys, leftOut } : (leftOut[0] as KeyProblem)
}

function readCertificates(all: readonly Bytes[]): readonly Certificate[] | KeyProblem {
  if (all.length === 0) return problem('certificate-missing')
  try {
    // Copies, so that IndexedDB keeps a certificate and not the whole file behind its view.
    return all.map((bytes) => readCertificate(bytes.slice()))
  } catch {
    return problem('damaged-container')
  }
}

async function signingKey(pkcs8: Bytes, certificates: readonly Certificate[]): Promise<SigningKey | KeyProblem> {
  const algorithm = algorithmOf(pkcs8)
  if (isProblem(algorithm)) return algorithm
  for (const certificate of certificates) {
    if (certificate.keyAlgorithm !== (algorithm === 'rsa' ? RSA : ELLIPTIC)) continue
    const privateKey = await importFor(algorithm, pkcs8, certificate)
    if (privateKey === null) continue
    const weak = weakness(privateKey)
    if (weak) return weak
    return describeKey(privateKey, algorithm, certificate, certificates)
  }
  return problem('certificate-of-another-key')
}

function algorithmOf(pkcs8: Bytes): SigningAlgorithm | KeyProblem {
  try {
    const identifier = child(readElement(pkcs8), 1, TAG.sequence)
    const name = oidText(child(identifier, 0))
    if (name === RSA) return 'rsa'
    if (name === ELLIPTIC && oidText(child(identifier, 1)) === P256) return 'ecdsa-p256'
    return name.startsWith(GOST_ARC) ? problem('gost-key', { algorithm: name }) : problem('unsupported-key', { algorithm: name })
  } catch {
    return problem('damaged-container')
  }
}

/** The key, where it really is the other half of this certificate's: a probe signed by one must verify by the other. */
async function importFor(algorithm: SigningAlgorithm, pkcs8: Bytes, certificate: Certificate): Promise<CryptoKey | null> {
  const parameters = ALGORITHMS[algorithm]
  try {
    const bytes = algorithm === 'rsa' ? pkcs8 : withPublicKey(pkcs8, certificate.publicKeyInfo)
    const privateKey = await crypto.subtle.importKey('pkcs8', bytes, parameters.import, false, ['sign'])
    const publicKey = await crypto.subtle.importKey('spki', certificate.publicKeyInfo, parameters.import, false, ['verify'])
    const probe = new Uint8Array(32)
    const signature = await crypto.subtle.sign(parameters.sign, privateKey, probe)
    return (await crypto.subtle.verify(parameters.sign, publicKey, signature, probe)) ? privateKey : null
  } catch {
    return null
  }
}

/** Some browsers import an EC key only with its public point inside; some files leave it out (RFC 5915). */
function withPublicKey(pkcs8: Bytes, publicKeyInfo: Bytes): Bytes {
  const [version, identifier, wrapped] = readElement(pkcs8).children as [Element, Element, Element]
  const ecKey = readElement(octets(wrapped))
  const point = child(readElement(publicKeyInfo), 1, TAG.bitString)
  const inner = sequence(child(ecKey, 0, TAG.integer).raw, child(ecKey, 1, TAG.octetString).raw, der(0xa1, point.raw))
  return sequence(version.raw, identifier.raw, der(TAG.octetString, inner))
}

function weakness(key: CryptoKey): KeyProblem | null {
  const bits = (key.algorithm as Partial<RsaHashedKeyAlgorithm>).modulusLength
  return bits !== undefined && bits < MIN_RSA_BITS ? problem('weak-key', { bits }) : null
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
    holder: own.holder,
    roles: own.roles,
    purposes: own.purposes,
    notBefore: own.notBefore,
    notAfter: own.notAfter,
    issuerName: own.issuerName,
    serialHex: own.serialHex,
  }
}

/** The authorities above a certificate, nearest first, by name. The server checks the signatures; here only the order matters. */
function issuersOf(own: Certificate, all: readonly Certificate[]): Bytes[] {
  const chain: Bytes[] = []
  let below = own
  while (chain.length < MAX_CHAIN && !equalBytes(below.issuer, below.subject)) {
    const issuer = all.find((candidate) => candidate.isAuthority && equalBytes(candidate.subject, below.issuer))
    if (issuer === undefined) break
    chain.push(issuer.der)
    below = issuer
  }
  return chain
}
