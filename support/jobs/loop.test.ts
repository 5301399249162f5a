import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openJobs } from './loop.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const faults: string[] = []
const report = (error: unknown, job: string) => faults.push(`${job}: ${(error as Error).message}`)

/** A job that counts its runs; `found` is what the next runs answer. */
function counted(found: (number | Error)[] = []) {
  const job = {
    runs: 0,
    everyMs: 1_000,
    run: async () => {
      job.runs += 1
      const next = found.shift() ?? 0
      if (next instanceof Error) throw next
      return next
    },
  }
  return job
}

test('a job runs at the start, then by its time, and not before the start or after the end', async () => {
  const job = counted()
  const jobs = openJobs({ job }, report)
  jobs.wake('job')
  await pass(5_000)
  expect(job.runs).toBe(0)
  jobs.start()
  jobs.start()
  await pass(0)
  expect(job.runs).toBe(1)
  await pass(3_000)
  expect(job.runs).toBe(4)
  await jobs.stop()
  jobs.wake('job')
  await pass(5_000)
  expect(job.runs).toBe(4)
})

test('what was found is followed by another run at once, until nothing is', async () => {
  const job = counted([3, 20, 1, 0])
  const jobs = openJobs({ job }, report)
  jobs.start()
  await pass(0)
  expect(job.runs).toBe(4)
  await jobs.stop()
})

test('a wake runs it at once; one that comes during a run is one run more, however often it came', async () => {
  let end: () => void = () => undefined
  let runs = 0
  const run = () => {
    runs += 1
    return new Promise<void>((resolve) => (end = resolve))
  }
  const jobs = openJobs({ job: { everyMs: 3_600_000, run } }, report)
  jobs.start()
  for (let times = 0; times < 3; times += 1) jobs.wake('job')
  await pass(0)
  expect(runs).toBe(1)
  end()
  await pass(0)
  expect(runs).toBe(2)
  end()
  await pass(10_000)
  expect(runs).toBe(2)
  jobs.wake('job')
  await pass(0)
  expect(runs).toBe(3)
  end()
  await jobs.stop()
})

test('a fault is reported, no other job waits for it, and no wake makes it spin', async () => {
  faults.length = 0
  const bad = counted(Array.from({ length: 100 }, () => new Error('the database is away')))
  const good = counted()
  const jobs = openJobs({ bad, good }, report)
  jobs.start()
  for (let second = 0; second < 60; second += 1) {
    for (let times = 0; times < 50; times += 1) jobs.wake('bad')
    await pass(1_000)
  }
  // After 0, 1, 3, 7, 15 seconds, then every ten.
  expect(bad.runs).toBe(9)
  expect(faults).toHaveLength(9)
  expect(faults[0]).toBe('bad: the database is away')
  expect(good.runs).toBe(61)
  await jobs.stop()
})

test('a job that got through again comes by its own time', async () => {
  const job = counted([new Error('once'), new Error('twice')])
  const jobs = openJobs({ job }, report)
  jobs.start()
  await pass(3_000)
  expect(job.runs).toBe(3)
  await pass(1_000)
  expect(job.runs).toBe(4)
  await jobs.stop()
})

test('the end waits for the run under way and begins no other', async () => {
  let end: () => void = () => undefined
  const job = { everyMs: 1_000, run: vi.fn(() => new Promise<number>((resolve) => (end = () => resolve(1)))) }
  const jobs = openJobs({ job }, report)
  jobs.start()
  let isStopped = false
  const stopped = jobs.stop().then(() => (isStopped = true))
  await pass(5_000)
  expect(isStopped).toBe(false)
  end()
  await stopped
  await pass(5_000)
  expect(job.run).toHaveBeenCalledTimes(1)
})
