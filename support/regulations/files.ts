import { Fault } from '@ruqsat/foundation'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PackageFile } from '@ruqsat/law'

/** A package is written by hand; more files than this is a wrong folder. */
const MAX_FILES = 500

/** Next to the folders of the acts: what holds for every act. Where there is none, that of this house serves. */
export const GENERAL = 'general'
const OWN_REGULATIONS = fileURLToPath(new URL('../../regulations/', import.meta.url))

/**
 * All files of a package's folder, and those of the general law next to it, with paths relative to the folder. Hidden files (editors, version
 * control) are left out. Throws what the file system throws for the package's own files.
 */
export async function readPackageFiles(folder: URL | string): Promise<readonly PackageFile[]> {
  const root = typeof folder === 'string' ? folder : fileURLToPath(folder)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)))
  const visible = paths.filter((path) => !path.split(sep).some((part) => part.startsWith('.'))).toSorted()
  if (visible.length > MAX_FILES)
    throw new Fault(`Expected at most ${MAX_FILES} files in a regulation's folder but found ${visible.length} in ${root}`)
  const own = await readAll(root, visible)
  const inherits = own.some(({ path, text }) => path === 'act.yaml' && /^general:/m.test(text))
  return inherits ? [...own, ...(await readGeneral(join(root, '..')))] : own
}

async function readGeneral(root: string): Promise<readonly PackageFile[]> {
  const namesIn = (folder: string) => readdir(folder).catch(() => [])
  const home = (await namesIn(join(root, GENERAL))).length > 0 ? root : OWN_REGULATIONS
  const names = (await namesIn(join(home, GENERAL))).filter((name) => name.endsWith('.yaml')).toSorted()
  const files = await readAll(
    home,
    names.map((name) => join(GENERAL, name)),
  )
  return files.map(({ path, text }) => ({ path: `../${path}`, text }))
}

function readAll(root: string, paths: readonly string[]): Promise<readonly PackageFile[]> {
  return Promise.all(paths.map(async (path) => ({ path: path.split(sep).join('/'), text: await readFile(join(root, path), 'utf8') })))
}
