import { readFileSync, existsSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { technicalClock } from '@ruqsat/database'
import { createSite } from '@ruqsat/web'
import pino from 'pino'
import type { HouseService } from '../contract.ts'
import { ASYNC_PATH, SYNC_PATH } from '../index.ts'
import { refuseGateway } from '../refusals.ts'
import { offeredTo, openTestGateway, systemKey, HOUSE_BIN, type TestGateway } from '../testing.ts'
import { envelopeOf, readEnvelope } from '../wire/soap.ts'
import { readSyncAnswer, readSyncRequest, syncRequestXml } from '../wire/sync.ts'
import { asyncSchema } from '../wire/wsdl.ts'
import { childrenOf, elementAt, readXml, writeXml, type XmlElement } from '@ruqsat/xml'
import { ASYNC } from '../wire/names.ts'

let house: TestGateway
let calls: string[] = []
let isDown = false

const SERVICE: HouseService = {
  async answer(payload) {
    calls.push(payload)
    if (isDown) throw new Error('down')
    if (payload.includes('stranger')) return { kind: 'absent' }
    if (payload.includes('secret')) return { kind: 'refused', refusal: refuseGateway('counterpart-refused') }
    return { kind: 'found', value: `<Answer><to>${/>([^<]*)</.exec(payload)![1]}</to></Answer>` }
  },
}

beforeAll(async () => {
  house = await openTestGateway(() => ({
    services: { States: offeredTo('states'), Again: offeredTo('states', true), Nobody: offeredTo('nobody') },
  }))
  house.room.offer('states', SERVICE)
})
afterAll(() => house.close())

const info = (more: object = {}) => ({
  messageId: randomUUID(),
  correlationId: null,
  serviceId: 'States',
  messageDate: technicalClock.now(),
  senderId: 'caller',
  sessionId: null,
  ...more,
})
const question = (more: object = {}, what = 'KZ1') =>
  syncRequestXml({ info: info(more), payload: `<Number>${what}</Number>`, isText: false }, null)

async function send(body: string, path = SYNC_PATH, type = 'text/xml'): Promise<{ status: number; text: string; content: XmlElement }> {
  const response = await fetch(`${house.origin}${path}`, { method: 'POST', headers: { 'content-type': type, soapaction: '""' }, body })
  const text = await response.text()
  const read = readEnvelope(text, 'required')
  if (read.kind === 'unread') throw new Error(`${read.fault}: ${text.slice(0, 300)}`)
  return { status: response.status, text, content: read.content }
}
const signed = (body: string, key = house.caller) => envelopeOf(body, key)
const ask = async (more: object = {}, what = 'KZ1') => {
  const { content, status, text } = await send(signed(question(more, what)))
  return { status, text, answer: readSyncAnswer(content) }
}
const faultOf = async (more: object, what?: string) => {
  const { answer, status } = await ask(more, what)
  return answer.kind === 'fault' ? [status, ...answer.error.codes] : answer
}

describe('the synchronous channel', () => {
  it('answers a system that may ask, and the journal says by which paragraph', async () => {
    const messageId = randomUUID()
    const { answer, status } = await ask({ messageId })
    expect(status).toBe(200)
    expect(answer).toMatchObject({
      kind: 'response',
      response: { correlationId: messageId, status: { code: 'SCSS001' }, payload: '<Answer><to>KZ1</to></Answer>' },
    })
    const [entry] = await house.room.journal.search({ term: messageId })
    expect(entry).toMatchObject({
      direction: 'answered',
      counterpart: 'caller',
      asker: 'caller',
      outcome: 'found',
      source: { act: 'test-law', item: '8' },
      authority: 'test-authority',
    })
    expect(entry!.answerSha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('keeps absence, refusal and its own outage apart', async () => {
    expect(await faultOf({}, 'stranger')).toEqual([500, 'SCSE001', 'NO_DATA'])
    expect(await faultOf({}, 'secret')).toEqual([500, 'SCSE001', 'gateway.counterpart-refused'])
    isDown = true
    expect(await faultOf({})).toEqual([500, 'SCSE003', 'service-down'])
    isDown = false
    expect(await faultOf({ serviceId: 'Nobody' }).catch(String)).toMatchObject({ kind: 'unreadable' })
  })

  it.each<[string, () => Promise<unknown>, string]>([
    ['a service that is not offered', () => faultOf({ serviceId: 'Elsewhere' }), 'service-unknown'],
    ['a sender without a right', () => faultOf({ senderId: 'somebody' }), 'caller-not-allowed'],
    ['a message of last week', () => faultOf({ messageDate: '2020-01-01T00:00:00.000Z' }), 'message-late'],
    ['a date without a zone', async () => faultOf({ messageDate: '2026-01-01T00:00:00' }), 'message-date'],
    ['an id that is none', () => faultOf({ messageId: 'x'.repeat(101) }), 'message-id'],
  ])('refuses %s', async (_what, asked, data) => {
    calls = []
    expect(await asked()).toEqual([500, expect.any(String), data])
    expect(calls).toEqual([])
  })

  it('refuses a sender that signs as another firm, and writes it down', async () => {
    const stranger = await systemKey(house.trust, HOUSE_BIN)
    const messageId = randomUUID()
    const { content } = await send(signed(question({ messageId }), stranger))
    expect(readSyncAnswer(content)).toMatchObject({ kind: 'fault', error: { data: 'caller-not-allowed' } })
    expect(await house.room.journal.search({ term: messageId })).toMatchObject([{ outcome: 'denied', asker: HOUSE_BIN }])
  })

  it('refuses a person’s key, and a certificate that was revoked', async () => {
    const person = await systemKey(house.trust, HOUSE_BIN, [])
    expect(readSyncAnswer((await send(signed(question(), person))).content)).toMatchObject({ error: { data: 'certificate-wrong-role' } })
  })

  it('acts once for one message, and says so to who sends it again', async () => {
    const once = signed(question({ messageId: 'once-1' }))
    calls = []
    expect(readSyncAnswer((await send(once)).content)).toMatchObject({ kind: 'response' })
    expect(readSyncAnswer((await send(once)).content)).toMatchObject({ kind: 'fault', error: { data: 'message-repeated' } })
    expect(readSyncAnswer((await send(signed(question({ messageId: 'once-1' }, 'KZ2')))).content)).toMatchObject({
      error: { data: 'message-id' },
    })
    expect(calls).toHaveLength(1)
    const again = signed(question({ serviceId: 'Again', messageId: 'again-1' }))
    for (let time = 0; time < 2; time++) expect(readSyncAnswer((await send(again)).content)).toMatchObject({ kind: 'response' })
    expect(await house.room.journal.search({ term: 'again-1' })).toHaveLength(1)
  })

  it.each<[string, () => string | Uint8Array, string]>([
    ['what is not signed', () => envelopeOf(question(), null), 'signature-missing'],
    [
      'an entity that reads a file',
      () => `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${signed(question())}`,
      'xml-document-type',
    ],
    ['no XML', () => 'hello', 'xml-not-well-formed'],
    ['bytes that are no text', () => Uint8Array.from([0xff, 0xfe, 0x00]), 'xml-not-well-formed'],
    [
      'SOAP 1.2',
      () => signed(question()).replaceAll('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'),
      'soap-version',
    ],
    ['depth', () => signed(question()).replace('<Number>', '<n>'.repeat(70)), 'xml-too-deep'],
  ])('refuses %s with a fault of SOAP, and asks nobody', async (_what, body, fault) => {
    calls = []
    const response = await fetch(`${house.origin}${SYNC_PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: body() as string,
    })
    expect(response.status).toBe(500)
    const text = await response.text()
    expect(text).toContain(fault)
    expect(text).not.toContain('root:')
    expect(calls).toEqual([])
  })

  it('refuses a body that is too large before it is read', async () => {
    const response = await fetch(`${house.origin}${SYNC_PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: 'x'.repeat(5_000_000),
    })
    expect(response.status).toBe(413)
  })
})

describe('rooms of one house', () => {
  it('ask each other without a wire, and the journal says so', async () => {
    const purpose = {
      authority: 'test-authority',
      asker: 'account-1',
      caseId: 'draft-within',
      source: { act: 'test-law', item: '8', certainty: 'stated' },
    } as const
    const question = { route: 'states', payload: '<Number>KZ5</Number>', subject: 'KZ5', purpose }
    expect(await house.room.gateway.ask(question)).toEqual({ kind: 'found', value: '<Answer><to>KZ5</to></Answer>' })
    isDown = true
    expect(await house.room.gateway.ask(question)).toMatchObject({ kind: 'outage' })
    isDown = false
    const entries = await house.room.journal.search({ term: 'draft-within' })
    expect(entries.map(({ outcome }) => outcome).sort()).toEqual(['found', 'outage'])
    for (const entry of entries) expect(entry).toMatchObject({ direction: 'within', requestSha256: null, asker: 'account-1' })
    await expect(house.room.gateway.ask({ ...question, route: 'elsewhere' })).rejects.toThrow('has none')
  })
})

const OFFICIAL = ['../../../', '../../../../']
  .map((up) => new URL(`${up}shared/reference/shep/SyncChannel-v10.reconstructed.xsd`, import.meta.url))
  .find((each) => existsSync(each))

if (OFFICIAL === undefined) console.warn('SKIPPED: the reconstructed schema of SyncChannel v10 is not at ../shared/reference/shep')

describe('the format', () => {
  const valid = async (xml: string, schema: string) => {
    const { valid, errors } = await validateXML({ xml: [{ fileName: 'message.xml', contents: xml }], schema: [schema] })
    return valid ? 'valid' : errors.map(({ message }) => message)
  }
  const contentOf = (text: string) => {
    const read = readEnvelope(text, 'required')
    if (read.kind === 'unread') throw new Error(read.fault)
    const fault = elementAt(read.content, 'detail')
    return writeXml(fault === null ? read.content : fault.children[0]!)
  }

  it.skipIf(OFFICIAL === undefined)(
    'of questions, answers and faults is that of the schema that was reconstructed from real ones',
    async () => {
      const schema = readFileSync(OFFICIAL!, 'utf8')
      const request = signed(question())
      expect(await valid(contentOf(request), schema)).toBe('valid')
      for (const what of ['KZ1', 'stranger']) expect(await valid(contentOf((await ask({}, what)).text), schema)).toBe('valid')
      expect(await valid(contentOf(request).replace(/<serviceId>[^<]*<\/serviceId>/, ''), schema)).not.toBe('valid')
    },
  )

  it.skipIf(OFFICIAL === undefined)('takes the templates of public client code', async () => {
    const template = readFileSync(new URL('template-sync-response.xml', OFFICIAL), 'utf8')
    const read = readEnvelope(template.replace('<data><!--', '<data>&lt;a/&gt;<!--'), 'if-there')
    expect(read.kind === 'read' && readSyncAnswer(read.content)).toMatchObject({
      kind: 'response',
      response: { status: { code: 'SCSS001' }, payload: '<a/>' },
    })
    const fault = readEnvelope(readFileSync(new URL('template-sync-fault.xml', OFFICIAL), 'utf8'), 'if-there')
    expect(fault.kind === 'read' && readSyncAnswer(fault.content)).toMatchObject({
      kind: 'fault',
      error: { codes: ['SCSE001'], date: '2015-09-03T04:15:30.000Z' },
    })
  })

  it('takes `data` in the namespace of the interfaces, as one real client sends it', () => {
    const xml = question()
      .replace(/<data>/, '<i:data xmlns:i="http://bip.bee.kz/SyncChannel/v10/Interfaces">')
      .replace('</data>', '</i:data>')
    const read = readXml(xml)
    expect(read.kind === 'read' && readSyncRequest(read.root)).toMatchObject({ payload: '<Number>KZ1</Number>' })
  })
})

describe('the asynchronous channel', () => {
  const sender = '<sender><senderId>caller</senderId></sender>'
  const call = async (operation: string, content: string, key = house.caller) =>
    send(signed(`<s:${operation} xmlns:s="${ASYNC}">${content}</s:${operation}>`, key), ASYNC_PATH)
  const message = (messageId: string, what: string, serviceId = 'States') =>
    call(
      'sendMessage',
      `<request><messageInfo><messageId>${messageId}</messageId><serviceId>${serviceId}</serviceId><messageType>REQUEST</messageType>` +
        `<messageDate>${technicalClock.now()}</messageDate>${sender}</messageInfo><messageData><data><Number>${what}</Number></data></messageData></request>`,
    )
  const fetchAll = async () => {
    const { content } = await call(
      'getMessages',
      `<request><serviceId>States</serviceId>${sender}<requestDate>${technicalClock.now()}</requestDate><amount>10</amount></request>`,
    )
    return childrenOf(elementAt(content, 'response')!, 'messages')
  }
  const stateOf = async (messageId: string) => {
    const { content } = await call(
      'getMessageStatus',
      `<request><serviceId>States</serviceId>${sender}<requestDate>${technicalClock.now()}</requestDate><messageId>${messageId}</messageId></request>`,
    )
    return (
      elementAt(content, 'response/messageState')?.text ??
      elementAt(content, 'detail')?.children[0]?.children.find(({ name }) => name === 'errorData')?.text
    )
  }
  const notify = (messageId: string, status: string, resend = false) =>
    call(
      'sendDeliveryNotification',
      `<notification><messageId>${messageId}</messageId><serviceId>States</serviceId>${sender}<notificationDate>${technicalClock.now()}</notificationDate>` +
        `<deliveryStatus><receiveStatus>${status}</receiveStatus><statusDate>${technicalClock.now()}</statusDate><resendMessage>${resend}</resendMessage></deliveryStatus></notification>`,
    )

  it('takes a message, answers it later, and keeps nothing of either once its receiver has it', async () => {
    const { content } = await message('async-1', 'KZ7')
    expect(elementAt(content, 'response/messageId')?.text).toBe('async-1')
    expect(await stateOf('async-1')).toBe('ON_DELIVERY')
    await house.room.workOnce()
    expect(await stateOf('async-1')).toBe('DELIVERED')
    const [answer, ...more] = await fetchAll()
    expect(more).toEqual([])
    expect(elementAt(answer!, 'messageInfo/correlationId')?.text).toBe('async-1')
    expect(elementAt(answer!, 'messageInfo/messageType')?.text).toBe('RESPONSE')
    expect(elementAt(answer!, 'messageData/data')?.text).toBe('<Answer><to>KZ7</to></Answer>')
    const answerId = elementAt(answer!, 'messageInfo/messageId')!.text
    await notify(answerId, 'NOT_DELIVERED', true)
    expect(await fetchAll()).toHaveLength(1)
    await notify(answerId, 'DELIVERED')
    expect(await fetchAll()).toEqual([])
    expect(await house.trust.database.sql`select payload from gateway.messages where payload is not null`).toEqual([])
    expect(await house.room.journal.search({ term: 'async-1' })).toMatchObject([{ outcome: 'found', direction: 'answered' }])
  })

  it('takes a message once, however often it is sent, and gives none to another system', async () => {
    calls = []
    for (let time = 0; time < 3; time++) await message('async-2', 'KZ8')
    await Promise.all([house.room.workOnce(), house.room.workOnce()])
    expect(calls).toHaveLength(1)
    expect(elementAt((await message('async-2', 'KZ9')).content, 'detail')?.children[0]?.children.map(({ text }) => text)).toContain(
      'message-id',
    )
    const stranger = await systemKey(house.trust, HOUSE_BIN)
    const { content } = await call(
      'getMessages',
      `<request><serviceId>States</serviceId>${sender}<requestDate>${technicalClock.now()}</requestDate></request>`,
      stranger,
    )
    expect(content.name).toBe('Fault')
    const [answer] = await fetchAll()
    await notify(elementAt(answer!, 'messageInfo/messageId')!.text, 'DELIVERED')
  })

  it('waits for a service that is down, and loses nothing', async () => {
    isDown = true
    await message('async-3', 'KZ10')
    await house.room.workOnce()
    expect(await stateOf('async-3')).toBe('ON_DELIVERY')
    isDown = false
    await house.trust.database.sql`update gateway.messages set due_at = due_at - interval '1 hour' where due_at is not null`
    await house.room.workOnce()
    expect(await stateOf('async-3')).toBe('DELIVERED')
    expect(await stateOf('async-unknown')).toBe('NO_DATA')
  })

  it('has a schema of ours that its answers keep to', async () => {
    const answers = [
      (await message('async-4', 'KZ11')).content,
      (
        await call(
          'getMessages',
          `<request><serviceId>States</serviceId>${sender}<requestDate>${technicalClock.now()}</requestDate></request>`,
        )
      ).content,
    ]
    for (const content of answers) {
      const { valid, errors } = await validateXML({
        xml: [{ fileName: 'message.xml', contents: writeXml(content) }],
        schema: [asyncSchema()],
      })
      expect([valid, errors]).toEqual([true, []])
    }
  })
})

describe('a system that asks without end', () => {
  it('is refused in the words of the channel before its message is read, and others are answered', async () => {
    const site = await createSite({
      origin: house.origin,
      host: '127.0.0.1',
      port: 0,
      logger: pino({ level: 'silent' }),
      rates: { gateway: 2 },
    })
    await site.register(house.room.door(house.origin))
    const post = (remoteAddress: string) =>
      site.inject({
        method: 'POST',
        url: SYNC_PATH,
        headers: { 'content-type': 'text/xml' },
        payload: signed(question()),
        remoteAddress,
      })
    expect([(await post('192.0.2.1')).statusCode, (await post('192.0.2.1')).statusCode]).toEqual([200, 200])
    const refused = await post('192.0.2.1')
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    const read = readEnvelope(refused.body, 'required')
    expect(read).toMatchObject({ kind: 'read', content: { name: 'Fault' } })
    expect((await post('192.0.2.2')).statusCode).toBe(200)
    await site.close()
  })
})
