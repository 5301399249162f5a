// Who answers for an authority is certified for months and again before the end, with a new key each time: what is stolen is of use for no longer
// (RFC 6960 4.2.2.2.1 trusts such a certificate for its whole life). Each process certifies its own; an answer brings its certificate along.
import { type AuthorityDeps, type CertifiedKey, certifyKey } from './found.ts'
import { responderExtensions } from './profiles.ts'

const DAY_MS = 86_400_000
const LIFE = { sinceMs: DAY_MS, untilMs: 90 * DAY_MS }
/** So long before the end another one takes over. */
const RENEWED_BEFORE_MS = 30 * DAY_MS

export type ResponderIssuer = 'root' | 'issuing'

export type Responders = {
  /** Who answers for this authority at this legal time. */
  at(issuer: ResponderIssuer, nowMs: number): Promise<CertifiedKey>
  /** Every certificate that was used here: none of them is unknown to its own authority. */
  serials(issuer: ResponderIssuer): readonly string[]
}

export function openResponders(keys: AuthorityDeps['keys']): Responders {
  const used: Record<ResponderIssuer, CertifiedKey[]> = { root: [], issuing: [] }
  const making: Partial<Record<ResponderIssuer, Promise<CertifiedKey>>> = {}
  // Legal time may be moved: a certificate serves between its beginning and its renewal.
  const serves = ({ certificate }: CertifiedKey, nowMs: number): boolean =>
    nowMs >= certificate.notBeforeMs && nowMs < certificate.notAfterMs - RENEWED_BEFORE_MS
  const make = async (issuer: ResponderIssuer, nowMs: number): Promise<CertifiedKey> => {
    const authority = keys[issuer]
    const extensionsOf = (key: Uint8Array) => responderExtensions(key, authority.certificate.publicKey)
    const made = await certifyKey(authority, { name: `${issuer}-responder`, nowMs, life: LIFE, extensionsOf })
    used[issuer].push(made)
    return made
  }
  return {
    async at(issuer, nowMs) {
      const known = used[issuer].findLast((each) => serves(each, nowMs))
      if (known !== undefined) return known
      making[issuer] ??= make(issuer, nowMs).finally(() => delete making[issuer])
      return making[issuer]!
    },
    serials: (issuer) => used[issuer].map(({ certificate }) => certificate.serial),
  }
}
