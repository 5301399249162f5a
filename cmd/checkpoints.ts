// Where checkpoints of all cases are kept outside the database, and who signs them: a file of lines in the state folder, an Ed25519 key
// that is made from a secret of the installation. The public key lies beside the file, so that an auditor needs neither us nor the secret.
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CheckpointKeeper } from '@ruqsat/caseflow'
import { type Secrets, writeFileAtomically } from '@ruqsat/installation'

/** The start of every PKCS #8 Ed25519 key (RFC 8410 section 7); the 32 bytes of the key follow. */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const KEY_SECRET = 'checkpoint-key'

export const checkpointFolder = (state: string): string => join(state, 'checkpoints')
/** One line for each checkpoint of the system that hosts the cases. */
export const checkpointLines = (state: string, schema: string): string => join(checkpointFolder(state), `${schema}.jsonl`)
export const checkpointKeyFile = (state: string): string => join(checkpointFolder(state), 'public-key.pem')

export type FileKeeper = CheckpointKeeper & { verify(bytes: Uint8Array, signature: Uint8Array): Promise<boolean> }

/** Opens the keeper of one hosting schema; writes the public key down at the first use. Lines are durable when `append` answers. */
export async function openCheckpointKeeper(state: string, schema: string, secrets: Secrets): Promise<FileKeeper> {
  const seed = await secrets.secret(KEY_SECRET, 32)
  const key = createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key)
  await mkdir(checkpointFolder(state), { recursive: true, mode: 0o700 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string
  if ((await textOf(checkpointKeyFile(state))) !== pem) await writeFileAtomically(checkpointKeyFile(state), pem, 0o644)
  return {
    sign: async (bytes) => sign(null, bytes, key),
    append: (line) => appendDurably(checkpointLines(state, schema), line),
    verify: verifierOf(publicKey),
  }
}

/** Checks with a public key alone, as an auditor does. */
export function verifierOf(publicKey: KeyObject): FileKeeper['verify'] {
  return async (bytes, signature) => verify(null, bytes, publicKey, signature)
}

/** A line that a power cut left half written is ended first, so that the next stands by itself. */
async function appendDurably(path: string, line: string): Promise<void> {
  const file = await open(path, 'a+', 0o600)
  try {
    const { size } = await file.stat()
    const last = Buffer.alloc(1)
    if (size > 0) await file.read(last, 0, 1, size - 1)
    await file.appendFile(`${size > 0 && last[0] !== 10 ? '\n' : ''}${line}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The lines of a file of checkpoints; none where there is no file. A last line without its end was cut by a crash and comes again. */
export async function readCheckpointLines(path: string): Promise<readonly string[]> {
  const text = (await textOf(path)) ?? ''
  return text.split('\n').filter((line) => line !== '' && isWhole(line))
}

function isWhole(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}

async function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}
