import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isRefusal } from '@ruqsat/foundation'
import { openSecrets } from '@ruqsat/installation'
import type { ReceiptFile, ReceiptPress } from '@ruqsat/payments'
import { newOrder, openFixture, paidOrder } from '@ruqsat/payments/testing'
import { readTables } from '@ruqsat/regulations'
import { openTestTrust } from '@ruqsat/trust/testing'
import { openTypesetter, type Typesetter } from '@ruqsat/typesetting'
import pino from 'pino'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { regulationsFolder } from '../commands/regulations.ts'
import { openReceiptPress } from './receipts.ts'
import { openSeal, portalSealOf } from './seal.ts'
import { sandboxSystemKey } from './system-key.ts'

let typesetter: Typesetter
let trust: Awaited<ReturnType<typeof openTestTrust>>
let fixture: Awaited<ReturnType<typeof openFixture>>
let press: ReceiptPress
/** Two keys of the sandbox's authority, which stand for those of a real one. */
let keys: readonly string[]
beforeAll(async () => {
  typesetter = openTypesetter()
  trust = await openTestTrust()
  press = (await pressOf())!
  keys = await Promise.all(['one', 'two'].map(keyFile))
  // From now on: what is sealed is sealed after the keys were made.
  fixture = await openFixture('seal', await trust.clock.now())
})
afterAll(async () => {
  await typesetter?.close()
  await trust?.close()
  await fixture?.close()
})

type Wanted = { readonly mode?: 'sandbox' | 'production'; readonly seal?: string }

async function pressOf({ mode = 'sandbox', seal: file }: Wanted = {}): Promise<ReceiptPress | null> {
  const secrets = openSecrets(await mkdtemp(join(tmpdir(), 'ruqsat-seal-')))
  const tables = await readTables(pathToFileURL(`${regulationsFolder(null)}/calendars/`))
  const settings = { mode, seal: file ?? null }
  const seal = await openSeal({ settings, secrets, legalClock: trust.clock }, trust.trust)
  if (seal === null) return null
  const need = { settings, log: pino({ level: 'silent' }), regulations: { tables } }
  return openReceiptPress(need as never, { trust: trust.trust, typesetter, seal })
}

async function keyFile(name: string): Promise<string> {
  const secrets = openSecrets(await mkdtemp(join(tmpdir(), `ruqsat-seal-${name}-`)))
  await sandboxSystemKey({ secrets, legalClock: trust.clock }, trust.trust.authority, 'key.pem', `SANDBOX ${name}`)
  return join(secrets.folder, 'key.pem')
}

async function roomWith(press: ReceiptPress | null) {
  const room = await fixture.again(press === null ? {} : { press })
  onTestFinished(() => room.stop())
  return room
}

const fileOf = (receipt: Awaited<ReturnType<Awaited<ReturnType<typeof roomWith>>['receipt']>>): ReceiptFile => {
  if (isRefusal(receipt)) throw new Error(receipt.code)
  return receipt
}

test('a receipt is sealed once by the house’s own key, and every check of a file finds it genuine', async () => {
  const room = await roomWith(press)
  const { orderId } = await paidOrder(fixture)
  const receipt = fileOf(await room.receipt(orderId))
  expect(receipt.fileName).toMatch(/^receipt-DALA-\d+\.pdf$/)
  const report = await trust.trust.verifyFile({ bytes: receipt.pdf })
  expect(report).toMatchObject({
    format: 'pdf',
    kind: 'valid',
    signers: [{ organisation: 'SANDBOX RUQSAT SEAL', roles: ['information-system'] }],
  })
  // Another press, another key: the file that was made stays.
  const again = fileOf(await (await roomWith(await pressOf())).receipt(orderId))
  expect(Buffer.from(again.pdf).equals(receipt.pdf)).toBe(true)
  const changed = Uint8Array.from(receipt.pdf)
  changed[Math.floor(changed.length / 3)]! ^= 1
  expect((await trust.trust.verifyFile({ bytes: changed })).kind).not.toBe('valid')
  expect(await room.payments.readOrder(orderId)).toMatchObject({ receiptUrl: expect.stringContaining(`/pay/${orderId}/receipt`) })
})

test('what is not paid, or has no seal here, is refused by name; a silent revocation service makes it wait', async () => {
  const room = await roomWith(press)
  const { orderId } = await paidOrder(fixture)
  const unpaid = await newOrder(fixture.room)
  expect(await room.receipt(unpaid.orderId)).toMatchObject({ code: 'receipt-not-paid' })
  expect(await pressOf({ mode: 'production' })).toBeNull()
  const without = await roomWith(null)
  expect(await without.receipt(orderId)).toMatchObject({ code: 'receipt-without-seal' })
  expect(await without.payments.readOrder(orderId)).toMatchObject({ receiptUrl: null })
  await trust.trust.setFault('ocsp', 'down')
  await trust.trust.setFault('crl', 'down')
  expect(await room.receipt(orderId)).toMatchObject({ code: 'receipt-not-sealed-now' })
  await trust.trust.setFault('ocsp', 'none')
  await trust.trust.setFault('crl', 'none')
  expect(fileOf(await room.receipt(orderId)).pdf.length).toBeGreaterThan(10_000)
})

test('in production one file has the seal of the house, for receipts and for requests alike; what cannot be one is refused at the start', async () => {
  const room = await roomWith(await pressOf({ mode: 'production', seal: keys[0]! }))
  const { orderId } = await paidOrder(fixture)
  expect((await trust.trust.verifyFile({ bytes: fileOf(await room.receipt(orderId)).pdf })).signers).toHaveLength(1)
  const seal = (await sealIn(keys[0]!))!
  const [at, content] = [await trust.clock.now(), Buffer.from('a request')]
  const portal = await portalSealOf(seal)
  const sealed = await trust.trust.verifyDetached({ cms: await portal.seal(content, at), content, at, expect: { purpose: 'sign' } })
  expect(sealed).toMatchObject({ kind: 'valid' })
  expect(portal.bin).toBe('260140000015')
  const [one, two] = await Promise.all(keys.map((file) => readFile(file, 'utf8')))
  const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/
  await expect(sealIn(await written(two!.replace(certificate, certificate.exec(one!)![0])))).rejects.toThrow('found another')
  await expect(sealIn(await written(one!.replace(certificate, '')))).rejects.toThrow('found no certificate')
  await expect(sealIn(await written(certificate.exec(one!)![0]))).rejects.toThrow('found no key')
  await expect(sealIn('/nowhere/seal.pem')).rejects.toThrow('/nowhere/seal.pem')
})

const sealIn = (seal: string) =>
  openSeal({ settings: { mode: 'production', seal }, secrets: openSecrets(tmpdir()), legalClock: trust.clock }, trust.trust)

async function written(pem: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'ruqsat-seal-')), 'seal.pem')
  await writeFile(file, pem)
  return file
}
