// The command line as a person runs it, and a small installation for it to work on: real server, real keys, real cases.
import { spawn } from 'node:child_process'
import { generateKeyPairSync, hash, randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCaseflow, type StepRequest } from '@ruqsat/caseflow'
import { type Database, keepRoles, openDatabase, openLegalClock, technicalClock } from '@ruqsat/database'
import { type EmbeddedServer, startEmbeddedServer, stopEmbeddedServer } from '@ruqsat/database/embedded'
import { KITE_APPLICANT, KITE_EDITION, KITE_STAFF, KITE_TABLES, kiteOpening } from '@ruqsat/engine/testing'
import { canonicalJson, orFault, parseIIN } from '@ruqsat/foundation'
import { checkoutFolder, openSecrets } from '@ruqsat/installation'
import { signDetached, startTrust } from '@ruqsat/trust'
import { openCheckpointSeal } from '../house/installation.ts'
import { ROLES_SECRET } from '../house/databases.ts'
import { systemRoles } from '../house/system-roles.ts'
import { roomSchemas } from './rooms.ts'
import { runWords } from './run.ts'
import { serverFolder } from './workplace.ts'

export type Ran = { readonly code: number; readonly out: string; readonly err: string }

/**
 * Runs `npx ruqsat …` past the boot, in this process: a child would spend most of its time on loading. Nothing of our own environment
 * reaches it but PATH.
 */
export async function ruqsat(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const said = { out: '', err: '' }
  const code = await runWords(words, {
    environment: { PATH: process.env['PATH'], ...environment },
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
  })
  return { code, ...said }
}

/** The same as a program of its own, as a person runs it. */
export function ruqsatProcess(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const root = checkoutFolder()
  const child = spawn(process.execPath, ['--import', join(root, 'tools/loader.mjs'), join(root, 'cmd/ruqsat.ts'), ...words], {
    cwd: root,
    env: { PATH: process.env['PATH'], OXC_TSCONFIG_PATH: join(root, 'tsconfig.json'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? -1, ...said }))
  })
}

export type SmallInstallation = {
  readonly state: string
  readonly environment: Readonly<Record<string, string>>
  /** A signed package of one applicant, valid; and the same with one letter of its content changed. */
  readonly good: string
  readonly tampered: string
  readonly root: string
  readonly caseIds: readonly string[]
  readonly server: EmbeddedServer
  /** Works on the database as whoever has its password could. */
  onDatabase<T>(work: (database: Database) => Promise<T>): Promise<T>
  remove(): Promise<void>
}

const START = '2026-03-02T05:00:00.000Z'
const PERSON = {
  commonName: 'САҒЫНДЫҚОВА ӘЙГЕРІМ',
  surname: 'САҒЫНДЫҚОВА',
  patronymic: 'ҚАЙРАТҚЫЗЫ',
  iin: orFault(parseIIN('850412400012')),
} as const

export async function emptyState(): Promise<string> {
  const state = await mkdtemp(join(tmpdir(), 'ruqsat-cli-'))
  await chmod(state, 0o755)
  return state
}

