import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Broken, Loaded, PackageFile } from '@ruqsat/law'
import { loadPackage } from '@ruqsat/scenarios'
import { openCache } from './cache/cache.ts'
import { readPackageFiles } from './files.ts'
import type { FurtherCheck } from './with-tables.ts'

export type ReadingOptions = {
  /** A folder for sound packages as they were read: the same files are then not parsed again. Left out: everything is parsed. */
  readonly cacheFolder?: string | undefined
  /** More conditions for a package to be opened with its tables. */
  readonly further?: FurtherCheck
}

export type ReadPackage = (Loaded | Broken) & { readonly files: readonly PackageFile[] }

/** Reads one package's folder. A broken one is read again each time. Throws what the file system throws for the package's own files. */
export async function readPackage(folder: URL | string, { cacheFolder }: ReadingOptions = {}): Promise<ReadPackage> {
  const files = await readPackageFiles(folder)
  const cache = cacheFolder === undefined ? null : openCache(cacheFolder)
  const name = basename(typeof folder === 'string' ? folder : fileURLToPath(folder))
  const kept = (await cache?.find(name, files)) ?? null
  if (kept !== null) return { ...kept, files }
  const loaded = loadPackage(files)
  if (loaded.kind === 'loaded') await cache?.keep(name, files, loaded)
  return { ...loaded, files }
}
