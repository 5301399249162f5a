import { inAll, type LocalDate } from '@ruqsat/foundation'
import { datesOf, onDay } from './dated.ts'
import { NOTHING, packageError, type PackageError } from './errors.ts'
import { familyOf, strayOpenings, type LocalDifference, type TakenAway } from './model-act.ts'
import { readShape, type Places } from './read.ts'
import { FILE_SHAPES, type FileData, type FileKind } from './schema.ts'
import { readYaml, type PackageFile } from './yaml.ts'
import texts from '../texts.yaml'

/** The files of a package as they were read, each still by itself. */
export type Parts = { readonly [Kind in FileKind]: readonly Part<Kind>[] } & {
  /** The act that this one is a child of, as it is by itself. */
  readonly model: readonly Part<'act'>[]
  readonly takesAway: readonly TakenAway[]
  readonly templates: readonly PackageFile[]
  readonly places: Places
}

export type Part<Kind extends FileKind> = { readonly path: string; readonly value: FileData<Kind> }

/** No package may end the checker: what no rule foresaw refuses the package too, with what was thrown. */
export function uncheckable(file: string, error: unknown): PackageError {
  const thrown = error instanceof Error ? error.message : String(error)
  return packageError('cannot-be-checked', start(file), null, texts.parts.aFileThatCanBe, thrown)
}

/** Sample rows of a register, by the register's id. */
export const ROWS_FILE = /^registers\/([A-Za-z][A-Za-z0-9-]*)\.yaml$/

const PLACES: readonly { readonly pattern: RegExp; readonly kind: FileKind | 'template' | 'elsewhere' }[] = [
  { pattern: /^act\.yaml$/, kind: 'act' },
  { pattern: /^\.\.\/general\/[A-Za-z][A-Za-z0-9-]*\.yaml$/, kind: 'general' },
  { pattern: /^units\.yaml$/, kind: 'units' },
  { pattern: /^findings\.yaml$/, kind: 'findings' },
  { pattern: /^notices\.yaml$/, kind: 'notices' },
  { pattern: /^variants\/[A-Za-z][A-Za-z0-9-]*\.yaml$/, kind: 'variant' },
  { pattern: /^views\/([A-Za-z][A-Za-z0-9-]*\.)?[A-Za-z][A-Za-z0-9-]*\.yaml$/, kind: 'view' },
  { pattern: /^transcript\/[A-Za-z][A-Za-z0-9-]*\.yaml$/, kind: 'transcript' },
  { pattern: /^procedure\/[A-Za-z][A-Za-z0-9-]*\.yaml$/, kind: 'procedure' },
  { pattern: /^templates\/[a-z0-9-]+\.typ$/, kind: 'template' },
  // Read by @ruqsat/scenarios, and by people.
  { pattern: /^scenarios\/[A-Za-z0-9-]+\.txt$/, kind: 'elsewhere' },
  { pattern: /^README\.md$/, kind: 'elsewhere' },
  // Read by the sandbox.
  { pattern: ROWS_FILE, kind: 'elsewhere' },
]
const KNOWN_PLACES =
  'act.yaml, units.yaml, findings.yaml, notices.yaml, variants/*.yaml, views/*.yaml, procedure/*.yaml, transcript/*.yaml, templates/*.typ, scenarios/*.txt, registers/*.yaml, README.md'
const NEEDED = ['act.yaml', 'units.yaml', 'findings.yaml'] as const

type Files = { [Kind in FileKind]: Part<Kind>[] }
type Draft = Files & { model: Part<'act'>[]; templates: PackageFile[]; takesAway: readonly TakenAway[]; places: Places }

/** What one file gives on a day: errors, or itself for the package. */
type Given = { readonly errors: readonly PackageError[] } | { readonly errors: readonly []; addTo(draft: Draft): void }
type ReadFile = { readonly days: readonly LocalDate[]; on(day: LocalDate | null): Given }

/** A package's files, each parsed once and read through its shape once for each time of its own. */
export type Reading = {
  /** The days on which a value changes. */
  readonly days: readonly LocalDate[]
  /** All files as they are on a day (null: before every change), with what each says wrongly in itself, ordered by place. */
  on(day: LocalDate | null): { readonly parts: Parts; readonly errors: readonly PackageError[] }
}

/** Files that were read before: whoever reads many packages that differ by a line keeps one, so that the same file is read once. */
export type Shelf = { readonly places: Places; readonly files: Map<string, { readonly text: string; readonly read: ReadFile }> }
export const emptyShelf = (): Shelf => ({ places: new WeakMap(), files: new Map() })

