import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import pino from 'pino'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { smsParts } from './core/sms-parts.ts'
import { carriersOf, type Letter, noCarrier, smppCarrier, type SmppOptions, startMessaging } from './index.ts'
import type { DeliveryReport } from './carriers/carrier.ts'
import { openSmsCentre, type SmsCentre } from './testing/sms-centre.ts'

// Our carrier speaks by the library `smpp`; the centre of these tests reads and writes the octets of SMPP 3.4 by itself.

const KAZAKH = 'Құрметті өтініш беруші! Сұрау салуыңыз AA-2026-000001 тіркелді. '
let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('smpp')
})
afterAll(() => database.drop())

async function opened(
  options: Partial<SmppOptions> = {},
  operator: Parameters<typeof openSmsCentre>[0] = {},
): Promise<{ centre: SmsCentre; carrier: ReturnType<typeof smppCarrier> }> {
  const centre = await openSmsCentre(operator)
  const hurry = { perSecond: 1_000, answerWithinMs: 400, enquireEveryMs: 50, reconnectFirstMs: 20 }
  const carrier = smppCarrier({
    ...{ host: '127.0.0.1', port: centre.port, tls: false, systemId: 'ruqsat', password: 'secret', systemType: '', sender: 'RUQSAT' },
    ...hurry,
    ...options,
  })
  onTestFinished(async () => {
    await carrier.close()
    await centre.close()
  })
  return { centre, carrier }
}

const letter = (text: string, to = '+77010000001'): Letter => ({
  messageId: '5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a11',
  channel: 'sms',
  to,
  subject: '',
  text,
})
const textOf = (message: Buffer) => Buffer.from(message).swap16().toString('utf16le')

test('a short text is one part: Latin an octet each, Kazakh in UCS-2; the sender is a name, the number has no sign', async () => {
  const { centre, carrier } = await opened()
  expect(await carrier.carry(letter('Code 123456'))).toEqual({ references: ['MSG000001'], delivery: 'unknown' })
  await carrier.carry(letter('Код: 123456, әріптер'))
  expect(centre.taken).toMatchObject([
    { to: '77010000001', from: 'RUQSAT', esmClass: 0, coding: 0, message: Buffer.from('Code 123456') },
    { coding: 8, esmClass: 0 },
  ])
  expect(textOf(centre.taken[1]!.message)).toBe('Код: 123456, әріптер')
})

test('a long text is parts with a header each, under one number, and comes together whole', async () => {
  const { centre, carrier } = await opened()
  const text = KAZAKH.repeat(4)
  await carrier.carry(letter(text))
  const { taken } = centre
  expect(taken).toHaveLength(Math.ceil(text.length / 67))
  expect(taken.every(({ esmClass, coding, message }) => esmClass === 0x40 && coding === 8 && message.length <= 140)).toBe(true)
  expect(taken.map(({ message }) => [...message.subarray(0, 3), message[4], message[5]])).toEqual(
    taken.map((_, place) => [5, 0, 3, taken.length, place + 1]),
  )
  expect(new Set(taken.map(({ message }) => message[3])).size).toBe(1)
  expect(taken.map(({ message }) => textOf(message.subarray(6))).join('')).toBe(text)
})

test.each([
  ['x'.repeat(160), 1],
  ['x'.repeat(161), 2],
  ['ә'.repeat(70), 1],
  ['ә'.repeat(71), 2],
  [`${'ә'.repeat(66)}😀${'ә'.repeat(10)}`, 2],
])('parts of %j: %i', (text, count) => {
  const parts = smsParts(text, 7)
  expect(parts).toHaveLength(count)
  for (const { bytes } of parts) expect(bytes.length).toBeLessThanOrEqual(160)
  const whole = parts.map(({ bytes, coding, hasHeader }) => {
    const content = Buffer.from(hasHeader ? bytes.subarray(6) : bytes)
    return coding === 'plain' ? content.toString('latin1') : textOf(content)
  })
  expect(whole.join('')).toBe(text)
  expect(whole.every((part) => part.isWellFormed())).toBe(true)
})

test('tells what passes from what never will, and a wrong password from silence', async () => {
  const { centre, carrier } = await opened()
  for (const [status, retry] of [
    [0x0b, 'never'],
    [0x58, 'later'],
    [0x14, 'later'],
    [0x08, 'later'],
    ['silent', 'later'],
  ] as const) {
    centre.status = status
    await expect(carrier.carry(letter('x'))).rejects.toMatchObject({ retry })
  }
  const stranger = await opened({ password: 'another' })
  await expect(stranger.carrier.carry(letter('x'))).rejects.toThrow(/0x0000000e/)
  await expect(stranger.carrier.carry(letter('x'))).rejects.not.toThrow(/another/)
})

