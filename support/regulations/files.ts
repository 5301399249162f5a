import { Fault } from '@ruqsat/foundation'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PackageFile } from '@ruqsat/law'

/** A package is written by hand; more files than this is a wrong folder. */
const MAX_FILES = 500

/** All files of a package's folder with paths relative to it. Hidden files (editors, version control) are left out. Throws what the file system throws. */
export async function readPackageFiles(folder: URL | string): Promise<readonly PackageFile[]> {
  const root = typeof folder === 'string' ? folder : fileURLToPath(folder)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)))
  const visible = paths.filter((path) => !path.split(sep).some((part) => part.startsWith('.'))).toSorted()
  if (visible.length > MAX_FILES)
    throw new Fault(`Expected at most ${MAX_FILES} files in a regulation's folder but found ${visible.length} in ${root}`)
  return Promise.all(visible.map(async (path) => ({ path: path.split(sep).join('/'), text: await readFile(join(root, path), 'utf8') })))
}