export function readParts(files: readonly PackageFile[], shelf: Shelf = emptyShelf()): Reading {
  const { places } = shelf
  const family = familyOf(files)
  if (family?.kind === 'refused') return { days: [], on: () => ({ parts: emptyDraft(places), errors: family.errors }) }
  const whole = family?.files ?? files
  const read = [
    ...whole.toSorted(byPath).map((file) => (family === null ? fromShelf(file, shelf) : readFile(file, places, family.trees))),
    ...(family === null ? [] : [readModel(family.model, places)]),
  ]
  const needed = NEEDED.filter((path) => !whole.some((file) => file.path === path)).map(missingFile)
  const missing = [...needed, ...(family?.errors ?? []), ...strayOpenings(files)]
  return {
    days: [...new Set(read.flatMap(({ days }) => days))].toSorted(),
    on(day) {
      const parts = emptyDraft(places, family?.differences)
      const given = read.map((file) => file.on(day))
      for (const each of given) if ('addTo' in each) each.addTo(parts)
      return { parts, errors: [...missing, ...given.flatMap(({ errors }) => errors)].toSorted(byPlace) }
    },
  }
}

/** `differences`: of a child from its model; what it takes away is a fact of its own, with its source. */
function emptyDraft(places: Places, differences: readonly LocalDifference[] = []): Draft {
  return {
    takesAway: differences.flatMap(({ what, before, after, source }) =>
      after === null && before !== null && source !== null ? [{ what, text: before, source }] : [],
    ),
    act: [],
    general: [],
    units: [],
    findings: [],
    variant: [],
    view: [],
    procedure: [],
    transcript: [],
    notices: [],
    model: [],
    templates: [],
    places,
  }
}

const always = (given: Given): ReadFile => ({ days: [], on: () => given })
const refused = (...errors: readonly PackageError[]): ReadFile => always({ errors })

function fromShelf(file: PackageFile, { files, places }: Shelf): ReadFile {
  const kept = files.get(file.path)
  if (kept?.text === file.text) return kept.read
  const read = readFile(file, places)
  if (kept === undefined) files.set(file.path, { text: file.text, read })
  return read
}

/** `trees`: of a child, already laid over those of its model. */
function readFile(file: PackageFile, places: Places, trees?: ReadonlyMap<string, YamlTree>): ReadFile {
  const kind = PLACES.find((each) => each.pattern.test(file.path))?.kind
  const garbled = file.path === 'README.md' ? null : garbledAt(file)
  if (garbled !== null) return refused(garbled)
  if (kind === undefined)
    return refused(
      packageError(
        'unknown-file',
        start(file.path),
        null,
        inAll(() => KNOWN_PLACES),
        file.path,
      ),
    )
  if (kind === 'elsewhere') return refused()
  if (kind === 'template') return always({ errors: [], addTo: ({ templates }) => void templates.push(file) })
  try {
    const tree = trees?.get(file.path) ?? readYaml(file.path, file.text)
    return readTree(kind, tree, places, (value, draft) => void draft[kind].push({ path: file.path, value } as never))
  } catch (error) {
    return refused(uncheckable(file.path, error))
  }
}

type YamlTree = ReturnType<typeof readYaml>

const readModel = (tree: YamlTree, places: Places): ReadFile =>
  readTree('act', tree, places, (value, { model }) => void model.push({ path: 'act.yaml', value }))

function readTree<Kind extends FileKind>(
  kind: Kind,
  tree: YamlTree,
  places: Places,
  add: (value: FileData<Kind>, draft: Draft) => void,
): ReadFile {
  if ('kind' in tree) return refused(...tree.errors)
  const { days, errors } = datesOf(tree)
  if (errors.length > 0) return refused(...errors)
  const given = (since: LocalDate | null): Given => {
    const read = readShape(FILE_SHAPES[kind], days.length === 0 ? tree : onDay(tree, since), places)
    if (read.kind === 'broken') return read
    return { errors: [], addTo: (draft) => add(read.value as FileData<Kind>, draft) }
  }
  const known = new Map([null, ...days].map((since) => [since, given(since)]))
  return { days, on: (day) => known.get(days.findLast((each) => day !== null && each <= day) ?? null)! }
}

const UTF8 = texts.parts.utf8

/** Bytes that are no UTF-8 were read as this sign; a package never means it. */
function garbledAt({ path, text }: PackageFile): PackageError | null {
  const before = text.split('\uFFFD')
  if (before.length === 1) return null
  const line = before[0]!.split('\n').length
  return packageError('wrong-encoding', { file: path, line, column: 1 }, null, UTF8, '\uFFFD')
}

function missingFile(path: string): PackageError {
  return packageError(
    'missing-file',
    start(path),
    null,
    inAll(() => path),
    NOTHING,
  )
}
function start(file: string): { readonly file: string; readonly line: 1; readonly column: 1 } {
  return { file, line: 1, column: 1 }
}
function byPath(left: PackageFile, right: PackageFile): number {
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0
}
export function byPlace(left: PackageError, right: PackageError): number {
  return left.file < right.file ? -1 : left.file > right.file ? 1 : left.line - right.line || left.column - right.column
}
