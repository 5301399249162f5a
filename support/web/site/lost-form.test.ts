// What is kept of a form that was posted after its session had ended: its texts, also next to files; of files the names alone.
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSite, lostForm } from '../index.ts'

let site: FastifyInstance
beforeAll(async () => {
  site = await createSite({ origin: 'http://localhost', host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }) })
  await site.register(async (inner) => {
    inner.addHook('preValidation', async (request, reply) => {
      return reply.send({ lost: await lostForm(request, 200) })
    })
    inner.post('/kk/with-files', { config: { files: true } }, async () => 'never')
    inner.post('/kk/without', async () => 'never')
  })
})
afterAll(() => site.close())

const BOUNDARY = 'a-boundary'
const part = (name: string, value: string, file?: string) =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n\r\n${value}\r\n`

async function posted(url: string, parts: readonly string[], headers = {}) {
  const answer = await site.inject({
    method: 'POST',
    url,
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, origin: 'http://localhost', ...headers },
    payload: `${parts.join('')}--${BOUNDARY}--\r\n`,
  })
  return (answer.json() as { lost: unknown }).lost
}

const FORM = [part('_csrf', 'of a session that ended'), part('said', 'Бір сағат жазғаным'), part('photo', 'x'.repeat(9_000), 'сурет.jpg')]

test('the texts of a form with files are kept, and the files are named', async () => {
  expect(await posted('/kk/with-files', FORM)).toEqual({
    form: '/with-files',
    typed: { said: ['Бір сағат жазғаным'] },
    files: ['сурет.jpg'],
  })
})

test('the form names itself, and says what is secret', async () => {
  const form = [part('_keep', '/with-files answer'), part('_secrets', 'pin'), part('pin', '1234'), part('tick', 'a'), part('tick', 'b')]
  expect(await posted('/kk/with-files', form)).toEqual({ form: '/with-files answer', typed: { tick: ['a', 'b'] }, files: [] })
})

test('nothing is kept from elsewhere, of a form that breaks off or is too long, or where no form of ours has files', async () => {
  expect(await posted('/kk/with-files', FORM, { origin: 'http://elsewhere' })).toBeNull()
  expect(await posted('/kk/with-files', [...FORM, part('said', 'y'.repeat(300))])).toBeNull()
  expect(await posted('/kk/with-files', [`--${BOUNDARY}\r\ncontent-disposition: form-data; name="said"\r\n\r\nunfinished`])).toBeNull()
  expect(await posted('/kk/without', FORM)).toBeNull()
})
