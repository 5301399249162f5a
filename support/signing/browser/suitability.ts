import type { SignaturePurpose, SignerRole } from '@ruqsat/asn1'
import type { BIN, IIN, Instant } from '@ruqsat/foundation'
import type { SigningKey } from './signing-key.ts'

/** Why a key in this browser will not do here. The server judges again and finally; this spares the person a refusal. */
export type UnsuitableReason = 'other-person' | 'other-organisation' | 'expired' | 'not-yet-valid' | 'wrong-purpose' | 'wrong-role'

export type Wanted = {
  readonly iin?: IIN | null
  readonly bin?: BIN | null
  readonly roles?: readonly SignerRole[]
  readonly purpose: SignaturePurpose
  /** Legal time. */
  readonly at: Instant
}

/** All the reasons, in the order in which a person should hear them; empty for a key that will do. */
export function unsuitableReasons(
  key: Pick<SigningKey, 'holder' | 'roles' | 'purposes' | 'notBefore' | 'notAfter'>,
  wanted: Wanted,
): readonly UnsuitableReason[] {
  const checks: readonly (readonly [reason: UnsuitableReason, applies: unknown])[] = [
    ['other-person', wanted.iin && key.holder.iin !== wanted.iin],
    ['other-organisation', wanted.bin && key.holder.bin !== wanted.bin],
    ['expired', wanted.at > key.notAfter],
    ['not-yet-valid', wanted.at < key.notBefore],
    ['wrong-purpose', !key.purposes.includes(wanted.purpose)],
    ['wrong-role', wanted.roles && !wanted.roles.some((role) => key.roles.includes(role))],
  ]
  return checks.filter(([, applies]) => applies).map(([reason]) => reason)
}
