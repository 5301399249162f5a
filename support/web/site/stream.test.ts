import { randomBytes } from 'node:crypto'
import { get, type IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSite, sendFile, sendPieces } from '../index.ts'

let site: FastifyInstance
let origin = ''
let made = 0
beforeEach(async () => {
  made = 0
  site = await createSite({ origin: 'http://localhost', host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }) })
  site.get('/pieces', { config: { isLong: true } }, (request, reply) =>
    sendPieces(request, reply, { pieces: pieces(), mediaType: 'application/json', fileName: 'Сұрау.json' }),
  )
  site.get('/broken', { config: { isLong: true } }, (request, reply) =>
    sendPieces(request, reply, { pieces: broken(), mediaType: 'application/json', fileName: 'a.json' }),
  )
  const bytes = Buffer.alloc(40 * 1024 * 1024)
  site.get('/file', (_request, reply) => sendFile(reply, { bytes, mediaType: 'application/pdf', fileName: 'a.pdf' }))
  origin = await site.site.listen()
})
afterEach(() => site.close())

async function* pieces(): AsyncGenerator<string> {
  for (; made < 2_000; made += 1) yield 'a'.repeat(64 * 1024)
}

/** What does not compress, and breaks off. */
async function* broken(): AsyncGenerator<string> {
  for (let piece = 0; piece < 40; piece += 1) yield randomBytes(48 * 1024).toString('base64')
  throw new Error('the database went away')
}

/** A reader who takes the head of the answer and then nothing. */
function open(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(origin + path, { agent: false }, (answer) => resolve(answer.pause())).on('error', reject))
}

test('pieces are made as the reader takes them', async () => {
  const answer = await open('/pieces')
  expect(answer.headers['content-disposition']).toContain(`filename*=UTF-8''${encodeURIComponent('Сұрау.json')}`)
  let before = -1
  // Until the pipes between us are full.
  while (before !== made) {
    before = made
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect(made).toBeLessThan(500)
  answer.destroy()
})

test('one visitor opens three at once, and another when one is done', async () => {
  const opened = [await open('/pieces'), await open('/pieces'), await open('/pieces')]
  expect(opened.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
  const refused = await fetch(`${origin}/pieces`)
  expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('жүктеп алушылар тым көп')])
  opened[0]!.destroy()
  await expect.poll(async () => (await open('/pieces').then((each) => (each.destroy(), each))).statusCode).toBe(200)
  for (const each of opened) each.destroy()
})

test('files that wait for slow readers are bounded together', async () => {
  const opened = [await open('/file'), await open('/file')]
  expect((await fetch(`${origin}/file`)).status).toBe(503)
  for (const each of opened) each.destroy()
  await expect.poll(async () => (await fetch(`${origin}/file`)).status).toBe(200)
})

test('compressed pieces arrive whole, and a piece that fails breaks the connection in every encoding', async () => {
  made = 1_990
  const whole = await fetch(`${origin}/pieces`, { headers: { 'accept-encoding': 'br' } })
  expect(whole.headers.get('content-encoding')).toBe('br')
  expect((await whole.text()).length).toBe(10 * 64 * 1024)
  for (const encoding of ['br', 'gzip', 'identity']) {
    const answer = await fetch(`${origin}/broken`, { headers: { 'accept-encoding': encoding } })
    await expect(answer.arrayBuffer(), encoding).rejects.toThrow()
  }
  expect((await fetch(`${origin}/pieces`)).status).toBe(200)
})
