import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ruqsat-supervise-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const MODULE = new URL('supervise.mjs', import.meta.url).href

/** A supervisor in a process of its own, over a program that notes each of its starts in `starts`. */
function supervised(program: string, limits = '{ most: 2, withinMs: 60_000, firstPauseMs: 10, longestPauseMs: 20 }') {
  const starts = join(folder, 'starts')
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write('starts', '')
  write(
    'program.mjs',
    `import { appendFileSync } from 'node:fs'\nappendFileSync(${JSON.stringify(starts)}, (process.env.AGAIN ?? '') + '\\n')\n${program}`,
  )
  write(
    'supervisor.mjs',
    `import { spawn } from 'node:child_process'
import { supervise } from ${JSON.stringify(MODULE)}
const launch = (again) => spawn(process.execPath, [${JSON.stringify(join(folder, 'program.mjs'))}],
  { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: { ...process.env, AGAIN: again === null ? 'first' : again.count + ' ' + again.after } })
process.exitCode = await supervise(launch, (text) => console.log(text), ${limits})`,
  )
  const child = spawn(process.execPath, [join(folder, 'supervisor.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<{ code: number | null; starts: string[]; output: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, starts: readFileSync(starts, 'utf8').trim().split('\n'), output })),
  )
  const says = async (text: string) => {
    while (!output.includes(text)) await new Promise((resolve) => child.stdout.once('data', resolve))
  }
  return { child, ended, says }
}

test('a crash after it was up is started again, a bounded number of times, and each is said', async () => {
  const { code, starts, output } = await supervised("process.send('up', () => process.exit(70))").ended
  expect(starts).toEqual(['first', '1 code 70', '2 code 70'])
  expect(output).toContain('The process ended by itself (code 70). It is started again in 0.01 s (1 of 2).')
  expect(output).toContain('3 times within 1 minutes. It is not started again')
  expect(code).toBe(70)
})

test.each([
  ['an orderly end', 0],
  ['a start that was refused', 1],
])('%s is not started again', async (_what, wanted) => {
  const { code, starts } = await supervised(`process.send('up', () => process.exit(${wanted}))`).ended
  expect([code, starts]).toEqual([wanted, ['first']])
})

test('a crash before it was up is told to the person who starts it', async () => {
  const { code, starts } = await supervised("process.kill(process.pid, 'SIGKILL')").ended
  expect([code, starts]).toEqual([137, ['first']])
})

test('a signal is handed on, and what dies of it is not started again', async () => {
  const { child, ended, says } = supervised("process.send('up', () => console.log('up')); setInterval(() => {}, 1000)")
  await says('up')
  child.kill('SIGTERM')
  const { code, starts } = await ended
  expect([code, starts]).toEqual([143, ['first']])
})

test('told to end during a pause, it starts once more to clean up and hands the signal on', async () => {
  const program = `if (process.env.AGAIN === 'first') process.send('up', () => process.exit(70))
else { process.on('SIGTERM', () => { console.log('cleaned'); process.exit(0) }); process.send('starting'); setInterval(() => {}, 1000) }`
  const { child, ended, says } = supervised(program, '{ most: 2, withinMs: 60_000, firstPauseMs: 60_000, longestPauseMs: 60_000 }')
  await says('started again')
  child.kill('SIGTERM')
  const { code, starts, output } = await ended
  expect([code, starts]).toEqual([0, ['first', '1 code 70']])
  expect(output).toContain('cleaned')
})
