import { type Certificate, comparableName, directoryKey, type DistributionPoint, KEY_USAGE, pointKeys, sameBytes } from '@ruqsat/asn1'
import { entryKey, type RevocationList, type RevokedEntry } from '../wire/crl.ts'
import { isSignedBy, type CertificatePath } from './path.ts'
import { notCurrent, type StatusQuestion } from './revocation.ts'

/**
 * Revocation lists (RFC 5280 6.3.3): complete and delta, of all reasons or of some, by the issuer or by another authority that the certificate
 * names, signed by the issuer's key or by a key of its own for lists.
 */
export type ListFinding =
  | ({ readonly kind: 'good' | 'revoked'; readonly atMs: number } & ListProof)
  | { readonly kind: 'unusable'; readonly why: string }

export type ListProof = {
  readonly thisUpdateMs: number
  readonly nextUpdateMs: number | null
  readonly lists: readonly RevocationList[]
  /** Paths of those who signed a list with another certificate than the issuer's: they must not be revoked either. */
  readonly signers: readonly CertificatePath[]
}

/** unused, keyCompromise … aACompromise (RFC 5280 4.2.1.13), without the unused one. */
const ALL_REASONS = [1, 2, 3, 4, 5, 6, 7, 8]
/** CRLReason (RFC 5280 5.3.1), whose numbers are not those of the flags. */
const REMOVED = 8
const HOLD = 6

type Authentic = { readonly list: RevocationList; readonly signer: CertificatePath | null }

/** What these lists state together. A revocation is decided by one; that there is none, only by lists that state every reason. */
export function judgeLists(lists: readonly RevocationList[], asked: StatusQuestion): ListFinding {
  const { certificate } = asked
  const whys = new Set<string>()
  const refuse = (why: string): null => {
    whys.add(why)
    return null
  }
  const checked = new Map<RevocationList, Authentic | null>()
  const authentic = (list: RevocationList): Authentic | null => {
    if (!checked.has(list)) checked.set(list, authenticate(list, asked) ?? refuse('the list is not signed by the issuer'))
    return checked.get(list)!
  }
  const covered = new Set<number>()
  const used: Authentic[] = []
  for (const point of [...certificate.distributionPoints, OWN_LISTS]) {
    for (const list of lists) {
      if (list.base !== null || !isForPoint(list, point, asked)) continue
      const found = authentic(list)
      if (found === null) continue
      const delta = deltaOf(list, lists, asked, authentic)
      const entry = entryOf(list, delta, certificate)
      const stale = notCurrent(list.thisUpdateMs, list.nextUpdateMs, asked.moment)
      // An entry counts in a list that could not prove the contrary, or that is old: only a hold can end.
      if (entry !== null && (stale === null || entry.reason !== HOLD)) {
        const proof = [found, ...(delta === null ? [] : [delta])]
        return { kind: 'revoked', atMs: entry.atMs, ...proofOf(proof) }
      }
      const gap = stale ?? unproved(list, asked) ?? (delta && unproved(delta.list, asked))
      if (gap !== null) {
        refuse(gap)
        continue
      }
      const stated = ALL_REASONS.filter((reason) => (point.reasons?.has(reason) ?? true) && (list.reasons?.has(reason) ?? true))
      if (stated.every((reason) => covered.has(reason))) continue
      for (const reason of stated) covered.add(reason)
      used.push(found, ...(delta === null ? [] : [delta]))
    }
  }
  if (covered.size === ALL_REASONS.length) return { kind: 'good', atMs: 0, ...proofOf(used) }
  const why = covered.size > 0 ? 'the lists state some reasons only' : ([...whys][0] ?? 'the list is of another issuer')
  return { kind: 'unusable', why }
}

function proofOf(used: readonly Authentic[]): ListProof {
  const until = used.flatMap(({ list }) => list.nextUpdateMs ?? [])
  return {
    thisUpdateMs: Math.min(...used.map(({ list }) => list.thisUpdateMs)),
    nextUpdateMs: until.length === 0 ? null : Math.min(...until),
    lists: used.map(({ list }) => list),
    signers: used.flatMap(({ signer }) => (signer === null ? [] : [signer])),
  }
}

/** RFC 5280 6.3.3, end: lists that no point of the certificate names, by its issuer. */
const OWN_LISTS: DistributionPoint = { name: null, reasons: null, issuers: [] }

