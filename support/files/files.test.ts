// Both stores by the same promises; the bucket on a real server that checks signatures.
import { hash } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folderStore, openFiles, s3Store, type FileStore } from './index.ts'
import { openS3Server, S3_KEY, type S3Server } from './testing.ts'

let server: S3Server
let folder: string
beforeAll(async () => {
  server = await openS3Server()
  folder = await mkdtemp(join(tmpdir(), 'ruqsat-files-'))
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

const bucket = (overrides: object = {}) =>
  s3Store({
    address: server.address,
    region: 'us-east-1',
    prefix: 'ruqsat/files',
    accessKey: S3_KEY,
    secretKey: S3_KEY,
    withinMs: 2_000,
    ...overrides,
  })
const bytesOf = (text: string) => new TextEncoder().encode(text)
const digestOf = (bytes: Uint8Array) => hash('sha256', bytes)

describe.each([
  { kind: 'folder', open: () => folderStore(folder), spoil: (name: string) => writeFile(join(folder, name), 'other') },
  { kind: 'bucket', open: () => bucket(), spoil: (name: string) => server.spoil(`ruqsat/files/${name}`, bytesOf('other')) },
])('a $kind', ({ open, spoil }: { readonly open: () => FileStore; readonly spoil: (name: string) => Promise<void> }) => {
  test('gives what was put, the same twice as well, and null for what never was', async () => {
    const store = open()
    for (const bytes of [bytesOf('Қазақша мәтін'), new Uint8Array(0), Buffer.alloc(300_000, 7)]) {
      const sha256 = digestOf(bytes)
      expect(await store.get(sha256)).toBeNull()
      await Promise.all([store.put(sha256, bytes), store.put(sha256, bytes)])
      await store.put(sha256, bytes)
      expect(Buffer.from((await open().get(sha256))!).equals(Buffer.from(bytes))).toBe(true)
    }
  })

  test('gives no other bytes than those of the digest, takes none, and is whole after the right ones are put again', async () => {
    const store = open()
    const bytes = bytesOf('as it was')
    const sha256 = digestOf(bytes)
    await store.put(sha256, bytes)
    await spoil(`${sha256.slice(0, 2)}/${sha256}`)
    await expect(store.get(sha256)).rejects.toThrow(/other bytes/)
    await store.put(sha256, bytes)
    expect(await store.get(sha256)).toEqual(expect.objectContaining({ length: bytes.length }))
    await expect(store.put(sha256, bytesOf('another'))).rejects.toThrow(/others/)
    await expect(store.get('../../etc/passwd')).rejects.toThrow(/digest/)
  })
})

describe('an outage is never "there is no such file"', () => {
  const bytes = bytesOf('held through an outage')
  const later = { retry: 'later' }

  test('of a bucket: down, silent, another key, no such bucket, nothing that listens', async () => {
    await bucket().put(digestOf(bytes), bytes)
    for (const mode of ['down', 'silent'] as const) {
      server.turn(mode)
      const store = bucket({ withinMs: 1_500 })
      await expect(store.get(digestOf(bytes))).rejects.toMatchObject(later)
      await expect(store.put(digestOf(bytes), bytes)).rejects.toMatchObject(later)
      server.turn('up')
    }
    await expect(bucket({ secretKey: 'another' }).get(digestOf(bytes))).rejects.toThrow(/403 SignatureDoesNotMatch/)
    await expect(bucket({ address: `${server.address}-other` }).get(digestOf(bytes))).rejects.toThrow(/404 NoSuchBucket/)
    await expect(bucket({ address: 'http://127.0.0.1:9/files' }).get(digestOf(bytes))).rejects.toMatchObject(later)
    expect(await bucket().get(digestOf(bytes))).not.toBeNull()
  })

  test('of a folder that is not there', async () => {
    await expect(folderStore(join(folder, 'not-mounted')).get(digestOf(bytes))).rejects.toMatchObject(later)
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    await expect(folderStore(file).put(digestOf(bytes), bytes)).rejects.toMatchObject(later)
  })
})

test('the section of the file of settings: every mistake in it, secrets from files and in no message', async () => {
  const file = join(folder, 'ruqsat.yaml')
  await writeFile(join(folder, 'access'), `${S3_KEY}\n`)
  await writeFile(join(folder, 'secret'), `${S3_KEY}\n`)
  await chmod(join(folder, 'secret'), 0o600)
  expect(openFiles(undefined, file)).toBeNull()
  const section = { adapter: 's3', address: server.address, prefix: 'one/two', accessKeyFile: 'access', secretKeyFile: 'secret' }
  const bytes = bytesOf('by its settings')
  await openFiles(section, file)!.put(digestOf(bytes), bytes)
  expect(await bucket({ prefix: 'one/two' }).get(digestOf(bytes))).not.toBeNull()
  await openFiles({ adapter: 'folder', folder: 'kept' }, file)!.put(digestOf(bytes), bytes)
  expect(await folderStore(join(folder, 'kept')).get(digestOf(bytes))).not.toBeNull()
  expect(() => openFiles({ ...section, prefix: '/one/', address: 'bucket', colour: 1 }, file)).toThrow(
    /files\.address[^]*files\.prefix[^]*colour/,
  )
  expect(() => openFiles({ ...section, secretKeyFile: 'none' }, file)).toThrow(/none/)
  expect(() => openFiles({ adapter: 'tape' }, file)).toThrow(/files\.adapter/)
})
