import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { appendFile, open } from 'node:fs/promises'
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openDatabase, openLegalClock, technicalClock, type Database, type LegalClock, type TechnicalClock } from '@ruqsat/database'
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
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock: TechnicalClock
  readonly regulations: Regulations
  /** Grounds that departments confirm where a package only assumes them. */
  readonly confirmations: readonly Confirmation[]
  /** What answers for each register that packages declare. */
  readonly bound: BoundRegisters
  /** Which banks take part; null: the sandbox's own. */
  readonly banks: BankSettings | null
  close(): Promise<void>
}

/** Connections of the one process: each of PostgreSQL's costs some MiB, and 16 keep two cores busy. */
const MAX_CONNECTIONS = 16

/** A page waits no longer for one statement; the longest of ours take some hundred milliseconds. Below the limit of a whole page. */
const DATABASE_LIMITS = { statementMs: 20_000, lockMs: 10_000 }

export async function openInstallation(settings: Settings): Promise<Installation> {
  const folder = openStateFolder(settings)
  const log = openLog({ level: settings.logLevel, room: 'ruqsat' })
  const secrets = openSecrets(folder)
  const starting =
    settings.databaseUrl === null
      ? startEmbeddedServer({ folder: join(folder, 'postgres'), onEvent: (event) => log.info({ event }, 'postgresql') })
      : Promise.resolve(null)
  const opened: { database?: Database } = {}
  const close = async () => {
    await opened.database?.close()
    await (await starting.catch(() => null))?.stop()
  }
  try {
    const [server, offered] = await Promise.all([starting, readActs(settings, cacheFolderIn(folder))])
    const database = await openDatabase({
      url: settings.databaseUrl ?? server!.url(),
      maxConnections: MAX_CONNECTIONS,
      limits: DATABASE_LIMITS,
      applicationName: 'ruqsat',
    })
    opened.database = database
    const legalClock = await openLegalClock(database, {
      mode: settings.mode,
      ...(settings.legalStart !== null && { startAt: settings.legalStart }),
    })
    const regulations = await keepEditions(database, offered, technicalClock)
    const confirmations = await confirmationsOf(settings, regulations)
    const bound = await bindRegisters(settings, regulations)
    const banks = await bindBanks(settings)
    return { settings, folder, log, secrets, server, database, legalClock, technicalClock, regulations, confirmations, bound, banks, close }
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
