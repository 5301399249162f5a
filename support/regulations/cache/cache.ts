// Sound packages as they were read, so that a start need not parse every file of every act again. A kept package answers for exactly the
// bytes that it was read from and the loader that read it; whatever is not whole, of another package or of another loader is passed over
// and written again. Nothing depends on it: the folder may be deleted at any time, and where it cannot be written everything works as
// without.
import { createHash, hash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '@ruqsat/foundation'
import type { Loaded, PackageFile, Regulation } from '@ruqsat/law'
import { loaderDigest } from './loader-digest.ts'

export type RegulationCache = {
  find(name: string, files: readonly PackageFile[]): Promise<Loaded | null>
  /** Durable or not is no matter: a half-written file does not have its digests. */
  keep(name: string, files: readonly PackageFile[], loaded: Loaded): Promise<void>
}

const FORMAT = 'ruqsat-read-regulation/2'

/** The first line of a kept package; the second is the regulation, the third all else that was read, each as canonical JSON. */
type Head = { readonly format: string; readonly key: string; readonly hash: string; readonly restSha256: string }
type Rest = Pick<Loaded, 'from' | 'to' | 'findings' | 'later'>

export function openCache(folder: string): RegulationCache {
  const pathOf = (name: string) => join(folder, `${encodeURIComponent(name)}.cache`)
  return {
    find: async (name, files) => {
      const text = await readFile(pathOf(name), 'utf8').catch(() => null)
      const key = text === null ? null : await keyOf(files)
      return text === null || key === null ? null : readKept(text, key)
    },
    keep: async (name, files, { edition, from, to, findings, later }) => {
      const key = await keyOf(files)
      if (key === null) return
      const rest: Rest = { from, to, findings, later }
      const [regulationText, restText] = [canonicalJson(edition.regulation), canonicalJson(rest)]
      const head: Head = { format: FORMAT, key, hash: edition.hash, restSha256: hash('sha256', restText) }
      await writeWhole(folder, pathOf(name), `${canonicalJson(head)}\n${regulationText}\n${restText}\n`).catch(() => undefined)
    },
  }
}

/** Null for everything that is not exactly what was kept under this key. An edition's hash is that of its canonical text: it is computed again here. */
function readKept(text: string, key: string): Loaded | null {
  const [headText = '', regulationText = '', restText = ''] = text.split('\n')
  const head: Head = { format: FORMAT, key, hash: hash('sha256', regulationText), restSha256: hash('sha256', restText) }
  if (headText !== canonicalJson(head)) return null
  const regulation = JSON.parse(regulationText) as Regulation
  return { kind: 'loaded', edition: { regulation, hash: head.hash }, ...(JSON.parse(restText) as Rest) }
}

/** Of every file's path and content, in order, and of what reads them; null where the sources of what reads them cannot be read. */
async function keyOf(files: readonly PackageFile[]): Promise<string | null> {
  const loader = await loaderDigest().catch(() => null)
  if (loader === null) return null
  const digest = createHash('sha256').update(loader)
  const ordered = files.toSorted((one, other) => (one.path < other.path ? -1 : 1))
  for (const { path, text } of ordered) digest.update(`\n${JSON.stringify(path)} ${Buffer.byteLength(text)}\n`).update(text)
  return digest.digest('hex')
}

/**
 * Any number of processes may keep the same package at once: each writes its own file and the last rename wins. Whatever the umask is, only
 * its owner may write there: what is there is believed as far as it agrees with itself.
 */
async function writeWhole(folder: string, path: string, content: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    await writeFile(temporary, content, { flag: 'wx', mode: 0o644 })
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}

/**
 * The last answer that a package is sound with its tables, by what it depends on: editions, tables, and the sources of what judged. Only that it
 * is sound is kept; what is wrong is looked for again each time, because its words name lines of files.
 */
export function openSound(folder: string) {
  const pathOf = (name: string) => join(folder, `${encodeURIComponent(name)}.sound`)
  return {
    has: async (name: string, key: string): Promise<boolean> => (await readFile(pathOf(name), 'utf8').catch(() => null)) === key,
    keep: (name: string, key: string): Promise<void> => writeWhole(folder, pathOf(name), key).catch(() => undefined),
  }
}
