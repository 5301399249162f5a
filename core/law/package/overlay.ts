// A child's file laid over that of its model: map by map, entries of lists by their id; whatever else is written replaces what was there. `none: true`
// takes away. The result is one tree of which each node still knows the place that it was written at.
import { isMap, isScalar, isSeq, visit, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { canonicalJson, type Source } from '@ruqsat/foundation'
import { isNone, rowsOf } from './dated.ts'
import type { FilePlace } from './errors.ts'
import { MAX_FILE_CHARACTERS, type YamlFile } from './yaml.ts'

/** The way to a value: keys, and ids of entries. The name of a list may be left out where an entry of it follows. */
export type Way = readonly { readonly name: string; readonly mayBeLeftOut?: true }[]
/** What a child says otherwise; null where one of the two says nothing. `source` null: a source is needed and the child gives none. */
export type Deviation = {
  readonly way: Way
  readonly place: FilePlace
  readonly instead: FilePlace | null
  readonly before: Node | null
  readonly after: Node | null
  readonly source: Source | 'notNeeded' | null
}
export type Laid = { readonly file: YamlFile; readonly differences: readonly Deviation[] }

/** Both maps on the way down, from the outermost. */
type Layers = readonly { readonly below: YAMLMap; readonly own: YAMLMap }[]
type At = { readonly way: Way; readonly layers: Layers }
type Work = { readonly placeOf: YamlFile['placeOf']; readonly child: string; readonly differences: Deviation[] }

/** `child` is the id by which its own sources cite it. The model's tree is used up. */
export function layOver(model: YamlFile, own: YamlFile, way: Way, child: string): Laid {
  const apart = movedApart(model)
  const placeOf = (node: Node | null) => (offsetOf(node) >= APART ? apart.placeOf(node) : own.placeOf(node))
  const work: Work = { placeOf, child, differences: [] }
  const root = lay(apart.root, own.root, { way, layers: [] }, work)
  return { file: { ...own, root: root ?? own.root, placeOf }, differences: work.differences }
}

/** A file that the model does not have. */
export function addedFile(own: YamlFile, way: Way, child: string): readonly Deviation[] {
  const work: Work = { placeOf: own.placeOf, child, differences: [] }
  note(null, own.root, { way, layers: [] }, work)
  return work.differences
}

/** Further than any file is long: an offset shows of which of the two files a node is, also after it was copied. */
const APART = 2 * MAX_FILE_CHARACTERS
const offsetOf = (node: Node | null): number => node?.range?.[0] ?? 0

function movedApart(file: YamlFile): YamlFile {
  visit(file.root, {
    Node: (_key, node) => {
      if (node.range) node.range = [node.range[0] + APART, node.range[1] + APART, node.range[2] + APART]
    },
  })
  return { ...file, placeOf: (node) => file.placeAt(Math.max(0, offsetOf(node) - APART)) }
}

function lay(below: Node | null, own: Node | null, at: At, work: Work): Node | null {
  if (isMap(below) && isMap(own) && !isOneValue(below) && rowsOf(own) === null) return layMap(below, own, at, work)
  if (isEntries(below) && isEntries(own)) return layEntries(below, own, at, work)
  note(below, own, at, work)
  return own
}

function layMap(below: YAMLMap, own: YAMLMap, at: At, work: Work): YAMLMap {
  const inside = { ...at, layers: [...at.layers, { below, own }] }
  const before = work.differences.length
  for (const pair of pairsOf(own)) {
    const name = nameOf(pair.key)
    const there = pairsOf(below).find(({ key }) => nameOf(key) === name)
    const on = { ...inside, way: [...at.way, { name }] }
    const isSaid = there !== undefined && isSame(there.value, pair.value)
    if (isSaid && NAMING.has(name)) continue
    // A source is no difference where it is the ground of others.
    if (name !== 'source' || isSaid || below.get('source') === undefined) layPair(below, there, pair, on, work)
    else there!.value = pair.value
  }
  const cited = own.get('source', true) as Node | undefined
  if (cited !== undefined && work.differences.length === before)
    note(cited, cited, { ...inside, way: [...at.way, { name: 'source' }] }, work, true)
  return below
}

function layPair(below: YAMLMap, there: Pair<Node, Node | null> | undefined, own: Pair<Node, Node | null>, on: At, work: Work): void {
  if (there === undefined) {
    note(null, own.value ?? own.key, on, work)
    ;(below.items as Pair<Node, Node | null>[]).push(own)
  } else if (isTaken(own.value)) {
    note(there.value, own.value, on, work)
    below.items = below.items.filter((each) => each !== there)
  } else there.value = lay(there.value, own.value, on, work)
}

/** A new entry comes after the one that the child names before it, else at the end. */
function layEntries(below: YAMLSeq<Node>, own: YAMLSeq<Node>, { way, layers }: At, work: Work): YAMLSeq {
  const list: Way = [...way.slice(0, -1), { ...way.at(-1)!, mayBeLeftOut: true }]
  let next = below.items.length
  for (const entry of own.items) {
    const key = keyOf(entry)!
    const place = below.items.findIndex((each) => keyOf(each) === key)
    const on = { layers, way: [...list, { name: key }] }
    if (place < 0) {
      note(null, entry, on, work)
      below.items.splice(next, 0, entry)
      next += 1
    } else if (isTaken(entry)) {
      note(below.items[place]!, entry, on, work)
      below.items.splice(place, 1)
      next = place
    } else {
      below.items[place] = lay(below.items[place]!, entry, on, work)!
      next = place + 1
    }
  }
  return below
}

function note(below: Node | null, own: Node | null, { way, layers }: At, work: Work, isCitation = false): void {
  work.differences.push({
    way,
    place: work.placeOf(own),
    instead: below === null || isCitation ? null : work.placeOf(below),
    before: isCitation ? null : below,
    after: isTaken(own) ? null : own,
    source: sourceFor(own, layers, work.child),
  })
}

/** The child's own place within the value, else next to it or above, as far as the model gives one. */
function sourceFor(own: Node | null, layers: Layers, child: string): Source | 'notNeeded' | null {
  const written = sourcesIn(own)
  if (written.length > 0) return written.find(({ act }) => act === child) ?? null
  const holder = layers.findLast((layer) => layer.own.has('source') || layer.below.has('source'))
  if (holder === undefined) return 'notNeeded'
  const [source] = holder.own.has('source') ? sourcesIn(holder.own.get('source', true) as unknown as Node) : []
  return source?.act === child ? source : null
}

function sourcesIn(node: Node | null): readonly Source[] {
  const found: Source[] = []
  if (node !== null)
    visit(node, {
      Map: (_key, map) => {
        if (map.has('act') && map.has('certainty')) found.push(map.toJSON() as Source)
      },
    })
  return found
}

/** Keys that say which thing is meant: they may be written again. */
const NAMING: ReadonlySet<string> = new Set(['id', 'short', 'code', 'subject', 'variant', 'variants'])

/** A map of plain values only (a text, a duration, a type) is replaced as a whole, and so is a dated value. */
function isOneValue(map: YAMLMap): boolean {
  return rowsOf(map) !== null || pairsOf(map).every(({ value }) => !isMap(value) && !isSeq(value))
}

const isTaken = (node: Node | null): boolean => isMap(node) && isNone(node)

function isEntries(node: Node | null): node is YAMLSeq<Node> {
  return isSeq(node) && node.items.length > 0 && (node.items as Node[]).every((each) => keyOf(each) !== null)
}

/** By what an entry is known: its id, the letters of an abbreviation, code and subject of a reading. Null: its list is one value. */
export function keyOf(entry: Node | null): string | null {
  const rows = rowsOf(entry) as readonly YAMLMap[] | null
  if (rows !== null) return rows.map((row) => keyOf((row.get('value', true) as unknown as Node | undefined) ?? row)).find(Boolean) ?? null
  if (!isMap(entry)) return null
  const names = [['id'], ['short'], ['code', 'subject']].find((keys) => keys.every((key) => entry.has(key)))
  return names?.map((key) => String(entry.get(key))).join(' ') ?? null
}

export function isSame(one: Node | null, other: Node | null): boolean {
  return canonicalJson(plain(one)) === canonicalJson(plain(other))
}
const plain = (node: Node | null): unknown => node?.toJSON() ?? null

export const pairsOf = (map: YAMLMap) => map.items as Pair<Node, Node | null>[]
export const nameOf = (key: unknown): string => (isScalar(key) ? String(key.value) : '')