/** RFC 5280 6.3.3 (b). */
function isForPoint(list: RevocationList, point: DistributionPoint, { certificate }: StatusQuestion): boolean {
  const own = list.issuer.comparable === certificate.issuer.comparable
  if (point === OWN_LISTS) return own && (list.point === null || isNamed(list, [directoryKey(certificate.issuer.relative)]))
  const listIssuer = directoryKey(list.issuer.relative)
  const isIssuer = point.issuers.length === 0 ? own : list.isIndirect && point.issuers.some((name) => comparableName(name) === listIssuer)
  if (!isIssuer) return false
  if (list.point === null) return true
  const names = point.name === null ? point.issuers.map(comparableName) : pointKeys(point.name, list.issuer.relative)
  return isNamed(list, names)
}

function isNamed(list: RevocationList, names: readonly string[]): boolean {
  return pointKeys(list.point!, list.issuer.relative).some((key) => names.includes(key))
}

/** Why a list that names the certificate nowhere does not prove that it is good. */
function unproved(list: RevocationList, { certificate, moment }: StatusQuestion): string | null {
  const kind = certificate.basicConstraints?.ca === true ? 'authorities' : 'users'
  const endedMs = certificate.notAfterMs
  const dropped =
    moment.kind === 'stored' && list.thisUpdateMs > endedMs && !(list.keepsExpiredSinceMs !== null && list.keepsExpiredSinceMs <= endedMs)
  return (
    (list.limitation !== null ? `the list has a ${list.limitation}` : null) ??
    (list.scope !== 'all' && list.scope !== kind ? 'the list covers another kind of certificate' : null) ??
    (dropped ? 'the list was made after the certificate ran out, and may have dropped it' : null)
  )
}

/** Signed by the issuer's key, or by another key of the list's issuer under the same root (RFC 5280 6.3.3 f, g). */
function authenticate(list: RevocationList, { certificate, issuer, cryptography, listSigners }: StatusQuestion): Authentic | null {
  const own = list.issuer.comparable === certificate.issuer.comparable
  if (own && maySign(issuer) && isSignedBy(list, issuer, cryptography)) return { list, signer: null }
  const signer = listSigners?.(list).find(([holder]) => maySign(holder!) && isSignedBy(list, holder!, cryptography))
  return signer === undefined ? null : { list, signer }
}

function maySign(holder: Certificate): boolean {
  return holder.keyUsage?.has(KEY_USAGE.crlSign) !== false
}

/** The newest delta that continues this list (RFC 5280 5.2.4, 6.3.3 c), or null. */
function deltaOf(
  list: RevocationList,
  lists: readonly RevocationList[],
  asked: StatusQuestion,
  authentic: (list: RevocationList) => Authentic | null,
): Authentic | null {
  const { number } = list
  if (number === null) return null
  const fitting = lists.filter(
    (delta) =>
      delta.base !== null &&
      delta.number !== null &&
      delta.base <= number &&
      delta.number > number &&
      delta.issuer.comparable === list.issuer.comparable &&
      isSameScope(delta, list) &&
      notCurrent(delta.thisUpdateMs, delta.nextUpdateMs, asked.moment) === null,
  )
  const newest = fitting.toSorted((left, right) => (right.number! > left.number! ? 1 : -1))
  for (const delta of newest) {
    const found = authentic(delta)
    if (found !== null) return found
  }
  return null
}

function isSameScope(left: RevocationList, right: RevocationList): boolean {
  const scopeOf = (list: RevocationList): string =>
    JSON.stringify([
      list.scope,
      list.isIndirect,
      list.reasons && [...list.reasons],
      list.point && pointKeys(list.point, list.issuer.relative),
    ])
  const [ofLeft, ofRight] = [left.authorityKeyIdentifier, right.authorityKeyIdentifier]
  return scopeOf(left) === scopeOf(right) && (ofLeft === null ? ofRight === null : ofRight !== null && sameBytes(ofLeft, ofRight))
}

/** What the delta states comes after what the list stated: it may end a hold. */
function entryOf(list: RevocationList, delta: Authentic | null, certificate: Certificate): RevokedEntry | null {
  const key = entryKey(list.issuer.comparable, certificate.issuer.comparable, certificate.serial)
  const entry = delta?.list.revoked.get(key) ?? list.revoked.get(key) ?? null
  return entry?.reason === REMOVED ? null : entry
}
