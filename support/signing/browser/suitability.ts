import type { SignaturePurpose, SignerRole } from '@ruqsat/asn1'
import type { BIN, IIN, Instant } from '@ruqsat/foundation'
import type { SigningKey } from './signing-key.ts'

/** Why a key in this browser will not do here. The server judges again and finally; this spares the person a refusal. */
export const UNSUITABLE_REASONS = ['other-person', 'other-organisation', 'expired', 'not-yet-valid', 'wrong-purpose', 'wrong-role'] as const
export type UnsuitableReason = (typeof UNSUITABLE_REASONS)[number]

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
  const reasons: UnsuitableReason[] = []
  if (wanted.iin && key.holder.iin !== wanted.iin) reasons.push('other-person')
  if (wanted.bin && key.holder.bin !== wanted.bin) reasons.push('other-organisation')
  if (wanted.at > key.notAfter) reasons.push('expired')
  if (wanted.at < key.notBefore) reasons.push('not-yet-valid')
  if (!key.purposes.includes(wanted.purpose)) reasons.push('wrong-purpose')
  if (wanted.roles && !wanted.roles.some((role) => key.roles.includes(role))) reasons.push('wrong-role')
  return reasons
}
