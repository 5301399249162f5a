import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** Something that is not as the house wants it. The message says what to do instead. */
export type TidyFinding = { readonly file: string; readonly line: number; readonly rule: string; readonly message: string }

export type Tier = 'core' | 'support' | 'systems' | 'sandbox' | 'cmd' | 'glossary' | 'outside'

/** A workspace package: a folder whose package.json declares what it may use and what its doors are. */
export type Room = {
  readonly name: string
  readonly folder: string
  readonly tier: Tier
  /** What its product needs in order to run. */
  readonly needs: ReadonlySet<string>
  /** The same and what only its tests use. */
  readonly uses: ReadonlySet<string>
  readonly doors: ReadonlySet<string>
  /** Its inner rooms, the lowest first: a file imports from its own and from lower ones. */
  readonly layers: readonly string[]
}

export type ProjectFile = { readonly path: string; readonly text: string; readonly room: Room | null; readonly isTest: boolean }

export type Project = {
  readonly root: string
  readonly files: readonly ProjectFile[]
  readonly rooms: readonly Room[]
  /** What the root package.json declares: for tools, benchmarks, journeys and every test. */
  readonly rootUses: ReadonlySet<string>
}

const TEXT_ENDINGS =
  /\.(ts|tsx|mjs|js|json|md|sql|yaml|yml|css|typ|html|svg|txt|sh|feature|sha256)$|^[^.]+$|(^|\/)\.(ci\/run|gitignore|oxlintrc\.json|oxfmtrc\.json)$/
/** Larger files are data of others (fonts, lock files, recordings), not our prose. */
const SIZE_LIMIT_BYTES = 2_000_000

/** Reads the checkout: every file that git tracks or would track. */
export function readProject(root: string): Project {
  const paths = listFiles(root)
  const rooms = paths.filter((path) => path.endsWith('/package.json')).flatMap((path) => readRoom(root, path))
  const files = paths.filter((path) => TEXT_ENDINGS.test(path)).flatMap((path) => readOne(root, path, rooms))
  return { root, files, rooms, rootUses: declared(readJson(join(root, 'package.json'))) }
}

function listFiles(root: string): string[] {
  try {
    const text = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return text.split('\0').filter((path) => path !== '' && statSync(join(root, path), { throwIfNoEntry: false })?.isFile())
  } catch {
    return walk(root, root)
  }
}

function walk(root: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (['node_modules', '.git', '.runtime', '.ruqsat'].includes(entry.name)) return []
    if (entry.isDirectory()) return walk(root, path)
    return entry.isFile() ? [relative(root, path)] : []
  })
}

function readOne(root: string, path: string, rooms: readonly Room[]): ProjectFile[] {
  if (statSync(join(root, path)).size > SIZE_LIMIT_BYTES) return []
  const room = rooms.find((one) => path.startsWith(`${one.folder}/`)) ?? null
  return [{ path, text: readFileSync(join(root, path), 'utf8'), room, isTest: isTestPath(path) }]
}

/** Tests and what only they use: doubles and fixtures, in folders or files of that name. */
export function isTestPath(path: string): boolean {
  return /\.test\.tsx?$|(^|\/)(testing|fixtures)\.tsx?$/.test(path) || /(^|\/)(tests?|fixtures)\//.test(path)
}

function readRoom(root: string, path: string): Room[] {
  const folder = dirname(path)
  const description = readJson(join(root, path)) as { name?: string; exports?: Record<string, unknown>; layers?: string[] }
  if (!description.name?.startsWith('@ruqsat/')) return []
  return [
    {
      name: description.name,
      folder,
      tier: tierOf(folder),
      needs: declared(description, ['dependencies', 'optionalDependencies', 'peerDependencies']),
      uses: declared(description),
      doors: new Set(Object.keys(description.exports ?? {})),
      layers: description.layers ?? [],
    },
  ]
}

function tierOf(folder: string): Tier {
  const first = folder.split('/')[0]
  const tiers: readonly Tier[] = ['core', 'support', 'systems', 'sandbox', 'cmd', 'glossary']
  return tiers.find((tier) => tier === first) ?? 'outside'
}

const DEPENDENCIES = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const
type DependencyKind = (typeof DEPENDENCIES)[number]

function declared(description: unknown, kinds: readonly DependencyKind[] = DEPENDENCIES): Set<string> {
  const all = description as Partial<Record<DependencyKind, Record<string, string>>>
  return new Set(kinds.flatMap((kind) => Object.keys(all[kind] ?? {})))
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** The number of the line that holds a place of a text, from 1. */
export function lineAt(text: string, place: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < place; at = text.indexOf('\n', at + 1)) line++
  return line
}
