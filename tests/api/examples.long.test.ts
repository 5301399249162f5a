// The examples of docs/api.md, run as they are written, against the whole product; and each operation of the OpenAPI document is called once.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHouse, type RunningHouse } from '../house.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
let house: RunningHouse
beforeAll(async () => {
  house = await startHouse()
}, 180_000)
afterAll(() => house.stop(), 60_000)

async function addClient(...options: readonly string[]): Promise<{ readonly CLIENT: string; readonly SECRET: string }> {
  const words = ['tools/ruqsat.mjs', 'clients', 'add', '--name', 'A program of the test', ...options]
  const { stdout } = await run(process.execPath, words, { cwd: ROOT, env: { ...process.env, RUQSAT_STATE: house.folder } })
  return { CLIENT: /Client: (\S+)/.exec(stdout)![1]!, SECRET: /once: (\S+)/.exec(stdout)![1]! }
}

const scopes = (...each: readonly string[]) => each.flatMap((scope) => ['--scope', scope])

/** Lines of the guide's shell blocks that call this house. */
function calls(): readonly string[] {
  const guide = readFileSync(`${ROOT}/docs/api.md`, 'utf8')
  const blocks = [...guide.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) => block!.trimEnd().split('\n'))
  return blocks.filter((line) => line.includes('curl')).map((line) => line.replaceAll('licence.pdf', 'README.md'))
}

test('the examples of the guide answer what they are said to', async () => {
  const env = {
    ...process.env,
    HOUSE: house.origin,
    ...(await addClient('--firm', '080340001111', ...scopes('requests.read', 'payments.read', 'events.read', 'hooks.write'))),
  }
  const lines = calls()
  expect(lines.length).toBeGreaterThanOrEqual(13)
  const script = lines
    .map((line) => (line.startsWith('TOKEN=') ? line.replaceAll('curl ', 'curl -s ') : `${line.replace('curl ', 'curl -s ')}; echo`))
    .join('\n')
  const { stdout } = await run('bash', ['-euc', script], { cwd: ROOT, env })
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(answers[0]).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ variant: 'issue' })]) })
  expect(answers[1]).toMatchObject({ regulation: 'grain', sections: expect.any(Array) })
  expect(answers[2]).toMatchObject({ code: expect.stringMatching(/licence/), title: expect.stringMatching(/[a-z]/) })
  expect(answers[3]).toMatchObject({ isIssued: false })
  expect(answers[4]).toMatchObject({ id: env.CLIENT, owner: { kind: 'firm', id: '080340001111' } })
  expect(answers[5]).toEqual({ items: [], next: null })
  expect(answers[6]).toEqual({ items: [], next: null })
  expect(answers[7]).toMatchObject({ items: [], next: expect.stringMatching(/^\d+$/), isMore: false })
  expect(answers[8]).toMatchObject({ items: [], isMore: false })
  expect(answers[9]).toMatchObject({ name: 'books', secret: expect.stringMatching(/^whsec_/), failingSince: null })
  expect(answers[10]).toEqual({ items: [], next: null })
  expect(answers[11]).toMatchObject({ name: 'books', disabledAt: null })
}, 120_000)

test('every operation of the document is there, and refuses as the document says', async () => {
  type Operation = { readonly operationId: string; readonly responses: Readonly<Record<string, unknown>> }
  const document = (await (await fetch(`${house.origin}/api/openapi.json`)).json()) as {
    readonly servers: readonly { readonly url: string }[]
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  }
  const all = ['requests.read', 'applications.write', 'payments.read', 'events.read', 'hooks.write']
  const { CLIENT, SECRET } = await addClient('--firm', '080340001111', ...scopes(...all))
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: all.join(' ') })
  const authorization = `Basic ${Buffer.from(`${CLIENT}:${SECRET}`).toString('base64')}`
  const given = await fetch(`${house.origin}/identity/token`, { method: 'POST', headers: { authorization }, body })
  const { access_token: token } = (await given.json()) as { access_token: string }
  const answered: string[] = []
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, { operationId, responses }] of Object.entries(operations)) {
      const url = `${document.servers[0]!.url}${path.replace(/\{(id|fileId)\}/g, '00000000-0000-4000-8000-000000000000').replace(/\{\w+\}/g, 'AA-2026-000001')}`
      const sends = method === 'post' || method === 'put'
      const headers = {
        authorization: `Bearer ${token}`,
        'idempotency-key': 'each-operation-once',
        ...(sends && { 'content-type': 'application/json' }),
      }
      const answer = await fetch(url, { method: method.toUpperCase(), headers, ...(sends && { body: '{}' }) })
      expect(Object.keys(responses), `${operationId}: ${answer.status}`).toContain(String(answer.status))
      const type = answer.headers.get('content-type') ?? ''
      expect(type, operationId).toMatch(answer.ok ? /^application\/json/ : /^application\/problem\+json/)
      answered.push(operationId)
    }
  }
  expect(answered.length).toBeGreaterThanOrEqual(29)
}, 120_000)
