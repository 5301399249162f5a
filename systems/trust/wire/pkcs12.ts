import {
  ALGORITHM,
  bmpString,
  CONTAINER,
  containerKey,
  containerPassword,
  CONTENT,
  context,
  contextPrimitive,
  DERIVE,
  integer,
  nothing,
  octetString,
  oid,
  sequence,
  setOf,
} from '@ruqsat/asn1'
import { createCipheriv, createHash, createHmac, pbkdf2, randomBytes, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

const deriveKey = promisify(pbkdf2)

/** Sandbox keys protect nothing, and dozens are made at the first start: five times OpenSSL's default, some milliseconds each. */
const ITERATIONS = 10_000
/** The MAC's own derivation runs here in single steps; OpenSSL's default. */
const MAC_ITERATIONS = 2_048
const SALT_BYTES = 16
const PFX_VERSION = 3

export type Pkcs12Contents = {
  readonly key: KeyObject
  readonly certificate: Uint8Array
  readonly chain: readonly Uint8Array[]
  readonly friendlyName: string
  readonly password: string
}

/** PKCS#12 (RFC 7292) as OpenSSL 3 writes it: PBES2 with AES-256-CBC and HMAC-SHA-256 for key and certificates, SHA-256 for the MAC. */
export async function buildPkcs12(contents: Pkcs12Contents): Promise<Uint8Array<ArrayBuffer>> {
  const localKeyId = createHash('sha1').update(contents.certificate).digest()
  const attributes = setOf(
    sequence(oid(CONTAINER.friendlyName), setOf(bmpString(contents.friendlyName))),
    sequence(oid(CONTAINER.localKeyId), setOf(octetString(localKeyId))),
  )
  const certificates = sequence(
    certificateBag(contents.certificate, attributes),
    ...contents.chain.map((certificate) => certificateBag(certificate, null)),
  )
  const [certificatesSafe, keyBag] = await Promise.all([
    encryptedSafe(certificates, contents.password),
    shroudedKeyBag(contents.key, contents.password, attributes),
  ])
  const authenticated = sequence(certificatesSafe, sequence(oid(CONTENT.data), context(0, octetString(sequence(keyBag)))))
  return sequence(
    integer(PFX_VERSION),
    sequence(oid(CONTENT.data), context(0, octetString(authenticated))),
    await macData(authenticated, contents.password),
  )
}

function certificateBag(certificate: Uint8Array, attributes: Uint8Array | null): Uint8Array {
  const bag = context(0, sequence(oid(CONTAINER.x509Certificate), context(0, octetString(certificate))))
  return attributes === null ? sequence(oid(CONTAINER.certificateBag), bag) : sequence(oid(CONTAINER.certificateBag), bag, attributes)
}

async function shroudedKeyBag(key: KeyObject, password: string, attributes: Uint8Array): Promise<Uint8Array> {
  const { algorithm, encrypted } = await encrypt(key.export({ format: 'der', type: 'pkcs8' }), password)
  return sequence(oid(CONTAINER.shroudedKeyBag), context(0, sequence(algorithm, octetString(encrypted))), attributes)
}

async function encryptedSafe(safe: Uint8Array, password: string): Promise<Uint8Array> {
  const { algorithm, encrypted } = await encrypt(safe, password)
  return sequence(
    oid(CONTENT.encryptedData),
    context(0, sequence(integer(0), sequence(oid(CONTENT.data), algorithm, contextPrimitive(0, encrypted)))),
  )
}

async function encrypt(plain: Uint8Array, password: string): Promise<{ algorithm: Uint8Array; encrypted: Uint8Array }> {
  const salt = randomBytes(SALT_BYTES)
  const initial = randomBytes(16)
  const key = await deriveKey(password, salt, ITERATIONS, 32, 'sha256')
  const cipher = createCipheriv('aes-256-cbc', key, initial)
  const derivation = sequence(
    oid(CONTAINER.pbkdf2),
    sequence(octetString(salt), integer(ITERATIONS), integer(32), sequence(oid(CONTAINER.hmacSha256), nothing())),
  )
  const scheme = sequence(oid(CONTAINER.aes256Cbc), octetString(initial))
  return {
    algorithm: sequence(oid(CONTAINER.pbes2), sequence(derivation, scheme)),
    encrypted: Buffer.concat([cipher.update(plain), cipher.final()]),
  }
}

async function macData(authenticated: Uint8Array, password: string): Promise<Uint8Array> {
  const salt = randomBytes(SALT_BYTES)
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  const derivation = { hash, blockBytes: 64, purpose: DERIVE.mac, salt, iterations: MAC_ITERATIONS, length: 32 }
  const key = await containerKey(containerPassword(password), derivation)
  const mac = createHmac('sha256', key).update(authenticated).digest()
  return sequence(sequence(sequence(oid(ALGORITHM.sha256), nothing()), octetString(mac)), octetString(salt), integer(MAC_ITERATIONS))
}
