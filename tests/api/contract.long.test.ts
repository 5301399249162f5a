// Portman makes a contract test of our document and Newman runs it: each call that needs nothing but a client answers with the status, the type and
// the shape that the document says. Two judges of others, with three hundred packages: they are fetched by npx and are no dependency of the house.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startHouse } from '../house.ts'
import { addClient, tokenOf } from '../journey/support/client.ts'

const run = promisify(execFile)
const SCOPES = ['requests.read', 'payments.read', 'events.read', 'hooks.write'] as const
/** In the order in which a web hook is made, used and ended. */
const CALLS = {
  listServices: 'GET::/services',
  readService: 'GET::/services/{regulation}/{variant}',
  checkFile: 'POST::/register/checks',
  readClient: 'GET::/client',
  listRequests: 'GET::/requests',
  listPayments: 'GET::/payments',
  listEvents: 'GET::/events',
  setHook: 'PUT::/hooks/{name}',
  listHooks: 'GET::/hooks',
  readHook: 'GET::/hooks/{name}',
  listDeliveries: 'GET::/hooks/{name}/deliveries',
  renewHookSecret: 'POST::/hooks/{name}/secret',
  retryDeliveries: 'POST::/hooks/{name}/retries',
  removeHook: 'DELETE::/hooks/{name}',
} as const
/** Portman forgets to name `tslib`, which it needs. */
const JUDGES = ['@apideck/portman@1.33.0', 'tslib@2.8.1']

async function areThere(): Promise<boolean> {
  const asked = JUDGES.map((each) => run('npm', ['view', each, 'version', '--fetch-retries=0'], { timeout: 60_000 }))
  return (await Promise.allSettled(asked)).every(({ status }) => status === 'fulfilled')
}

test('the answers are those of the document, by Portman and Newman', async ({ skip }) => {
  if (!(await areThere())) {
    console.log(`SKIPPED: the registry of npm does not give ${JUDGES.join(' and ')}, so the document is not judged by them`)
    return skip()
  }
  const house = await startHouse()
  onTestFinished(() => house.stop())
  const token = await tokenOf(house, await addClient(house, '--firm=080340001111', ...SCOPES), SCOPES)
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-contract-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const keep = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content))
  keep('openapi.json', await documentOf(house.origin))
  keep('filter.json', { inverseOperationIds: Object.keys(CALLS) })
  keep('config.json', configuration(token))
  const options = [
    '--local',
    'openapi.json',
    '--baseUrl',
    `${house.origin}/api/v1`,
    '--filterFile',
    'filter.json',
    '--portmanConfigFile',
    'config.json',
  ]
  const words = ['--yes', ...JUDGES.flatMap((each) => ['-p', each]), 'portman', ...options, '--output', 'collection.json', '--runNewman']
  const { stdout } = await run('npx', words, { cwd: folder, maxBuffer: 2 ** 24 }).catch((error: { readonly stdout: string }) => error)
  const passed = stdout.match(/✓ {2}\[[A-Z]+\]::/g) ?? []
  expect(stdout, stdout.slice(-4000)).not.toMatch(/AssertionError|Newman run failed/)
  expect(passed.length).toBeGreaterThanOrEqual(Object.keys(CALLS).length * 4)
}, 400_000)

/** Without its security: Portman makes no bearer of client credentials, so the token is a header of each call. */
async function documentOf(origin: string): Promise<object> {
  type Call = { security?: unknown }
  const read = (await (await fetch(`${origin}/api/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Call>>>>
    readonly components: { securitySchemes?: unknown }
  }
  delete read.components.securitySchemes
  for (const call of Object.values(read.paths).flatMap((path) => Object.values(path))) delete call.security
  return read
}

function configuration(token: string): object {
  const isOn = { enabled: true }
  const overwrite = true
  const hookName = { overwriteRequestPathVariables: [{ key: 'name', value: 'contract', overwrite }] }
  return {
    version: 1,
    tests: {
      contractTests: [
        {
          openApiOperation: '*::/**',
          statusSuccess: isOn,
          contentType: isOn,
          jsonBody: isOn,
          schemaValidation: isOn,
          headersPresent: isOn,
        },
      ],
    },
    overwrites: [
      {
        openApiOperation: '*::/**',
        overwriteRequestHeaders: [{ key: 'Authorization', value: `Bearer ${token}`, overwrite, insert: true }],
      },
      {
        openApiOperation: 'GET::/**',
        overwriteRequestQueryParams: ['after', 'limit', 'status', 'type'].map((key) => ({ key, remove: true })),
      },
      {
        openApiOperationId: 'readService',
        overwriteRequestPathVariables: [
          { key: 'regulation', value: 'grain', overwrite },
          { key: 'variant', value: 'issue', overwrite },
        ],
      },
      { openApiOperation: '*::/hooks/{name}', ...hookName },
      { openApiOperation: '*::/hooks/{name}/*', ...hookName },
      {
        openApiOperationId: 'setHook',
        overwriteRequestBody: [
          { key: 'url', value: 'http://localhost:9/contract', overwrite },
          { key: 'eventTypes', value: ['request.closed'], overwrite },
        ],
      },
      { openApiOperationId: 'checkFile', overwriteRequestBody: [{ key: 'sha256', value: 'ab'.repeat(32), overwrite }] },
    ],
    globals: { stripResponseExamples: true, orderOfOperations: Object.values(CALLS) },
  }
}
