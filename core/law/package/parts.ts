import { inAll, type LocalDate } from '@ruqsat/foundation'
import { resolveDates } from './dated.ts'
import { NOTHING, packageError, type PackageError } from './errors.ts'
import { readShape, type Places } from './read.ts'
import { FILE_SHAPES, type FileData, type FileKind } from './schema.ts'
import { readYaml, type PackageFile } from './yaml.ts'
import texts from '../texts.yaml'

/** The files of a package as they were read, each still by itself. */
export type Parts = { readonly [Kind in FileKind]: readonly Part<Kind>[] } & {
  readonly templates: readonly PackageFile[]
  readonly places: Places
}

export type Part<Kind extends FileKind> = { readonly path: string; readonly value: FileData<Kind> }

/** No package may end the checker: what no rule foresaw refuses the package too, with what was thrown. */
export function uncheckable(file: string, error: unknown): PackageError {
  const thrown = error instanceof Error ? error.message : String(error)
  return packageError('cannot-be-checked', start(file), null, texts.parts.aFileThatCanBe, thrown)
}

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
]
const KNOWN_PLACES =
  'act.yaml, units.yaml, findings.yaml, notices.yaml, variants/*.yaml, views/*.yaml, procedure/*.yaml, transcript/*.yaml, templates/*.typ, scenarios/*.txt, README.md'
const NEEDED = ['act.yaml', 'units.yaml', 'findings.yaml'] as const

type Files = { [Kind in FileKind]: Part<Kind>[] }
type Draft = Files & { templates: PackageFile[]; places: Places }

/** All files as they are on a day, with what each says wrongly in itself, ordered by place; `days` are those on which a value changes. */
export function readParts(
  files: readonly PackageFile[],
  day: LocalDate | null = null,
): { readonly parts: Parts; readonly days: readonly LocalDate[]; readonly errors: readonly PackageError[] } {
  const parts: Draft = {
    act: [],
    general: [],
    units: [],
    findings: [],
    variant: [],
    view: [],
    procedure: [],
    transcript: [],
    notices: [],
    templates: [],
    places: new WeakMap(),
  }
  const errors: PackageError[] = []
  const days: LocalDate[] = []
  for (const file of files.toSorted(byPath)) {
    const kind = PLACES.find((each) => each.pattern.test(file.path))?.kind
    const garbled = file.path === 'README.md' ? null : garbledAt(file)
    if (garbled !== null) errors.push(garbled)
    else if (kind === undefined)
      errors.push(
        packageError(
          'unknown-file',
          start(file.path),
          null,
          inAll(() => KNOWN_PLACES),
          file.path,
        ),
      )
    else if (kind === 'template') parts.templates.push(file)
    else if (kind !== 'elsewhere') errors.push(...readPart(kind, file, { parts, day, days }))
  }
  for (const path of NEEDED) if (!files.some((file) => file.path === path)) errors.push(missing(path))
  return { parts, days: [...new Set(days)].toSorted(), errors: errors.toSorted(byPlace) }
}

type Reading = { readonly parts: Draft; readonly day: LocalDate | null; readonly days: LocalDate[] }

function readPart<Kind extends FileKind>(kind: Kind, file: PackageFile, { parts, day, days }: Reading): readonly PackageError[] {
  try {
    const tree = readYaml(file.path, file.text)
    if ('kind' in tree) return tree.errors
    const dated = resolveDates(tree, day)
    if (dated.errors.length > 0) return dated.errors
    days.push(...dated.days)
    const read = readShape(FILE_SHAPES[kind], tree, parts.places)
    if (read.kind === 'broken') return read.errors
    const files: Files = parts
    files[kind].push({ path: file.path, value: read.value as FileData<Kind> })
    return []
  } catch (error) {
    return [uncheckable(file.path, error)]
  }
}

const UTF8 = texts.parts.utf8

/** Bytes that are no UTF-8 were read as this sign; a package never means it. */
function garbledAt({ path, text }: PackageFile): PackageError | null {
  const before = text.split('\uFFFD')
  if (before.length === 1) return null
  const line = before[0]!.split('\n').length
  return packageError('wrong-encoding', { file: path, line, column: 1 }, null, UTF8, '\uFFFD')
}

function missing(path: string): PackageError {
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