export async function makeInstallation(): Promise<SmallInstallation> {
  const state = await emptyState()
  const server = await startEmbeddedServer({ folder: serverFolder(state), hasNoSync: true })
  const onDatabase = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
    const again = await startEmbeddedServer({ folder: serverFolder(state) })
    const database = await openDatabase({ url: again.url(), maxConnections: 4 })
    return work(database).finally(async () => {
      await database.close()
      again.detach()
    })
  }
  const files = { good: join(state, 'good.ruqsat.json'), tampered: join(state, 'tampered.ruqsat.json'), root: join(state, 'root.crt') }
  const remove = async () => {
    server.detach()
    await stopEmbeddedServer(serverFolder(state))
    await rm(state, { recursive: true, force: true })
  }
  const fill = async (database: Database) => {
    await openLegalClock(database, { mode: 'sandbox', startAt: START })
    for (const room of roomSchemas) await room.migrate(database)
    await keepRoles(database, systemRoles('sandbox'), await openSecrets(state).secret(ROLES_SECRET))
    await signPackage(database, state, files)
    return openCases(database, state)
  }
  try {
    return { state, server, onDatabase, caseIds: await onDatabase(fill), ...files, environment: { RUQSAT_STATE: state }, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

async function signPackage(database: Database, state: string, files: Pick<SmallInstallation, 'good' | 'tampered' | 'root'>): Promise<void> {
  const clock = await openLegalClock(database, { mode: 'sandbox' })
  const trust = await startTrust({ database, clock, secrets: openSecrets(state), mode: 'sandbox', origin: 'http://127.0.0.1:9' })
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicKey = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }))
  const { certificate } = await trust.authority!.issueCertificate({ subject: PERSON, publicKey, purpose: 'sign', roles: ['individual'] })
  const { root, issuing } = await trust.authority!.certificates()
  const content = Buffer.from(canonicalJson({ form: 'trial', fields: [{ id: 'place', value: 'Aqtobe' }] }))
  const receivedAt = await clock.now()
  const cms = signDetached({ content, key: pair.privateKey, certificates: [certificate, issuing], signingTime: receivedAt })
  const write = (path: string, bytes: Buffer) =>
    writeFile(
      path,
      JSON.stringify({
        format: 'ruqsat-signed-package',
        version: 1,
        content: bytes.toString('base64'),
        cms: Buffer.from(cms).toString('base64'),
        receivedAt,
      }),
    )
  await write(files.good, content)
  await write(files.tampered, Buffer.from(content.toString().replace('Aqtobe', 'Aqtaby')))
  await writeFile(files.root, root)
}

/** A case as the register of requests keeps one: what was signed, and whose it is. */
function kiteRequest(caseId: string): Pick<StepRequest, 'plan' | 'beside'> {
  const [content, cms] = [Buffer.from(canonicalJson({ caseId })), Buffer.from('a signature')]
  const party = { accountId: KITE_APPLICANT.id, name: PERSON.commonName }
  const salt = 'f'.repeat(32)
  const digest = hash('sha256', canonicalJson({ salt, party }))
  const signed = { requestSha256: hash('sha256', content), signatureSha256: hash('sha256', cms) }
  // Numbers of the kites' own: no counter of this house gave them.
  const opening = kiteOpening({ caseId, applicantRef: digest, requestNumber: `kite ${caseId}`, ...signed })
  const request = { contentBase64: content.toString('base64'), cmsBase64: cms.toString('base64'), evidence: {}, attachments: [] }
  return {
    plan: () => ({ command: { kind: 'open', opening } }),
    beside: () => ({ party: { digest, accountId: party.accountId, salt, data: party }, host: { request } }),
  }
}

async function openCases(database: Database, state: string): Promise<readonly string[]> {
  const seal = await openCheckpointSeal(state)
  const caseflow = openCaseflow({
    sql: database.sql,
    schema: 'licensing',
    legalClock: await openLegalClock(database, { mode: 'sandbox' }),
    technicalClock,
    editions: () => KITE_EDITION,
    tables: KITE_TABLES,
    onOutbox: { notice: async () => undefined },
    checkpoints: { ...seal, everyMs: 60_000 },
  })
  const caseIds = [randomUUID(), randomUUID()]
  for (const caseId of caseIds) {
    await caseflow.step({ caseId, actor: KITE_APPLICANT, ...kiteRequest(caseId) })
    const taskId = (await caseflow.read(caseId))!.state.tasks[0]!.id
    await caseflow.step({ caseId, actor: KITE_STAFF.clerk, plan: () => ({ command: { kind: 'accept', taskId, journalNumber: 'J-1' } }) })
    await caseflow.checkpoint()
  }
  await caseflow.stop()
  return caseIds
}
