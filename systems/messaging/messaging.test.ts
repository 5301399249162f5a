import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import * as fc from 'fast-check'
import { Fault, isRefusal, orFault, parseMailAddress, parseMobileNumber } from '@ruqsat/foundation'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Carrier, Letter } from './carriers/carrier.ts'
import type { Message, Recipient } from './contract.ts'
import { masked } from './core/addresses.ts'
import { sendGathered } from './work/gather.ts'
import { BACK_OFF } from './work/send.ts'
import { openMailServer } from './testing/index.ts'
import { type MessagingRoom, noCarrier, redirectFailed, sandboxCarrier, smtpCarrier, startMessaging } from './index.ts'

class DoubleCarrier implements Carrier {
  readonly letters: Letter[] = []
  fault: Error | null = null
  async carry(letter: Letter): Promise<null> {
    if (this.fault !== null) throw this.fault
    this.letters.push(letter)
    return null
  }
}

let database: TestDatabase
let room: MessagingRoom
const carrier = new DoubleCarrier()
const clock = standingTechnicalClock('2026-11-22T03:40:00.000Z')
let legalNow = '2026-11-23T12:30:00.000Z'
const legalClock = { now: async () => legalNow }
const logLines: string[] = []
const log = pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) })

beforeAll(async () => {
  database = await openTestDatabase('messaging')
  room = await startMessaging({ database, technicalClock: clock, legalClock, log, carriers: { sms: carrier, email: carrier } })
})
beforeEach(() => {
  carrier.letters.length = 0
  carrier.fault = null
})
afterAll(() => database.drop())

let keys = 0
function message(change: Partial<Omit<Message, 'to' | 'channel'>> & { channel?: Recipient['channel']; to?: string } = {}): Message {
  return {
    idempotencyKey: `test ${++keys}`,
    channel: 'sms',
    to: '+77011234567',
    language: 'kk',
    at: '2014-10-01T04:30:00.000Z',
    subject: { kk: 'Рұқсат', ru: 'Рұқсат', en: 'Ruqsat' },
    text: { kk: 'Өтінішіңіз тіркелді', ru: 'Заявление зарегистрировано', en: 'Your request is registered' },
    ...change,
  } as Message
}

const stateOf = async (text: string) => (await room.newest(100)).find((row) => row.body === text)?.state

describe('messages that leave as one', () => {
  const MORNING = '2026-11-24T04:00:00.000Z'
  const AFTER_MORNING = '2026-11-24T04:00:01.000Z'
  const title = { kk: 'Мерзімі өткені: {count}', ru: 'Просрочено: {count}', en: 'Overdue: {count}' }
  const gather = { key: 'late/official-1', title, leavesAt: MORNING }
  const late = (text: string, change = {}) =>
    message({ channel: 'email', to: 'dana@example.kz', text: { kk: text, ru: text, en: text }, gather, ...change })

  it('leave out what is over by then, and nothing leaves where nothing holds', async () => {
    legalNow = '2026-11-23T12:30:00.000Z'
    const about = (text: string, name: string, key: string) => late(text, { gather: { ...gather, key, about: name } })
    await room.messaging.send(about('Жасалған іс', 'test/done', 'late/official-3'))
    await room.messaging.send(about('Ашық іс', 'test/open', 'late/official-3'))
    await room.messaging.send(about('Жасалған іс', 'test/done', 'late/official-4'))
    legalNow = AFTER_MORNING
    await sendGathered({ database, technicalClock: clock, legalClock, log, carriers: { sms: carrier, email: carrier } }, [
      async (abouts) => new Set(abouts.filter((each) => each.endsWith('done'))),
    ])
    await room.workOnce()
    expect(carrier.letters.map(({ text }) => text)).toEqual(['Ашық іс'])
    carrier.letters.length = 0
    legalNow = '2026-11-23T12:30:00.000Z'
  })

  it('wait for their morning of legal time, each once, by person, address and language; what is for the next morning stays', async () => {
    const one = late('Бірінші іс')
    const tomorrow = late('Ертеңгі іс', { gather: { ...gather, leavesAt: '2026-11-25T04:00:00.000Z' } })
    await Promise.all([room.messaging.send(one), room.messaging.send(one), room.messaging.send(tomorrow)])
    await room.messaging.send(late('Екінші іс'))
    await room.messaging.send(late('Басқа адамға', { to: 'marat@example.kz', gather: { ...gather, key: 'late/official-2' } }))
    clock.forwardMs(24 * 60 * 60_000)
    await room.workOnce()
    expect(carrier.letters).toEqual([])
    legalNow = AFTER_MORNING
    // The house dies while it makes the message.
    const dying = {
      now: () => {
        throw new Error('killed')
      },
    } as unknown as typeof clock
    await expect(
      sendGathered({ database, technicalClock: dying, legalClock, log, carriers: { sms: carrier, email: carrier } }),
    ).rejects.toThrow('killed')
    await Promise.all([room.workOnce(), room.workOnce()])
    await room.workOnce()
    expect(carrier.letters.map(({ to, subject, text }) => [to, subject, text]).toSorted()).toEqual([
      ['dana@example.kz', 'Мерзімі өткені: 2', 'Мерзімі өткені: 2.\n\nБірінші іс\n\nЕкінші іс'],
      ['marat@example.kz', 'Рұқсат', 'Басқа адамға'],
    ])
    await room.messaging.send(one)
    await room.workOnce()
    expect(carrier.letters).toHaveLength(2)
    legalNow = '2026-11-25T04:00:01.000Z'
    await room.workOnce()
    expect(carrier.letters.at(-1)!.text).toBe('Ертеңгі іс')
  })

  it('say how many there are where not all fit', async () => {
    for (let count = 0; count < 9; count += 1) await room.messaging.send(late('ұ'.repeat(100), { channel: 'sms', to: '+77011234567' }))
    await room.workOnce()
    expect(carrier.letters).toHaveLength(1)
    expect(carrier.letters[0]!.text).toMatch(/^Мерзімі өткені: 9\..*…$/s)
    expect(carrier.letters[0]!.text.length).toBeLessThan(340)
  })

  it('to an address that is none are that person’s failed message at once', async () => {
    await room.messaging.send(late('Жетпейді', { to: 'dana@example.kz;' }))
    expect((await room.newest(5)).find(({ body }) => body === 'Жетпейді')?.state).toBe('failed')
  })
})

