import type { lookup } from 'node:dns'
import type { NewsOfCase } from '@ruqsat/caseflow/host'
import { isRefusal } from '@ruqsat/foundation'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { endClient } from '../clients/client.ts'
import { addressFault, isPublicAddress, lookupWithin } from '../hooks/address.ts'
import { deliverDue, DISABLED_AFTER_DAYS, HOOK_BACK_OFF } from '../hooks/deliver.ts'
import { postHook } from '../hooks/post.ts'
import { FIRM, openDoor } from './house.ts'
import { newsOfCase, STAGE } from './news.ts'
import { openReceiver } from './receiver.ts'

let door: Awaited<ReturnType<typeof openDoor>>
let receiver: Awaited<ReturnType<typeof openReceiver>>
const cases: NewsOfCase[] = []
beforeAll(async () => {
  door = await openDoor({ cases })
})
afterAll(() => door.close())
beforeEach(async () => {
  receiver = await openReceiver()
})
afterEach(() => receiver.close())

type Shown = {
  readonly secret: string | null
  readonly failingSince: string | null
  readonly disabledWhy: string | null
  readonly waiting: number
}
type Line = {
  readonly state: string
  readonly attempts: number
  readonly status: number | null
  readonly fault: string | null
  readonly eventId: string
}

async function program() {
  const client = await door.client({ scopes: ['hooks.write'], firm: FIRM })
  const call = async (method: string, path: string, body?: object) => {
    // The clock moves: a new token each time.
    const { access_token: token } = await door.token(client, 'hooks.write')
    const sent = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    return door.call(`/api/v1/hooks${path}`, { method, token, ...sent })
  }
  const shown = async (method: string, path: string, body?: object) => (await call(method, path, body)).body as unknown as Shown
  return {
    id: client.id,
    call,
    shown,
    set: async (types: readonly string[] = []) => {
      const made = await shown('PUT', '/books', { url: receiver.url, eventTypes: types })
      if (made.secret !== null) receiver.state.secrets.push(made.secret)
      return made
    },
    lines: async () => (await call('GET', '/books/deliveries')).body.items as unknown as readonly Line[],
    /** Its hooks are nobody's from here on. */
    end: () => endClient(door, client.id, 'the test'),
  }
}

async function happens(...facts: Parameters<typeof newsOfCase>[1][]) {
  cases.push(...facts.map((fact) => newsOfCase(FIRM, fact)))
  await door.room.workOnce()
}

