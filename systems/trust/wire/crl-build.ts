import { bitString, context, contextPrimitive, enumerated, integer, octetString, oid, sequence, serialFromHex, time } from '@ruqsat/asn1'
import * as OID from '@ruqsat/asn1/oids'
import type { KeyObject } from 'node:crypto'
import { keyIdentifier, signatureAlgorithmFor, signBytes } from './certificate-build.ts'

export type RevocationListPlan = {
  readonly issuer: Uint8Array
  readonly issuerPublicKey: Uint8Array
  readonly number: number
  readonly thisUpdateMs: number
  readonly nextUpdateMs: number
  readonly revoked: readonly { readonly serial: string; readonly atMs: number; readonly reason: number }[]
}

/** RFC 5280 section 5: complete, direct, numbered. */
export function buildRevocationList(plan: RevocationListPlan, key: KeyObject): Uint8Array<ArrayBuffer> {
  const algorithm = signatureAlgorithmFor(key)
  const entries = plan.revoked.map((entry) => sequence(serialFromHex(entry.serial), time(entry.atMs), ...reasonExtension(entry.reason)))
  const tbs = sequence(
    integer(1),
    algorithm,
    plan.issuer,
    time(plan.thisUpdateMs),
    time(plan.nextUpdateMs),
    // The list is left out, not empty, where nothing is revoked (5.1.2.6).
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    context(
      0,
      sequence(
        sequence(oid(OID.authorityKeyIdentifier), octetString(sequence(contextPrimitive(0, keyIdentifier(plan.issuerPublicKey))))),
        sequence(oid(OID.crlNumber), octetString(integer(plan.number))),
      ),
    ),
  )
  return sequence(tbs, algorithm, bitString(signBytes(tbs, key)))
}

/** Unspecified is told by saying nothing (5.3.1). */
function reasonExtension(reason: number): Uint8Array[] {
  return reason === 0 ? [] : [sequence(sequence(oid(OID.crlReason), octetString(enumerated(reason))))]
}
