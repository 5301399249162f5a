import { digestName, Malformed, tryToRead } from '@ruqsat/asn1'
import { msFromInstant } from '@ruqsat/foundation'
import { insertStamp } from '../store/stamps.ts'
import { buildStampRefusal, buildStampResponse, readStampRequest } from '../wire/time-stamp-build.ts'
import { type AuthorityDeps, newSerial } from './found.ts'
import { STAMP_POLICIES, type StampPolicy } from './stamp-policies.ts'

/** RFC 3161: one stamp in legal time. Its serial is kept before anybody holds the token, so that no number is given twice. */
export async function answerStamp({ database, clock, keys }: AuthorityDeps, body: Uint8Array): Promise<Uint8Array> {
  const request = tryToRead(() => readStampRequest(body))
  if (request instanceof Malformed) return buildStampRefusal('badDataFormat', request.message)
  if (request.hasExtensions) return buildStampRefusal('unacceptedExtension', 'no extension is understood')
  const policy: StampPolicy | undefined =
    request.policy === null ? STAMP_POLICIES[0] : STAMP_POLICIES.find(({ oid }) => oid === request.policy)
  if (policy === undefined) return buildStampRefusal('unacceptedPolicy', 'no such policy')
  const digest = digestName(request.digestOid)
  if (digest === null || digest === 'streebog-512' || !policy.digests.includes(digest))
    return buildStampRefusal('badAlgorithm', `digests are ${policy.digests.join(', ')}`)
  if (request.imprint.length !== DIGEST_BYTES[digest]) return buildStampRefusal('badDataFormat', 'the digest has another length')
  const at = await clock.now()
  const serial = newSerial()
  await insertStamp(database.sql, { serial, policy: policy.oid, imprint: request.imprint, stampedAt: at })
  const { certificate, key } = keys['time-stamping']
  return buildStampResponse({
    request,
    policy: policy.oid,
    serial,
    atMs: msFromInstant(at),
    accuracySeconds: policy.accuracySeconds,
    stamper: { certificate, key, chain: [keys.issuing.certificate.der] },
  })
}

const DIGEST_BYTES = { sha256: 32, sha384: 48, sha512: 64 } as const