describe('a message', () => {
  it('is sent once, in the person’s language, however often its key comes', async () => {
    const same = message({ language: 'ru' })
    await Promise.all([room.messaging.send(same), room.messaging.send(same), room.messaging.send(same)])
    await room.workOnce()
    await room.workOnce()
    expect(carrier.letters).toEqual([expect.objectContaining({ to: '+77011234567', text: 'Заявление зарегистрировано' })])
  })

  it('is removed long after it was sent, and its key is never sent again', async () => {
    const day = 24 * 60 * 60_000
    const told = message({ text: { kk: 'ескі', ru: '', en: '' } })
    await room.messaging.send(told)
    await room.workOnce()
    clock.forwardMs(300 * day)
    const later = message({ text: { kk: 'кейінгі', ru: '', en: '' } })
    await room.messaging.send(later)
    await room.workOnce()
    const refused = message({ text: { kk: 'жетпеген', ru: '', en: '' } })
    await room.messaging.send(refused)
    carrier.fault = new Fault('Expected a mailbox but there is none', { retry: 'never' })
    await room.workOnce()
    carrier.fault = null
    expect(await room.forgetOld()).toBe(0)
    expect(await stateOf('ескі')).toBe('sent')
    clock.forwardMs(150 * day)
    await Promise.all([room.forgetOld(), room.forgetOld()])
    expect([await stateOf('ескі'), await stateOf('кейінгі')]).toEqual([undefined, 'sent'])
    clock.forwardMs(500 * day)
    await room.forgetOld()
    expect([await stateOf('кейінгі'), await stateOf('жетпеген')]).toEqual([undefined, 'failed'])
    carrier.letters.length = 0
    await Promise.all([told, told, later, refused].map((each) => room.messaging.send(each)))
    await room.workOnce()
    expect(carrier.letters).toEqual([])
    await database.sql`delete from messaging.messages where body = 'жетпеген'`
  })

  it('that a program of an older commit kept without its key is known by it when it is removed', async () => {
    const told = message({ text: { kk: 'кілтсіз', ru: '', en: '' } })
    await room.messaging.send(told)
    await room.workOnce()
    await database.sql`delete from messaging.message_key`
    await room.messaging.send(told)
    clock.forwardMs(500 * 24 * 60 * 60_000)
    await room.forgetOld()
    expect(await stateOf('кілтсіз')).toBeUndefined()
    await room.messaging.send(told)
    carrier.letters.length = 0
    await room.workOnce()
    expect(carrier.letters).toEqual([])
  })

  it('is durable before it is sent: another process sends it', async () => {
    await room.messaging.send(message({ text: { kk: 'кейін', ru: 'позже', en: 'later' } }))
    const other = await startMessaging({ database, technicalClock: clock, legalClock, log, carriers: { sms: carrier, email: carrier } })
    await other.workOnce()
    expect(carrier.letters.map((letter) => letter.text)).toEqual(['кейін'])
  })

  it('is sent by one of two processes at the same moment', async () => {
    const other = await startMessaging({ database, technicalClock: clock, legalClock, log, carriers: { sms: carrier, email: carrier } })
    for (let number = 0; number < 20; number++) await room.messaging.send(message())
    while ((await Promise.all([room.workOnce(), other.workOnce()])).some((sent) => sent > 0));
    expect(new Set(carrier.letters.map((letter) => letter.messageId)).size).toBe(20)
    expect(carrier.letters).toHaveLength(20)
  })

  it('is tried again on technical time, a bounded number of times, under the same id', async () => {
    await room.messaging.send(message({ text: { kk: 'қайта', ru: '', en: '' } }))
    carrier.fault = new Fault('Expected a network but it is down', { retry: 'later' })
    await room.workOnce()
    expect(await stateOf('қайта')).toBe('waiting')
    await room.workOnce()
    for (let round = 1; round < BACK_OFF.attempts; round++) {
      expect(await stateOf('қайта')).toBe('waiting')
      clock.forwardMs(3 * 60 * 60_000)
      await room.workOnce()
    }
    expect(await stateOf('қайта')).toBe('failed')
  })

  it('that can never arrive is given up at once', async () => {
    await room.messaging.send(message({ channel: 'email', to: 'nobody@example.kz', text: { kk: 'ешкім', ru: '', en: '' } }))
    carrier.fault = new Fault('Expected a mailbox but there is none')
    await room.workOnce()
    expect(await stateOf('ешкім')).toBe('failed')
  })

  it.each([
    ['sms', '87011234567'],
    ['sms', '+77172555555'],
    ['sms', 'aigerim@example.kz'],
    ['email', 'aigerim'],
    ['email', 'a@b.kz;'],
    ['email', 'a@b.kz\r\nBcc: all@example.kz'],
  ] as const)('by %s to "%s", kept before there was one rule, is that person’s failed message and no fault', async (channel, to) => {
    const text = `осы ${keys}`
    await room.messaging.send(message({ channel, to, text: { kk: text, ru: '', en: '' } }))
    await room.messaging.send(message({ text: { kk: `келесі ${keys}`, ru: '', en: '' } }))
    await room.workOnce()
    expect(carrier.letters.map((letter) => letter.text)).toEqual([`келесі ${keys - 1}`])
    const kept = (await room.newest(100)).find((row) => row.body === text)
    expect(kept).toMatchObject({ state: 'failed', reason: expect.stringMatching(/^Expected/) })
    expect(kept!.reason).not.toContain(to)
    expect(logLines.join()).not.toContain(to)
  })

  it('may go to whatever address a form, an account or a search takes, and the mail server is asked for that one', async () => {
    const mail = await openMailServer()
    const smtp = smtpCarrier({ host: '127.0.0.1', port: mail.port, plain: true, from: 'Ruqsat <no-reply@ruqsat.example>' })
    const doors = await startMessaging({ database, technicalClock: clock, legalClock, log, carriers: { sms: carrier, email: smtp } })
    await fc.assert(
      fc.asyncProperty(typedRecipient, async (typed) => {
        const to = typed.includes('@') ? parseMailAddress(typed) : parseMobileNumber(typed)
        if (isRefusal(to)) return
        const channel = to.includes('@') ? 'email' : 'sms'
        const text = `осында ${++keys}`
        await doors.messaging.send(message({ channel, to, text: { kk: text, ru: '', en: '' } }))
        expect((await doors.newest(1000)).find((row) => row.body === text)).toMatchObject({ state: 'waiting', recipient: to })
        while ((await doors.workOnce()) > 0);
        expect((await doors.newest(1000)).find((row) => row.body === text)?.state).toBe('sent')
        if (channel === 'email') expect(mail.recipients.at(-1)).toBe(asciiAddress(to))
      }),
      { numRuns: 60 },
    )
    smtp.close()
    mail.server.close()
  })
})

