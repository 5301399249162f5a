import {
  children,
  content,
  Cursor,
  type DistinguishedName,
  type DistributionPointName,
  type Element,
  enter,
  expectSameAlgorithm,
  type Extension,
  type SignatureAlgorithm,
  EXTENSION,
  expectFound,
  expectThat,
  raw,
  readAll,
  readAuthorityKeyIdentifier,
  readExtension,
  readDistributionPoint,
  readDistributionPointName,
  readExtensions,
  readGeneralNames,
  readName,
  readNamedBits,
  readSignedStructure,
  serialHex,
  smallInteger,
  TAG,
  timeMs,
  urlsOfPoint,
} from '@ruqsat/asn1'

/** National lists reach some tens of megabytes. */
export const MAX_CRL_BYTES = 64 * 1024 * 1024

export type RevokedEntry = { readonly atMs: number; readonly reason: number | null }

export type RevocationList = {
  readonly der: Uint8Array
  readonly tbs: Uint8Array
  readonly issuer: DistinguishedName
  readonly thisUpdateMs: number
  readonly nextUpdateMs: number | null
  /** By serial number; of another issuer's certificate (indirect lists) by `entryKey`. */
  readonly revoked: ReadonlyMap<string, RevokedEntry>
  readonly authorityKeyIdentifier: Uint8Array | null
  readonly number: bigint | null
  /** Of a delta: the number of the complete list that it continues. Null for a complete one. */
  readonly base: bigint | null
  /** Why it cannot prove that a certificate is good: unknown critical extensions. Null where there are none. */
  readonly limitation: string | null
  readonly point: DistributionPointName | null
  readonly scope: 'all' | 'users' | 'authorities' | 'attributes'
  /** Reason flags that it states; null for all. */
  readonly reasons: ReadonlySet<number> | null
  readonly isIndirect: boolean
  /** Entries of certificates that expired since this instant are still in it (X.509 8.5.2.12); null where it may have dropped them. */
  readonly keepsExpiredSinceMs: number | null
  /** Where its deltas are (freshestCRL). */
  readonly deltaUrls: readonly string[]
  readonly signatureOid: string
  readonly signing: SignatureAlgorithm | null
  readonly signature: Uint8Array
}

/** RFC 5280 section 5. Throws Malformed. */
export function readRevocationList(der: Uint8Array): RevocationList {
  const signed = readSignedStructure(der, MAX_CRL_BYTES)
  const { version, entries, extensions, ...body } = readAll(signed.body, (cursor) => {
    const version = cursor.optionalAs(TAG.integer, smallInteger)
    expectSameAlgorithm(signed, cursor.next(TAG.sequence))
    return {
      version,
      issuer: readName(cursor.next(TAG.sequence)),
      thisUpdateMs: timeMs(cursor.next()),
      nextUpdateMs: cursor.optionalAs(TAG.utcTime, timeMs) ?? cursor.optionalAs(TAG.generalizedTime, timeMs),
      entries: cursor.optional(TAG.sequence),
      extensions: cursor.explicit(0, readExtensions) ?? new Map<string, Extension>(),
    }
  })
  expectThat(version === null || version === 1, 'a revocation list of version 2')
  const { revoked, limitation } = entries === null ? NO_ENTRIES : readEntries(entries, body.issuer.comparable)
  return {
    der,
    tbs: raw(signed.body),
    ...body,
    revoked,
    authorityKeyIdentifier: readExtension(extensions, EXTENSION.authorityKeyIdentifier, readAuthorityKeyIdentifier),
    number: readExtension(extensions, EXTENSION.crlNumber, bigNumber),
    base: readExtension(extensions, EXTENSION.deltaCrlIndicator, bigNumber),
    keepsExpiredSinceMs: readExtension(extensions, EXTENSION.expiredCertsOnCrl, timeMs),
    deltaUrls: (readExtension(extensions, EXTENSION.freshestCrl, (points) => children(points).map(readDistributionPoint)) ?? []).flatMap(
      urlsOfPoint,
    ),
    ...readPoint(extensions),
    limitation: limitation ?? unknownCritical(extensions),
    signatureOid: signed.signatureOid,
    signing: signed.signing,
    signature: signed.signature,
  }
}

