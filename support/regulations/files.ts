import { lstat, readdir, readFile } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Dirent } from 'node:fs'
import { fillText, type LocalText } from '@ruqsat/foundation'
import { packageError, type PackageError, type PackageFile } from '@ruqsat/law'
import texts from './texts.yaml'

/** A package is written by hand; more files than this is a wrong folder. */
const MOST_FILES = 500
/** More bytes than any file of a package has in characters: it is not read into memory. */
const LARGEST_FILE_BYTES = 4_000_000

/** Next to the folders of the acts: what holds for every act. Where there is none, that of this house serves. */
export const GENERAL = 'general'
export const OWN_REGULATIONS = fileURLToPath(new URL('../../regulations/', import.meta.url))

/** The files of a package's folder, and what in it is no file: nothing is left out without a word. */
export type PackageFolder = { readonly files: readonly PackageFile[]; readonly errors: readonly PackageError[] }

/**
 * All files of a package's folder, and those next to it of its model act and of the general law, with paths relative to the folder. Hidden files (editors, version
 * control) are left out. Throws what the file system throws for the folder itself.
 */
export async function readPackageFolder(folder: URL | string): Promise<PackageFolder> {
  const root = typeof folder === 'string' ? folder : fileURLToPath(folder)
  const own = await readFolder(root)
  const model = await readModel(join(root, '..'), own)
  const inherits = [own, model].some(({ files }) => files.some(({ path, text }) => path.endsWith('act.yaml') && /^general:/m.test(text)))
  const all = [own, model, ...(inherits ? [await readGeneral(join(root, '..'))] : [])]
  return { files: all.flatMap(({ files }) => files), errors: all.flatMap(({ errors }) => errors) }
}

/** The loader says what is wrong with a name that leads nowhere. */
async function readModel(root: string, { files }: PackageFolder): Promise<PackageFolder> {
  const act = files.find(({ path }) => path === 'act.yaml')?.text ?? ''
  const name = /^model:\s*['"]?([A-Za-z0-9][A-Za-z0-9.-]*)/m.exec(act)?.[1]
  return name === undefined ? NO_FILES : outside(name, await readFolder(join(root, name)).catch(() => NO_FILES))
}
const NO_FILES: PackageFolder = { files: [], errors: [] }

function outside(folder: string, { files, errors }: PackageFolder): PackageFolder {
  return {
    files: files.map((file) => ({ ...file, path: `../${folder}/${file.path}` })),
    errors: errors.map((error) => ({ ...error, file: `../${folder}/${error.file}` })),
  }
}

async function readGeneral(root: string): Promise<PackageFolder> {
  // The acts next to the general law, by which complaints are considered, are in its own folder.
  if (basename(root) === GENERAL) return readGeneral(join(root, '..'))
  const isThere = (await readdir(join(root, GENERAL)).catch(() => [])).length > 0
  const { files, errors } = await readFolder(join(isThere ? root : OWN_REGULATIONS, GENERAL)).catch(() => NO_FILES)
  return outside(GENERAL, { files: files.filter(({ path }) => /^[^/]+\.yaml$/.test(path)), errors })
}

/** All that is in a folder. Throws what the file system throws for the folder itself. */
export async function readFolder(root: string): Promise<PackageFolder> {
  const files: PackageFile[] = []
  const errors: PackageError[] = []
  for await (const { path, entry } of entriesIn(root, '')) {
    const read = files.length < MOST_FILES ? await fileOf(root, path, entry) : notAFile(path, fillText(OF.tooMany, { most: MOST_FILES }))
    if ('text' in read) files.push(read)
    else errors.push(read)
    if (files.length >= MOST_FILES && errors.length > 0) break
  }
  return { files, errors }
}

/** Every entry below the folder that is no folder of files, in order; a link to a folder is not followed. */
async function* entriesIn(root: string, under: string): AsyncGenerator<{ readonly path: string; readonly entry: Dirent }> {
  const entries = await readdir(join(root, under), { withFileTypes: true })
  const inOrder = entries.toSorted(({ name: one }, { name: other }) => (one < other ? -1 : 1))
  for (const entry of inOrder.filter(({ name }) => !name.startsWith('.'))) {
    const path = join(under, entry.name)
    if (entry.isDirectory() && !/\.(yaml|typ|txt|md)$/.test(entry.name)) yield* entriesIn(root, path)
    else yield { path, entry }
  }
}

async function fileOf(root: string, named: string, entry: Dirent): Promise<PackageFile | PackageError> {
  const path = named.split(sep).join('/')
  if (!entry.isFile()) return notAFile(path, kindOf(entry))
  try {
    const { size } = await lstat(join(root, named))
    return size > LARGEST_FILE_BYTES
      ? notAFile(path, fillText(OF.tooLarge, { bytes: size }))
      : { path, text: await readFile(join(root, named), 'utf8') }
  } catch (error) {
    return notAFile(path, fillText(OF.unreadable, { code: (error as NodeJS.ErrnoException).code ?? String(error) }))
  }
}

const OF = texts.files

function kindOf(entry: Dirent): LocalText {
  if (entry.isSymbolicLink()) return OF.link
  if (entry.isDirectory()) return OF.folder
  return entry.isFIFO() ? OF.pipe : OF.device
}

export function notAFile(file: string, found: LocalText = OF.link): PackageError {
  return packageError('not-a-file', { file, line: 1, column: 1 }, null, OF.file, found)
}