/** What people type: sound addresses with a sign too many somewhere, and telephones in their many writings. */
const typedRecipient = fc.oneof(
  fc
    .tuple(
      fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,12}$/),
      fc.constantFrom(
        'b.kz',
        'mail.example.kz',
        'пошта.қаз',
        'B-C.KZ',
        'straße.de',
        'ﬁrm.kz',
        'b.kz;',
        '[1.2.3.4]',
        'b,c.kz',
        'b.kz.',
        '-b.kz',
        'ә.kz',
      ),
      fc.constantFrom('', '<', '"', ';', ' ', '\u200b', 'Аты <', 'mailto:'),
    )
    .map(([local, domain, sign]) => `${sign}${local}@${domain}`),
  fc.emailAddress(),
  fc
    .tuple(fc.constantFrom('+7', '8', '7', '', '8-', '+998 ', '00', '810'), fc.stringMatching(/^[0-9 ()–-]{8,14}$/))
    .map((parts) => parts.join('')),
)

function asciiAddress(address: string): string {
  const [local, domain] = address.split('@') as [string, string]
  return `${local}@${new URL(`http://${domain}/`).hostname}`
}

describe('what was given up', () => {
  it('is listed without the address, and tried again under the same id: to the same person, or where they have corrected the address', async () => {
    await database.sql`delete from messaging.messages where state = 'failed'`
    await room.messaging.send(message({ channel: 'email', to: 'a@b.kz;', text: { kk: 'бір', ru: '', en: '' } }))
    carrier.fault = new Fault('Expected a mailbox but there is none')
    await room.messaging.send(message({ text: { kk: 'екі', ru: '', en: '' } }))
    await room.workOnce()
    carrier.fault = null
    const [second, first] = (await room.failed.list(10)).toSorted((one, other) => (one.channel < other.channel ? 1 : -1))
    expect(second).toMatchObject({ channel: 'sms', recipientMasked: '+7…67', cause: 'carrier', attempts: 1 })
    expect(first).toMatchObject({ channel: 'email', recipientMasked: 'a…@b.kz;', cause: 'address', attempts: 0 })
    expect(await room.failed.retry('all')).toBe(2)
    await room.workOnce()
    expect(carrier.letters).toEqual([expect.objectContaining({ text: 'екі', messageId: second!.messageId })])
    expect(await redirectFailed(database, clock, first!.messageId, orFault(parseMobileNumber('+77010000001')))).toBe(false)
    expect(await redirectFailed(database, clock, first!.messageId, orFault(parseMailAddress('a@b.kz')))).toBe(true)
    await room.workOnce()
    expect(carrier.letters.at(-1)).toMatchObject({ to: 'a@b.kz', text: 'бір', messageId: first!.messageId })
    expect(await room.failed.list(10)).toEqual([])
  })
})

