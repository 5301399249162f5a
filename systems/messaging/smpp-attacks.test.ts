// An operator of SMS that is broken, or somebody on its line: whatever it sends, the house goes on, and no message is sent twice or believed
// to have arrived.
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { noCarrier, smppCarrier, startMessaging, type MessagingRoom } from './index.ts'
import { openSmsCentre, type SmsCentre } from './testing/sms-centre.ts'

const AT = '2026-11-22T03:40:00.000Z'
let database: TestDatabase
let centre: SmsCentre
let room: MessagingRoom
let nameOf = (serial: number) => `M${serial}`

beforeAll(async () => {
  database = await openTestDatabase('smpp-attacks')
})
afterAll(() => database.drop())
beforeEach(async () => {
  nameOf = (serial) => `M${serial}-${Math.trunc(performance.now())}`
  centre = await openSmsCentre({ nameOf: (serial) => nameOf(serial) })
  const line = {
    host: '127.0.0.1',
    port: centre.port,
    tls: false,
    systemId: 'ruqsat',
    password: 'secret',
    systemType: '',
    sender: 'RUQSAT',
  }
  const carrier = smppCarrier({ ...line, perSecond: 1_000, answerWithinMs: 10_000, enquireEveryMs: 60_000, reconnectFirstMs: 20 })
  room = await startMessaging({
    database,
    legalClock: { now: async () => AT },
    log: pino({ level: 'silent' }),
    carriers: { sms: carrier, email: noCarrier('e-mail') },
  })
})
afterEach(async () => {
  await room.stop()
  await centre.close()
})

const send = async (idempotencyKey: string) => {
  const text = { kk: 'Code 123456', ru: 'Code 123456', en: 'Code 123456' }
  const to = '+77010000001' as never
  await room.messaging.send({ idempotencyKey, channel: 'sms', to, language: 'kk', subject: { kk: '', ru: '', en: '' }, text, at: AT })
  await room.workOnce()
}
const kept = async (key: string) => (await database.sql`select state, delivery from messaging.messages where idempotency_key = ${key}`)[0]
const pdu = (length: number, command: number, body: Buffer = Buffer.alloc(0)) => {
  const head = Buffer.alloc(16)
  for (const [place, value] of [length, command, 0, 0x7777].entries()) head.writeUInt32BE(value, place * 4)
  return Buffer.concat([head, body])
}
const head = Buffer.from('\0\x01\x0177010000001\0\x05\0RUQSAT\0', 'latin1')
const withMessage = (esmClass: number, length: number, message: Buffer) =>
  Buffer.concat([head, Buffer.from([esmClass, 0, 0, 0, 0, 0, 0, 0, 0, length]), message])

describe('octets that are no PDU', () => {
  const tooLong = () => {
    const body = withMessage(4, 200, Buffer.from('id:1'))
    return pdu(16 + body.length, 0x05, body)
  }
  test.each<[string, () => Buffer]>([
    ['a length of four gigabytes', () => pdu(0xffff_fff0, 0x05)],
    ['a length of 20,000', () => Buffer.concat([pdu(20_000, 0x05), Buffer.alloc(19_984)])],
    ['other words', () => Buffer.from('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n')],
  ])('%s: the line is cut, and made again by itself', async (name, octets) => {
    await send(`${name} before`)
    centre.send(octets())
    await expect.poll(() => centre.binds, { timeout: 40_000 }).toBe(2)
    await send(`${name} after`)
    expect([await kept(`${name} after`), centre.taken.length]).toMatchObject([{ state: 'sent' }, 2])
  })

  test('a length below a head: nothing more is read of the line, so a message waits, and the line is made again', async () => {
    await send('short before')
    centre.send(Buffer.concat([pdu(4, 0x05), Buffer.alloc(64)]))
    await send('short after')
    expect(await kept('short after')).toMatchObject({ state: 'waiting' })
    await expect.poll(() => centre.binds, { timeout: 40_000 }).toBe(2)
    await send('short at last')
    expect(await kept('short at last')).toMatchObject({ state: 'sent' })
  })

  test.each<[string, () => Buffer]>([
    ['a text that ends behind the PDU', () => pdu(17, 0x05, Buffer.from('x'))],
    ['a message that is longer than its PDU', tooLong],
    ['an answer to nothing', () => pdu(16, 0x8000_0004)],
    ['a command that does not exist', () => pdu(16, 0x0000_0999)],
  ])('%s is passed over', async (name, octets) => {
    await send(`${name} before`)
    centre.send(octets())
    await send(`${name} after`)
    expect([await kept(`${name} after`), centre.taken.length, centre.binds]).toMatchObject([{ state: 'sent' }, 2, 1])
  })
})

describe('reports of deliveries', () => {
  test.each<[string, Buffer]>([
    ['of an id that nobody gave', Buffer.from('id:NOBODY sub:001 stat:DELIVRD err:000 text:')],
    ['of an id with a zero octet', Buffer.from('id:A\0B stat:DELIVRD err:000', 'latin1')],
    ['of an id of two hundred characters', Buffer.from(`id:${'9'.repeat(200)} stat:DELIVRD`)],
    ['without an id', Buffer.from('stat:DELIVRD')],
    ['of a state that does not exist', Buffer.from('id:1 stat:CONSTRUCTOR')],
    ['of nothing', Buffer.alloc(0)],
    ['in octets of no text', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
  ])('%s is confirmed, so that it is not sent for ever, and changes no message', async (name, message) => {
    await send(name)
    expect(await centre.deliver(withMessage(4, message.length, message))).toBe(0)
    expect(await kept(name)).toMatchObject({ state: 'sent', delivery: 'unknown' })
  })

  test('the first that came stays: what failed has not arrived later, and what arrived has not failed', async () => {
    await send('failed')
    const failed = centre.taken.at(-1)!.reference
    for (const stat of ['UNDELIV', 'DELIVRD', 'UNDELIV', 'DELIVRD']) expect(await centre.report(failed, stat)).toBe(0)
    expect(await kept('failed')).toMatchObject({ state: 'failed', delivery: null })
    await send('arrived')
    const arrived = centre.taken.at(-1)!.reference
    for (const stat of ['DELIVRD', 'UNDELIV', 'DELIVRD']) expect(await centre.report(arrived, stat)).toBe(0)
    expect(await kept('arrived')).toMatchObject({ state: 'sent', delivery: 'delivered' })
    expect((await room.failed.list(10)).length).toBe(1)
  })
})

test.each([['with an octet that cannot be seen'], ['of two hundred characters'], ['that is empty']])(
  'a name %s is no name: the message is sent once',
  async (how) => {
    nameOf = () =>
      ({ 'with an octet that cannot be seen': 'A\u0007B', 'of two hundred characters': '9'.repeat(200), 'that is empty': '' })[how]!
    await send(`named ${how}`)
    await room.workOnce()
    expect([centre.taken.length, await kept(`named ${how}`)]).toEqual([1, { state: 'sent', delivery: 'unknown' }])
  },
)