test('an event arrives once, signed as the scheme says, and the log keeps none of it', async () => {
  const { set, shown, lines, end } = await program()
  expect((await set(['request.closed'])).secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect((await set(['request.closed'])).secret).toBeNull()
  await happens(STAGE, { kind: 'closed', status: 'granted' })
  await door.room.workOnce()
  expect(receiver.received).toMatchObject([
    { type: 'request.closed', signedBy: 1, data: { links: { request: expect.stringContaining('/requests/') } } },
  ])
  const [event] = receiver.received
  expect(event!.data.id).toBe(event!.id)
  expect(await lines()).toMatchObject([{ state: 'delivered', attempts: 1, status: 204, fault: null, eventId: event!.id }])
  expect(JSON.stringify(await door.database.sql`select * from api.delivery`)).not.toContain('nothing of this')
  // A new secret: both count for a day, then the new one alone.
  receiver.state.secrets.push((await shown('POST', '/books/secret'))!.secret!)
  await happens({ kind: 'closed', status: 'refused' })
  expect(receiver.received.at(-1)!.signedBy).toBe(2)
  door.technicalClock.forwardMs(25 * 3_600_000)
  await happens({ kind: 'closed', status: 'withdrawn' })
  expect(receiver.received.at(-1)!.signedBy).toBe(1)
  await end()
  // Who may not call is sent nothing.
  await happens({ kind: 'closed', status: 'withdrawn' })
  expect(receiver.received).toHaveLength(3)
})

test('what is not taken comes again under its id, later and later, and in its order', async () => {
  const { set, lines, end, shown } = await program()
  await set()
  receiver.state.status = 503
  await happens(STAGE, { kind: 'corrected' })
  // The receiver is down: the second waits behind the first.
  expect(receiver.received).toHaveLength(1)
  expect(await lines()).toMatchObject([
    { state: 'waiting', attempts: 0 },
    { state: 'waiting', attempts: 1, status: 503 },
  ])
  expect((await shown('GET', '/books')).failingSince).not.toBeNull()
  expect(await door.room.failingHooks()).toMatchObject([{ name: 'books', waiting: 2, dead: 0 }])
  receiver.state.status = 200
  await door.room.workOnce()
  expect(receiver.received).toHaveLength(1)
  door.technicalClock.forwardMs(HOOK_BACK_OFF.firstMs)
  await door.room.workOnce()
  expect(receiver.received.map(({ type }) => type)).toEqual(['request.stageChanged', 'request.stageChanged', 'request.corrected'])
  expect(receiver.received[1]!.id).toBe(receiver.received[0]!.id)
  expect((await shown('GET', '/books')).failingSince).toBeNull()
  expect(await door.room.failingHooks()).toEqual([])
  await end()
})

test('a process that dies after the answer sends once more, and one that dies before it loses nothing', async () => {
  const { set, end, lines } = await program()
  await set()
  cases.push(newsOfCase(FIRM, STAGE))
  const deps = {
    ...door,
    log: { warn: () => undefined },
    secret: Buffer.alloc(32, 7),
    hookTargets: { mayBePlain: true, mayBePrivate: true },
  }
  const isHanging = Promise.withResolvers<void>()
  // The answer of the receiver never reaches this process.
  const post = async (...call: Parameters<typeof postHook>) => {
    await postHook(...call)
    isHanging.resolve()
    return new Promise<number>(() => undefined)
  }
  await door.room.gatherOnce()
  void deliverDue({ ...deps, post })
  await isHanging.promise
  await door.room.workOnce()
  expect(receiver.received).toHaveLength(1)
  door.technicalClock.forwardMs(61_000)
  await door.room.workOnce()
  expect(receiver.received).toHaveLength(2)
  expect(receiver.received[1]!.id).toBe(receiver.received[0]!.id)
  expect(await lines()).toMatchObject([{ state: 'delivered', attempts: 2 }])
  await end()
})

test('a refused event is given up alone; a receiver that is gone, or takes nothing for days, is sent nothing any more', async () => {
  const { id, set, lines, end } = await program()
  await set()
  receiver.state.status = 422
  await happens(STAGE)
  receiver.state.status = 200
  await happens({ kind: 'corrected' })
  expect(receiver.received.map(({ type }) => type)).toEqual(['request.stageChanged', 'request.corrected'])
  receiver.state.status = 422
  for (let tries = 0; tries < HOOK_BACK_OFF.attempts; tries += 1) {
    door.technicalClock.forwardMs(HOOK_BACK_OFF.longestMs)
    await door.room.workOnce()
  }
  expect(await lines()).toMatchObject([{ state: 'delivered' }, { state: 'dead', attempts: HOOK_BACK_OFF.attempts, status: 422 }])
  expect(await door.room.failingHooks()).toMatchObject([{ dead: 1 }])
  receiver.state.status = 503
  for (let days = 0; days <= DISABLED_AFTER_DAYS; days += 1) {
    await happens(STAGE)
    door.technicalClock.forwardMs(24 * 3_600_000)
  }
  await door.room.workOnce()
  const sent = receiver.received.length
  await happens(STAGE)
  expect(receiver.received).toHaveLength(sent)
  const kept = await door.database.sql`select kind, facts from api.client_event where client_id = ${id} and kind = 'hookDisabled'`
  expect(kept).toEqual([{ kind: 'hookDisabled', facts: { name: 'books', why: 'failing' } }])
  expect(await door.room.failingHooks()).toMatchObject([{ disabledWhy: 'failing' }])
  await end()
  // An answer of 410 ends it at once.
  const other = await program()
  await other.set()
  receiver.state.status = 410
  await happens(STAGE)
  expect(await other.shown('GET', '/books')).toMatchObject({ disabledWhy: 'gone' })
  // Set again it works, and what was given up comes where it is asked for.
  receiver.state.status = 200
  expect(await other.shown('POST', '/books/retries')).toEqual({ waiting: 1 })
  await door.room.workOnce()
  expect(await other.lines()).toMatchObject([{ state: 'delivered' }])
  expect((await other.call('DELETE', '/books')).status).toBe(200)
  expect((await other.call('GET', '/books')).status).toBe(404)
  await other.end()
})

test('an address inside this network is refused, by its form and by what its name leads to', async () => {
  const open = { mayBePlain: false, mayBePrivate: false }
  const fault = (url: string, targets = open) => {
    const found = addressFault(url, targets)
    return found !== null && isRefusal(found) ? found.code : null
  }
  for (const url of ['http://example.kz/x', 'ftp://example.kz', 'https://user@example.kz', 'https://example.kz/#x', 'nonsense'])
    expect([url, fault(url)]).toEqual([url, 'api.hook-address'])
  for (const host of [
    'localhost',
    'localhost.',
    '127.0.0.1',
    '127.0.0.1.',
    '127.1',
    '0x7f.1',
    '2130706433',
    '10.0.0.1',
    '169.254.169.254',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '[fd00::1]',
    'db.internal',
  ])
    expect([host, fault(`https://${host}/x`)]).toEqual([host, 'api.hook-address-private'])
  expect(fault('https://example.kz/hook?a=1')).toBeNull()
  expect(fault('http://127.0.0.1/x', { mayBePlain: true, mayBePrivate: true })).toBeNull()
  expect(fault('http://10.0.0.1/x', { mayBePlain: false, mayBePrivate: true })).toBe('api.hook-address')
  expect(['8.8.8.8', '2a02:6b8::1', '100.64.0.1', '192.168.1.1', '64:ff9b::a00:1', '2002:a00:1::', 'x'].map(isPublicAddress)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ])
  // What the name leads to when it is called: one closed address is enough.
  const answer = (addresses: readonly string[]) =>
    new Promise((done) => {
      const resolve = ((_host: string, _options: object, found: (error: null, all: object[]) => void) =>
        found(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )) as unknown as typeof lookup
      lookupWithin(open, resolve)('example.kz', { all: false }, (error, address) =>
        done((error as { code?: string } | null)?.code ?? address),
      )
    })
  expect(await answer(['8.8.8.8'])).toBe('8.8.8.8')
  expect(await answer(['8.8.8.8', '127.0.0.1'])).toBe('closed-address')
  await expect(postHook({ url: receiver.url.replace('http:', 'https:'), headers: {}, body: '' }, open)).rejects.toMatchObject({
    code: 'closed-address',
  })
  await expect(
    postHook({ url: receiver.url.replace('127.0.0.1', 'localhost'), headers: {}, body: '' }, { ...open, mayBePlain: true }),
  ).rejects.toMatchObject({
    code: 'closed-address',
  })
  // Nothing is followed: what a receiver answers is its status.
  receiver.state.status = 302
  expect(await postHook({ url: receiver.url, headers: {}, body: '{"data":{}}' }, { mayBePlain: true, mayBePrivate: true })).toBe(302)
})
