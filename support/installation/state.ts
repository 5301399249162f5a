import { hash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Fault } from '@ruqsat/foundation'
import { isReachableByEverybody } from './reachable.ts'

/** Where state lives when root has the checkout in a folder that PostgreSQL's user cannot enter. */
const SYSTEM_STATE = '/var/lib/ruqsat'

/** The folder of this checkout or installation: the one whose package.json is named `ruqsat`. */
export function checkoutFolder(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'ruqsat') return folder
  }
  throw new Fault('Expected to run from a checkout of ruqsat but no folder above this file has its package.json')
}

/**
 * The folder of everything that this installation must not lose: database, secrets, keys, the record of the running instance.
 * `RUQSAT_STATE` where it is set; else `.ruqsat/` in the checkout; else, as root in a checkout that others cannot enter,
 * `/var/lib/ruqsat/<mark of the checkout>`. Made where it is absent; its files are readable by its owner only.
 */
export function stateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const folder = folderOf(environment['RUQSAT_STATE'])
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  return folder
}

function folderOf(chosen: string | undefined): string {
  return chooseStateFolder(chosen, checkoutFolder(), process.getuid?.() === 0)
}

/** The same where it is there already, else null: for what only looks, and must not make an installation by looking. */
export function stateFolderThere(environment: NodeJS.ProcessEnv = process.env): string | null {
  const folder = folderOf(environment['RUQSAT_STATE'])
  return existsSync(folder) ? folder : null
}

/**
 * The state folder of these settings, made where it is absent. A Fault in a sentence where this user may not write there, before
 * anything is half made.
 */
export function openStateFolder(settings: { readonly state: string | null }): string {
  const folder = folderOf(settings.state ?? undefined)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? (error as Error).message
    throw new Fault(`Expected to keep state in ${folder} but ${reason}; name another folder with RUQSAT_STATE`, { cause: error })
  }
  return folder
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'that disk can only be read',
  ENOSPC: 'that disk is full',
  EEXIST: 'a file stands there',
  ENOTDIR: 'a file stands in its way',
}

export function chooseStateFolder(chosen: string | undefined, checkout: string, isRoot: boolean): string {
  if (chosen !== undefined && chosen !== '') return resolve(chosen)
  if (!isRoot || isReachableByEverybody(checkout)) return join(checkout, '.ruqsat')
  return join(SYSTEM_STATE, hash('sha256', checkout).slice(0, 12))
}
