import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { readBanks } from './configuration.ts'

const SECRET = 'x'.repeat(32)
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ruqsat-banks-'))
})

/** Writes a file into the folder; answers with its path. */
async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const NAME = '{ kk: Дала, ru: Дала, en: Dala }'
const read = async (yaml: string) => readBanks(await file('banks.yaml', yaml))

test('names each bank with its wire and secrets, in the order of the file', async () => {
  const [key, next, token] = [await file('key', `${SECRET}\n`), await file('next', `${SECRET}2\n`), await file('token', SECRET)]
  const settings = await read(`
partsWaitHours: 5
banks:
  dala: { adapter: tiyn, name: ${NAME}, address: https://dala.example, keys: [{ id: new, file: ${key} }, { id: old, file: ${next} }], statements: /in/dala }
  tau: { adapter: tenge, name: ${NAME}, address: https://tau.example/shop, tokenFile: ${token}, closing: true }
  twin: { adapter: sandbox, statements: /in/twin }
`)
  expect(settings.partsWaitHours).toBe(5)
  expect(settings.banks).toMatchObject([
    {
      id: 'dala',
      adapter: 'tiyn',
      isClosing: false,
      keys: [{ id: 'new', secret: new Uint8Array(Buffer.from(SECRET)) }, { id: 'old' }],
    },
    { id: 'tau', adapter: 'tenge', isClosing: true, token: SECRET, address: 'https://tau.example/shop' },
    { id: 'twin', adapter: 'sandbox' },
  ])
  expect(settings.statementFolders).toEqual({ dala: '/in/dala', twin: '/in/twin' })
})

test('three days for the rest of a fee, and no bank at all, where nothing is said', async () => {
  expect(await read('banks: {}')).toEqual({ partsWaitHours: 72, banks: [], statementFolders: {} })
})

test.each([
  ['no YAML', 'banks: [', /Expected YAML in .*banks\.yaml/],
  ['no banks', 'partsWaitHours: 3', /- banks: /],
  ['a wire that there is not', `banks: { dala: { adapter: swift, name: ${NAME} } }`, /- banks\.dala\.adapter: /],
  ['an id that is none', `banks: { 'Дала банкі': { adapter: sandbox } }`, /- banks\.Дала банкі: /],
  [
    'no name in one of the languages',
    `banks: { dala: { adapter: tenge, name: { kk: Д }, address: https://d.example, tokenFile: t } }`,
    /banks\.dala\.name\.ru/,
  ],
  ['no address', `banks: { dala: { adapter: tenge, name: ${NAME}, address: 'ftp://d.example', tokenFile: t } }`, /banks\.dala\.address/],
  ['no key', `banks: { dala: { adapter: tiyn, name: ${NAME}, address: https://d.example, keys: [] } }`, /banks\.dala\.keys/],
  ['a word that nobody knows', 'banks: { dala: { adapter: sandbox, colour: green } }', /colour/],
  ['a wait without end', 'partsWaitHours: 100000\nbanks: {}', /partsWaitHours/],
  ['the seal, which is the house’s now', 'seal: { keyFile: a, certificateFile: b }\nbanks: {}', /seal: belongs to .*RUQSAT_SEAL/],
])('is refused with the place of the mistake: %s', async (_what, yaml, message) => {
  await expect(read(yaml)).rejects.toThrow(message)
})

test('names every mistake at once', async () => {
  await expect(read('partsWaitHours: -1\nbanks: { a: { adapter: x }, b: { adapter: sandbox, closing: perhaps } }')).rejects.toThrow(
    /partsWaitHours[^]*banks\.a[^]*banks\.b\.closing/,
  )
})

test('a secret is never repeated, and one that is missing, short or of two lines is refused by its file', async () => {
  const binding = (path: string) => `banks: { tau: { adapter: tenge, name: ${NAME}, address: https://t.example, tokenFile: ${path} } }`
  const [short, twoLines] = [await file('short', 'too-short-a-secret'), await file('two-lines', `${SECRET}\n${SECRET}`)]
  for (const path of [short, twoLines, join(folder, 'nowhere')]) {
    const refused = await read(binding(path)).catch((error: Error) => error)
    expect(refused).toBeInstanceOf(Error)
    expect((refused as Error).message).toContain(path)
    expect((refused as Error).message).not.toMatch(/too-short-a|xxxx/)
  }
  await expect(readBanks(join(folder, 'no-file.yaml'))).rejects.toThrow('cannot be read')
})