describe('many that were given up', () => {
  it('are read page by page, also where many were kept at one instant: each once', async () => {
    await database.sql`delete from messaging.messages where state = 'failed'`
    await database.sql`insert into messaging.messages (message_id, idempotency_key, channel, recipient, language, subject, body, at, kept_at, state, reason)
      select gen_random_uuid(), 'page-' || n, 'sms', '+77010000001', 'kk', '', 'x', '2026-03-02T05:00:00Z', '2026-03-02T05:00:00Z'::timestamptz + make_interval(secs => n / 20), 'failed', 'x'
      from generate_series(1, 100) as n`
    const ids: string[] = []
    for (let page = await room.failed.list(7); page.length > 0; page = await room.failed.list(7, page.at(-1)!)) {
      expect(page.length).toBeLessThanOrEqual(7)
      ids.push(...page.map(({ messageId }) => messageId))
    }
    expect([ids.length, new Set(ids).size]).toEqual([100, 100])
    await database.sql`delete from messaging.messages where state = 'failed'`
  })
})

describe('the log', () => {
  it('never shows whom a message went to, nor its text', async () => {
    carrier.fault = new Fault('Expected a network but it is down', { retry: 'later' })
    await room.messaging.send(message({ to: '+77059876543', text: { kk: 'құпия код 123456', ru: '', en: '' } }))
    await room.workOnce()
    expect(logLines.join()).toContain('+7…43')
    for (const secret of ['77059876543', 'құпия', '123456']) expect(logLines.join()).not.toContain(secret)
  })

  it('masks addresses', () => {
    expect(masked('aigerim@example.kz')).toBe('a…@example.kz')
    expect(masked('123')).toBe('…')
  })
})

describe('carriers', () => {
  const letter: Letter = {
    messageId: '5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a11',
    channel: 'email',
    to: 'aigerim@example.kz',
    subject: 'Рұқсат',
    text: 'Сәлеметсіз бе',
  }

  it('of the sandbox fails by its switch', async () => {
    await sandboxCarrier(() => 'ok').carry(letter)
    await expect(sandboxCarrier(() => 'down').carry(letter)).rejects.toMatchObject({ retry: 'later' })
    await expect(noCarrier('sms').carry(letter)).rejects.toMatchObject({ retry: 'never' })
  })

  it('by SMTP hands the message to a mail server, and tells a final refusal from a passing one', async () => {
    const mail = await openMailServer()
    const smtp = smtpCarrier({ host: '127.0.0.1', port: mail.port, plain: true, from: 'Ruqsat <no-reply@ruqsat.example>' })
    await smtp.carry(letter)
    expect(mail.received).toContain('Message-ID: <5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a11@ruqsat.example>')
    expect(mail.received).toContain(Buffer.from('Сәлеметсіз бе').toString('base64').slice(0, 16))
    await expect(smtp.carry({ ...letter, to: 'gone@example.kz' })).rejects.toMatchObject({ retry: 'never' })
    await expect(smtp.carry({ ...letter, to: 'busy@example.kz' })).rejects.toMatchObject({ retry: 'later' })
    smtp.close()
    mail.server.close()
    await expect(smtp.carry(letter)).rejects.toMatchObject({ retry: 'later' })
  })
})
