import { expectThat } from '@ruqsat/asn1'
import type { PdfDocument } from './document.ts'
import { itemsOf, nameOf, pdfReference, stringBytes, type PdfDictionary, type PdfReference, type PdfValue } from './values.ts'

/**
 * What one revision did to the one before it. After a signature only two things may be added: another signature with what it needs, and data for
 * its validation. Everything else that the trailer leads to (pages, information, structure, forms, encryption) must be the same by value, or
 * whoever came later changed what was signed: the "shadow", "incremental saving" and "certification" attacks on PDF signatures.
 */
export type Comparison = {
  /** The forbidden change and its place, in English; null where there is none. */
  readonly fault: string | null
  /** True where a signature field was added or filled. */
  readonly isSignedAgain: boolean
  /** The fields that were added or filled. */
  readonly fields: readonly PdfDictionary[]
}

export function compareRevisions(before: PdfDocument, after: PdfDocument): Comparison {
  const comparer = new Comparer(before, after)
  return { fault: comparer.run(), isSignedAgain: comparer.fields.length > 0, fields: comparer.fields }
}

/** Of the trailer; the rest of it describes the file, not the document. */
const COMPARED_OF_TRAILER = ['Root', 'Info', 'Encrypt'] as const
/** What a new signature field may say of itself. No action, no parent, no layer. */
const FIELD_KEYS = new Set([
  'Type',
  'Subtype',
  'FT',
  'T',
  'TU',
  'TM',
  'V',
  'P',
  'Rect',
  'F',
  'Ff',
  'AP',
  'AS',
  'MK',
  'Lock',
  'SV',
  'M',
  'NM',
  'Border',
  'BS',
  'StructParent',
])
/** What signing adds to a field that the earlier signer left empty. */
const FILLED_KEYS = new Set(['V', 'AP', 'AS', 'M', 'MK', 'F'])
/** Where validation data is, and which extension of the standard it follows. None of it is shown. */
const VALIDATION_KEYS = new Set(['DSS', 'Extensions'])
/** What a store of validation data may hold (ISO 32000-2 12.8.4.3). */
const STORE_KEYS = new Set(['Type', 'VRI', 'Certs', 'OCSPs', 'CRLs'])
/** Pairs of objects that are compared: two revisions of a document differ in some ten. */
const MAX_PAIRS = 100_000
/** Values that are held against each other; a crafted file pairs each of its large objects with each other one. */
const MAX_COMPARED = 2_000_000
/** So many characters of a stream cost as much as one value. */
const STREAM_CHARACTERS_PER_VALUE = 256

type Pair = { readonly was: PdfValue | undefined; readonly is: PdfValue | undefined; readonly path: string }

class Comparer {
  readonly before: PdfDocument
  readonly after: PdfDocument
  readonly fields: PdfDictionary[] = []
  readonly #queue: Pair[] = []
  readonly #seen = new Set<string>()
  #left = MAX_COMPARED
  readonly #form: PdfDictionary | undefined

  constructor(before: PdfDocument, after: PdfDocument) {
    this.before = before
    this.after = after
    this.#form = before.dictionary(before.catalog?.entries.get('AcroForm'))
  }

  run(): string | null {
    const { before, after } = this
    // Some programs leave it out of the trailer of an update that only adds validation data. It is still there, and compared as an object.
    const leavesOutInfo = before.trailer.entries.has('Info') && !after.trailer.entries.has('Info')
    for (const key of COMPARED_OF_TRAILER.filter((each) => each !== 'Info' || !leavesOutInfo))
      this.#queue.push({ was: before.trailer.entries.get(key), is: after.trailer.entries.get(key), path: `/${key}` })
    // An object that is named alike in both revisions is the same unless it was moved; those that were are compared, wherever they are used.
    for (const number of before.numbers()) {
      if (before.placeOf(number) !== after.placeOf(number) && !before.isHolder(number) && !this.#isStore(number))
        this.#pair(pdfReference(number), pdfReference(number), `object ${number}`)
    }
    for (let pair = this.#queue.shift(); pair !== undefined; pair = this.#queue.shift()) {
      const fault = this.#differ(pair)
      if (fault !== null) return fault
    }
    return leavesOutInfo && this.fields.length > 0 ? '/Info was removed' : null
  }

  /** The store of validation data, which grows: named by both catalogs, and nothing but a store, so that no page hides behind its name. */
  #isStore(number: number): boolean {
    const isOne = (document: PdfDocument): boolean => {
      const entry = document.catalog?.entries.get('DSS')
      const keys = [...(document.dictionary(entry)?.entries.keys() ?? [])]
      return entry?.kind === 'reference' && entry.number === number && keys.length > 0 && keys.every((key) => STORE_KEYS.has(key))
    }
    return isOne(this.before) && isOne(this.after) && this.before.dataOf(number) === null && this.after.dataOf(number) === null
  }

