import { buildCertificate, type Certificate, readCertificate, writeName } from '@ruqsat/asn1'
import { generateKeyPair, randomBytes, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { Database, LegalClock } from '@ruqsat/database'
import { Fault, msFromInstant } from '@ruqsat/foundation'
import { insertAuthority, lockAuthority, readAuthority, type AuthorityName, type AuthorityRow } from '../store/authority.ts'
import { keySigner, spkiOf } from '../wire/keys.ts'
import { authorityName, issuingExtensions, responderExtensions, rootExtensions } from './profiles.ts'
import type { Vault } from './vault.ts'

const newKeyPair = promisify(generateKeyPair)

/** One of the authority's certificates with its key. */
export type CertifiedKey = { readonly certificate: Certificate; readonly key: KeyObject }
export type AuthorityKeys = Readonly<Record<AuthorityName, CertifiedKey>>

const YEAR_MS = 365.25 * 86_400_000
/** The authority is older than the expired keys it issued, and outlives any legal time that is moved forward within reason. */
const ROOT_SINCE_MS = 6 * YEAR_MS
const ROOT_UNTIL_MS = 44 * YEAR_MS
const ISSUING_SINCE_MS = 5 * YEAR_MS
const ISSUING_UNTIL_MS = 40 * YEAR_MS

export type FoundingDeps = { readonly database: Database; readonly clock: LegalClock; readonly vault: Vault; readonly origin: string }

/**
 * Reads the authority, or makes it at the first start. Keys take long to make, so every process makes its own before it takes the lock; those
 * of the first are kept and the others let go of theirs.
 */
export async function foundAuthority(deps: FoundingDeps): Promise<AuthorityKeys> {
  const rows = await readAuthority(deps.database.sql)
  if (rows.length > 0) return openRows(rows, deps.vault)
  const now = await deps.clock.now()
  const made = await makeAuthority(msFromInstant(now), deps.origin)
  const sealed = (Object.entries(made) as [AuthorityName, CertifiedKey][]).map(([name, { certificate, key }]) => ({
    name,
    certificate: certificate.der,
    encryptedKey: deps.vault.seal(key, name),
  }))
  return deps.database.sql.begin(async (tx) => {
    await lockAuthority(tx)
    const madeMeanwhile = await readAuthority(tx)
    if (madeMeanwhile.length > 0) return openRows(madeMeanwhile, deps.vault)
    for (const row of sealed) await insertAuthority(tx, row, now)
    return made
  }) as Promise<AuthorityKeys>
}

function openRows(rows: readonly AuthorityRow[], vault: Vault): AuthorityKeys {
  const holder = (name: AuthorityName): CertifiedKey => {
    const row = rows.find((candidate) => candidate.name === name)
    if (row === undefined) throw new Fault(`Expected the authority's '${name}' in the database but it is missing`)
    return { certificate: readCertificate(new Uint8Array(row.certificate)), key: vault.open(row.encryptedKey, name) }
  }
  return {
    root: holder('root'),
    issuing: holder('issuing'),
    'root-responder': holder('root-responder'),
    'issuing-responder': holder('issuing-responder'),
  }
}

/** Root and issuing authority with RSA 2048, as the sandbox's model has; the responders, who sign each answer, with the faster P-256. */
export async function makeAuthority(nowMs: number, origin: string): Promise<AuthorityKeys> {
  const [rootPair, issuingPair, rootResponder, issuingResponder] = await Promise.all([
    newKeyPair('rsa', { modulusLength: 2048 }),
    newKeyPair('rsa', { modulusLength: 2048 }),
    newKeyPair('ec', { namedCurve: 'P-256' }),
    newKeyPair('ec', { namedCurve: 'P-256' }),
  ])
  const rootSpki = spkiOf(rootPair.publicKey)
  const issuingSpki = spkiOf(issuingPair.publicKey)
  const rootDates = { notBeforeMs: nowMs - ROOT_SINCE_MS, notAfterMs: nowMs + ROOT_UNTIL_MS }
  const issuingDates = { notBeforeMs: nowMs - ISSUING_SINCE_MS, notAfterMs: nowMs + ISSUING_UNTIL_MS }
  const make = (
    name: AuthorityName,
    issuer: 'root' | 'issuing',
    pair: KeyPair,
    dates: Dates,
    extensions: readonly Uint8Array[],
  ): CertifiedKey => {
    const plan = {
      serial: newSerial(),
      issuer: writeName(authorityName(issuer)),
      subject: authorityName(name),
      ...dates,
      publicKey: spkiOf(pair.publicKey),
      extensions,
    }
    const issuerKey = issuer === 'root' ? rootPair.privateKey : issuingPair.privateKey
    return { certificate: readCertificate(buildCertificate(plan, keySigner(issuerKey))), key: pair.privateKey }
  }
  return {
    root: make('root', 'root', rootPair, rootDates, rootExtensions(rootSpki)),
    issuing: make('issuing', 'root', issuingPair, issuingDates, issuingExtensions(issuingSpki, rootSpki, origin)),
    'root-responder': make(
      'root-responder',
      'root',
      rootResponder,
      issuingDates,
      responderExtensions(spkiOf(rootResponder.publicKey), rootSpki),
    ),
    'issuing-responder': make(
      'issuing-responder',
      'issuing',
      issuingResponder,
      issuingDates,
      responderExtensions(spkiOf(issuingResponder.publicKey), issuingSpki),
    ),
  }
}

type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
type Dates = { readonly notBeforeMs: number; readonly notAfterMs: number }

/** 16 random bytes with the top bit clear and the next set: positive, unguessable, always of the same length. */
export function newSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return bytes.toString('hex')
}
