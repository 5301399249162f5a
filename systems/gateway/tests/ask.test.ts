import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { technicalClock } from '@ruqsat/database'
import type { Source } from '@ruqsat/foundation'
import type { GatewayConfig } from '../index.ts'
import { CALLER_BIN, HOUSE_BIN, openTestGateway, routeTo, systemKey, type TestGateway } from '../testing.ts'
import { envelopeOf } from '../wire/soap.ts'
import { syncFaultXml, syncResponseXml } from '../wire/sync.ts'
import type { SystemKey } from '../wire/xml-signature.ts'
import { signPayload } from '../wire/xml-signature.ts'

// Another system that answers as each test sets it: signed by its own key, by another's, not at all, late, or with a page of a proxy.

type Reply = { readonly status?: number; readonly text: string | ((asked: string) => string); readonly afterMs?: number } | 'hang' | 'cut'
let peer: Server
let house: TestGateway
let own: SystemKey
let employee: SystemKey
let replies: Reply[] = []
let asked: string[] = []

beforeAll(async () => {
  peer = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const text = Buffer.concat(parts).toString()
      asked.push(text)
      const reply = replies.length > 1 ? replies.shift()! : replies[0]!
      if (reply === 'hang') return
      if (reply === 'cut') return void request.socket.destroy()
      const answer = typeof reply.text === 'string' ? reply.text : reply.text(text)
      setTimeout(() => response.writeHead(reply.status ?? 200, { 'content-type': 'text/xml' }).end(answer), reply.afterMs ?? 0)
    })
  })
  await new Promise<void>((ready) => peer.listen(0, '127.0.0.1', ready))
  const address = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/sync`
  const routes: GatewayConfig['routes'] = {
    firms: routeTo(address, { signedBy: [CALLER_BIN] }),
    once: routeTo(address, { repeatable: false, signedBy: [CALLER_BIN], breaker: { after: 1000, pauseSeconds: 30 } }),
    signed: routeTo(address, { payload: 'signedText', repeatable: false, signedBy: [CALLER_BIN] }),
    weak: routeTo(address, { timeoutMs: 150, repeatable: false, breaker: { after: 2, pauseSeconds: 1 } }),
  }
  house = await openTestGateway(() => ({ routes }))
  own = house.caller
  employee = await systemKey(house.trust, CALLER_BIN, [])
})
afterAll(async () => {
  peer.closeAllConnections()
  peer.close()
  await house.close()
})
beforeEach(() => {
  asked = []
})

const SOURCE: Source = { act: 'test-law', item: '8 6)', certainty: 'stated' }
const BIN = '080340001111'
const ask = (route = 'firms', caseId = 'draft-1') =>
  house.room.gateway.ask({
    route,
    payload: `<Request><BIN>${BIN}</BIN></Request>`,
    subject: BIN,
    purpose: { authority: 'test-authority', asker: 'account-7', caseId, source: SOURCE },
  })
const messageIdIn = (text: string) => /<messageId>([^<]+)</.exec(text)![1]!
const now = () => technicalClock.now()

const found = (payload: string, key: SystemKey | null = own, more: { code?: string; of?: string; isText?: boolean } = {}) => ({
  text: (question: string) =>
    envelopeOf(
      syncResponseXml({
        messageId: 'theirs',
        correlationId: more.of ?? messageIdIn(question),
        responseDate: now(),
        status: { code: more.code ?? 'SCSS001', message: '' },
        sessionId: '{session}',
        payload,
        isText: more.isText ?? false,
      }),
      key,
    ),
})
const fault = (data: string, key: SystemKey | null = own, date = now()) => ({
  status: 500,
  text: envelopeOf(syncFaultXml({ code: 'SCSE001', message: 'no', data, date, sessionId: null }, 'Client'), key),
})

describe('a question by a route', () => {
  it('brings what was signed, and both digests of it into the journal', async () => {
    replies = [found('<Organization><BIN>080340001111</BIN></Organization>')]
    expect(await ask()).toEqual({ kind: 'found', value: '<Organization><BIN>080340001111</BIN></Organization>' })
    const [entry] = await house.room.journal.search({ subject: '0803 4000 1111' })
    expect(entry).toMatchObject({
      direction: 'asked',
      route: 'firms',
      asker: 'account-7',
      caseId: 'draft-1',
      source: SOURCE,
      outcome: 'found',
      code: 'SCSS001',
      sessionId: '{session}',
      tries: 1,
      messageId: messageIdIn(asked[0]!),
    })
    expect([entry!.requestSha256, entry!.answerSha256, entry!.signerSha256].every((each) => /^[0-9a-f]{64}$/.test(each ?? ''))).toBe(true)
    const kept = await house.trust.database.sql`select journal::text as row from gateway.journal`
    expect(JSON.stringify(kept)).not.toContain(BIN)
  })

  it('keeps absence, refusal and outage apart', async () => {
    replies = [fault('NO_DATA')]
    expect(await ask()).toEqual({ kind: 'absent' })
    replies = [fault('caller-not-allowed')]
    expect(await ask()).toMatchObject({ kind: 'refused', refusal: { code: 'gateway.counterpart-refused' } })
    replies = [fault('SCSE003')]
    expect(await ask('once')).toMatchObject({ kind: 'outage' })
    replies = [found('<a/>', own, { code: 'NO_DATA' })]
    expect(await ask()).toEqual({ kind: 'absent' })
  })

  it.each<[string, () => Reply, string]>([
    ['an absence that nobody signed', () => fault('NO_DATA', null), 'signature-missing'],
    ['an absence that another system signed', () => fault('NO_DATA', house.own), 'another signed it'],
    ['an absence of yesterday, sent again', () => fault('NO_DATA', own, '2014-01-01T00:00:00.000Z'), 'old one'],
    ['an answer that nobody signed', () => found('<a/>', null), 'signature-missing'],
    ['an answer by the key of a person', () => found('<a/>', employee), 'wrong-role'],
    ['an answer to another message', () => found('<a/>', own, { of: 'another' }), 'another'],
    ['a page of a proxy', () => ({ status: 502, text: '<html><body>Bad gateway</body></html>' }), 'soap-form'],
    ['a page that is no XML', () => ({ status: 200, text: 'ok' }), 'xml-not-well-formed'],
    ['an entity', () => ({ text: '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>' }), 'xml-document-type'],
    ['a cut connection', () => 'cut', 'failed'],
  ])('takes %s for an outage', async (_what, reply, reason) => {
    replies = [reply()]
    expect(await ask('once')).toMatchObject({ kind: 'outage', reason: expect.stringContaining(reason) })
    expect(asked).toHaveLength(1)
  })

  it('demands the signature inside the payload where the route has one', async () => {
    const payload = '<Response><Status><Code>002</Code></Status></Response>'
    replies = [found(signPayload(payload, own), own, { isText: true })]
    expect(await ask('signed')).toEqual({ kind: 'found', value: payload })
    expect(asked[0]).toContain('&lt;ds:Signature')
    replies = [found(payload, own, { isText: true })]
    expect(await ask('signed')).toMatchObject({ kind: 'outage' })
    replies = [found(signPayload(payload, house.own), own, { isText: true })]
    expect(await ask('signed')).toMatchObject({ kind: 'outage' })
  })

  it('is repeated under one id while its time lasts, and only where asking changes nothing', async () => {
    replies = ['cut', 'cut', found('<a/>')]
    expect(await ask()).toEqual({ kind: 'found', value: '<a></a>' })
    expect(new Set(asked.map(messageIdIn)).size).toBe(1)
    expect(asked).toHaveLength(3)
    expect((await house.room.journal.search({ limit: 1 }))[0]).toMatchObject({ tries: 3, outcome: 'found' })
    replies = ['cut', found('<a/>')]
    expect(await ask('once')).toMatchObject({ kind: 'outage' })
    replies = [found('<a/>')]
  })

  it('waits for nobody who is silent: after some outages it is answered at once, until one question finds the system back', async () => {
    replies = ['hang']
    for (let round = 0; round < 2; round++)
      expect(await ask('weak')).toMatchObject({ kind: 'outage', reason: expect.stringContaining('150 ms') })
    asked = []
    expect(await ask('weak')).toMatchObject({ kind: 'outage', reason: expect.stringContaining('silent') })
    expect(asked).toHaveLength(0)
    expect(house.room.routes().find(({ route }) => route === 'weak')).toMatchObject({ breaker: 'open' })
    replies = [found('<a/>')]
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(await ask('weak')).toMatchObject({ kind: 'found' })
    expect(house.room.routes().find(({ route }) => route === 'weak')).toMatchObject({ breaker: 'closed' })
  })

  it('waits for no room of the house either: after some outages it is answered at once, the other rooms are asked as before', async () => {
    let isDown = true
    let calls = 0
    house.room.offer('shaky', {
      answer: async () => {
        calls += 1
        if (isDown) throw new Error('the database of this room is gone')
        return { kind: 'found', value: '<a/>' }
      },
    })
    house.room.offer('sound', { answer: async () => ({ kind: 'absent' }) })
    const state = () => house.room.routes().find(({ route }) => route === 'shaky')
    for (let round = 0; round < 5; round++)
      expect(await ask('shaky')).toMatchObject({ kind: 'outage', reason: expect.stringContaining('failed') })
    expect(await ask('shaky', 'left-alone')).toMatchObject({ kind: 'outage', reason: expect.stringContaining('silent') })
    expect([calls, state()?.breaker]).toEqual([5, 'open'])
    expect(await house.room.journal.search({ term: 'left-alone' })).toMatchObject([{ outcome: 'outage', tries: 0 }])
    expect(await ask('sound')).toEqual({ kind: 'absent' })
    isDown = false
    await expect.poll(() => ask('shaky'), { interval: 300, timeout: 10_000 }).toEqual({ kind: 'found', value: '<a/>' })
    expect(state()).toMatchObject({ breaker: 'closed', address: null })
  })

  it('is in the journal before it leaves', async () => {
    replies = [{ ...found('<a/>'), afterMs: 300 }]
    const asking = ask('firms', 'draft-9')
    await expect.poll(() => house.room.journal.search({ term: 'draft-9' })).toMatchObject([{ outcome: 'sent', answerSha256: null }])
    await asking
    expect(await house.room.journal.search({ term: 'draft-9' })).toMatchObject([{ outcome: 'found' }])
  })
})

describe('the journal', () => {
  it('gives its pages by key, newest first, none of them twice', async () => {
    replies = [found('<a/>')]
    for (let each = 0; each < 5; each++) await ask('firms', 'draft-pages')
    const seen: string[] = []
    for (let before: { at: string; entryId: string } | undefined; ;) {
      const page = await house.room.journal.search({ term: 'draft-pages', limit: 2, ...(before && { before }) })
      if (page.length === 0) break
      seen.push(...page.map(({ entryId }) => entryId))
      before = page.at(-1)!
    }
    expect([seen.length, new Set(seen).size]).toEqual([5, 5])
  })

  it('finds who asked about somebody, by the number and by nothing else', async () => {
    expect((await house.room.gateway.asksAbout(BIN)).length).toBeGreaterThan(0)
    expect(await house.room.gateway.asksAbout(HOUSE_BIN.replace(/1$/, '2'))).toEqual([])
  })
})