/** Under which an entry is found: two authorities may give out one serial number. */
export function entryKey(listIssuer: string, issuer: string, serial: string): string {
  return issuer === listIssuer ? serial : `${serial} ${issuer}`
}

function bigNumber(element: Element): bigint {
  const written = serialHex(element)
  expectThat(!written.startsWith('-'), 'a number of a list that is not below zero')
  return BigInt(`0x${written}`)
}

type Entries = Pick<RevocationList, 'revoked' | 'limitation'>
const NO_ENTRIES: Entries = { revoked: new Map(), limitation: null }

function readEntries(list: Element, issuer: string): Entries {
  const revoked = new Map<string, RevokedEntry>()
  let limitation: string | null = null
  let about = issuer
  for (const cursor = new Cursor(list); cursor.more();) {
    const entry = enter(cursor.next())
    const serial = serialHex(entry.next(TAG.integer))
    const atMs = timeMs(entry.next())
    // Most entries of a long list have none.
    const extensions = entry.optionalAs(TAG.sequence, readExtensions)
    const reason = extensions && readExtension(extensions, EXTENSION.crlReason, (element) => smallInteger(element, TAG.enumerated))
    // RFC 5280 5.3.3: it holds for the entries that follow, too.
    about = (extensions && readExtension(extensions, EXTENSION.certificateIssuer, readIssuer)) ?? about
    revoked.set(entryKey(issuer, about, serial), { atMs, reason })
    for (const extension of extensions?.values() ?? []) {
      if (extension.critical && !KNOWN_OF_ENTRY.has(extension.oid)) limitation = `critical entry extension ${extension.oid}`
    }
  }
  return { revoked, limitation }
}

function readIssuer(names: Element): string {
  const directory = readGeneralNames(names).find(({ form }) => form === 'directory')
  return expectFound(directory, 'the issuer of a certificate').relative.join(',')
}

const KNOWN_OF_ENTRY: ReadonlySet<string> = new Set([EXTENSION.crlReason, EXTENSION.certificateIssuer, EXTENSION.invalidityDate])
const KNOWN: ReadonlySet<string> = new Set([EXTENSION.issuingDistributionPoint, EXTENSION.deltaCrlIndicator])

function unknownCritical(extensions: ReadonlyMap<string, Extension>): string | null {
  const unknown = [...extensions.values()].find(({ critical, oid }) => critical && !KNOWN.has(oid))
  return unknown === undefined ? null : `critical extension ${unknown.oid}`
}

type Point = Pick<RevocationList, 'point' | 'scope' | 'reasons' | 'isIndirect'>
const COMPLETE: Point = { point: null, scope: 'all', reasons: null, isIndirect: false }

/** issuingDistributionPoint (RFC 5280 5.2.5). */
function readPoint(extensions: ReadonlyMap<string, Extension>): Point {
  const isSet = (element: Element): boolean => content(element).some((byte) => byte !== 0)
  const read = (element: Element): Point =>
    readAll(element, (cursor) => {
      const point = cursor.optionalAs(0xa0, readDistributionPointName)
      const users = cursor.optionalAs(0x81, isSet) ?? false
      const authorities = cursor.optionalAs(0x82, isSet) ?? false
      const reasons = cursor.optionalAs(0x83, (bits) => readNamedBits(bits, 0x83))
      const isIndirect = cursor.optionalAs(0x84, isSet) ?? false
      const attributes = cursor.optionalAs(0x85, isSet) ?? false
      expectThat([users, authorities, attributes].filter(Boolean).length <= 1, 'a list of one kind of certificate')
      return { point, scope: users ? 'users' : authorities ? 'authorities' : attributes ? 'attributes' : 'all', reasons, isIndirect }
    })
  return readExtension(extensions, EXTENSION.issuingDistributionPoint, read) ?? COMPLETE
}
