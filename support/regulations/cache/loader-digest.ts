// What a cached package was read by. Any change of the loader, of what it depends on or of Node gives another digest, without anybody
// having to think of it.
import { Fault } from '@ruqsat/foundation'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join, relative } from 'node:path'

const OWN_ROOM = '@ruqsat/'
/** The loader itself; its dependencies are found from its package.json. */
const LOADER = '@ruqsat/scenarios'

let known: Promise<string> | null = null

/** SHA-256 over Node's version, every source of the loader's room and of our rooms below it, and the package.json of each foreign library. */
export function loaderDigest(): Promise<string> {
  known ??= digestOf(LOADER)
  return known
}

/** The same, and what else judges a package: rooms with all their sources, and single files. */
export async function judgeDigest(rooms: readonly string[], files: readonly string[]): Promise<string> {
  const digest = createHash('sha256').update(await loaderDigest())
  for (const name of rooms) {
    const manifest = findPackageJSON(name, files[0] ?? import.meta.url)
    if (manifest === undefined) throw new Fault(`Expected the package ${name} but there is none`)
    for (const [path, source] of await sourcesOf(dirname(manifest))) digest.update(`\n${name} ${path}\n`).update(source)
  }
  for (const path of files) digest.update('\n').update(await readFile(path))
  return digest.digest('hex')
}

async function digestOf(loader: string): Promise<string> {
  const digest = createHash('sha256').update(process.version)
  const seen = new Set<string>()
  const add = async (name: string, from: string): Promise<void> => {
    const manifest = findPackageJSON(name, from)
    if (manifest === undefined) throw new Fault(`Expected the package ${name} next to ${from} but there is none`)
    if (seen.has(manifest)) return
    seen.add(manifest)
    const text = await readFile(manifest, 'utf8')
    digest.update(`\n${name}\n`).update(text)
    if (!name.startsWith(OWN_ROOM)) return
    for (const [path, source] of await sourcesOf(dirname(manifest))) digest.update(`\n${path}\n`).update(source)
    const { dependencies = {} } = JSON.parse(text) as { readonly dependencies?: Readonly<Record<string, string>> }
    for (const below of Object.keys(dependencies).toSorted()) await add(below, manifest)
  }
  await add(loader, import.meta.url)
  return digest.digest('hex')
}

async function sourcesOf(room: string): Promise<readonly (readonly [path: string, text: Buffer])[]> {
  const entries = await readdir(room, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(room, path).includes('node_modules'))
  return Promise.all(paths.toSorted().map(async (path) => [relative(room, path), await readFile(path)] as const))
}
