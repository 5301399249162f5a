import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { byPlace, type Broken, type DatedEdition, type Finding, type Loaded, type PackageFile } from '@ruqsat/law'
import { loadPackage } from '@ruqsat/scenarios'
import { openCache } from './cache/cache.ts'
import { readPackageFolder } from './files.ts'
import type { FurtherCheck } from './with-tables.ts'

export type ReadingOptions = {
  /** A folder for sound packages as they were read: the same files are then not parsed again. Left out: everything is parsed. */
  readonly cacheFolder?: string | undefined
  /** More conditions for a package to be opened with its tables. */
  readonly further?: FurtherCheck
  /** A digest of all that `further` judges by: with it and a `cacheFolder`, a package that it found sound is not judged again. */
  readonly furtherDigest?: () => Promise<string>
}

export type ReadPackage = (Loaded | Broken) & { readonly files: readonly PackageFile[] }

/** One edition of a package; a package with dated values has several. */
export type LoadedPackage = DatedEdition & {
  readonly folder: string
  readonly findings: readonly Finding[]
  readonly files: readonly PackageFile[]
}
/** Reads one package's folder. A broken one is read again each time. Throws what the file system throws for the folder itself. */
export async function readPackage(folder: URL | string, { cacheFolder }: ReadingOptions = {}): Promise<ReadPackage> {
  const { files, errors } = await readPackageFolder(folder)
  const cache = cacheFolder === undefined || errors.length > 0 ? null : openCache(cacheFolder)
  const name = basename(typeof folder === 'string' ? folder : fileURLToPath(folder))
  const kept = await cache?.find(name, files)
  if (kept) return { ...kept, files }
  const loaded = loadPackage(files)
  if (errors.length > 0) return { kind: 'broken', errors: [...errors, ...brokenBy(loaded)].toSorted(byPlace), files }
  if (loaded.kind === 'loaded') await cache?.keep(name, files, loaded)
  return { ...loaded, files }
}

function brokenBy(loaded: Loaded | Broken) {
  return loaded.kind === 'broken' ? loaded.errors : []
}
