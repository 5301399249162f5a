import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { localPath } from '../language/language.ts'
import { behindAfter, USUAL_PACE, type PaceClock } from './pace.ts'
import { createSite } from './site.ts'

let site: FastifyInstance
let port: number
let received: () => number

/** Nothing looks but when the test says how long it has been. */
class StandingClock implements PaceClock {
  readonly #looks = new Set<() => void>()
  #ms = 0
  ms(): number {
    return this.#ms
  }
  every(_ms: number, look: () => void): () => void {
    this.#looks.add(look)
    return () => this.#looks.delete(look)
  }
  get watched(): number {
    return this.#looks.size
  }
  pass(seconds: number): void {
    for (let step = 0; step < seconds; step += 5) {
      this.#ms += 5_000
      for (const look of this.#looks) look()
    }
  }
}
const clock = new StandingClock()

beforeAll(async () => {
  site = await createSite({
    origin: 'http://localhost:8080',
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    bodyPace: { ...USUAL_PACE, crowdOfOne: 3, clock },
  })
  site.post(localPath('/open'), { config: { csrf: false } }, (request, reply) =>
    reply.send(`${[...(request.formValues?.names() ?? [])].length} fields`),
  )
  await site.listen({ host: '127.0.0.1', port: 0 })
  port = (site.server.address() as AddressInfo).port
  const sockets = new Set<Socket>()
  site.server.on('connection', (socket: Socket) => void sockets.add(socket))
  received = () => [...sockets].reduce((bytes, socket) => bytes + socket.bytesRead, 0)
})
afterAll(() => site.close())

type Sender = { readonly socket: Socket; readonly said: () => string; send(text: string): Promise<void> }
const opened: Sender[] = []
afterEach(async () => {
  for (const { socket } of opened.splice(0)) socket.destroy()
  await expect.poll(() => clock.watched).toBe(0)
})

/** A body of so many bytes is announced, and a little of it comes. */
async function begun(length: number): Promise<Sender> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  let said = ''
  socket.on('data', (data: Buffer) => (said += data.toString()))
  await once(socket, 'connect')
  const send = async (text: string) => {
    const before = received()
    socket.write(text)
    await expect.poll(received).toBe(before + text.length)
    // The reader of the body takes it out of the connection's buffer.
    await sleep(20)
  }
  const sender = { socket, said: () => said, send }
  opened.push(sender)
  const [before, is] = [clock.watched, 'Content-Type: application/x-www-form-urlencoded']
  await send(`POST /kk/open HTTP/1.1\r\nHost: localhost\r\n${is}\r\nContent-Length: ${length}\r\n\r\na=1`)
  await expect.poll(() => clock.watched).toBe(before + 1)
  return sender
}

const isCut = ({ socket }: Sender) => expect.poll(() => socket.destroyed || socket.readableEnded).toBe(true)

test('a telephone in a lift for two minutes loses nothing, twice', async () => {
  const sender = await begun(3 + 30_000 + 30_000)
  clock.pass(115)
  await sender.send('a'.repeat(30_000))
  clock.pass(5)
  clock.pass(55)
  await sender.send('a'.repeat(30_000))
  await expect.poll(sender.said).toContain('HTTP/1.1 200')
})

test('a body that does not come ends its connection after two minutes', async () => {
  const sender = await begun(5_000)
  clock.pass(115)
  expect(sender.socket.destroyed).toBe(false)
  clock.pass(5)
  await isCut(sender)
})

test('one that comes by drops ends as soon: drops are no sending', async () => {
  const sender = await begun(50_000)
  for (let minute = 0; minute < 12; minute += 1) {
    await sender.send('a')
    clock.pass(10)
  }
  clock.pass(5)
  await isCut(sender)
})

test('of a crowd behind one address each may be silent for half a minute', async () => {
  const crowd = [await begun(5_000), await begun(5_000)]
  const last = await begun(60_000)
  clock.pass(30)
  // Which of them goes first is not said; those that are left are no crowd any more.
  await expect.poll(() => [...crowd, last].filter(({ socket }) => socket.destroyed || socket.readableEnded).length).toBeGreaterThan(0)
})

test('what was fast saves nothing up, and what has caught up may be silent again', () => {
  expect(behindAfter(0, 5_000, 1_000_000, 512)).toBe(0)
  expect(behindAfter(0, 5_000, 0, 512)).toBe(5_000)
  expect(behindAfter(110_000, 5_000, 512 * 15, 512)).toBe(100_000)
})
