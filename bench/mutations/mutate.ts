// One slip of a writer in the files of a package: seven kinds, each made on the parsed tree of one YAML file.
import type { PackageFile } from '@ruqsat/law'
import { isMap, isScalar, isSeq, parseDocument, type Document, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import type { SeededRandom } from '@ruqsat/foundation/testing'

export const KINDS = ['drop', 'swap', 'retime', 'renumber', 'unlink', 'mislabel', 'misdate'] as const
export type Kind = (typeof KINDS)[number]

export type Mutation = {
  readonly kind: Kind
  readonly file: string
  /** The way from the root of the file to the place: names as they are, items of lists by `id` or place. */
  readonly path: string
  /** The same without which item of a list it is: the kind of place. */
  readonly place: string
  readonly before: string
  readonly after: string
  readonly files: readonly PackageFile[]
}

type Slot = {
  readonly file: string
  readonly path: string
  readonly place: string
  readonly key: string
  readonly parent: YAMLMap | YAMLSeq
  readonly index: number
  readonly node: Node | null
}
type Tree = { readonly file: PackageFile; readonly slots: readonly Slot[] }
type Change = { readonly before: string; readonly after: string }

/** The trees of a package, parsed once for the choice; a mutation parses its own file again. */
export type Trees = { readonly files: readonly PackageFile[]; readonly slots: readonly Slot[] }

export function treesOf(files: readonly PackageFile[]): Trees {
  const own = files.filter(({ path }) => path.endsWith('.yaml') && !path.startsWith('..'))
  return { files, slots: own.flatMap((file) => treeOf(file).slots) }
}

function treeOf(file: PackageFile): Tree & { readonly document: Document } {
  const document = parseDocument(file.text)
  return { file, document, slots: slotsIn(document.contents as Node, { file: file.path, path: '', place: roomOf(file.path), key: '' }) }
}

/** Files of one folder have places of one kind. */
const roomOf = (path: string) => path.replace(/\/.*/, '/*')

function slotsIn(node: Node | null, at: Pick<Slot, 'file' | 'path' | 'place' | 'key'>): readonly Slot[] {
  if (isMap(node))
    return node.items.flatMap((pair, index) => {
      const key = String((pair as Pair<Scalar>).key.value)
      const child = (pair as Pair<Scalar, Node | null>).value
      const here = { file: at.file, path: `${at.path}.${key}`, place: `${at.place} ${key}`, key }
      return [{ ...here, parent: node, index, node: child }, ...slotsIn(child, here)]
    })
  if (!isSeq(node)) return []
  return node.items.flatMap((child, index) => {
    const id = isMap(child) ? (child.get('id') ?? child.get('code') ?? index) : index
    const here = { file: at.file, path: `${at.path}[${String(id)}]`, place: `${at.place}[]`, key: at.key }
    return [{ ...here, parent: node, index, node: child as Node }, ...slotsIn(child as Node, here)]
  })
}

/** A mutation of this kind at a random place; null where the place cannot be changed so. */
export function mutationOf(kind: Kind, { files, slots }: Trees, random: SeededRandom): Mutation | null {
  const fitting = slots.filter((slot) => FITS[kind](slot))
  if (fitting.length === 0) return null
  const chosen = random.pick(fitting)
  const file = files.find(({ path }) => path === chosen.file)!
  const tree = treeOf(file)
  // By place in the file: two entries of one list may have one id.
  const slot = tree.slots[slots.filter((each) => each.file === chosen.file).indexOf(chosen)]!
  const change = MAKE[kind](slot, slots, random)
  if (change === null || change.before === change.after) return null
  const text = tree.document.toString({ lineWidth: 0 })
  const { path, place } = chosen
  return {
    kind,
    file: file.path,
    path: path.slice(path.startsWith('.') ? 1 : 0),
    place,
    ...change,
    files: replaced(files, file.path, text),
  }
}

function replaced(files: readonly PackageFile[], path: string, text: string): readonly PackageFile[] {
  return files.map((each) => (each.path === path ? { path, text } : each))
}

const valueOf = ({ node }: Pick<Slot, 'node'>): unknown => (isScalar(node) ? node.value : undefined)
const textOf = (slot: Pick<Slot, 'node'>): string | null => (typeof valueOf(slot) === 'string' ? (valueOf(slot) as string) : null)
const isLanguage = (key: string) => ['kk', 'ru', 'en'].includes(key)
const isWords = (node: Node | null): node is YAMLMap => isMap(node) && node.items.length === 3 && node.has('kk') && node.has('ru')

/** Names whose value points to something else of the package or the house. */
const LINKS = new Set(
  'to from step unit units variant variants view views system systems act proves template returnTo calendar zone bearer registers register known ground document documents role channel'.split(
    ' ',
  ),
)
/** Names whose value says what kind of thing it is, from a closed list. */
const LABELS = new Set(
  'kind action shape about when certainty type automation numbering citedAs headedAs rule code onlyFor offered required pattern asks compares nextOutcome of'.split(
    ' ',
  ),
)
const NUMBERS = new Set('number item table column annex row registrationNumber numbers days'.split(' '))
const TIMES = new Set('amount from opens closes to days mciRate min max maxLength unit'.split(' '))

const FITS: Readonly<Record<Kind, (slot: Slot) => boolean>> = {
  drop: ({ key }) => !isLanguage(key),
  swap: ({ parent, index, key }) => isSeq(parent) && parent.items.length > 1 && index + 1 < parent.items.length && !isLanguage(key),
  retime: (slot) =>
    TIMES.has(slot.key) && (typeof valueOf(slot) === 'number' || /^\d\d:\d\d$/.test(textOf(slot) ?? '') || isUnitOfTime(slot)),
  renumber: (slot) => NUMBERS.has(slot.key) && /\d/.test(textOf(slot) ?? ''),
  unlink: (slot) => LINKS.has(slot.key) && textOf(slot) !== null && !/^\d\d:\d\d$/.test(textOf(slot)!),
  mislabel: (slot) => isWords(slot.node) || (LABELS.has(slot.key) && ['string', 'boolean'].includes(typeof valueOf(slot))),
  misdate: (slot) => /^\d{4}-\d\d-\d\d$/.test(textOf(slot) ?? ''),
}
const UNITS_OF_TIME = ['seconds', 'minutes', 'hours', 'workingDays', 'calendarDays']
const isUnitOfTime = (slot: Slot) => slot.key === 'unit' && UNITS_OF_TIME.includes(textOf(slot) ?? '')

const MAKE: Readonly<Record<Kind, (slot: Slot, all: readonly Slot[], random: SeededRandom) => Change | null>> = {
  drop: (slot) => {
    slot.parent.items.splice(slot.index, 1)
    return { before: shown(slot.node), after: 'nothing' }
  },
  swap: ({ parent, index }) => {
    const items = parent.items as Node[]
    const [one, other] = [items[index]!, items[index + 1]!]
    items.splice(index, 2, other, one)
    return { before: `${shown(one)} before ${shown(other)}`, after: 'the other way round' }
  },
  retime: (slot, _all, random) => {
    const value = valueOf(slot)
    if (typeof value === 'number') return put(slot, Math.max(0, value + random.pick([-1, 1, 5, value])))
    const text = textOf(slot)!
    if (isUnitOfTime(slot)) return put(slot, random.pick(UNITS_OF_TIME.filter((unit) => unit !== text)))
    const hour = (Number(text.slice(0, 2)) + random.pick([1, 2, 23])) % 24
    return put(slot, `${String(hour).padStart(2, '0')}${text.slice(2)}`)
  },
  renumber: (slot, _all, random) => {
    const text = textOf(slot)!
    const digits = [...text.matchAll(/\d+/g)]
    const { 0: found, index } = random.pick(digits)
    const other = String(Math.max(1, Number(found) + random.pick([-1, 1, 2])))
    return put(slot, text.slice(0, index) + other + text.slice(index + found.length))
  },
  unlink: another,
  mislabel: (slot, all, random) => {
    if (!isWords(slot.node)) return another(slot, all, random)
    const others = all.filter((each) => each.file === slot.file && isWords(each.node) && shown(each.node) !== shown(slot.node))
    if (others.length === 0) return null
    return put(slot, random.pick(others).node!.clone() as Node)
  },
  misdate: (slot, _all, random) => {
    const moved = new Date(`${textOf(slot)!}T00:00Z`)
    moved.setUTCDate(moved.getUTCDate() + random.pick([-1, 1, -30, 30, -365, 365, 3_650]))
    return put(slot, moved.toISOString().slice(0, 10))
  },
}

/** Another value that the same name has somewhere in the package. */
function another(slot: Slot, all: readonly Slot[], random: SeededRandom): Change | null {
  if (typeof valueOf(slot) === 'boolean') return put(slot, !valueOf(slot))
  const values = new Set(all.filter(({ key }) => key === slot.key).flatMap((each) => textOf(each) ?? []))
  const others = [...values].filter(
    (value) => value !== textOf(slot) && UNITS_OF_TIME.includes(value) === UNITS_OF_TIME.includes(textOf(slot)!),
  )
  return others.length === 0 ? null : put(slot, random.pick(others))
}

function put(slot: Slot, value: unknown): Change {
  const before = shown(slot.node)
  if (isScalar(slot.node) && !(value instanceof Object)) slot.node.value = value
  else if (isMap(slot.parent)) (slot.parent.items[slot.index] as Pair).value = value
  else slot.parent.items[slot.index] = value
  return { before, after: shown(isScalar(slot.node) ? slot.node : (value as Node)) }
}

function shown(node: Node | null): string {
  const text = node === null ? 'nothing' : (JSON.stringify(node.toJSON()) ?? 'nothing')
  return text.length > 90 ? `${text.slice(0, 87)}…` : text
}
