// A model act and its children: a child names the folder of its model and holds only what differs. The child's files are laid over the model's
// before anything else looks at them; what the model did not open stays as it is.
import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml'
import { inAll, LANGUAGES, type LocalText, type Source } from '@ruqsat/foundation'
import { isNone, rowsOf } from './dated.ts'
import { anyOf, NOTHING, packageError, type FilePlace, type PackageError, type PackageErrorCode } from './errors.ts'
import { addedFile, isSame, keyOf, layOver, nameOf, pairsOf, type Deviation, type Way } from './overlay.ts'
import { jsonSchemaOf, FILE_SHAPES } from './schema.ts'
import { describeNode, readYaml, type PackageFile, type YamlFile } from './yaml.ts'
import texts from '../texts.yaml'

type Broken = { readonly kind: 'broken'; readonly errors: readonly PackageError[] }
type Tree = YamlFile | Broken

/** A child with its model: what is read in place of the child's own files. `refused`: there is nothing to lay it over. */
export type Family =
  | { readonly kind: 'refused'; readonly errors: readonly PackageError[] }
  | {
      readonly kind: 'family'
      /** All files, each once: the child's own, else the model's, with paths as if both were one folder. */
      readonly files: readonly PackageFile[]
      /** Those that are trees, laid over each other. */
      readonly trees: ReadonlyMap<string, Tree>
      /** The model's `act.yaml` as it is by itself. */
      readonly model: Tree
      readonly errors: readonly PackageError[]
      readonly differences: readonly LocalDifference[]
    }

/** One thing that a child has otherwise than its model. `source` null: nothing in the model cites a place for it either (a name in the catalogue). */
export type LocalDifference = {
  readonly what: string
  readonly place: FilePlace
  readonly instead: FilePlace | null
  readonly before: LocalText | null
  readonly after: LocalText | null
  readonly source: Source | null
}

/** What a child does not take over: where it is in the model (`variants/issue.yaml documents plan`), and what it is. */
export type TakenAway = { readonly what: string; readonly text: LocalText; readonly source: Source }

/** Every act's own: what identifies it, and what is about its text alone. */
const OWN_KEYS: ReadonlySet<string> = new Set(['id', 'act', 'items', 'edition', 'model', 'opens', 'authority'])
const OWN_FILES = /^(README\.md|scenarios\/.*|transcript\/.*)$/

let lastAct: { readonly text: string; readonly tree: Tree } | null = null
/** `act.yaml` is asked twice of each package, and again of a package that differs elsewhere. */
function actTree({ path, text }: PackageFile): Tree {
  if (lastAct?.text !== text) lastAct = { text, tree: readYaml(path, text) }
  return lastAct.tree
}

/** Null where the act names no model. */
export function familyOf(files: readonly PackageFile[]): Family | null {
  const act = files.find(({ path }) => path === 'act.yaml')
  const own = act === undefined ? null : actTree(act)
  if (own === null || 'kind' in own || !isMap(own.root)) return null
  const named = own.root.get('model', true) as Node | undefined
  if (!isScalar(named) || typeof named.value !== 'string') return null
  const refused = (code: PackageErrorCode, expected: LocalText, found: string): Family => ({
    kind: 'refused',
    errors: [packageError(code, own.placeOf(named), null, expected, found)],
  })
  const folder = `../${named.value}/`
  const inherited = files.filter(({ path }) => path.startsWith(folder)).map((file) => ({ ...file, path: file.path.slice(folder.length) }))
  const text = inherited.find(({ path }) => path === 'act.yaml')?.text
  if (text === undefined) return refused('missing-model', texts.modelAct.folderNextToIt, named.value)
  const model = readYaml(`${folder}act.yaml`, text)
  if ('kind' in model) return { kind: 'refused', errors: model.errors }
  if (isMap(model.root) && model.root.has('model')) return refused('model-of-model', texts.modelAct.noModelOfItsOwn, named.value)
  const child = String(own.root.get('id') ?? '')
  const ownFiles = files.filter(({ path }) => !path.startsWith(folder))
  return laid(ownFiles, inherited, { folder, child, opens: opensOf(model).map(({ words }) => words) }, model)
}

type Kin = { readonly folder: string; readonly child: string; readonly opens: readonly string[] }

function laid(own: readonly PackageFile[], inherited: readonly PackageFile[], kin: Kin, model: YamlFile): Family {
  const below = inherited.filter(({ path }) => !OWN_FILES.test(path))
  const both = own.map((file) => ({ file, laid: layFile(file, below.find(({ path }) => path === file.path) ?? null, kin) }))
  const alone = below.filter(({ path }) => own.every((file) => file.path !== path))
  const differences = both.flatMap(({ laid: { differences } }) => differences)
  const trees = new Map<string, Tree>([
    ...both.flatMap(({ file, laid: { tree } }) => (tree === null ? [] : [[file.path, tree] as const])),
    ...alone.flatMap(({ path, text }) => (isTree(path) ? [[path, readYaml(kin.folder + path, text)] as const] : [])),
  ])
  return {
    kind: 'family',
    files: [...both.filter((each) => !each.laid.isTaken).map(({ file }) => file), ...alone],
    trees,
    model,
    errors: differences.flatMap((difference) => faultsOf(difference, kin)),
    differences: differences.map(localDifference),
  }
}

