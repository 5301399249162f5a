// npm test: everything, on a PostgreSQL and a state folder of its own. The last line is `N passed, N failed`.
// `npm test -- core/clock` runs those tests alone. `npm run test:long` runs what takes long instead: the files *.long.test.ts.
import { spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { stopEmbeddedServer } from '@ruqsat/database/embedded'
import { endTestRun } from '@ruqsat/database/testing'
import { checkoutFolder } from '@ruqsat/installation'
import { runChecks } from './check.ts'
import { fetchJudges } from './pages/judges.ts'
import { ensureSystemTools } from './system-tools.ts'

type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number; readonly faults: readonly string[] }

const words = process.argv.slice(2)
const isLong = words[0] === '--long'
const filters = isLong ? words.slice(1) : words
const root = checkoutFolder()
const isCi = process.env['CI'] === 'true'

// The developer's installation and database are not ours to touch.
const own = await mkdtemp(join(tmpdir(), 'ruqsat-test-'))
await chmod(own, 0o711)
process.env['RUQSAT_STATE'] = join(own, 'state')
delete process.env['DATABASE_URL']
// Acts are read by a hundred processes of a run and change in none of them.
process.env['RUQSAT_TEST_CACHE'] = join(own, 'regulations')

const missing = ensureSystemTools()
if (missing.length > 0)
  console.log(
    `\nNot on this machine: ${missing.join(', ')}. Tests that need them ${isCi ? 'FAIL: in CI none may be skipped' : 'are skipped'}.\n`,
  )

if (isCi) fetchJudges()

const lacking = isCi ? missing.map((tool) => `not on this machine: ${tool}`) : []
const counts: Counts[] = [{ passed: 0, failed: lacking.length, skipped: 0, faults: lacking }]
try {
  if (filters.length === 0 && !isLong) counts.push(countChecks(await runChecks(root)))
  for (const project of isLong ? ['long'] : ['unit', 'journey']) counts.push(await runVitest(project, filters))
} finally {
  await endTestRun()
  await stopEmbeddedServer(join(own, 'state', 'postgres'))
  await rm(own, { recursive: true, force: true })
}

const total = counts.reduce((sum, one) => ({
  passed: sum.passed + one.passed,
  failed: sum.failed + one.failed,
  skipped: sum.skipped + one.skipped,
  faults: [...sum.faults, ...one.faults],
}))
// Said once more at the end: of a long run often only the last lines are kept.
for (const fault of total.faults) console.log(`\nFAILED  ${fault}`)
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
process.exit(total.failed === 0 ? 0 : 1)

function countChecks(results: readonly { name: string; hasPassed: boolean }[]): Counts {
  const faults = results.filter((result) => !result.hasPassed).map(({ name }) => `check: ${name}`)
  return { passed: results.length - faults.length, failed: faults.length, skipped: 0, faults }
}

type VitestReport = {
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly TestFile[]
}

type TestFile = {
  readonly name: string
  readonly status: string
  readonly message: string
  readonly startTime: number
  readonly endTime: number
  readonly assertionResults: readonly { status: string; fullName: string; failureMessages: readonly string[] | null }[]
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
  if (report === null) return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0, faults: code === 0 ? [] : [`${project}: no report`] }
  sayWhatTookLong(project, report.testResults)
  const faults = report.testResults.flatMap(faultsOf)
  // A leak or an error outside any test fails the run too.
  if (faults.length === 0 && code !== 0) faults.push(`${project}: an error outside any test, told above`)
  return {
    passed: report.numPassedTests,
    failed: faults.length,
    skipped: report.numPendingTests + report.numTodoTests,
    faults,
  }
}

/** Each test of a file that failed, with the first lines of why; a file that could not even be loaded is one fault. */
function faultsOf(file: TestFile): string[] {
  const where = relative(root, file.name)
  const failed = file.assertionResults.filter((test) => test.status === 'failed')
  if (failed.length === 0) return file.status === 'failed' ? [`${where}\n${firstLines(file.message)}`] : []
  return failed.map((test) => `${where} > ${test.fullName}\n${firstLines(test.failureMessages?.join('\n') ?? '')}`)
}

function firstLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines
    .slice(0, 12)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join('\n')
}

/** The slowest files, so that a run that grows shows where. */
function sayWhatTookLong(project: string, files: readonly TestFile[]): void {
  const seconds = (file: TestFile): number => (file.endTime - file.startTime) / 1000
  const slowest = files.toSorted((a, b) => seconds(b) - seconds(a)).slice(0, 12)
  const told = slowest.map((file) => `${seconds(file).toFixed(0).padStart(5)} s  ${relative(root, file.name)}`)
  console.log(`\n${project}: the slowest files\n${told.join('\n')}`)
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
