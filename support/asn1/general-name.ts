import { children, content, hex, expectThat, only, raw, readAll, type Element } from './read.ts'
import { readName, showName } from './name.ts'

/** Forms of names that can be compared; `other` are all the rest (X.400, EDI party, registered ids, other names). */
export type NameForm = 'directory' | 'mail' | 'dns' | 'uri' | 'ip' | 'other'

export type GeneralName = {
  readonly form: NameForm
  /** As people read it; of an IP address in hexadecimal. */
  readonly text: string
  /** The parts of a directory name in a form for comparison, the broadest first; else empty. */
  readonly relative: readonly string[]
  readonly bytes: Uint8Array
}

/** Two general names are the same where these are. */
export function comparableName({ form, relative, bytes }: GeneralName): string {
  return form === 'directory' ? directoryKey(relative) : `${form}:${hex(bytes)}`
}

export function directoryKey(relative: readonly string[]): string {
  return `directory:${relative.join(',')}`
}

export type NameConstraints = { readonly permitted: readonly GeneralName[]; readonly excluded: readonly GeneralName[] }

const TEXT_FORMS: Readonly<Record<number, NameForm>> = { 0x81: 'mail', 0x82: 'dns', 0x86: 'uri' }
/** Honest certificates have a few names; a list of constraints some hundred. */
const MAX_NAMES = 512
const MAX_NAME_BYTES = 2048

export function readGeneralNames(element: Element): GeneralName[] {
  return children(element, MAX_NAMES).map(readGeneralName)
}

function readGeneralName(element: Element): GeneralName {
  const bytes = content(element)
  if (element.tag === 0xa4) {
    const name = readName(only(element))
    return { form: 'directory', text: showName(name), relative: name.relative, bytes: raw(element) }
  }
  expectThat(bytes.length <= MAX_NAME_BYTES, `a name of at most ${MAX_NAME_BYTES} bytes`)
  const form = TEXT_FORMS[element.tag]
  const text = form === undefined ? hex(bytes) : String.fromCharCode(...bytes)
  return { form: form ?? (element.tag === 0x87 ? 'ip' : 'other'), text, relative: [], bytes }
}

/** RFC 5280 4.2.1.10; minimum and maximum, which no profile uses, are refused. */
export function readNameConstraints(element: Element): NameConstraints {
  const subtrees = (list: Element) =>
    children(list, MAX_NAMES).map((subtree) => readAll(subtree, (cursor) => readGeneralName(cursor.next())))
  return readAll(element, (cursor) => ({
    permitted: cursor.optionalAs(0xa0, subtrees) ?? [],
    excluded: cursor.optionalAs(0xa1, subtrees) ?? [],
  }))
}
