import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { technicalClock } from '@ruqsat/database'
import { SYNC_PATH } from '@ruqsat/gateway'
import { openSecrets } from '@ruqsat/installation'
import { openTestTrust } from '@ruqsat/trust/testing'
import fastify from 'fastify'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { openGateway } from './gateway.ts'

const SUBJECT = '260140000015'
const purpose = {
  authority: 'test-authority',
  asker: 'clerk-1',
  caseId: 'case-1',
  source: { act: 'test-law', item: '8', certainty: 'found' },
} as const

async function openParts() {
  const trust = await openTestTrust()
  onTestFinished(() => trust.close())
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-gateway-'))
  const need = {
    databases: { gateway: trust.database },
    legalClock: trust.clock,
    technicalClock,
    log: pino({ level: 'silent' }),
    secrets: openSecrets(folder),
  }
  const open = async (gateway: string | null) => {
    const room = await openGateway({ ...need, settings: { mode: 'sandbox', gateway } }, trust.trust)
    onTestFinished(() => room.stop())
    return room
  }
  return { folder, keyFile: join(need.secrets.folder, 'gateway-sandbox.pem'), open }
}

test('rooms of the sandbox ask each other into the journal, and its door answers', async () => {
  const { open } = await openParts()
  const room = await open(null)
  room.offer('firms', { answer: async () => ({ kind: 'found', value: '<firm/>' }) })
  expect(await room.gateway.ask({ route: 'firms', payload: '<ask/>', subject: SUBJECT, purpose })).toEqual({
    kind: 'found',
    value: '<firm/>',
  })
  expect(await room.gateway.asksAbout(SUBJECT)).toMatchObject([
    { direction: 'within', route: 'firms', asker: 'clerk-1', caseId: 'case-1', source: purpose.source, outcome: 'found' },
  ])
  const site = fastify()
  onTestFinished(() => site.close())
  await site.register(room.door('http://localhost'))
  expect((await site.inject(SYNC_PATH)).body).toContain('definitions')
  expect((await site.inject({ method: 'POST', url: SYNC_PATH, payload: '<no-envelope/>' })).statusCode).toBe(500)
})

test('the sandbox keeps its key, and a file that is wrong is a fault with its line', async () => {
  const { open, folder, keyFile } = await openParts()
  await open(null)
  const made = await readFile(keyFile, 'utf8')
  await open(null)
  expect(await readFile(keyFile, 'utf8')).toBe(made)
  const file = join(folder, 'gateway.yaml')
  await writeFile(file, 'sender: house\nroutes:\n  firms: { service: Firms, address: "ftp://nowhere" }\n')
  await expect(open(file)).rejects.toThrow(`${file}:3`)
  await writeFile(file, 'sender: house\nkeyFile: own.key\n')
  await expect(open(file)).rejects.toThrow('keyFile and certificateFile together')
  await writeFile(file, 'sender: house\nroutes:\n  firms: { service: Firms, address: "http://127.0.0.1:9/" }\n')
  const room = await open(file)
  expect(room.routes()).toMatchObject([{ route: 'firms', breaker: 'closed' }])
})
