import { buildCertificate, type Certificate, readCertificate, writeName } from '@ruqsat/asn1'
import { randomBytes, type KeyObject } from 'node:crypto'
import type { Database, LegalClock } from '@ruqsat/database'
import { Fault, msFromInstant } from '@ruqsat/foundation'
import { insertAuthority, lockAuthority, readAuthority, type AuthorityName, type AuthorityRow } from '../store/authority.ts'
import { keySigner, newKeyPair, spkiOf } from '../wire/keys.ts'
import { authorityName, issuingExtensions, responderExtensions, rootExtensions } from './profiles.ts'
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
async function makeAuthority(nowMs: number, origin: string): Promise<AuthorityKeys> {
  const [root, issuing, rootResponder, issuingResponder] = await Promise.all([
    newKeyPair('rsa-2048'),
    newKeyPair('rsa-2048'),
    newKeyPair('ecdsa-p256'),
    newKeyPair('ecdsa-p256'),
  ])
  const rootKey = spkiOf(root.publicKey)
  const issuingKey = spkiOf(issuing.publicKey)
  const make = (
    name: AuthorityName,
    issuer: 'root' | 'issuing',
    pair: Awaited<ReturnType<typeof newKeyPair>>,
    extensionsOf: (publicKey: Uint8Array) => Uint8Array[],
    life = ISSUING_LIFE,
  ): CertifiedKey => {
    const publicKey = spkiOf(pair.publicKey)
    const plan = {
      serial: newSerial(),
      issuer: writeName(authorityName(issuer)),
      subject: authorityName(name),
      notBeforeMs: nowMs - life.sinceMs,
      notAfterMs: nowMs + life.untilMs,
      publicKey,
      extensions: extensionsOf(publicKey),
    }
    const signer = keySigner(issuer === 'root' ? root.privateKey : issuing.privateKey)
    return { certificate: readCertificate(buildCertificate(plan, signer)), key: pair.privateKey }
  }
  return {
    root: make('root', 'root', root, rootExtensions, ROOT_LIFE),
    issuing: make('issuing', 'root', issuing, (key) => issuingExtensions(key, rootKey, origin)),
    'root-responder': make('root-responder', 'root', rootResponder, (key) => responderExtensions(key, rootKey)),
    'issuing-responder': make('issuing-responder', 'issuing', issuingResponder, (key) => responderExtensions(key, issuingKey)),
  }
}

/** 16 random bytes with the top bit clear and the next set: positive, unguessable, always of the same length. */
export function newSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return bytes.toString('hex')
}
