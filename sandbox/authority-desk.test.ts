import { fastify, type FastifyInstance } from 'fastify'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, openWholeSandbox, type Press, pressOn, type WholeSandbox } from './testing.ts'

let database: TestDatabase
let whole: WholeSandbox
let authority: FastifyInstance
beforeAll(async () => {
  database = await openTestDatabase('authority-desk')
  const authorityPort = await freePort()
  whole = await openWholeSandbox(database, { authorityPort })
  authority = fastify({ logger: false })
  await authority.register(whole.trust.site)
  await authority.listen({ host: '127.0.0.1', port: authorityPort })
})
afterAll(async () => {
  await authority?.close()
  await whole?.close()
  await database?.drop()
})
const press: Press = (...asked) => pressOn(whole)(...asked)

const PERSON = 'aigerim'
const good = async () => (await whole.sandbox.key(PERSON, 'good')).certificate
/** What the next signature with this certificate would meet. */
async function verdictOf(certificate: Uint8Array): Promise<string> {
  const { iin } = whole.sandbox.people.find(({ personId }) => personId === PERSON)!
  const verdict = await whole.trust.checkCertificate({ certificate, at: await whole.legalClock.now(), expect: { iin, purpose: 'sign' } })
  return verdict.kind === 'refused' ? verdict.reason : verdict.kind
}

test('a certificate is issued with its file; renewed, the next is another and both are good; revoked by its owner, it signs no more', async () => {
  expect((await press('/kk/sandbox/certificates', { personId: PERSON, what: 'renew' })).location).toContain('done=noKey')
  const first = await good()
  expect(await verdictOf(first)).toBe('valid')
  expect((await press('/kk/sandbox/certificates', { personId: PERSON, what: 'renew' })).location).toBe(
    `/kk/sandbox?done=renewed#person-${PERSON}`,
  )
  const second = await good()
  expect(Buffer.from(second).equals(Buffer.from(first))).toBe(false)
  expect([await verdictOf(first), await verdictOf(second)]).toEqual(['valid', 'valid'])
  expect((await press('/kk/sandbox/certificates', { personId: PERSON, what: 'revoke' })).location).toContain('done=revoked')
  expect([await verdictOf(first), await verdictOf(second)]).toEqual(['valid', 'revoked'])
  const third = await good()
  expect(await verdictOf(third)).toBe('valid')
  expect((await press('/kk/sandbox/certificates', { personId: 'nobody', what: 'revoke' })).location).toContain('done=noKey')
})
