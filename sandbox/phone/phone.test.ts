// The portal's client against the twin over HTTP, and the application as a person meets it: without script, by two buttons.
import { openPhoneSigning, type PhoneSigning } from '@ruqsat/signing/phone'
import { AIGERIM, openTestTrust, type TestTrust } from '@ruqsat/trust/testing'
import { createSite } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEY_PASSWORD, type SampleKeyKind } from '../people/keys.ts'
import type { SandboxPerson } from '../people/republic.ts'
import { PHONE_TWIN_PATH, type TwinKey } from './exchange.ts'
import { mountPhoneTwin } from './twin.ts'

const TITLE = { kk: 'Лицензия беру', ru: 'Выдача лицензии', en: 'Issue of a licence' }
const BYTES = new Uint8Array(Buffer.from('{"form":"issue"}'))
const PORTAL = 'http://localhost:1'
const PERSON = { ...AIGERIM, personId: 'aigerim', group: 'applicant', givenName: 'Әйгерім', patronymic: '' } as unknown as SandboxPerson

let trust: TestTrust
let site: FastifyInstance
let origin: string
let phone: PhoneSigning

beforeAll(async () => {
  trust = await openTestTrust()
  const port = await freePort()
  origin = `http://127.0.0.1:${port}`
  const legalTime = async () => ({ date: '2026-01-05', time: '11:00', moved: false }) as never
  site = await createSite({ origin, host: '127.0.0.1', port, logger: pino({ level: 'silent' }), sandbox: true, legalTime })
  await mountPhoneTwin({ mode: 'sandbox', site, portalOrigin: PORTAL, people: [PERSON], keyOf, now: () => trust.clock.now() })
  await site.site.listen()
  phone = openPhoneSigning({ address: `${origin}${PHONE_TWIN_PATH}`, nowMs: () => 0 })
})
afterAll(async () => {
  await site?.close()
  await trust?.close()
})

async function keyOf(_personId: string, kind: SampleKeyKind) {
  const profile = kind === 'another-person' ? 'good' : kind
  return trust.trust.authority.createPkcs12({ person: AIGERIM, roles: ['individual'], profile, password: KEY_PASSWORD })
}

/** The person opens the link, reads, chooses a key and presses. */
async function onThePhone(launchUrl: string, answer: 'sign' | 'decline', key: TwinKey = 'good'): Promise<string> {
  const page = await fetch(launchUrl)
  const cookies = page.headers.getSetCookie().map((each) => each.split(';', 1)[0]!)
  const text = await page.text()
  const token = /name="_csrf" value="([^"]+)"/.exec(text)![1]!
  const body = new URLSearchParams({ _csrf: token, person: 'aigerim', key, answer })
  const headers = { cookie: cookies.join('; '), origin, 'content-type': 'application/x-www-form-urlencoded' }
  await fetch(launchUrl, { method: 'POST', body, headers, redirect: 'manual' })
  return text
}

async function exchange() {
  const begun = await phone.begin({ title: TITLE, backUrl: `${PORTAL}/kk/phone/1` })
  if ('fault' in begun) throw new Error(begun.fault)
  const offered = phone.offer(begun, { title: TITLE, bytes: BYTES })
  return { begun, offered }
}

test('a document is fetched by the telephone, and its signature is one like any other', async () => {
  const { begun, offered } = await exchange()
  expect(begun.code).toMatchObject({ type: 'image/png' })
  await waitForDocument(begun.launchUrl)
  const shown = await onThePhone(begun.launchUrl, 'sign')
  expect(shown).toContain('Лицензия беру')
  expect(shown).toContain('&quot;form&quot;')
  expect(await offered).toEqual({ kind: 'fetched' })
  const signed = await phone.collect(begun)
  if (signed.kind !== 'signed') throw new Error(JSON.stringify(signed))
  const at = await trust.clock.now()
  const verdict = await trust.trust.verifyDetached({ cms: signed.cms, content: BYTES, at, expect: { iin: AIGERIM.iin!, purpose: 'sign' } })
  expect(verdict).toMatchObject({ kind: 'valid' })
})

describe('what is wrong with a signature is found by the same judge, by its name', () => {
  test.each<[TwinKey, string]>([
    ['expired', 'expired'],
    ['revoked', 'revoked'],
    ['wrong-purpose', 'wrong-purpose'],
    ['unknown-root', 'unknown-root'],
    ['changed', 'changed-content'],
  ])('%s', async (key, reason) => {
    const { begun } = await exchange()
    await waitForDocument(begun.launchUrl)
    await onThePhone(begun.launchUrl, 'sign', key)
    const signed = await phone.collect(begun)
    if (signed.kind !== 'signed') throw new Error(JSON.stringify(signed))
    const at = await trust.clock.now()
    const verdict = await trust.trust.verifyDetached({ cms: signed.cms, content: BYTES, at, expect: { purpose: 'sign' } })
    expect(verdict).toMatchObject({ kind: 'refused', reason })
  })
})

test('declining is told, and what is unknown to the service is over', async () => {
  const { begun } = await exchange()
  await waitForDocument(begun.launchUrl)
  await onThePhone(begun.launchUrl, 'decline')
  expect(await phone.collect(begun)).toMatchObject({ fault: 'cancelled' })
  expect(await phone.collect({ signUrl: `${origin}${PHONE_TWIN_PATH}/api/egovQr/none` })).toMatchObject({ fault: 'expired' })
})

test('production has no twin', async () => {
  const deps = { mode: 'production', site, portalOrigin: PORTAL, people: [], keyOf, now: () => trust.clock.now() } as const
  await expect(mountPhoneTwin(deps)).rejects.toThrow('production')
})

/** The application shows the document as soon as the portal has handed it over. */
async function waitForDocument(launchUrl: string): Promise<void> {
  while (!(await (await fetch(launchUrl)).text()).includes('name="answer"')) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
