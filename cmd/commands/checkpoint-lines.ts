// The file of checkpoints that stands outside the database, and the public key beside it (cmd/installation.ts writes both).
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CHECKPOINT_FILE } from '../installation.ts'
import { UsageError } from './command.ts'
import { exists, shown } from './regulations.ts'

export const CHECKPOINT_KEY_FILE = 'checkpoint-public.pem'
export const checkpointFile = (state: string): string => join(state, CHECKPOINT_FILE)
export const checkpointKeyFile = (state: string): string => join(state, CHECKPOINT_KEY_FILE)

export type KeptLines = {
  readonly lines: readonly string[]
  /** Numbers of lines that are no checkpoint. A last one without its end was cut by a crash, comes again, and is not among them. */
  readonly unreadable: readonly number[]
}

export async function readKeptLines(path: string): Promise<KeptLines> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const all = text.split('\n')
  const cut = all.pop()!
  const whole = [...all, ...(isCheckpoint(cut) ? [cut] : [])]
  return {
    lines: whole.filter(isCheckpoint),
    unreadable: whole.flatMap((line, place) => (line === '' || isCheckpoint(line) ? [] : [place + 1])),
  }
}

function isCheckpoint(line: string): boolean {
  try {
    const { body, signature } = JSON.parse(line) as { body?: { number?: unknown; heads?: unknown }; signature?: unknown }
    return typeof signature === 'string' && typeof body?.number === 'number' && Array.isArray(body.heads)
  } catch {
    return false
  }
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
