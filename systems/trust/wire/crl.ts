import {
  bitStringBytes,
  children,
  content,
  Cursor,
  enter,
  ENUMERATED,
  type Extension,
  EXTENSION,
  GENERALIZED_TIME,
  INTEGER,
  Malformed,
  type Name,
  only,
  raw,
  readElement,
  readExtensions,
  readName,
  readOid,
  readWhole,
  SEQUENCE,
  serialHex,
  smallInteger,
  timeMs,
  UTC_TIME,
} from '@ruqsat/asn1'

/** National lists reach some tens of megabytes. */
export const MAX_CRL_BYTES = 64 * 1024 * 1024

export type RevokedEntry = { readonly atMs: number; readonly reason: number | null }

export type RevocationList = {
  readonly der: Uint8Array
  readonly tbs: Uint8Array
  readonly issuer: Name
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
  const outer = enter(readWhole(der, SEQUENCE, MAX_CRL_BYTES))
  const tbs = outer.next(SEQUENCE)
  const signatureOid = readOid(enter(outer.next()).next())
  const signature = bitStringBytes(outer.next())
  outer.finish()

  const cursor = new Cursor(tbs)
  const version = cursor.optional(INTEGER)
  if (version !== null && smallInteger(version) !== 1) throw new Malformed('Expected a revocation list of version 2')
  if (readOid(enter(cursor.next()).next()) !== signatureOid) throw new Malformed('Expected the same signature algorithm inside and outside')
  const issuer = readName(cursor.next(SEQUENCE))
  const thisUpdateMs = timeMs(cursor.next())
  const next = cursor.optional(UTC_TIME) ?? cursor.optional(GENERALIZED_TIME)
  const list = cursor.optional(SEQUENCE)
  const extensionsElement = cursor.optional(0xa0)
  cursor.finish()
  const extensions = extensionsElement === null ? new Map<string, Extension>() : readExtensions(only(extensionsElement))
  const { revoked, limitation } = readEntries(list === null ? null : new Cursor(list))
  return {
    der,
    tbs: raw(tbs),
    issuer,
    thisUpdateMs,
    nextUpdateMs: next === null ? null : timeMs(next),
    revoked,
    authorityKeyIdentifier: readKeyIdentifier(extensions.get(EXTENSION.authorityKeyIdentifier)),
    ...readScope(extensions, limitation),
    signatureOid,
    signature,
  }
}

function readEntries(cursor: Cursor | null): { revoked: Map<string, RevokedEntry>; limitation: string | null } {
  const revoked = new Map<string, RevokedEntry>()
  let limitation: string | null = null
  while (cursor?.more()) {
    const entry = enter(cursor.next())
    const serial = serialHex(entry.next(INTEGER))
    const atMs = timeMs(entry.next())
    const list = entry.optional(SEQUENCE)
    const extensions = list === null ? null : readExtensions(list)
    const reason = extensions?.get(EXTENSION.crlReason)
    revoked.set(serial, { atMs, reason: reason === undefined ? null : smallInteger(readElement(reason.value), ENUMERATED) })
    for (const extension of extensions?.values() ?? []) {
      if (extension.critical && extension.oid !== EXTENSION.crlReason) limitation = `critical entry extension ${extension.oid}`
    }
  }
  return { revoked, limitation }
}

function readKeyIdentifier(extension: Extension | undefined): Uint8Array | null {
  if (extension === undefined) return null
  const identifier = enter(readElement(extension.value)).optional(0x80)
  return identifier === null ? null : content(identifier)
}

function readScope(extensions: ReadonlyMap<string, Extension>, found: string | null): Pick<RevocationList, 'scope' | 'limitation'> {
  let scope: RevocationList['scope'] = 'all'
  let limitation = found
  if (extensions.has(EXTENSION.deltaCrlIndicator)) limitation = 'a delta list'
  for (const extension of extensions.values()) {
    if (extension.critical && extension.oid !== EXTENSION.issuingDistributionPoint) limitation ??= `critical extension ${extension.oid}`
  }
  const point = extensions.get(EXTENSION.issuingDistributionPoint)
  for (const item of point === undefined ? [] : children(readElement(point.value))) {
    if (item.tag === 0x81) scope = 'users'
    else if (item.tag === 0x82) scope = 'authorities'
    else if (item.tag !== 0xa0) limitation ??= 'a partial or indirect list'
  }
  return { scope, limitation }
}