type LaidFile = { readonly tree: Tree | null; readonly differences: readonly Deviation[]; readonly isTaken?: true }
const isTree = (path: string) => path.endsWith('.yaml')

function layFile(file: PackageFile, below: PackageFile | null, { folder, child }: Kin): LaidFile {
  const way: Way = [file.path === 'act.yaml' ? { name: file.path, mayBeLeftOut: true } : { name: file.path }]
  if (OWN_FILES.test(file.path) || file.path.startsWith('../')) return { tree: null, differences: [] }
  if (!isTree(file.path)) return { tree: null, differences: [differenceOfText(file, below, folder, way)] }
  const own = readYaml(file.path, file.text)
  if ('kind' in own) return { tree: own, differences: [] }
  if (below === null) return { tree: own, differences: addedFile(own, way, child) }
  const model = readYaml(folder + below.path, below.text)
  if ('kind' in model) return { tree: model, differences: [] }
  const taken = isMap(own.root) && isNone(own.root) ? ({ isTaken: true } as const) : {}
  if (file.path !== 'act.yaml') {
    const { file: tree, differences } = layOver(model, own, way, child)
    return { tree, differences, ...taken }
  }
  const authority = authorityOf(model)
  const { file: tree, differences } = layOver(withoutOwnKeys(model), own, way, child)
  const known = differences.filter((each) => !isIdentity(each))
  return { tree, differences: known.map((each) => (each.way[1]?.name === 'authority' ? { ...each, ...authority } : each)), ...taken }
}

/** A template: one value, of which only a reader can say what differs. */
function differenceOfText(file: PackageFile, below: PackageFile | null, folder: string, way: Way): Deviation {
  const start = (path: string): FilePlace => ({ file: path, line: 1, column: 1 })
  const [before, after] = [below, file].map((each) => (each === null ? null : readYaml('', JSON.stringify(each.text)))) as [
    Tree | null,
    Tree,
  ]
  const rootOf = (tree: Tree | null) => (tree === null || 'kind' in tree ? null : tree.root)
  return {
    way,
    place: start(file.path),
    instead: below && start(folder + file.path),
    before: rootOf(before),
    after: rootOf(after),
    source: 'notNeeded',
  }
}

/** A child's authority is its own whole; what the model's is shows what differs. */
function authorityOf({ root, placeOf }: YamlFile): Pick<Deviation, 'before' | 'instead'> {
  const node = isMap(root) ? ((root.get('authority', true) as Node | undefined) ?? null) : null
  return { before: node, instead: node && placeOf(node) }
}

function withoutOwnKeys(model: YamlFile): YamlFile {
  const root = model.root as YAMLMap
  root.items = pairsOf(root).filter(({ key }) => !OWN_KEYS.has(nameOf(key)))
  return model
}

function isIdentity({ way: [file, key] }: Deviation): boolean {
  return file?.name === 'act.yaml' && OWN_KEYS.has(key?.name ?? '') && key?.name !== 'authority'
}

/** Open to every child: who serves, laws that it cites besides, letters of its numbers, readings of what the checker finds. */
function isAlwaysOpen({ way, before }: Deviation): boolean {
  const [file, first, second] = way.map(({ name }) => name)
  if (file === 'act.yaml') return first === 'authority' || (first === 'laws' && second !== undefined && before === null)
  return file === 'findings.yaml' || way.at(-1)!.name === 'registerLetters' || (first === 'form' && second === 'id')
}

function faultsOf(difference: Deviation, { opens, child }: Kin): readonly PackageError[] {
  const { way, place, before, after, source } = difference
  const found = after === null ? NOTHING : describeNode(after)
  if (before !== null && after !== null && isSame(before, after))
    return [packageError('repeats-model', place, null, texts.modelAct.otherThanModel, found)]
  if (!isAlwaysOpen(difference) && !opens.some((words) => isWithin(words.split(/\s+/), way)))
    return [packageError('not-open', place, null, opens.length === 0 ? texts.modelAct.nothingOpen : anyOf(opens), wordsOf(way))]
  if (source === null && way[0]!.name !== 'findings.yaml')
    return [
      packageError(
        'cites-no-own-item',
        place,
        null,
        inAll(() => `source: { act: ${child}, … }`),
        wordsOf(way),
      ),
    ]
  return []
}

/** Whether the way goes through what is opened: word by word, where names of lists may be left out. */
function isWithin(words: readonly string[], way: Way): boolean {
  const [word, ...rest] = words
  const [step, ...further] = way
  if (word === undefined) return true
  if (step === undefined) return false
  return (names(word, step.name) && isWithin(rest, further)) || (step.mayBeLeftOut === true && isWithin(words, further))
}

