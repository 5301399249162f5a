import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { appendFile, open } from 'node:fs/promises'
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openLegalClock, technicalClock, type LegalClock, type TechnicalClock } from '@ruqsat/database'
import { startEmbeddedServer, type EmbeddedServer } from '@ruqsat/database/embedded'
import {
  checkoutFolder,
  openLog,
  openStateFolder,
  openSecrets,
  writeFileAtomically,
  type Log,
  type Secrets,
  type Settings,
} from '@ruqsat/installation'
import type { Confirmation } from '@ruqsat/law'
import type { BoundRegisters } from '@ruqsat/registers'
import { keepEditions, openRegulations, readConfirmations, type Regulations } from '@ruqsat/regulations'
import { runsDigest, runsToItsEnd } from '../runs.ts'
import type { BankSettings } from '@ruqsat/payments'
import { bindBanks } from './banks.ts'
import { openDatabases, type SystemDatabases } from './databases.ts'
import { lastKept, shareReadActs, takeReadActs } from './read-acts.ts'
import { bindRegisters } from './registers.ts'
import { cacheFolderIn, regulationsFolder } from '../commands/regulations.ts'

/** Where this installation keeps its state, its database and its keys: what every command and every room's composition starts from. */
export type Installation = {
  readonly settings: Settings
  readonly folder: string
  readonly log: Log
  readonly secrets: Secrets
  readonly server: EmbeddedServer | null
  /** A pool for each system, as its own role. */
  readonly databases: SystemDatabases
  readonly legalClock: LegalClock
  readonly technicalClock: TechnicalClock
  readonly regulations: Regulations
  /** Grounds that departments confirm where a package only assumes them. */
  readonly confirmations: readonly Confirmation[]
  /** What answers for each register that packages declare. */
  readonly bound: BoundRegisters
  /** Which banks take part; null: the sandbox's own. */
  readonly banks: BankSettings | null
  /** For a process that leaves the server to others. */
  closePools(): Promise<void>
  close(): Promise<void>
}

export async function openInstallation(settings: Settings): Promise<Installation> {
  const folder = openStateFolder(settings)
  const log = openLog({ level: settings.logLevel, room: 'ruqsat' })
  const secrets = openSecrets(folder)
  const starting =
    settings.databaseUrl === null
      ? startEmbeddedServer({ folder: join(folder, 'postgres'), onEvent: (event) => log.info({ event }, 'postgresql') })
      : Promise.resolve(null)
  const opening = starting.then((server) => openDatabases(settings, settings.databaseUrl ?? server!.url(), secrets, log))
  const closePools = async () => (await opening.catch(() => null))?.close()
  const close = async () => {
    await closePools()
    await (await starting.catch(() => null))?.stop()
  }
  try {
    const [server, { databases }, offered] = await Promise.all([starting, opening, readActs(settings, cacheFolderIn(folder))])
    const legalClock = await openLegalClock(databases.house, { mode: settings.mode })
    const regulations = await keepEditions(databases.house, offered, technicalClock)
    const confirmations = await confirmationsOf(settings, regulations)
    const bound = await bindRegisters(settings, regulations)
    const banks = await bindBanks(settings)
    const here = { settings, folder, log, secrets, server, databases, legalClock, technicalClock }
    return { ...here, regulations, confirmations, bound, banks, closePools, close }
  } catch (error) {
    await close().catch(() => undefined)
    throw error
  }
}

/** The acts; what had to be parsed is there for the next installation of this checkout. */
async function readActs({ regulations }: Settings, cacheFolder: string): Promise<Regulations> {
  await takeReadActs(cacheFolder)
  const before = await lastKept(cacheFolder)
  const root = pathToFileURL(`${regulationsFolder(regulations)}/`)
  const read = await openRegulations(root, { cacheFolder, further: runsToItsEnd, furtherDigest: runsDigest })
  // Those of another folder are not what a new installation reads.
  if (regulations === null && (await lastKept(cacheFolder)) > before) void shareReadActs(cacheFolder)
  return read
}

async function confirmationsOf(settings: Settings, regulations: Regulations): Promise<readonly Confirmation[]> {
  const own = settings.mode === 'sandbox' ? join(checkoutFolder(), 'sandbox', 'confirmed-grounds.yaml') : null
  const file = settings.confirmations ?? own
  if (file === null) return []
  return readConfirmations(
    file,
    [...regulations.editions, ...regulations.complaints.map(({ edition }) => edition)].map(({ regulation }) => regulation),
  )
}

/** The key that seals checkpoints (Ed25519, RFC 8032); its public half is next to the file that is kept outside the database. */
export type CheckpointSeal = {
  sign(bytes: Uint8Array): Promise<Uint8Array>
  append(line: string): Promise<void>
  verify(bytes: Uint8Array, signature: Uint8Array): Promise<boolean>
  /** Lines as they were kept; empty before the first. */
  readonly lines: () => readonly string[]
}

export const CHECKPOINT_FILE = 'checkpoints.jsonl'

export async function openCheckpointSeal(folder: string): Promise<CheckpointSeal> {
  const keyFile = join(folder, 'secrets', 'checkpoint-key.pem')
  if (!existsSync(keyFile)) {
    const made = generateKeyPairSync('ed25519')
    mkdirSync(join(folder, 'secrets'), { recursive: true, mode: 0o700 })
    await writeFileAtomically(keyFile, made.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    await writeFileAtomically(join(folder, 'checkpoint-public.pem'), made.publicKey.export({ type: 'spki', format: 'pem' }).toString())
  }
  const key = createPrivateKey(readFileSync(keyFile))
  const publicKey = createPublicKey(key)
  const path = join(folder, CHECKPOINT_FILE)
  return {
    sign: async (bytes) => new Uint8Array(sign(null, bytes, key)),
    verify: async (bytes, signature) => verify(null, bytes, publicKey, signature),
    append: async (line) => {
      await appendFile(path, `${line}\n`, { mode: 0o644 })
      const file = await open(path, 'r')
      await file.sync().finally(() => file.close())
    },
    lines: () =>
      existsSync(path)
        ? readFileSync(path, 'utf8')
            .split('\n')
            .filter((line) => line !== '')
        : [],
  }
}
