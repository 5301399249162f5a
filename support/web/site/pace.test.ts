import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localPath } from '../language/language.ts'
import { createSite } from './site.ts'

let site: FastifyInstance
let port: number

beforeAll(async () => {
  site = await createSite({
    origin: 'http://localhost:8080',
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    bodyPace: { graceMs: 300, bytesPerSecond: 100 },
  })
  site.post(localPath('/open'), { config: { csrf: false } }, (request, reply) =>
    reply.send(`${[...(request.formValues?.names() ?? [])].length} fields`),
  )
  site.get(localPath('/slow'), async () => {
    await sleep(900)
    return 'there'
  })
  await site.listen({ host: '127.0.0.1', port: 0 })
  port = (site.server.address() as AddressInfo).port
})
afterAll(() => site.close())

const head = (path: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${length}\r\n\r\n`

async function opened(text: string): Promise<{ readonly socket: Socket; readonly said: () => string }> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  let said = ''
  socket.on('data', (data: Buffer) => (said += data.toString()))
  await once(socket, 'connect')
  socket.write(text)
  return { socket, said: () => said }
}

test('a body that does not come ends its connection', async () => {
  const { socket } = await opened(`${head('/kk/open', 5_000)}a=1`)
  await once(socket, 'close')
  expect(socket.destroyed).toBe(true)
})

test('so does one that comes by drops', async () => {
  const { socket } = await opened(head('/kk/open', 5_000))
  const drops = setInterval(() => socket.write('a'), 100)
  await once(socket, 'close')
  clearInterval(drops)
  expect(socket.destroyed).toBe(true)
})

test('a body that comes slowly but at the pace arrives, and who waits for a slow page has none', async () => {
  const { socket, said } = await opened(head('/kk/open', 200))
  for (let part = 0; part < 10; part++) {
    socket.write('a'.repeat(20))
    await sleep(80)
  }
  while (!said().includes('HTTP/1.1 200')) await once(socket, 'data')
  socket.destroy()
  const slow = await opened('GET /kk/slow HTTP/1.1\r\nHost: localhost\r\n\r\n')
  while (!slow.said().includes('there')) await once(slow.socket, 'data')
  slow.socket.destroy()
})
