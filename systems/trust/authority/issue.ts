import { buildCertificate, copyExtension, hasStrongKey, readCertificate, readElement, readPublicKey } from '@ruqsat/asn1'
import { createHmac, createPublicKey, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { Fault, instantFromMs, msFromInstant, type Instant } from '@ruqsat/foundation'
import type { Database, LegalClock } from '@ruqsat/database'
import type {
  CertificationAuthority,
  CertificateOrder,
  CertificateSubject,
  IssuedCertificate,
  Pkcs12,
  Pkcs12Order,
  RevocationReason,
  SandboxKeyProfile,
} from '../contract.ts'
import { refuseTrust } from '../refusals.ts'
import { insertCertificate, revoke } from '../store/certificates.ts'
import { keySigner, spkiOf } from '../wire/keys.ts'
import { buildPkcs12 } from '../wire/pkcs12.ts'
import { newSerial, type AuthorityKeys, type CertifiedKey } from './found.ts'
import { leafExtensions, subjectAttributes } from './profiles.ts'

const newKeyPair = promisify(generateKeyPair)
const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS

/** RFC 5280 5.3.1. */
export const REASON_CODES: Readonly<Record<RevocationReason, number>> = {
  unspecified: 0,
  'key-compromise': 1,
  'affiliation-changed': 3,
  superseded: 4,
  'cessation-of-operation': 5,
}

export type IssuingDeps = {
  readonly database: Database
  readonly clock: LegalClock
  readonly keys: AuthorityKeys
  readonly digestKey: Uint8Array
  readonly origin: string
}

export function authorityOf(deps: IssuingDeps): CertificationAuthority {
  return {
    issueCertificate: (order) => issueCertificate(deps, order),
    revokeCertificate: (serial, reason, at) => revokeCertificate(deps, serial, reason, at),
    createPkcs12: (order) => createPkcs12(deps, order),
    certificates: async () => ({ root: deps.keys.root.certificate.der, issuing: deps.keys.issuing.certificate.der }),
  }
}

async function issueCertificate(deps: IssuingDeps, order: CertificateOrder): Promise<IssuedCertificate> {
  const now = await deps.clock.now()
  const notBefore = order.notBefore ?? now
  const notAfter = order.notAfter ?? instantFromMs(msFromInstant(now) + YEAR_MS)
  const { certificate, serial } = signLeaf(deps.keys.issuing, order, { notBefore, notAfter }, deps.origin)
  // The register knows a certificate before anybody else does: a responder must never call one of its own unknown.
  const subjectDigest = createHmac('sha256', deps.digestKey).update(identityOf(order.subject)).digest()
  await insertCertificate(deps.database.sql, { serial, issuer: 'issuing', subjectDigest, notBefore, notAfter, issuedAt: now })
  return { serial, certificate, notBefore, notAfter }
}

function identityOf(subject: CertificateSubject): string {
  return JSON.stringify([subject.iin ?? null, subject.bin ?? null])
}

function signLeaf(issuer: CertifiedKey, order: CertificateOrder, dates: { notBefore: Instant; notAfter: Instant }, origin: string) {
  const serial = newSerial()
  const extensions = leafExtensions({
    publicKey: order.publicKey,
    issuerKey: issuer.certificate.publicKey,
    purpose: order.purpose,
    roles: order.roles,
    isOrganisation: order.subject.bin !== undefined,
    email: order.subject.email,
    origin,
  })
  const plan = {
    serial,
    issuer: issuer.certificate.subject.der,
    subject: subjectAttributes(order.subject),
    notBeforeMs: msFromInstant(dates.notBefore),
    notAfterMs: msFromInstant(dates.notAfter),
    publicKey: acceptedKey(order.publicKey),
    extensions,
  }
  return { serial, certificate: buildCertificate(plan, keySigner(issuer.key)) }
}

function acceptedKey(given: Uint8Array): Uint8Array {
  const spki = spkiOf(createPublicKey({ key: Buffer.from(given), format: 'der', type: 'spki' }))
  if (!hasStrongKey(readPublicKey(readElement(spki)))) throw new Fault('Expected an RSA key of 2048 to 4096 bits or an ECDSA P-256 key')
  return spki
}

async function revokeCertificate(deps: IssuingDeps, serial: string, reason: RevocationReason, at: Instant) {
  if (at > (await deps.clock.now())) return refuseTrust('trust.revocation-in-future', { facts: { at } })
  const revokedAt = await revoke(deps.database.sql, serial, at, REASON_CODES[reason])
  return revokedAt === null
    ? refuseTrust('trust.certificate-unknown', { facts: { serial } })
    : ({ kind: 'revoked', at: revokedAt } as const)
}

/** How a sandbox key of each profile is dated, counted from the legal time of its making. */
const DATES: Readonly<Record<SandboxKeyProfile, { readonly fromMs: number; readonly untilMs: number }>> = {
  good: { fromMs: -30 * DAY_MS, untilMs: 5 * YEAR_MS },
  revoked: { fromMs: -30 * DAY_MS, untilMs: 5 * YEAR_MS },
  'wrong-purpose': { fromMs: -30 * DAY_MS, untilMs: 5 * YEAR_MS },
  'unknown-root': { fromMs: -30 * DAY_MS, untilMs: 5 * YEAR_MS },
  expired: { fromMs: -2 * YEAR_MS, untilMs: -DAY_MS },
  // Far enough that legal time is not moved past it by accident.
  'not-yet-valid': { fromMs: 20 * YEAR_MS, untilMs: 25 * YEAR_MS },
}

async function createPkcs12(deps: IssuingDeps, order: Pkcs12Order): Promise<Pkcs12> {
  const pair =
    order.keyKind === 'rsa-2048' ? await newKeyPair('rsa', { modulusLength: 2048 }) : await newKeyPair('ec', { namedCurve: 'P-256' })
  const nowMs = msFromInstant(await deps.clock.now())
  const dates = DATES[order.profile]
  const request: CertificateOrder = {
    subject: order.person,
    publicKey: spkiOf(pair.publicKey),
    purpose: order.profile === 'wrong-purpose' ? 'authenticate' : 'sign',
    roles: order.roles,
    notBefore: instantFromMs(nowMs + dates.fromMs),
    notAfter: instantFromMs(nowMs + dates.untilMs),
  }
  const made = order.profile === 'unknown-root' ? await issueByImitator(deps, request) : await issueOwn(deps, request)
  if (order.profile === 'revoked')
    await revoke(deps.database.sql, made.issued.serial, instantFromMs(nowMs - DAY_MS), REASON_CODES['key-compromise'])
  const p12 = await buildPkcs12({
    key: pair.privateKey,
    certificate: made.issued.certificate,
    chain: made.chain,
    friendlyName: order.person.commonName,
    password: order.password,
  })
  return { p12, ...made.issued }
}

type Made = { readonly issued: IssuedCertificate; readonly chain: readonly Uint8Array[] }

async function issueOwn(deps: IssuingDeps, order: CertificateOrder): Promise<Made> {
  return { issued: await issueCertificate(deps, order), chain: [deps.keys.issuing.certificate.der] }
}

/**
 * A false authority that copies ours in everything that can be copied: name, serial, dates, extensions, key identifiers. Only the key is its
 * own, so a system that compares names is fooled (domain facts B.3).
 */
async function issueByImitator(deps: IssuingDeps, order: CertificateOrder): Promise<Made> {
  const pair = await newKeyPair('rsa', { modulusLength: 2048 })
  const genuine = deps.keys.issuing.certificate
  const signed = signLeaf(
    { certificate: genuine, key: pair.privateKey },
    order,
    { notBefore: order.notBefore!, notAfter: order.notAfter! },
    deps.origin,
  )
  const falseIssuer = buildCertificate(
    {
      serial: genuine.serial,
      issuer: genuine.issuer.der,
      subject: genuine.subject.attributes,
      notBeforeMs: genuine.notBeforeMs,
      notAfterMs: genuine.notAfterMs,
      publicKey: spkiOf(pair.publicKey),
      extensions: [...genuine.extensions.values()].map(copyExtension),
    },
    keySigner(pair.privateKey),
  )
  const issued = {
    serial: signed.serial,
    certificate: readCertificate(signed.certificate).der,
    notBefore: order.notBefore!,
    notAfter: order.notAfter!,
  }
  return { issued, chain: [falseIssuer] }
}