test('comes back after the line was cut, by itself; nothing waits for a letter', async () => {
  const { centre, carrier } = await opened()
  await carrier.carry(letter('one'))
  centre.cut()
  await expect.poll(() => centre.binds).toBe(2)
  await carrier.carry(letter('two'))
  expect(centre.taken.map(({ message }) => message.toString())).toEqual(['one', 'two'])
})

test('sends no more in a second than the operator takes', async () => {
  const { carrier } = await opened({ perSecond: 20 })
  const beganMs = performance.now()
  await Promise.all(Array.from({ length: 7 }, (_, place) => carrier.carry(letter(`x${place}`))))
  expect(performance.now() - beganMs).toBeGreaterThan(280)
})

test('a delivery is written down: arrived when every part has; one that has not is a failed message with the operator’s word', async () => {
  const { centre, carrier } = await opened()
  const room = await startMessaging({
    database,
    legalClock: { now: async () => '2026-11-22T03:40:00.000Z' },
    log: pino({ level: 'silent' }),
    carriers: { sms: carrier, email: noCarrier('e-mail') },
  })
  const send = (idempotencyKey: string, text: string) =>
    room.messaging.send({
      idempotencyKey,
      channel: 'sms',
      to: '+77010000001' as never,
      language: 'kk',
      subject: { kk: '', ru: '', en: '' },
      text: { kk: text, ru: text, en: text },
      at: '2026-11-22T03:40:00.000Z',
    })
  await send('arrives', KAZAKH.repeat(2))
  await room.workOnce()
  const kept = async (key: string) =>
    (await database.sql`select state, delivery, reason from messaging.messages where idempotency_key = ${key}`)[0]
  expect(await kept('arrives')).toMatchObject({ state: 'sent', delivery: 'unknown' })
  const references = centre.taken.map(({ reference }) => reference)
  expect(references.length).toBeGreaterThan(1)
  expect(await centre.report(references[0]!, 'DELIVRD')).toBe(0)
  expect(await kept('arrives')).toMatchObject({ delivery: 'unknown' })
  // One on its way is no end; the rest by the other form, and once more: it changes nothing.
  expect(await centre.report(references[1]!, 'ENROUTE')).toBe(0)
  for (const reference of [...references.slice(1), ...references]) expect(await centre.report(reference, 'DELIVRD', 'parameters')).toBe(0)
  expect(await kept('arrives')).toMatchObject({ state: 'sent', delivery: 'delivered' })
  await send('lost', 'Code 1')
  await room.workOnce()
  expect(await centre.report(centre.taken.at(-1)!.reference, 'UNDELIV')).toBe(0)
  expect(await kept('lost')).toMatchObject({ state: 'failed', delivery: null, reason: expect.stringContaining('UNDELIV, error 00B') })
  expect((await room.failed.list(10)).map(({ cause }) => cause)).toEqual(['carrier'])
  await room.stop()
})

test.each([
  { taken: 'hexadecimal', reported: 'decimal' },
  { taken: 'decimal', reported: 'hexadecimal' },
] as const)('a name that is $taken when it is taken and $reported in the report is one name', async (messageIds) => {
  const written = (serial: number, notation: 'decimal' | 'hexadecimal') =>
    notation === 'decimal' ? String(serial).padStart(12, '0') : serial.toString(16).toUpperCase().padStart(8, '0')
  const first = 0x3f_ab_00
  const { centre, carrier } = await opened({ messageIds }, { nameOf: (serial) => written(first + serial, messageIds.taken) })
  const reports: DeliveryReport[] = []
  carrier.reportTo!(async (report) => void reports.push(report))
  const { references } = (await carrier.carry(letter(KAZAKH.repeat(2))))!
  for (const how of ['text', 'parameters'] as const)
    for (const place of references.keys())
      expect(await centre.report(written(first + place + 1, messageIds.reported), 'DELIVRD', how)).toBe(0)
  expect(reports.map(({ reference }) => reference)).toEqual([...references, ...references])
})

test('is named in the file of settings; a mistake there is told by its place, and the password never', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-smpp-'))
  const file = join(folder, 'ruqsat.yaml')
  await writeFile(join(folder, 'smpp.password'), 'secret')
  const section = { adapter: 'smpp', host: 'smsc.example', systemId: 'ruqsat', passwordFile: 'smpp.password', sender: 'RUQSAT' }
  const { sms } = carriersOf({ sms: section }, file)
  await sms.close?.()
  expect(() => carriersOf({ sms: { ...section, sender: 'РҰҚСАТ', perSecond: 0 } }, file)).toThrow(/sms\.sender: a number[^]*sms\.perSecond/)
  expect(() => carriersOf({ sms: { ...section, adapter: 'pigeon' } }, file)).toThrow(/sms\.adapter/)
  expect(() => carriersOf({ sms: { ...section, passwordFile: 'none' } }, file)).toThrow(/none/)
})
