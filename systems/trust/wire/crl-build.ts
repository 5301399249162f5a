import {
  context,
  enumerated,
  EXTENSION,
  extension,
  EXTENSIONS,
  generalizedTime,
  integer,
  sequence,
  serialFromHex,
  signedStructure,
  time,
} from '@ruqsat/asn1'
import type { KeyObject } from 'node:crypto'
import { keyIdentifier, keySigner } from './keys.ts'

export type RevocationListPlan = {
  readonly issuer: Uint8Array
  readonly issuerPublicKey: Uint8Array
  readonly number: number
  readonly thisUpdateMs: number
  readonly nextUpdateMs: number
  /** Entries of what ran out since then stay (X.509 8.5.2.12). */
  readonly keepsExpiredSinceMs: number
  readonly revoked: readonly { readonly serial: string; readonly atMs: number; readonly reason: number }[]
}

/** RFC 5280 section 5: complete, direct, numbered. */
export function buildRevocationList(plan: RevocationListPlan, key: KeyObject): Uint8Array<ArrayBuffer> {
  const entries = plan.revoked.map((entry) => sequence(serialFromHex(entry.serial), time(entry.atMs), ...reasonExtension(entry.reason)))
  return signedStructure(keySigner(key), (algorithm) =>
    sequence(
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
          EXTENSIONS.authorityKey(keyIdentifier(plan.issuerPublicKey)),
          extension(EXTENSION.crlNumber, false, integer(plan.number)),
          extension(EXTENSION.expiredCertsOnCrl, false, generalizedTime(plan.keepsExpiredSinceMs)),
        ),
      ),
    ),
  )
}

/** Unspecified is expressed by leaving the reason out (5.3.1). */
function reasonExtension(reason: number): Uint8Array[] {
  return reason === 0 ? [] : [sequence(extension(EXTENSION.crlReason, false, enumerated(reason)))]
}
