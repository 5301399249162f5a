import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '@ruqsat/foundation'
import { syncFolder } from './files.ts'

/** Secrets of this installation, one file each, made at the first use and the same ever after. */
export type Secrets = {
  readonly folder: string
  /**
   * The secret of this name. The first caller's length holds; processes that ask at once get the same bytes.
   * A Fault where the file is open to others, cannot be read, or has another length than asked for.
   */
  secret(name: string, bytes?: number): Promise<Uint8Array>
}

const SECRET_BYTES = 32

/** Keeps secrets under `<folder>/secrets/`, files of mode 0600. */
export function openSecrets(folder: string): Secrets {
  const own = join(folder, 'secrets')
  return { folder: own, secret: (name, bytes = SECRET_BYTES) => secretOf(own, name, bytes) }
}

async function secretOf(folder: string, name: string, bytes: number): Promise<Uint8Array> {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Fault(`Expected a secret's name of small letters, digits and dashes but found '${name}'`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, name)
  return (await readSecret(path, bytes)) ?? (await makeSecret(folder, path, bytes))
}

async function readSecret(path: string, bytes: number): Promise<Uint8Array | null> {
  const facts = await stat(path).catch(() => null)
  if (facts === null) return null
  if ((facts.mode & 0o077) !== 0)
    throw new Fault(`Expected ${path} to be readable by its owner only (chmod 600) but its mode is ${(facts.mode & 0o777).toString(8)}`)
  const text = (await readFile(path, 'utf8')).trim()
  if (!/^([0-9a-f]{2})+$/.test(text)) throw new Fault(`Expected ${path} to hold a secret in hexadecimal digits but it does not`)
  if (text.length !== bytes * 2) throw new Fault(`Expected a secret of ${bytes} bytes in ${path} but it holds ${text.length / 2}`)
  return new Uint8Array(Buffer.from(text, 'hex'))
}

/** Written whole and then linked to its name: of several makers one wins, and all read the winner's. */
async function makeSecret(folder: string, path: string, bytes: number): Promise<Uint8Array> {
  const temporary = join(folder, `.${randomUUID()}`)
  try {
    await writeFile(temporary, randomBytes(bytes).toString('hex'), { flag: 'wx', mode: 0o600, flush: true })
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(temporary, { force: true })
  }
  await syncFolder(folder)
  return (await readSecret(path, bytes))!
}
