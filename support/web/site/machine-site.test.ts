import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMachineSite } from './machine-site.ts'

let site: FastifyInstance
beforeAll(async () => {
  site = await createMachineSite({ costly: 'authority', rates: { authority: 3, address: 12 } })
  site.addContentTypeParser('application/ocsp-request', { parseAs: 'buffer', bodyLimit: 100 }, (_request, body, done) => done(null, body))
  await site.register(async (app) => {
    app.post('/asked', { config: { isCostly: true } as never }, (request, reply) => reply.send(`${(request.body as Buffer).length} bytes`))
    app.get('/kept', async () => 'kept')
  })
  await site.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => site.close())

const ask = (bytes: number, remoteAddress: string, type = 'application/ocsp-request') =>
  site.inject({ method: 'POST', url: '/asked', payload: Buffer.alloc(bytes), headers: { 'content-type': type }, remoteAddress })

test('what costs much has its own limit for each address; other answers go on', async () => {
  for (let times = 0; times < 3; times += 1) expect((await ask(10, '192.0.2.1')).body).toBe('10 bytes')
  const refused = await ask(10, '192.0.2.1')
  expect([refused.statusCode, refused.body]).toEqual([429, 'Too many requests'])
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await ask(10, '192.0.2.2')).statusCode).toBe(200)
  expect((await site.inject({ url: '/kept', remoteAddress: '192.0.2.1' })).body).toBe('kept')
})

test('addresses that do not exist are counted as well', async () => {
  const statuses = []
  for (let times = 0; times < 14; times += 1)
    statuses.push((await site.inject({ url: `/nothing-${times}`, remoteAddress: '192.0.2.3' })).statusCode)
  expect(statuses).toEqual([...Array(12).fill(404), 429, 429])
})

test('a body over the limit or of another type is not taken', async () => {
  expect((await ask(101, '192.0.2.4')).statusCode).toBe(413)
  expect((await ask(10, '192.0.2.4', 'application/json')).statusCode).toBe(415)
})

test('what announces too much is cut off before it has come', async () => {
  const socket = connect((site.server.address() as AddressInfo).port, '127.0.0.1')
  let said = ''
  socket.on('data', (data: Buffer) => (said += data.toString())).on('error', () => undefined)
  await once(socket, 'connect')
  socket.write('POST /asked HTTP/1.1\r\nHost: a\r\nContent-Type: application/ocsp-request\r\nContent-Length: 100000000\r\n\r\n')
  await expect.poll(() => said).toContain('HTTP/1.1 413')
  socket.destroy()
})
