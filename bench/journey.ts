// Whole applications over HTTP with real signatures: sign-in, form, documents, payment at the bank, signature, number, the provider's whole
// procedure, the signed licence in the applicant's hands. One process of the house, PostgreSQL next to it, and the people on the same
// machine.
//   npm run bench -- journey [applications] [in flight]
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Applicant, numberOf, Office, openSandbox, type DoneStep, type Sandbox } from '../tests/driver/index.ts'
import { startHouse, type RunningHouse } from '../tests/house.ts'
import { FRUGAL_ENV, FRUGAL_FLAGS } from '../tools/boot.mjs'
import limits from './limits.json' with { type: 'json' }
import { memoryOf, type Memory } from './memory.ts'
import { keepResult } from './results.ts'
import { Stopwatch, type MeasuredStep, type StepTimes } from './stopwatch.ts'

const USUAL_APPLICATIONS = 1_000
const USUAL_IN_FLIGHT = 8
/** What the one process may hold after a thousand applications. */
const MOST_PROCESS_MIB = 400
/** Where a run ends early, what the house said last. */
const MOST_LOG_CHARACTERS = 3_000
const MEMORY_IS_JUDGED_FROM = 1_000
/** People of the sandbox who may sign; several windows of one person at once are allowed. */
const APPLICANTS = ['aigerim', 'daulet', 'marat', 'saule'] as const
const OFFICE = ['gulnar', 'asqar', 'bekzat', 'temir'] as const

