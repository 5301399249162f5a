import { buildCertificate, type Certificate, readCertificate, writeName } from '@ruqsat/asn1'
import { randomBytes, type KeyObject } from 'node:crypto'
import type { Database, LegalClock } from '@ruqsat/database'
import { Fault, msFromInstant } from '@ruqsat/foundation'
import { insertAuthority, lockAuthority, readAuthority, type AuthorityName, type AuthorityRow } from '../store/authority.ts'
import { keySigner, newKeyPair, spkiOf } from '../wire/keys.ts'
import { authorityName, issuingExtensions, rootExtensions, stampingExtensions } from './profiles.ts'
import type { Vault } from './vault.ts'

/** One of the authority's certificates with its key. */
export type CertifiedKey = { readonly certificate: Certificate; readonly key: KeyObject }
export type AuthorityKeys = Readonly<Record<AuthorityName, CertifiedKey>>
/** What the authority works with. */
export type AuthorityDeps = { readonly database: Database; readonly clock: LegalClock; readonly keys: AuthorityKeys }

const YEAR_MS = 365.25 * 86_400_000
/** The authority is older than the expired keys it issued, and outlives any legal time that is moved forward within reason. */
const ROOT_LIFE = { sinceMs: 6 * YEAR_MS, untilMs: 44 * YEAR_MS }
const ISSUING_LIFE = { sinceMs: 5 * YEAR_MS, untilMs: 40 * YEAR_MS }

export type FoundingDeps = Omit<AuthorityDeps, 'keys'> & { readonly vault: Vault; readonly origin: string }

/**
 * Reads the authority, or makes it at the first start. Keys take long to make, so every process makes its own before it takes the lock; those
 * of the first are kept and the others let go of theirs.
 */
export async function foundAuthority(deps: FoundingDeps): Promise<AuthorityKeys> {
  const rows = await readAuthority(deps.database.sql)
  if (rows.length > 0) return withStamping(deps, openRows(rows, deps.vault))
  const now = await deps.clock.now()
  const made = await makeAuthority(msFromInstant(now), deps.origin)
  const sealed = (Object.entries(made) as [AuthorityName, CertifiedKey][]).map((each) => sealedRow(deps.vault, ...each))
  const kept = (await deps.database.sql.begin(async (tx) => {
    await lockAuthority(tx)
    const madeMeanwhile = await readAuthority(tx)
    if (madeMeanwhile.length > 0) return openRows(madeMeanwhile, deps.vault)
    for (const row of sealed) await insertAuthority(tx, row, now)
    return made
  })) as OpenedKeys
  return withStamping(deps, kept)
}

function sealedRow(vault: Vault, name: AuthorityName, { certificate, key }: CertifiedKey): AuthorityRow {
  return { name, certificate: certificate.der, encryptedKey: vault.seal(key, name) }
}

type OpenedKeys = Omit<AuthorityKeys, 'time-stamping'> & { readonly 'time-stamping': CertifiedKey | null }

/** An authority of before it stamped times gets the key for it, once. */
async function withStamping(deps: FoundingDeps, keys: OpenedKeys): Promise<AuthorityKeys> {
  const known = keys['time-stamping']
  if (known !== null) return { ...keys, 'time-stamping': known }
  const now = await deps.clock.now()
  const pair = await newKeyPair('ecdsa-p256')
  const issuingKey = keys.issuing.certificate.publicKey
  const made = certified(pair, keys.issuing, {
    name: 'time-stamping',
    nowMs: msFromInstant(now),
    life: ISSUING_LIFE,
    extensionsOf: (key) => stampingExtensions(key, issuingKey, deps.origin),
  })
  const row = sealedRow(deps.vault, 'time-stamping', made)
  return (await deps.database.sql.begin(async (tx) => {
    await lockAuthority(tx)
    const meanwhile = openRows(await readAuthority(tx), deps.vault)['time-stamping']
    if (meanwhile === null) await insertAuthority(tx, row, now)
    return { ...keys, 'time-stamping': meanwhile ?? made }
  })) as AuthorityKeys
}

function openRows(rows: readonly AuthorityRow[], vault: Vault): OpenedKeys {
  const find = (name: AuthorityName): CertifiedKey | null => {
    const row = rows.find((candidate) => candidate.name === name)
    return row === undefined
      ? null
      : { certificate: readCertificate(new Uint8Array(row.certificate)), key: vault.open(row.encryptedKey, name) }
  }
  const holder = (name: AuthorityName): CertifiedKey => {
    const found = find(name)
    if (found === null) throw new Fault(`Expected the authority's '${name}' in the database but it is missing`)
    return found
  }
  return {
    root: holder('root'),
    issuing: holder('issuing'),
    'time-stamping': find('time-stamping'),
  }
}

type Life = typeof ROOT_LIFE
type Making = {
  readonly name: Parameters<typeof authorityName>[0]
  readonly nowMs: number
  readonly life: Life
  readonly extensionsOf: (publicKey: Uint8Array) => Uint8Array[]
}

/** A certificate of this key. `issuer` null: the key issues it itself. */
function certified(pair: KeyPair, issuer: CertifiedKey | null, { name, nowMs, life, extensionsOf }: Making): CertifiedKey {
  const publicKey = spkiOf(pair.publicKey)
  const plan = {
    serial: newSerial(),
    issuer: issuer?.certificate.subject.der ?? writeName(authorityName(name)),
    subject: authorityName(name),
    notBeforeMs: nowMs - life.sinceMs,
    notAfterMs: nowMs + life.untilMs,
    publicKey,
    extensions: extensionsOf(publicKey),
  }
  return { certificate: readCertificate(buildCertificate(plan, keySigner(issuer?.key ?? pair.privateKey))), key: pair.privateKey }
}
type KeyPair = Awaited<ReturnType<typeof newKeyPair>>

/** A new P-256 key that this authority certifies. */
export async function certifyKey(issuer: CertifiedKey, making: Making): Promise<CertifiedKey> {
  return certified(await newKeyPair('ecdsa-p256'), issuer, making)
}

/** Root and issuing authority with RSA 2048, as the sandbox's model has; who signs each stamp with the faster P-256. */
async function makeAuthority(nowMs: number, origin: string): Promise<AuthorityKeys> {
  const [rootPair, issuingPair, stampingPair] = await Promise.all([
    newKeyPair('rsa-2048'),
    newKeyPair('rsa-2048'),
    newKeyPair('ecdsa-p256'),
  ])
  const common = { nowMs, life: ISSUING_LIFE }
  const root = certified(rootPair, null, { name: 'root', nowMs, life: ROOT_LIFE, extensionsOf: rootExtensions })
  const rootKey = root.certificate.publicKey
  const issuing = certified(issuingPair, root, {
    ...common,
    name: 'issuing',
    extensionsOf: (key) => issuingExtensions(key, rootKey, origin),
  })
  const issuingKey = issuing.certificate.publicKey
  return {
    root,
    issuing,
    'time-stamping': certified(stampingPair, issuing, {
      ...common,
      name: 'time-stamping',
      extensionsOf: (key) => stampingExtensions(key, issuingKey, origin),
    }),
  }
}

/** 16 random bytes with the top bit clear and the next set: positive, unguessable, always of the same length. */
export function newSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return bytes.toString('hex')
}
