import { buildCertificate, copyExtension, hasStrongKey, readElement, readPublicKey } from '@ruqsat/asn1'
import { createHmac, createPublicKey } from 'node:crypto'
import { Fault, instantFromMs, msFromInstant, type Instant } from '@ruqsat/foundation'
import type {
  CertificationAuthority,
  CertificateOrder,
  IssuedCertificate,
  Pkcs12,
  Pkcs12Order,
  RevocationReason,
  SandboxKeyProfile,
} from '../contract.ts'
import { refuseTrust } from '../refusals.ts'
import { insertCertificate, revoke } from '../store/certificates.ts'
import { keySigner, newKeyPair, spkiOf } from '../wire/keys.ts'
import { buildPkcs12 } from '../wire/pkcs12.ts'
import { type AuthorityDeps, type CertifiedKey, newSerial } from './found.ts'
import { leafExtensions, subjectAttributes } from './profiles.ts'

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

export type IssuingDeps = AuthorityDeps & { readonly digestKey: Uint8Array; readonly origin: string }

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
  const issued = signLeaf(deps.keys.issuing, { ...order, notBefore, notAfter }, deps.origin)
  // The register knows a certificate before anybody else does: a responder must never call one of its own unknown.
  const identity = JSON.stringify([order.subject.iin ?? null, order.subject.bin ?? null])
  const subjectDigest = createHmac('sha256', deps.digestKey).update(identity).digest()
  const row = { serial: issued.serial, issuer: 'issuing', subjectDigest, notBefore, notAfter, issuedAt: now } as const
  await insertCertificate(deps.database.sql, row)
  return issued
}

type DatedOrder = CertificateOrder & Pick<IssuedCertificate, 'notBefore' | 'notAfter'>

function signLeaf(issuer: CertifiedKey, order: DatedOrder, origin: string): IssuedCertificate {
  const { subject, publicKey, purpose, roles, notBefore, notAfter } = order
  const serial = newSerial()
  const plan = {
    serial,
    issuer: issuer.certificate.subject.der,
    subject: subjectAttributes(subject),
    notBeforeMs: msFromInstant(notBefore),
    notAfterMs: msFromInstant(notAfter),
    publicKey: acceptedKey(publicKey),
    extensions: leafExtensions({
      publicKey,
      issuerKey: issuer.certificate.publicKey,
      purpose,
      roles,
      isOrganisation: subject.bin !== undefined,
      email: subject.email,
      origin,
    }),
  }
  return { serial, certificate: buildCertificate(plan, keySigner(issuer.key)), notBefore, notAfter }
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
  const pair = await newKeyPair(order.keyKind ?? 'ecdsa-p256')
  const nowMs = msFromInstant(await deps.clock.now())
  const { fromMs, untilMs } = DATES[order.profile]
  const request: DatedOrder = {
    subject: order.person,
    publicKey: spkiOf(pair.publicKey),
    purpose: order.profile === 'wrong-purpose' ? 'authenticate' : 'sign',
    roles: order.roles,
    notBefore: instantFromMs(nowMs + fromMs),
    notAfter: instantFromMs(nowMs + untilMs),
  }
  const { issuer, ...issued } =
    order.profile === 'unknown-root'
      ? await issueByImitator(deps, request)
      : { ...(await issueCertificate(deps, request)), issuer: deps.keys.issuing.certificate.der }
  if (order.profile === 'revoked')
    await revoke(deps.database.sql, issued.serial, instantFromMs(nowMs - DAY_MS), REASON_CODES['key-compromise'])
  const p12 = await buildPkcs12({
    key: pair.privateKey,
    certificate: issued.certificate,
    chain: [issuer],
    friendlyName: order.person.commonName,
    password: order.password,
  })
  return { p12, ...issued }
}

/**
 * A false authority that copies ours in everything that can be copied: name, serial, dates, extensions, key identifiers. Only the key is its
 * own, so a system that compares names is fooled (domain facts B.3).
 */
async function issueByImitator(deps: IssuingDeps, order: DatedOrder): Promise<IssuedCertificate & { readonly issuer: Uint8Array }> {
  const { privateKey: key, publicKey } = await newKeyPair('rsa-2048')
  const { certificate } = deps.keys.issuing
  const { serial, notBeforeMs, notAfterMs } = certificate
  const plan = {
    serial,
    issuer: certificate.issuer.der,
    subject: certificate.subject.attributes,
    notBeforeMs,
    notAfterMs,
    publicKey: spkiOf(publicKey),
    extensions: [...certificate.extensions.values()].map(copyExtension),
  }
  return { ...signLeaf({ certificate, key }, order, deps.origin), issuer: buildCertificate(plan, keySigner(key)) }
}
