// npm test: everything, on a PostgreSQL and a state folder of its own. The last line is `N passed, N failed`.
// `npm test -- core/clock` runs those tests alone.
import { spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stopEmbeddedServer } from '@ruqsat/database/embedded'
import { endTestRun } from '@ruqsat/database/testing'
import { checkoutFolder } from '@ruqsat/installation'
import { runChecks } from './check.ts'
import { ensureSystemTools } from './system-tools.ts'

type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

const filters = process.argv.slice(2)
const root = checkoutFolder()
const isCi = process.env['CI'] === 'true'

// The developer's installation and database are not ours to touch.
const own = await mkdtemp(join(tmpdir(), 'ruqsat-test-'))
await chmod(own, 0o711)
process.env['RUQSAT_STATE'] = join(own, 'state')
delete process.env['DATABASE_URL']

const missing = ensureSystemTools()
if (missing.length > 0)
  console.log(
    `\nNot on this machine: ${missing.join(', ')}. Tests that need them ${isCi ? 'FAIL: in CI none may be skipped' : 'are skipped'}.\n`,
  )

const counts: Counts[] = [{ passed: 0, failed: isCi ? missing.length : 0, skipped: 0 }]
try {
  if (filters.length === 0) counts.push(countChecks(await runChecks(root)))
  for (const project of ['unit', 'journey']) counts.push(await runVitest(project, filters))
} finally {
  await endTestRun()
  await stopEmbeddedServer(join(own, 'state', 'postgres'))
  await rm(own, { recursive: true, force: true })
}

const total = counts.reduce((sum, one) => ({
  passed: sum.passed + one.passed,
  failed: sum.failed + one.failed,
  skipped: sum.skipped + one.skipped,
}))
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
process.exit(total.failed === 0 ? 0 : 1)

function countChecks(results: readonly { hasPassed: boolean }[]): Counts {
  const passed = results.filter((result) => result.hasPassed).length
  return { passed, failed: results.length - passed, skipped: 0 }
}

type VitestReport = {
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly { status: string; assertionResults: readonly unknown[] }[]
}

/** One project of vitest.config.ts; a file that could not even be loaded counts as one failure. */
async function runVitest(project: string, only: readonly string[]): Promise<Counts> {
  const file = join(own, `${project}.json`)
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    '--passWithNoTests',
    ...only,
  ]
  const code = await spawnVitest(args)
  const report = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as VitestReport,
    () => null,
  )
  if (report === null) return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 }
  const unloaded = report.testResults.filter((result) => result.status === 'failed' && result.assertionResults.length === 0).length
  const failed = report.numFailedTests + unloaded
  // A leak or an error outside any test fails the run too.
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

function spawnVitest(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}