  #pair(was: PdfReference, is: PdfReference, path: string): void {
    const name = `${was.number} ${is.number}`
    if (this.#seen.has(name)) return
    expectThat(this.#seen.size < MAX_PAIRS, 'fewer objects that differ between two revisions')
    this.#seen.add(name)
    this.#queue.push({ was, is, path })
  }

  #differ({ was, is, path }: Pair): string | null {
    const isReplaced = was?.kind === 'reference' && is?.kind === 'reference' && this.#hasOtherStream(was, is)
    return isReplaced ? `the stream of ${path} was replaced` : this.#compare(this.before.resolve(was), this.after.resolve(is), path)
  }

  #hasOtherStream(was: PdfReference, is: PdfReference): boolean {
    const [old, now] = [this.before.dataOf(was.number), this.after.dataOf(is.number)]
    this.#spend(((old?.length ?? 0) + (now?.length ?? 0)) / STREAM_CHARACTERS_PER_VALUE)
    return old !== now
  }

  #spend(count: number): void {
    this.#left -= count
    expectThat(this.#left >= 0, 'revisions that differ in less')
  }

  #compare(was: PdfValue | undefined, is: PdfValue | undefined, path: string): string | null {
    this.#spend(1)
    if (isNothing(was) && isNothing(is)) return null
    if (was?.kind === 'reference' || is?.kind === 'reference') return this.#compareReferences(was, is, path)
    if (was === undefined || is === undefined || was.kind !== is.kind)
      return `${path} was ${isNothing(was) ? 'added' : isNothing(is) ? 'removed' : 'replaced'}`
    if (was.kind === 'array' && is.kind === 'array') return this.#compareItems(was.items, is.items, path)
    if (was.kind === 'dictionary' && is.kind === 'dictionary') return this.#compareEntries(was, is, path)
    return sameLeaf(was, is) ? null : `${path} was changed`
  }

  /** References of the same number lead to the same object, or to one of those that are compared anyway. */
  #compareReferences(was: PdfValue | undefined, is: PdfValue | undefined, path: string): string | null {
    if (was?.kind === 'reference' && is?.kind === 'reference') {
      if (was.number !== is.number || was.generation !== is.generation) this.#pair(was, is, path)
      return null
    }
    const data = [was?.kind === 'reference' && this.before.dataOf(was.number), is?.kind === 'reference' && this.after.dataOf(is.number)]
    return data.some((stream) => typeof stream === 'string')
      ? `the stream of ${path} was replaced`
      : this.#compare(this.before.resolve(was), this.after.resolve(is), path)
  }

  #compareItems(was: readonly PdfValue[], is: readonly PdfValue[], path: string): string | null {
    if (was.length !== is.length) return `${path} has ${is.length} elements instead of ${was.length}`
    return firstFault(was.entries(), ([index, item]) => this.#compare(item, is[index], `${path}/${index}`))
  }

  #compareEntries(was: PdfDictionary, is: PdfDictionary, path: string): string | null {
    return firstFault(new Set([...was.entries.keys(), ...is.entries.keys()]), (key) =>
      this.#isAllowed(was, is, key) ? null : this.#compare(was.entries.get(key), is.entries.get(key), `${path}/${key}`),
    )
  }

  /** The few entries that a further signature or validation data touches, each in its own place only. */
  #isAllowed(was: PdfDictionary, is: PdfDictionary, key: string): boolean {
    const [old, now] = [was.entries.get(key), is.entries.get(key)]
    if (was === this.before.catalog) {
      if (VALIDATION_KEYS.has(key)) return true
      if (key === 'AcroForm' && isNothing(old)) return this.#isNewForm(now)
      return key === 'AcroForm' && this.#form !== undefined && this.#hasSameForm(old, now)
    }
    if (was === this.#form) {
      if (key === 'SigFlags') return now?.kind === 'number'
      return key === 'Fields' && this.#isExtendedByFields(old, now)
    }
    if (nameOf(was.entries.get('Type')) === 'Page') {
      if (key === 'Tabs') return isNothing(old) && nameOf(now) === 'S'
      return key === 'Annots' && this.#isExtendedByFields(old, now)
    }
    return FILLED_KEYS.has(key) && this.#isFilled(was, is)
  }

  #isNewForm(value: PdfValue | undefined): boolean {
    const form = this.after.dictionary(value)
    const isPlain = form !== undefined && [...form.entries.keys()].every((key) => key === 'Fields' || key === 'SigFlags')
    return isPlain && this.#isExtendedByFields(undefined, form.entries.get('Fields'))
  }

  /** A form that is in the catalog itself: its entries are compared like those of one that has a number. */
  #hasSameForm(old: PdfValue | undefined, now: PdfValue | undefined): boolean {
    const [was, is] = [this.before.dictionary(old), this.after.dictionary(now)]
    return was !== undefined && is !== undefined && this.#compareEntries(was, is, '/AcroForm') === null
  }

  #isExtendedByFields(old: PdfValue | undefined, now: PdfValue | undefined): boolean {
    const [was, is] = [itemsOf(this.before.resolve(old)), itemsOf(this.after.resolve(now))]
    const isKept = is.length >= was.length && this.#compareItems(was, is.slice(0, was.length), 'list') === null
    return isKept && is.slice(was.length).every((item) => this.#isNewField(item))
  }

  /** Signed, without area (nothing that a reader sees), and without anything that acts. */
  #isNewField(item: PdfValue): boolean {
    const field = this.after.dictionary(item)
    const isNew =
      field !== undefined &&
      item.kind === 'reference' &&
      isNothing(this.before.resolve(item)) &&
      nameOf(this.after.get(field, 'FT')) === 'Sig' &&
      [...field.entries.keys()].every((key) => FIELD_KEYS.has(key)) &&
      this.#hasNoArea(field) &&
      this.after.dictionary(field.entries.get('V')) !== undefined
    if (isNew) this.#note(field)
    return isNew
  }

  #hasNoArea(field: PdfDictionary): boolean {
    const sides = itemsOf(this.after.get(field, 'Rect')).map((side) => this.after.resolve(side))
    const [left, bottom, right, top] = sides.map((side) => (side?.kind === 'number' ? side.value : Number.NaN))
    return sides.length === 4 && left === right && bottom === top
  }

  /** A signature field that was empty; its place on the page was signed by who left it. */
  #isFilled(was: PdfDictionary, is: PdfDictionary): boolean {
    const isFilled =
      nameOf(this.before.get(was, 'FT')) === 'Sig' &&
      isNothing(this.before.get(was, 'V')) &&
      this.after.dictionary(is.entries.get('V')) !== undefined
    if (isFilled) this.#note(is)
    return isFilled
  }

  #note(field: PdfDictionary): void {
    if (!this.fields.includes(field)) this.fields.push(field)
  }
}

/** Compares one after another until two differ. */
function firstFault<T>(pairs: Iterable<T>, compare: (pair: T) => string | null): string | null {
  for (const pair of pairs) {
    const fault = compare(pair)
    if (fault !== null) return fault
  }
  return null
}

/** The null of PDF is the same as an entry that is not there (ISO 32000-1 7.3.7). */
function isNothing(value: PdfValue | undefined): boolean {
  return value === undefined || (value.kind === 'word' && value.raw === 'null')
}

function sameLeaf(was: PdfValue, is: PdfValue): boolean {
  if (was.kind === 'number' && is.kind === 'number') return was.value === is.value
  if (was.kind === 'name' && is.kind === 'name') return was.name === is.name
  if (was.kind === 'string' && is.kind === 'string') return Buffer.from(stringBytes(was.raw)).equals(stringBytes(is.raw))
  return was.kind === 'word' && is.kind === 'word' && was.raw === is.raw
}
