import { ALGORITHM, Malformed, sameBytes, tryToRead } from '@ruqsat/asn1'
import { hash } from 'node:crypto'
import { msFromInstant } from '@ruqsat/foundation'
import { readStatus } from '../store/certificates.ts'
import { buildOcspError, buildOcspResponse } from '../wire/ocsp-build.ts'
import { OCSP_STATUS, readOcspRequest, type CertificateId, type OcspRequest, type OcspStatus } from '../wire/ocsp.ts'
import type { AuthorityDeps, AuthorityKeys } from './found.ts'
import type { Responders } from './responder-keys.ts'

/** An answer is good for so long; clients ask again well before. */
export const OCSP_VALIDITY_MS = 10 * 60_000

export type ResponderDeps = AuthorityDeps & { readonly responders: Responders }

/** RFC 6960: answers for the issuing authority and for the root, each through its own delegate. All dates are legal time. */
export async function answerOcsp(deps: ResponderDeps, body: Uint8Array): Promise<Uint8Array> {
  const request = tryToRead(() => readOcspRequest(body))
  if (request instanceof Malformed) return buildOcspError(OCSP_STATUS.malformedRequest)
  const issuer = (['issuing', 'root'] as const).find((name) => request.ids.some((id) => isOf(deps.keys, name, id)))
  if (issuer === undefined) return buildOcspError(OCSP_STATUS.unauthorized)
  const now = await deps.clock.now()
  const nowMs = msFromInstant(now)
  const statuses = await statusesOf(deps, issuer, request, now)
  const { certificate, key } = await deps.responders.at(issuer, nowMs)
  return buildOcspResponse({
    answers: request.ids.map((id) => ({
      id: id.der,
      status: (isOf(deps.keys, issuer, id) && statuses.get(id.serial)) || { kind: 'unknown' },
    })),
    thisUpdateMs: nowMs,
    nextUpdateMs: nowMs + OCSP_VALIDITY_MS,
    // The register forgets nothing.
    archiveCutoffMs: deps.keys[issuer].certificate.notBeforeMs,
    nonce: request.nonce,
    responder: { certificate: certificate.der, publicKey: certificate.publicKey, key },
  })
}

async function statusesOf(
  { database, keys, responders }: ResponderDeps,
  issuer: 'root' | 'issuing',
  request: OcspRequest,
  now: string,
): Promise<ReadonlyMap<string, OcspStatus>> {
  const serials = request.ids.map((id) => id.serial)
  const issued = (await readStatus(database.sql, issuer, serials, now)).map(({ serial, revokedAt, reason }): [string, OcspStatus] => [
    serial,
    revokedAt === null ? { kind: 'good' } : { kind: 'revoked', atMs: msFromInstant(revokedAt), reason },
  ])
  // The authority's own certificates have their own table and live as long as the authority.
  const own = [keys.issuing, keys['time-stamping']]
    .filter(({ certificate }) => certificate.issuer.comparable === keys[issuer].certificate.subject.comparable)
    .map(({ certificate }): [string, OcspStatus] => [certificate.serial, { kind: 'good' }])
  const answering = responders.serials(issuer).map((serial): [string, OcspStatus] => [serial, { kind: 'good' }])
  return new Map([...issued, ...own, ...answering])
}

const NAMING: Readonly<Record<string, 'sha1' | 'sha256'>> = { [ALGORITHM.sha1]: 'sha1', [ALGORITHM.sha256]: 'sha256' }

function isOf(keys: AuthorityKeys, name: 'root' | 'issuing', id: CertificateId): boolean {
  const digest = NAMING[id.hashOid]
  const { subject, publicKeyBits } = keys[name].certificate
  return (
    digest !== undefined &&
    sameBytes(id.issuerNameHash, hash(digest, subject.der, 'buffer')) &&
    sameBytes(id.issuerKeyHash, hash(digest, publicKeyBits, 'buffer'))
  )
}
