// The file of checkpoints that is kept outside the database, and the public key next to it (cmd/house/installation.ts writes both).
import { exists } from '@ruqsat/installation'
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseOutside } from '@ruqsat/caseflow'
import { CHECKPOINT_FILE } from '../house/installation.ts'
import { UsageError } from './command.ts'
import { shown } from './regulations.ts'

export const CHECKPOINT_KEY_FILE = 'checkpoint-public.pem'
export const checkpointFile = (state: string): string => join(state, CHECKPOINT_FILE)
export const checkpointKeyFile = (state: string): string => join(state, CHECKPOINT_KEY_FILE)

/**
 * The lines as they are, so that a fault names the right one; a last one without its end was cut by a crash, comes again, and is left out.
 */
export async function readKeptLines(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n')
  const cut = lines.pop()!
  return parseOutside(cut) === null ? lines : [...lines, cut]
}

/** The public key of a PEM file; null where it is not demanded and not there. */
export async function readPublicKey(path: string, isDemanded: boolean): Promise<KeyObject | null> {
  if (!isDemanded && !(await exists(path))) return null
  try {
    return createPublicKey(await readFile(path))
  } catch (error) {
    throw new UsageError(`${shown(path)} is no public key in PEM`, { cause: error })
  }
}

/** Checks Ed25519 signatures with the public key alone, as an auditor does. */
export function verifierOf(publicKey: KeyObject): (bytes: Uint8Array, signature: Uint8Array) => Promise<boolean> {
  return async (bytes, signature) => verify(null, bytes, publicKey, signature)
}
