import {
  children,
  Cursor,
  type DistinguishedName,
  type Element,
  enter,
  expectSameAlgorithm,
  type Extension,
  EXTENSION,
  expectThat,
  raw,
  readAll,
  readAuthorityKeyIdentifier,
  readExtension,
  readExtensions,
  readName,
  readSignedStructure,
  serialHex,
  smallInteger,
  TAG,
  timeMs,
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
  readonly revoked: ReadonlyMap<string, RevokedEntry>
  readonly authorityKeyIdentifier: Uint8Array | null
  /** Why it cannot prove that a certificate is good: partial, indirect or delta lists, unknown critical extensions. Null where complete. */
  readonly limitation: string | null
  readonly scope: 'all' | 'users' | 'authorities'
  readonly signatureOid: string
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
      entries: cursor.optionalAs(TAG.sequence, readEntries) ?? NO_ENTRIES,
      extensions: cursor.explicit(0, readExtensions) ?? new Map<string, Extension>(),
    }
  })
  expectThat(version === null || version === 1, 'a revocation list of version 2')
  return {
    der,
    tbs: raw(signed.body),
    ...body,
    revoked: entries.revoked,
    authorityKeyIdentifier: readExtension(extensions, EXTENSION.authorityKeyIdentifier, readAuthorityKeyIdentifier),
    ...readScope(extensions, entries.limitation),
    signatureOid: signed.signatureOid,
    signature: signed.signature,
  }
}

type Entries = Pick<RevocationList, 'revoked' | 'limitation'>
const NO_ENTRIES: Entries = { revoked: new Map(), limitation: null }

function readEntries(list: Element): Entries {
  const revoked = new Map<string, RevokedEntry>()
  let limitation: string | null = null
  for (const cursor = new Cursor(list); cursor.more();) {
    const entry = enter(cursor.next())
    const serial = serialHex(entry.next(TAG.integer))
    const atMs = timeMs(entry.next())
    // Most entries of a long list have none.
    const extensions = entry.optionalAs(TAG.sequence, readExtensions)
    const reason = extensions && readExtension(extensions, EXTENSION.crlReason, (element) => smallInteger(element, TAG.enumerated))
    revoked.set(serial, { atMs, reason })
    for (const extension of extensions?.values() ?? []) {
      if (extension.critical && extension.oid !== EXTENSION.crlReason) limitation = `critical entry extension ${extension.oid}`
    }
  }
  return { revoked, limitation }
}

/** By the tag of what an issuing distribution point is limited to. */
const SCOPES: Readonly<Record<number, RevocationList['scope']>> = { 0x81: 'users', 0x82: 'authorities' }

function readScope(extensions: ReadonlyMap<string, Extension>, found: string | null): Pick<RevocationList, 'scope' | 'limitation'> {
  const point = readExtension(extensions, EXTENSION.issuingDistributionPoint, (items) => children(items)) ?? []
  const unknown = [...extensions.values()].find(({ critical, oid }) => critical && oid !== EXTENSION.issuingDistributionPoint)
  const isPartial = point.some(({ tag }) => tag !== 0xa0 && SCOPES[tag] === undefined)
  return {
    scope: point.map(({ tag }) => SCOPES[tag]).findLast((scope) => scope !== undefined) ?? 'all',
    limitation:
      (extensions.has(EXTENSION.deltaCrlIndicator) ? 'a delta list' : found) ??
      (unknown === undefined ? null : `critical extension ${unknown.oid}`) ??
      (isPartial ? 'a partial or indirect list' : null),
  }
}
