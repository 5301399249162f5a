import { Fault } from '@ruqsat/foundation'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSite, localPath } from '../index.ts'

let site: FastifyInstance
beforeAll(async () => {
  site = await createSite({
    origin: 'http://localhost',
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    answerWithinMs: 200,
  })
  site.get(localPath('/silent'), () => new Promise(() => undefined))
  site.get(localPath('/locked'), () => Promise.reject(Object.assign(new Error('canceling statement'), { code: '55P03' })))
  site.get(localPath('/later'), () => Promise.reject(new Fault('Expected the store to answer but it did not', { retry: 'later' })))
  site.get(localPath('/never'), () => Promise.reject(new Fault('Expected a sound row but it is none')))
  site.get('/slow-stream', { config: { isLong: true } }, async (_request, reply) => {
    await new Promise((resolve) => setTimeout(resolve, 600))
    return reply.send('whole')
  })
})
afterAll(() => site.close())

test.each([
  ['kk', 'Қазір жауап бере алмай тұрмыз', 'Сақталған деректер жоғалған жоқ'],
  ['ru', 'Сейчас мы не можем ответить', 'Всё, что сохранено, цело'],
  ['en', 'We cannot answer right now', 'What was saved is not lost'],
])('a page that waits for a silent neighbour ends in a page that says what to do: %s', async (language, text, remedy) => {
  for (const path of ['silent', 'locked', 'later']) {
    const answer = await site.inject({ url: `/${language}/${path}` })
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '60'])
    expect(answer.body).toContain(text)
    expect(answer.body).toContain(remedy)
  }
  expect((await site.inject({ url: `/${language}/never` })).statusCode).toBe(500)
})

test('a long answer may take its time', async () => {
  expect((await site.inject({ url: '/slow-stream' })).body).toBe('whole')
})

test('a silent part is failing in /health, and is asked once until it answers', async () => {
  let asked = 0
  site.site.addHealthCheck('database', () => new Promise(() => void asked++))
  site.site.addHealthWarning(() => new Promise(() => undefined))
  const answers = await Promise.all([1, 2, 3].map(() => site.inject({ url: '/health' })))
  for (const answer of answers) expect([answer.statusCode, answer.json().parts]).toEqual([503, { database: 'failing' }])
  expect(asked).toBe(1)
})
