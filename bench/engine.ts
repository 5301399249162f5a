// The engine next to the plain SQL that decides nothing, on one PostgreSQL, turn by turn: only figures of one run may be compared.
//   npm run bench -- engine [rounds]
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbeddedServer, type EmbeddedServer } from '@ruqsat/database/embedded'
import { keepResult } from './results.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const OURS = join(ROOT, 'bench', 'engine-steps.ts')
const PEERS = join(ROOT, '..', 'shared', 'peers')
const USUAL_ROUNDS = 3

export async function run(words: readonly string[]): Promise<boolean> {
  const rounds = words[0] === undefined ? USUAL_ROUNDS : Number(words[0])
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-bench-'))
  chmodSync(folder, 0o711)
  const server = await startEmbeddedServer({ folder: join(folder, 'postgres'), port: 'free' })
  try {
    const floor = floorIn(folder)
    const ours: number[] = []
    const floors: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      ours.push(rateOf(OURS, server, 'instancesPerSecond'))
      if (floor !== null) floors.push(rateOf(floor, server, 'inst_per_s'))
      console.log(
        `  round ${round + 1}: the engine ${ours.at(-1)}${floor === null ? '' : `, the floor ${floors.at(-1)}`} instances a second`,
      )
    }
    return report(ours, floors)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The floor's program next to our packages, or null where this machine does not have it. */
function floorIn(folder: string): string | null {
  if (!existsSync(join(PEERS, 'floor', 'bench.mjs'))) {
    console.log('The plain SQL floor is not on this machine: the engine is measured alone, and no ratio can be told.')
    return null
  }
  const peers = join(folder, 'peers')
  mkdirSync(peers)
  cpSync(join(PEERS, 'common.mjs'), join(peers, 'common.mjs'))
  cpSync(join(PEERS, 'floor'), join(peers, 'floor'), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return join(peers, 'floor', 'bench.mjs')
}

/** Runs one program; the first of its JSON lines that has the figure. */
function rateOf(program: string, server: EmbeddedServer, figure: string): number {
  const [, password = ''] = /:([0-9a-f]+)@/.exec(server.url()) ?? []
  const env = { ...process.env, PGURL: `postgres://ruqsat:${password}@127.0.0.1:${server.port}/postgres`, REPS: '1' }
  const loader = program.endsWith('.ts') ? ['--import', join(ROOT, 'tools/loader.mjs')] : []
  const said = execFileSync(process.execPath, [...loader, program], { cwd: ROOT, env, encoding: 'utf8' })
  for (const line of said.split('\n').filter((each) => each.startsWith('{'))) {
    const rate = (JSON.parse(line) as Record<string, unknown>)[figure]
    if (typeof rate === 'number') return rate
  }
  throw new Error(`Expected '${figure}' from ${program} but it said: ${said.slice(0, 300)}`)
}

function report(ours: readonly number[], floors: readonly number[]): boolean {
  const [engine, floor] = [median(ours), floors.length === 0 ? null : median(floors)]
  const ratio = floor === null ? null : Math.round((engine / floor) * 100) / 100
  console.log(`\nThe engine: ${engine} instances of twelve steps a second${floor === null ? '' : `; the floor: ${floor}; ratio ${ratio}`}`)
  keepResult('engine', { instancesPerSecond: engine, floorPerSecond: floor, ratio, rounds: ours.length })
  return true
}

function median(all: readonly number[]): number {
  const sorted = all.toSorted((one, other) => one - other)
  return sorted[sorted.length >> 1]!
}
