// The engine next to other engines and to plain SQL that decides nothing, on one PostgreSQL, turn by turn: only figures of one run may be
// compared.
//   npm run bench -- engine [rounds]
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '@ruqsat/database'
import { startEmbeddedServer, type EmbeddedServer } from '@ruqsat/database/embedded'
import { keepResult } from './results.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const OURS = join(ROOT, 'bench', 'engine-steps.ts')
const PEERS = join(ROOT, '..', 'shared', 'peers')
const USUAL_ROUNDS = 3
/** Of each program in each round: some seconds of the slowest. */
const INSTANCES = 400

type Program = {
  readonly name: string
  readonly file: string
  readonly figure: string
  readonly env?: Readonly<Record<string, string>>
}

/** Other engines and the plain SQL that decides nothing, by folder under `shared/peers`. */
const OTHERS: readonly { readonly name: string; readonly folder: string; readonly env?: Readonly<Record<string, string>> }[] = [
  { name: 'floor', folder: 'floor' },
  { name: 'dbos', folder: 'dbos' },
  { name: 'graphile', folder: 'graphile' },
  { name: 'graphileTuned', folder: 'graphile', env: { TUNED: '1' } },
  { name: 'restate', folder: 'restate' },
]

export async function run(words: readonly string[]): Promise<boolean> {
  const rounds = words[0] === undefined ? USUAL_ROUNDS : Number(words[0])
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-bench-'))
  chmodSync(folder, 0o711)
  const server = await startEmbeddedServer({ folder: join(folder, 'postgres'), port: 'free' })
  try {
    await createDatabases(server)
    const programs: readonly Program[] = [{ name: 'engine', file: OURS, figure: 'instancesPerSecond' }, ...othersIn(folder)]
    const rates: Record<string, number[]> = {}
    for (let round = 0; round < rounds; round += 1) {
      for (const program of programs) (rates[program.name] ??= []).push(rateOf(program, server))
      console.log(`  round ${round + 1}: ${programs.map(({ name }) => `${name} ${rates[name]!.at(-1)}`).join(', ')} instances a second`)
    }
    return report(rates)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** DBOS keeps its own tables in a second database, whose name its program makes from that of the first. */
async function createDatabases(server: EmbeddedServer): Promise<void> {
  const database = await openDatabase({ url: server.url(), maxConnections: 1 })
  await database.sql`create database lab`
  await database.sql`create database dbos_sys`
  await database.close()
}

/** The other programs with what they need, installed next to them; what this machine does not have is left out and said. */
function othersIn(folder: string): readonly Program[] {
  if (!existsSync(PEERS)) {
    console.log('The other engines are not on this machine: ours is measured alone, without a ratio.')
    return []
  }
  const peers = join(folder, 'peers')
  cpSync(PEERS, peers, { recursive: true })
  const isInstalled = new Map<string, boolean>()
  const installed = (name: string) => {
    if (!isInstalled.has(name)) isInstalled.set(name, install(join(peers, name), name))
    return isInstalled.get(name)!
  }
  return OTHERS.filter((each) => installed(each.folder)).map(({ name, folder: own, env }) => ({
    name,
    file: join(peers, own, 'bench.mjs'),
    figure: 'inst_per_s',
    ...(env && { env }),
  }))
}

function install(folder: string, name: string): boolean {
  try {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], { cwd: folder, stdio: 'ignore' })
    return true
  } catch {
    console.log(`${name} could not be installed: it is left out.`)
    return false
  }
}

/** Runs one program in its own folder; the first of its JSON lines that has the figure. */
function rateOf({ file, figure, env: own }: Program, server: EmbeddedServer): number {
  const [, password = ''] = /:([0-9a-f]+)@/.exec(server.url()) ?? []
  const url = `postgres://ruqsat:${password}@127.0.0.1:${server.port}/lab`
  const env = { ...process.env, PGURL: url, REPS: '1', N: String(INSTANCES), ...own }
  const loader = file.endsWith('.ts') ? ['--import', join(ROOT, 'tools/loader.mjs')] : []
  const cwd = file === OURS ? ROOT : join(file, '..')
  const said = execFileSync(process.execPath, [...loader, file], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  for (const line of said.split('\n').filter((each) => each.startsWith('{'))) {
    const rate = (JSON.parse(line) as Record<string, unknown>)[figure]
    if (typeof rate === 'number') return rate
  }
  throw new Error(`Expected '${figure}' from ${file} but it printed: ${said.slice(0, 300)}`)
}

function report(rates: Readonly<Record<string, readonly number[]>>): boolean {
  const medians = Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, median(all)]))
  const engine = medians['engine']!
  const ratios = Object.fromEntries(
    Object.keys(rates)
      .filter((name) => name !== 'engine')
      .map((name) => [name, Math.round((engine / medians[name]!) * 100) / 100]),
  )
  console.log(`\nThe engine: ${engine} instances of twelve steps a second`)
  for (const [name, ratio] of Object.entries(ratios)) console.log(`  ${ratio} times ${name} (${medians[name]})`)
  keepResult('engine', { instances: INSTANCES, rounds: rates['engine']!.length, perSecond: medians, ratios })
  return true
}

function median(all: readonly number[]): number {
  const sorted = all.toSorted((one, other) => one - other)
  return sorted[sorted.length >> 1]!
}
