import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { msFromInstant } from '@ruqsat/foundation'
import { keyOfMessage, signByNcalayer, type NcalayerQuestion } from '@ruqsat/signing/browser'
import { signDetached } from '@ruqsat/trust'
import { AIGERIM, FIRM_HEAD, openTestTrust, type TestTrust } from '@ruqsat/trust/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { mountNcalayerTwin, NCALAYER_PATH, type NcalayerBehaviour, type NcalayerDeps, type NcalayerWindow } from './twin.ts'

const bytes = new Uint8Array(Buffer.from('{"form":"issue"}'))
let room: TestTrust
let server: Server
let window: NcalayerWindow
const asked: object[] = []

beforeAll(async () => {
  room = await openTestTrust()
  server = createServer()
  window = mountNcalayerTwin(depsOf())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await room?.close()
})

function depsOf(): NcalayerDeps {
  return {
    mode: 'sandbox',
    server,
    origins: ['http://localhost:1'],
    now: () => room.clock.now(),
    sign: signDetached,
    keyOf: async (question, publicKey) => {
      asked.push(question)
      const subject = [AIGERIM, FIRM_HEAD].find(({ iin }) => question.iin === '' || question.iin === iin)
      if (subject === undefined) return null
      const order = {
        subject,
        publicKey: publicKey.export({ format: 'der', type: 'spki' }),
        roles: ['individual'],
        purpose: question.purpose,
      } as const
      return [(await room.trust.authority.issueCertificate(order)).certificate, (await room.trust.authority.certificates()).issuing]
    },
  }
}

function ask(as: NcalayerBehaviour, other: Partial<NcalayerQuestion> = {}) {
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}${NCALAYER_PATH}?as=${as}`
  return signByNcalayer({ url, bytes, purpose: 'sign', language: 'kk', iin: FIRM_HEAD.iin!, bin: null, ...other })
}

test('what NCALayer signs is a signature like any other, by the person who is asked for', async () => {
  const cms = await ask('signs')
  if (!(cms instanceof Uint8Array)) throw new Error(cms.code)
  expect(keyOfMessage(cms)).toMatchObject({ holder: { iin: FIRM_HEAD.iin }, purposes: ['sign', 'authenticate'] })
  const at = await room.clock.now()
  const verdict = await room.trust.verifyDetached({ cms, content: bytes, at, expect: { iin: FIRM_HEAD.iin!, purpose: 'sign' } })
  expect(verdict).toMatchObject({ kind: 'valid' })
  expect(msFromInstant(at)).toBeGreaterThan(0)
})

test('it signs nothing before the person has pressed in its window, and a page that left is forgotten', async () => {
  const asking = ask('asks')
  await vi.waitFor(() => expect(window.questions()).toHaveLength(1))
  const [question] = window.questions()
  expect(question).toMatchObject({ asked: { iin: FIRM_HEAD.iin, purpose: 'sign' }, text: '{"form":"issue"}' })
  expect(window.answer(question!.id, true)).toBe(true)
  expect(await asking).toBeInstanceOf(Uint8Array)
  const declined = ask('asks')
  await vi.waitFor(() => expect(window.questions()).toHaveLength(1))
  window.answer(window.questions()[0]!.id, false)
  expect(await declined).toMatchObject({ code: 'ncalayer-cancelled' })
  expect(window.questions()).toEqual([])
  expect(window.answer('none', true)).toBe(false)
})

test('for signing in another kind of key is asked for', async () => {
  const cms = await ask('signs', { purpose: 'authenticate' })
  expect(asked.at(-1)).toMatchObject({ purpose: 'authenticate' })
  expect(keyOfMessage(cms as Uint8Array<ArrayBuffer>)?.purposes).toEqual(['authenticate'])
})

describe('each failure has its name', () => {
  test.each<[string, () => ReturnType<typeof signByNcalayer>, string]>([
    ['it is not there', () => ask('signs', { url: 'ws://127.0.0.1:1/' }), 'ncalayer-absent'],
    ['an older version', () => ask('old'), 'ncalayer-old'],
    ['its module is not installed', () => ask('without-module'), 'ncalayer-old'],
    ['the person closes its window', () => ask('cancels'), 'ncalayer-cancelled'],
    ['it has no key of this person', () => ask('signs', { iin: '000000000000' as never }), 'ncalayer-cancelled'],
    ['an error of its own', () => ask('fails'), 'ncalayer-refused'],
    ['the line breaks', () => ask('breaks'), 'ncalayer-closed'],
  ])('%s', async (_name, act, code) => {
    expect(await act()).toMatchObject({ kind: 'problem', code })
  })

  test('the key of somebody else is seen before anything is sent', async () => {
    const cms = await ask('other-key')
    expect(keyOfMessage(cms as Uint8Array<ArrayBuffer>)?.holder.iin).toBe(AIGERIM.iin)
  })
})

test('a page of another origin is not answered, and production has no twin', async () => {
  const { port } = server.address() as AddressInfo
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    origin: 'http://evil.example',
  }
  const { request } = await import('node:http')
  const status = await new Promise((resolve) =>
    request({ port, host: '127.0.0.1', path: NCALAYER_PATH, headers }, (answer) => resolve(answer.statusCode)).end(),
  )
  expect(status).toBe(403)
  expect(() => mountNcalayerTwin({ ...depsOf(), mode: 'production' })).toThrow('production')
})
