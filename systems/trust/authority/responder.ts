import { ALGORITHM, Malformed, sameBytes } from '@ruqsat/asn1'
import { createHash } from 'node:crypto'
import type { Database, LegalClock } from '@ruqsat/database'
import { msFromInstant } from '@ruqsat/foundation'
import { readStatus } from '../store/certificates.ts'
import { buildOcspError, buildOcspResponse } from '../wire/ocsp-build.ts'
import { OCSP_STATUS, readOcspRequest, type CertificateId, type OcspRequest, type OcspStatus } from '../wire/ocsp.ts'
import type { AuthorityKeys } from './found.ts'

/** An answer is good for so long; clients ask again well before. */
export const OCSP_VALIDITY_MS = 10 * 60_000

export type ResponderDeps = { readonly database: Database; readonly clock: LegalClock; readonly keys: AuthorityKeys }

/** RFC 6960: answers for the issuing authority and for the root, each through its own delegate. All dates are legal time. */
export async function answerOcsp(deps: ResponderDeps, body: Uint8Array): Promise<Uint8Array> {
  let request: OcspRequest
  try {
    request = readOcspRequest(body)
  } catch (error) {
    if (error instanceof Malformed) return buildOcspError(OCSP_STATUS.malformedRequest)
    throw error
  }
  const issuer = (['issuing', 'root'] as const).find((name) => request.ids.some((id) => isOf(deps.keys, name, id)))
  if (issuer === undefined) return buildOcspError(OCSP_STATUS.unauthorized)
  const now = await deps.clock.now()
  const nowMs = msFromInstant(now)
  const statuses = await statusesOf(deps, issuer, request, now)
  const responder = deps.keys[`${issuer}-responder`]
  return buildOcspResponse({
    answers: request.ids.map((id) => ({
      id: id.der,
      status: isOf(deps.keys, issuer, id) ? (statuses.get(id.serial) ?? UNKNOWN) : UNKNOWN,
    })),
    thisUpdateMs: nowMs,
    nextUpdateMs: nowMs + OCSP_VALIDITY_MS,
    nonce: request.nonce,
    responder: { certificate: responder.certificate.der, publicKey: responder.certificate.publicKey, key: responder.key },
  })
}

const UNKNOWN: OcspStatus = { kind: 'unknown' }

async function statusesOf(
  deps: ResponderDeps,
  issuer: 'root' | 'issuing',
  request: OcspRequest,
  now: string,
): Promise<Map<string, OcspStatus>> {
  const rows = await readStatus(
    deps.database.sql,
    issuer,
    request.ids.map((id) => id.serial),
    now,
  )
  const found = new Map<string, OcspStatus>()
  for (const row of rows) {
    found.set(
      row.serial,
      row.revokedAt === null ? { kind: 'good' } : { kind: 'revoked', atMs: msFromInstant(row.revokedAt), reason: row.reason },
    )
  }
  // The authority's own certificates have their own table and live as long as the authority.
  for (const name of ['issuing', 'root-responder', 'issuing-responder'] as const) {
    const { certificate } = deps.keys[name]
    if (certificate.issuer.comparable === deps.keys[issuer].certificate.subject.comparable) found.set(certificate.serial, { kind: 'good' })
  }
  return found
}

function isOf(keys: AuthorityKeys, name: 'root' | 'issuing', id: CertificateId): boolean {
  const hash = id.hashOid === ALGORITHM.sha1 ? 'sha1' : id.hashOid === ALGORITHM.sha256 ? 'sha256' : null
  if (hash === null) return false
  const digest = (bytes: Uint8Array): Uint8Array => createHash(hash).update(bytes).digest()
  const { certificate } = keys[name]
  return sameBytes(id.issuerNameHash, digest(certificate.subject.der)) && sameBytes(id.issuerKeyHash, digest(certificate.publicKeyBits))
}
