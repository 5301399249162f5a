import { assemble } from './assemble.ts'
import { caseFaults } from './case-references.ts'
import { parseCase, type CaseScript } from './cases.ts'
import { checkRegulation, type Finding } from './check.ts'
import { crossCheck } from './cross-check.ts'
import { editionOf } from './hash.ts'
import type { Edition } from './model.ts'
import { NOTHING, packageError, t, type PackageError } from './package-errors.ts'
import type { FileKind } from './schema.ts'
import { FILE_SCHEMAS } from './schema.ts'
import { validate, type Places } from './validate.ts'
import { readYaml } from './yaml.ts'

/** A file of a package: path relative to the package's folder, with forward slashes. */
export type PackageFile = { readonly path: string; readonly text: string }

export type Loaded = { readonly kind: 'loaded'; readonly edition: Edition; readonly findings: readonly Finding[] }
export type Broken = { readonly kind: 'broken'; readonly errors: readonly PackageError[] }

/** A parsed file of a package, still by itself. */
export type Part = { readonly path: string; readonly value: unknown }
export type Parts = { readonly [Kind in FileKind]: readonly Part[] } & {
  readonly templates: readonly PackageFile[]
  readonly cases: readonly CaseScript[]
  readonly places: Places
}

/**
 * Reads a package whole or refuses it whole: nothing is ever half-loaded. All errors of a stage are told at once, ordered by place;
 * later stages (how files refer to each other) run only on files that are well formed.
 */
export function loadRegulation(files: readonly PackageFile[]): Loaded | Broken {
  const { parts, errors } = readParts(files)
  if (errors.length > 0) return broken(errors)
  try {
    return joined(parts)
  } catch (error) {
    return broken([uncheckable('act.yaml', error)])
  }
}

/** No package may end the checker: what no rule foresaw refuses the package too, with what was thrown. */
export function uncheckable(file: string, error: unknown): PackageError {
  const thrown = error instanceof Error ? error.message : String(error)
  return packageError(
    'cannot-be-checked',
    start(file),
    null,
    t('тексеруге болатын файл', 'файл, который можно проверить', 'a file that can be checked'),
    thrown,
  )
}

function joined(parts: Parts): Loaded | Broken {
  const regulation = assemble(parts)
  const contradictions = crossCheck(regulation, parts)
  if (contradictions.length > 0) return broken(contradictions)
  const strangers = parts.cases.flatMap((script) => caseFaults(regulation, script))
  if (strangers.length > 0) return broken(strangers)
  const edition = editionOf(regulation)
  return { kind: 'loaded', edition, findings: checkRegulation(edition) }
}

const PLACES: readonly { readonly pattern: RegExp; readonly kind: FileKind | 'template' | 'case' | 'reading' }[] = [
  { pattern: /^act\.yaml$/, kind: 'act' },
  { pattern: /^units\.yaml$/, kind: 'units' },
  { pattern: /^findings\.yaml$/, kind: 'findings' },
  { pattern: /^notices\.yaml$/, kind: 'notices' },
  { pattern: /^variants\/[A-Za-z][A-Za-z0-9-]*\.yaml$/, kind: 'variant' },
  { pattern: /^views\/([A-Za-z][A-Za-z0-9-]*\.)?(portal|desk|centre)\.yaml$/, kind: 'view' },
  { pattern: /^transcript\/[A-Za-z][A-Za-z0-9-]*\.yaml$/, kind: 'transcript' },
  { pattern: /^procedure\/[A-Za-z][A-Za-z0-9-]*\.yaml$/, kind: 'procedure' },
  { pattern: /^templates\/[a-z0-9-]+\.typ$/, kind: 'template' },
  { pattern: /^cases\/[A-Za-z0-9-]+\.txt$/, kind: 'case' },
  { pattern: /^README\.md$/, kind: 'reading' },
]
const KNOWN_PLACES =
  'act.yaml, units.yaml, findings.yaml, notices.yaml, variants/*.yaml, views/*.{portal,desk,centre}.yaml, procedure/*.yaml, transcript/*.yaml, templates/*.typ, cases/*.txt, README.md'
const NEEDED = ['act.yaml', 'units.yaml', 'findings.yaml'] as const

type Draft = { [Kind in FileKind]: Part[] } & { templates: PackageFile[]; cases: CaseScript[]; places: Places }

function readParts(files: readonly PackageFile[]): { readonly parts: Parts; readonly errors: readonly PackageError[] } {
  const parts: Draft = {
    act: [],
    units: [],
    findings: [],
    variant: [],
    view: [],
    procedure: [],
    transcript: [],
    notices: [],
    templates: [],
    cases: [],
    places: new WeakMap(),
  }
  const errors: PackageError[] = []
  for (const file of files.toSorted(byPath)) {
    const kind = PLACES.find((each) => each.pattern.test(file.path))?.kind
    const garbled = kind === 'reading' ? null : garbledAt(file)
    if (garbled !== null) errors.push(garbled)
    else if (kind === undefined)
      errors.push(packageError('unknown-file', start(file.path), null, t(KNOWN_PLACES, KNOWN_PLACES, KNOWN_PLACES), file.path))
    else if (kind === 'template') parts.templates.push(file)
    else if (kind === 'case') errors.push(...readCase(file, parts))
    else if (kind !== 'reading') errors.push(...readPart(kind, file, parts))
  }
  for (const path of NEEDED) if (!files.some((file) => file.path === path)) errors.push(missing(path))
  return { parts, errors: errors.toSorted(byPlace) }
}

function readPart(kind: FileKind, file: PackageFile, parts: Draft): readonly PackageError[] {
  try {
    const tree = readYaml(file.path, file.text)
    if ('kind' in tree) return tree.errors
    const { value, errors } = validate(FILE_SCHEMAS[kind], tree, parts.places)
    parts[kind].push({ path: file.path, value })
    return errors
  } catch (error) {
    return [uncheckable(file.path, error)]
  }
}

function readCase(file: PackageFile, parts: Draft): readonly PackageError[] {
  const read = parseCase(file.path, file.text)
  if ('errors' in read) return read.errors
  parts.cases.push(read)
  return []
}

const UTF8 = t('UTF-8 мәтіні', 'текст в UTF-8', 'a text in UTF-8')

/** Bytes that are no UTF-8 were read as this sign; a package never means it. */
function garbledAt({ path, text }: PackageFile): PackageError | null {
  const before = text.split('\uFFFD')
  if (before.length === 1) return null
  const line = before[0]!.split('\n').length
  return packageError('wrong-encoding', { file: path, line, column: 1 }, null, UTF8, '\uFFFD')
}

function missing(path: string): PackageError {
  return packageError('missing-file', start(path), null, t(path, path, path), NOTHING)
}
function start(file: string): { readonly file: string; readonly line: 1; readonly column: 1 } {
  return { file, line: 1, column: 1 }
}
function byPath(left: PackageFile, right: PackageFile): number {
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0
}
function byPlace(left: PackageError, right: PackageError): number {
  return left.file < right.file ? -1 : left.file > right.file ? 1 : left.line - right.line || left.column - right.column
}
function broken(errors: readonly PackageError[]): Broken {
  return { kind: 'broken', errors: errors.toSorted(byPlace) }
}