const { steps: LIMITS } = limits
const step = (id: string, what: string, method: 'GET' | 'POST', path: RegExp, limitSeconds: number | null = null): MeasuredStep => ({
  id,
  what,
  method,
  path,
  limitSeconds,
})
const STEPS: readonly MeasuredStep[] = [
  step('AC1', 'sign-in is checked', 'POST', /^\/kk\/sign-in$/, LIMITS.AC1.seconds),
  step('A3', 'a part of the form is checked and kept', 'POST', /^\/kk\/drafts\/[^/]+\/form\//),
  step('A3 file', 'a document is taken', 'POST', /^\/kk\/drafts\/[^/]+\/documents$/),
  step('A4', 'the order to pay is made', 'POST', /^\/kk\/drafts\/[^/]+\/pay$/, LIMITS.A4.seconds),
  step('AC2', 'the payment is checked', 'GET', /^\/kk\/drafts\/[^/]+\/payment$/, LIMITS.AC2.seconds),
  step('AC3 A8 A9', 'certificate, signature, registration, number', 'POST', /^\/kk\/drafts\/[^/]+\/sign$/, LIMITS.AC3.seconds),
  step('list', 'an official finds the task', 'GET', /^\/kk\/work$/),
  step('P steps', 'a step of the procedure is done', 'POST', /^\/kk\/work\/tasks\/[^/]+\/[^/]+$/),
  step('prepare', 'the licence is set, numbered, linted', 'POST', /^\/kk\/work\/tasks\/.+\/prepare$/),
  step('sign', 'the head’s signature is verified and the licence issued', 'POST', /^\/kk\/work\/tasks\/.+\/sign$/),
  step('A11', 'the result is handed to the applicant', 'GET', /^\/kk\/cabinet\/requests\/[^/]+\/result$/),
]

export async function run(words: readonly string[]): Promise<boolean> {
  const [applications, inFlight] = [wholeOf(words[0], USUAL_APPLICATIONS), wholeOf(words[1], USUAL_IN_FLIGHT)]
  console.log(`journey: ${applications} applications, ${inFlight} at a time`)
  const house = await startHouse({ env: { RUQSAT_RATE_LIMITS: 'off', NODE_OPTIONS: FRUGAL_FLAGS.join(' '), ...FRUGAL_ENV } })
  const giveUp = () => void house.stop().finally(() => process.exit(1))
  process.once('SIGINT', giveUp).once('SIGTERM', giveUp)
  try {
    return report(applications, inFlight, await measure(house, applications, inFlight))
  } catch (error) {
    console.log(readFileSync(house.logFile, 'utf8').slice(-MOST_LOG_CHARACTERS))
    throw error
  } finally {
    await house.stop()
  }
}

type Measured = {
  readonly seconds: number
  readonly driverCpuSeconds: number
  readonly times: readonly StepTimes[]
  readonly exchanges: number
  readonly failures: number
  readonly memoryAtStart: Memory
  readonly memory: Memory
}

async function measure(house: RunningHouse, applications: number, inFlight: number): Promise<Measured> {
  const sandbox = await openSandbox(house.origin)
  const stopwatch = new Stopwatch(STEPS)
  const crews = await hire(sandbox, inFlight, stopwatch)
  // One application each before the watch starts: compiled code, open connections, keys made.
  await Promise.all(crews.map((crew, place) => applyOnce(crew, `W${place}`)))
  const memoryAtStart = memoryNow(house)
  stopwatch.reset()
  const cpu = process.cpuUsage()
  const began = performance.now()
  let next = 0
  await Promise.all(
    crews.map(async (crew) => {
      for (let own = next++; own < applications; own = next++) {
        await applyOnce(crew, `B${own}`)
        if ((own + 1) % Math.ceil(applications / 10) === 0) progress(own + 1, began, house)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const { exchanges, failures } = stopwatch
  return {
    seconds,
    driverCpuSeconds: (user + system) / 1e6,
    times: stopwatch.read(),
    exchanges,
    failures,
    memoryAtStart,
    memory: memoryNow(house),
  }
}

type Crew = { readonly applicant: Applicant; readonly office: Office; readonly officer: string }

async function hire(sandbox: Sandbox, count: number, stopwatch: Stopwatch): Promise<readonly Crew[]> {
  const accepted = new Map<string, number>()
  const onExchange = stopwatch.note.bind(stopwatch)
  const crews = Array.from({ length: count }, (_, place): Crew => ({
    applicant: new Applicant(sandbox, APPLICANTS[place % APPLICANTS.length]!, { accepted, onExchange }),
    office: new Office(sandbox, OFFICE, { onExchange }),
    officer: sandbox.persona('bekzat').name,
  }))
  // One of each person registers; the others of the same name find the account.
  for (const { applicant } of crews.slice(0, APPLICANTS.length)) if (!applicant.persona.isRegistered) await applicant.register()
  return crews
}

/** Everything that one application needs, each time with a fresh sign-in of the applicant. */
async function applyOnce({ applicant, office, officer }: Crew, marker: string): Promise<void> {
  applicant.browser.forgetCookies()
  await applicant.signIn()
  const draft = await applicant.startDraft(marker)
  const number = numberOf(await applicant.apply(draft))
  const done: DoneStep[] = []
  await office.carryThrough(number, { officer, done })
  const result = await applicant.resultOf(number)
  if (result === null)
    throw new Error(`Expected a signed result of ${number} but the procedure ended with ${done.at(-1)?.action ?? 'nothing'}`)
}

function memoryNow(house: RunningHouse): Memory {
  const postmaster = Number(readFileSync(join(house.folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
  return memoryOf(house.pid, postmaster)
}

function progress(done: number, began: number, house: RunningHouse): void {
  const { processMiB, postgresqlMiB } = memoryNow(house)
  const rate = done / ((performance.now() - began) / 1000)
  console.log(`  ${done} done, ${rate.toFixed(2)} a second, process ${processMiB} MiB, PostgreSQL ${postgresqlMiB} MiB`)
}

function report(applications: number, inFlight: number, measured: Measured): boolean {
  const { seconds, driverCpuSeconds, times, exchanges, failures, memoryAtStart, memory } = measured
  const applicationsPerSecond = Math.round((applications / seconds) * 100) / 100
  console.log(
    `\n${applicationsPerSecond} whole applications a second (${applications} in ${seconds.toFixed(1)} s, ${(exchanges / seconds).toFixed(0)} requests a second, ${failures} answers of 400 and more)`,
  )
  console.log(`The people themselves took ${driverCpuSeconds.toFixed(1)} s of processor time on the same machine.\n`)
  console.log(
    `${'step'.padEnd(11)}${'what'.padEnd(58)}${'n'.padStart(7)}${'p50 ms'.padStart(10)}${'p99 ms'.padStart(10)}${'max ms'.padStart(10)}${'the act'.padStart(9)}`,
  )
  for (const { id, what, count, p50Ms, p99Ms, maxMs, limitSeconds } of times)
    console.log(
      `${id.padEnd(11)}${what.padEnd(58)}${String(count).padStart(7)}${p50Ms.toFixed(1).padStart(10)}${p99Ms.toFixed(1).padStart(10)}${maxMs.toFixed(1).padStart(10)}${(limitSeconds === null ? '' : `${limitSeconds} s`).padStart(9)}`,
    )
  console.log(
    `\nMemory: process ${memory.processMiB} MiB resident (peak ${memory.processPeakMiB}; ${memoryAtStart.processMiB} before), typesetting ${memory.typesettingMiB} MiB beside it, PostgreSQL ${memory.postgresqlMiB} MiB`,
  )
  keepResult('journey', {
    applications,
    inFlight,
    applicationsPerSecond,
    seconds: Math.round(seconds * 10) / 10,
    exchanges,
    failures,
    driverCpuSeconds: Math.round(driverCpuSeconds),
    steps: times,
    memory,
  })
  return judged(applications, memory, times)
}

/** What the run must have shown; a sentence for each thing that it did not. */
function judged(applications: number, memory: Memory, times: readonly StepTimes[]): boolean {
  const late = times.filter(({ limitSeconds, p99Ms }) => limitSeconds !== null && p99Ms > limitSeconds * 1000)
  for (const { id, p99Ms, limitSeconds } of late) console.log(`NOT MET: ${id} took ${p99Ms} ms at p99, the act gives it ${limitSeconds} s`)
  const isTooLarge = applications >= MEMORY_IS_JUDGED_FROM && memory.processMiB > MOST_PROCESS_MIB
  if (isTooLarge) console.log(`NOT MET: the process holds ${memory.processMiB} MiB, it may hold ${MOST_PROCESS_MIB}`)
  return late.length === 0 && !isTooLarge
}

function wholeOf(word: string | undefined, usual: number): number {
  if (word === undefined) return usual
  const number = Number(word)
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`Expected a whole number of applications or windows but found '${word}'`)
  return number
}
