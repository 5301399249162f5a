import { children, type Element, expectTag, isText, raw, readAll, readOid, TAG, text } from './read.ts'
import { ia5String, oid, printableString, sequence, setOf, utf8String } from './write.ts'
import { ATTRIBUTE } from './oids.ts'

export type NameAttribute = { readonly oid: string; readonly value: string }

/** A distinguished name: its bytes as they came, its attributes in order, and a form for comparison. */
export type DistinguishedName = {
  readonly der: Uint8Array
  readonly attributes: readonly NameAttribute[]
  /** RFC 5280 7.1, simplified: case folded, blanks collapsed. Two names are the same where these are. */
  readonly comparable: string
  /** The same form of each relative name, the broadest first. */
  readonly relative: readonly string[]
}

export function readName(element: Element): DistinguishedName {
  const attributes: NameAttribute[] = []
  const relative = children(element).map((set) => readRelativeName(expectTag(set, TAG.set), attributes))
  return { der: raw(element), attributes, comparable: relative.join(','), relative }
}

/** One step of a name in the form for comparison; what it states is added to `attributes`. */
export function readRelativeName(set: Element, attributes: NameAttribute[] = []): string {
  return children(set)
    .map((pair) => {
      const { type, value } = readAll(pair, (cursor) => ({ type: readOid(cursor.next()), value: cursor.next() }))
      const written = isText(value) ? text(value) : null
      attributes.push({ oid: type, value: written ?? '' })
      return JSON.stringify([type, written === null ? String(raw(value)) : fold(written)])
    })
    .sort()
    .join('+')
}

function fold(value: string): string {
  return value.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ')
}

/** The first value of an attribute, or null. */
export function attribute(name: DistinguishedName, type: string): string | null {
  return name.attributes.find((pair) => pair.oid === type)?.value ?? null
}

export function attributesOf(name: DistinguishedName, type: string): string[] {
  return name.attributes.filter((pair) => pair.oid === type).map((pair) => pair.value)
}

const LABELS: Readonly<Record<string, string>> = {
  [ATTRIBUTE.commonName]: 'CN',
  [ATTRIBUTE.surname]: 'SN',
  [ATTRIBUTE.serialNumber]: 'serialNumber',
  [ATTRIBUTE.country]: 'C',
  [ATTRIBUTE.locality]: 'L',
  [ATTRIBUTE.state]: 'ST',
  [ATTRIBUTE.organisation]: 'O',
  [ATTRIBUTE.organisationalUnit]: 'OU',
  [ATTRIBUTE.givenName]: 'GN',
  [ATTRIBUTE.emailAddress]: 'E',
}

/** For people to read: `CN=…, SN=…`. */
export function showName(name: DistinguishedName): string {
  return name.attributes.map((pair) => `${LABELS[pair.oid] ?? pair.oid}=${pair.value}`).join(', ')
}

export function writeName(attributes: readonly NameAttribute[]): Uint8Array<ArrayBuffer> {
  return sequence(...attributes.map((pair) => setOf(sequence(oid(pair.oid), writeValue(pair)))))
}

function writeValue(pair: NameAttribute): Uint8Array {
  if (pair.oid === ATTRIBUTE.country || pair.oid === ATTRIBUTE.serialNumber) return printableString(pair.value)
  return pair.oid === ATTRIBUTE.emailAddress ? ia5String(pair.value) : utf8String(pair.value)
}