/** `notices` is `notices.yaml`, `templates` every file of the folder. */
function names(word: string, name: string): boolean {
  return word === name || `${word}.yaml` === name || name.startsWith(`${word}/`)
}

/** The folder's name is shown by a way with its file; `act.yaml` is understood. */
function wordsOf(way: Way): string {
  return way
    .filter(({ name }, place) => place > 0 || name !== 'act.yaml')
    .map(({ name }) => name)
    .join(' ')
}

function localDifference({ way, place, instead, before, after, source }: Deviation): LocalDifference {
  const cited = source === 'notNeeded' ? null : source
  return { what: wordsOf(way), place, instead, before: before && shown(before), after: after && shown(after), source: cited }
}

/** A value in a line: a text as it is, plain values after each other, of anything larger its name. */
function shown(node: Node): LocalText {
  if (isScalar(node)) return typeof node.value === 'string' ? describeNode(node) : inAll(() => String(node.value))
  if (!isMap(node)) return inAll(() => JSON.stringify(withoutSources(node.toJSON())))
  const value = node.toJSON() as Record<string, unknown>
  const name = [value, value['name'], value['text'], value['label'], value['title']].find(isText)
  if (name !== undefined) return name
  const plain = Object.entries(value).filter(([, each]) => typeof each !== 'object')
  const words = plain.map(([, each]) => String(each)).join(' ')
  return rowsOf(node) !== null || words === '' ? inAll(() => JSON.stringify(withoutSources(value))) : inAll(() => words)
}

const isText = (value: unknown): value is LocalText =>
  typeof value === 'object' && value !== null && LANGUAGES.every((language) => typeof (value as LocalText)[language] === 'string')

function withoutSources(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, each: unknown) => (key === 'source' ? undefined : each)))
}

function opensOf(model: YamlFile): readonly { readonly words: string; readonly place: FilePlace }[] {
  const opens = isMap(model.root) ? (model.root.get('opens', true) as unknown) : null
  if (!isSeq(opens)) return []
  return (opens.items as Node[]).map((each) => ({ words: String(isScalar(each) ? each.value : ''), place: model.placeOf(each) }))
}

/** What a model opens and does not have: a slip of the pen would keep its children from what was meant. */
export function strayOpenings(files: readonly PackageFile[]): readonly PackageError[] {
  const act = files.find(({ path }) => path === 'act.yaml')
  const tree = act === undefined ? null : actTree(act)
  const opens = tree === null || 'kind' in tree ? [] : opensOf(tree)
  if (opens.length === 0) return []
  const own = files.filter(({ path }) => !path.startsWith('../') && !OWN_FILES.test(path))
  const ways = own.flatMap((file): readonly Way[] => {
    const start: Way = [{ name: file.path, ...(file.path === 'act.yaml' && { mayBeLeftOut: true as const }) }]
    const read = isTree(file.path) ? readYaml(file.path, file.text) : null
    return [
      ...keysOf(file.path).map((name) => [...start, { name }]),
      ...(read === null || 'kind' in read ? [start] : waysIn(read.root, start)),
    ]
  })
  const first = [...new Set(ways.map((way) => way[0]!.name))].toSorted()
  return opens
    .filter(({ words }) => !ways.some((way) => isWithin(words.split(/\s+/), way)) && !WHOLE_FILES.includes(words))
    .map(({ words, place }) => packageError('unknown-reference', place, null, anyOf([...first, ...keysOf('act.yaml')]), words))
}

/** What a child may add though the model has none of it. */
const WHOLE_FILES = ['notices', 'templates', 'variants', 'views', 'procedure', 'units']

/** Keys that the file of this name may have. */
function keysOf(path: string): readonly string[] {
  const kinds = { 'act.yaml': 'act', 'units.yaml': 'units', variants: 'variant', views: 'view', procedure: 'procedure' } as const
  const kind = Object.entries(kinds).find(([start]) => path.startsWith(start))?.[1]
  return kind === undefined ? [] : Object.keys(jsonSchemaOf(FILE_SHAPES[kind]).properties ?? {})
}

function waysIn(node: Node | null, way: Way): readonly Way[] {
  if (isMap(node)) return [way, ...pairsOf(node).flatMap(({ key, value }) => waysIn(value, [...way, { name: nameOf(key) }]))]
  if (!isSeq(node)) return [way]
  const list: Way = [...way.slice(0, -1), { ...way.at(-1)!, mayBeLeftOut: true }]
  return [way, ...(node.items as Node[]).flatMap((each) => (keyOf(each) === null ? [] : waysIn(each, [...list, { name: keyOf(each)! }])))]
}

/** The text of a package's file: its own, else that of its model. */
export function packageFile(files: readonly PackageFile[], path: string): PackageFile | undefined {
  const isModels = (each: PackageFile) => each.path.startsWith('../') && each.path.replace(/^\.\.\/[^/]+\//, '') === path
  return files.find((file) => file.path === path) ?? files.find(isModels)
}
