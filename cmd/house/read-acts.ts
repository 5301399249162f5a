// Acts as they were read, from one installation of this checkout to the next: a new one need not parse what another has parsed. What is kept
// answers for its own bytes and its own loader (support/regulations/cache), so a copy that does not fit is passed over.
import { cp, readdir, rename, rm, stat } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { checkoutFolder } from '@ruqsat/installation'

/** Next to Node and the compiled code: the folder of what this checkout makes for itself. */
const SHARED = join('.runtime', 'regulations')

/** For a state folder that has none yet. Nothing depends on it: without it everything is parsed. */
export async function takeReadActs(cacheFolder: string, checkout = checkoutFolder()): Promise<void> {
  if ((await namesIn(cacheFolder)).length > 0) return
  await cp(join(checkout, SHARED), cacheFolder, { recursive: true }).catch(() => undefined)
}

/** For installations to come, where the start has just parsed. A checkout that cannot be written to keeps none. */
export async function shareReadActs(cacheFolder: string, checkout = checkoutFolder()): Promise<void> {
  const shared = join(checkout, SHARED)
  const draft = `${shared}.${randomUUID()}`
  try {
    await cp(cacheFolder, draft, { recursive: true })
    await rm(shared, { recursive: true, force: true })
    await rename(draft, shared)
  } catch {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** When something was kept there last, in milliseconds; 0: never. */
export async function lastKept(cacheFolder: string): Promise<number> {
  const kept = await Promise.all((await namesIn(cacheFolder)).map((name) => stat(join(cacheFolder, name)).catch(() => null)))
  return Math.max(0, ...kept.map((each) => each?.mtimeMs ?? 0))
}

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => [])
