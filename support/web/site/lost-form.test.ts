// What is kept of a form that was posted after its session had ended: its texts, also next to files; of files the names alone.
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSite, filesOfLost, textsToKeep } from '../index.ts'

let site: FastifyInstance
beforeAll(async () => {
  site = await createSite({ origin: 'http://localhost', host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }) })
  await site.register(async (inner) => {
    inner.addHook('preValidation', async (request, reply) => {
      const texts = await textsToKeep(request, 200)
      return reply.send({ texts, files: filesOfLost(request) })
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
  return answer.json() as { texts: readonly (readonly [string, string])[]; files: readonly string[] }
}

const FORM = [part('_csrf', 'of a session that ended'), part('said', 'Бір сағат жазғаным'), part('photo', 'x'.repeat(9_000), 'сурет.jpg')]

test('the texts of a form with files are kept, and the files are named', async () => {
  expect(await posted('/kk/with-files', FORM)).toEqual({ texts: [['said', 'Бір сағат жазғаным']], files: ['сурет.jpg'] })
})

test('nothing is kept from elsewhere, of a form that breaks off or is too long, or where no form of ours has files', async () => {
  const nothing = { texts: [] }
  expect(await posted('/kk/with-files', FORM, { origin: 'http://elsewhere' })).toMatchObject(nothing)
  expect(await posted('/kk/with-files', [...FORM, part('said', 'y'.repeat(300))])).toMatchObject(nothing)
  expect(await posted('/kk/with-files', [`--${BOUNDARY}\r\ncontent-disposition: form-data; name="said"\r\n\r\nunfinished`])).toMatchObject(
    nothing,
  )
  expect(await posted('/kk/without', FORM)).toMatchObject(nothing)
})
