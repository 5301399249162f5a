import type { DigestName } from '@ruqsat/asn1'

/** What a time-stamping policy promises (RFC 3161 2.4.2, ETSI EN 319 421). A policy that was published is never changed: a new one gets a new number. */
export type StampPolicy = {
  readonly oid: string
  readonly digests: readonly Exclude<DigestName, 'streebog-512'>[]
  /** The stamp's instant differs from the clock of the installation by no more than this. */
  readonly accuracySeconds: number
}

/** Of the sandbox's authority, below Kazakhstan's own arc for them (domain facts B.3). The first is given to who asks for none. */
export const STAMP_POLICIES: readonly [StampPolicy, ...StampPolicy[]] = [
  { oid: '1.2.398.3.3.2.6.1', digests: ['sha256', 'sha384', 'sha512'], accuracySeconds: 1 },
]
