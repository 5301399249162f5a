import { Malformed, readCertificate, readElement, readHeader, readOid, TAG, tryToRead } from '@ruqsat/asn1'
import { finding, type TrustFinding, type TrustFindingCode } from '../findings.ts'
import { readRevocationList } from '../wire/crl.ts'
import { readOcspResponse } from '../wire/ocsp.ts'

export type Recognised =
  | { readonly kind: 'pdf' }
  | { readonly kind: 'package' }
  | { readonly kind: 'xml' }
  /** ZIP: a container, if somebody signed it. */
  | { readonly kind: 'archive' }
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  | { readonly kind: 'other'; readonly finding: TrustFinding }

/** Text around bytes is looked at for so long. */
const MAX_TEXT_BYTES = 8 * 1024 * 1024

/** What the file is, by its first bytes; names and extensions say nothing. */
export function recognise(bytes: Uint8Array): Recognised {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1')
  if (start.startsWith('%PDF-')) return { kind: 'pdf' }
  if (/^\s*\{/.test(start) && Buffer.from(bytes).includes('ruqsat-signed-package')) return { kind: 'package' }
  if (/^(?:\xef\xbb\xbf)?\s*<[?!a-zA-Z]/.test(start) && isSignedXml(bytes)) return { kind: 'xml' }
  if (start.startsWith('PK\x03\x04')) return { kind: 'archive' }
  const inside = bytes[0] === TAG.sequence ? bytes : bytesInText(bytes)
  if (inside === null) return { kind: 'other', finding: finding('file-unknown') }
  return isMessage(inside) ? { kind: 'message', bytes: inside } : { kind: 'other', finding: finding(kindOfDer(inside)) }
}

/** Names the namespace of XML signatures somewhere at its beginning or end. */
function isSignedXml(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes('http://www.w3.org/2000/09/xmldsig#')
}

/** PEM of any label, or base64 alone. */
function bytesInText(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length > MAX_TEXT_BYTES) return null
  const text = Buffer.from(bytes).toString('latin1').trim()
  const pem = /^-----BEGIN [A-Z0-9 ]+-----([A-Za-z0-9+/=\s]+)-----END/.exec(text)
  const base64 = (pem?.[1] ?? text).replace(/\s/g, '')
  if (!/^MI[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null
  const decoded = Buffer.from(base64, 'base64')
  return decoded[0] === TAG.sequence ? new Uint8Array(decoded) : null
}

/** ContentInfo begins with the object identifier of its type. */
function isMessage(bytes: Uint8Array): boolean {
  const type = tryToRead(() => {
    const { contentStart } = readHeader(bytes, 0, bytes.length)
    return readOid(readElement(bytes, contentStart))
  })
  return !(type instanceof Malformed) && (type.startsWith('1.2.840.113549.1.7.') || type.startsWith('1.2.840.113549.1.9.16.1.'))
}

const OTHERS: readonly (readonly [TrustFindingCode, (bytes: Uint8Array) => unknown])[] = [
  ['file-is-certificate', readCertificate],
  ['file-is-list', readRevocationList],
  ['file-is-answer', readOcspResponse],
]

function kindOfDer(bytes: Uint8Array): TrustFindingCode {
  const found = OTHERS.find(([, read]) => !(tryToRead(() => read(bytes)) instanceof Malformed))?.[0]
  return found ?? (isContainer(bytes) ? 'file-is-key' : isStampAnswer(bytes) ? 'file-is-time-stamp' : 'file-damaged')
}

/** PKCS#12: version 3, then a content. */
function isContainer(bytes: Uint8Array): boolean {
  const { contentStart } = readHeader(bytes, 0, bytes.length)
  return Buffer.from(bytes.subarray(contentStart, contentStart + 3)).equals(Buffer.from([0x02, 0x01, 0x03]))
}

/** RFC 3161 2.4.2: a status, then a token. */
function isStampAnswer(bytes: Uint8Array): boolean {
  const token = tryToRead(() => {
    const { contentStart } = readHeader(bytes, 0, bytes.length)
    const status = readElement(bytes, contentStart)
    return status.tag === TAG.sequence && isMessage(bytes.subarray(status.end))
  })
  return token === true
}
