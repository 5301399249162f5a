// Open to the network, and by https: what a phone next to the machine gets, and the way of the money back to an https portal.
import { existsSync, readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Applicant, numberOf, openSandbox } from '../driver/index.ts'
import { health, newState, portFlags, removeStates, start, type Running } from './support/program.ts'

const state = newState('network')
const address = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address
let flags: string[]
beforeAll(async () => {
  flags = [...(await portFlags()), '--host', '0.0.0.0']
})
afterAll(removeStates)

describe('npm start -- --host 0.0.0.0', () => {
  let running: Running
  beforeAll(async () => {
    running = await start({ state, flags })
  })
  afterAll(() => running?.stop())

  test.skipIf(address === undefined)('answers at the machine’s address, and says what a phone needs beside', async () => {
    const { port } = new URL(running.portal)
    expect((await fetch(`http://${address}:${port}/kk`)).status).toBe(200)
    expect(running.printed()).toContain('Phones in the network need --tls too')
  })
})

describe('npm start -- --host 0.0.0.0 --tls', () => {
  let running: Running
  beforeAll(async () => {
    running = await start({ state: trusted(state), flags: [...flags, '--tls'], env: { RUQSAT_LOG_LEVEL: 'info' } })
  })
  afterAll(() => running?.stop())

  test('the portal is https at the address that a phone types, the revocation service stays http', async () => {
    expect(running.portal).toMatch(/^https:/)
    if (address !== undefined) expect(new URL(running.portal).hostname).not.toBe('localhost')
    const { addresses } = JSON.parse(readFileSync(join(state, 'running.json'), 'utf8')) as { addresses: Record<string, string> }
    expect(addresses['authority']).toMatch(/^http:\/\/127\.0\.0\.1:/)
    expect((await fetch(`${addresses['authority']}/ca/practice`)).status).toBe(200)
    expect((await health(running.portal)).status).toBe(200)
  })

  test('cookies are Secure and bound to the host', async () => {
    const page = await fetch(`${running.portal}/kk/sign-in`)
    expect(page.headers.get('strict-transport-security')).toContain('max-age')
    const cookies = page.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) expect(cookie).toMatch(/; Secure/i)
    for (const cookie of cookies.filter((each) => !/^language=/i.test(each) && /HttpOnly/i.test(each) && !/Max-Age/i.test(each)))
      expect(cookie).toMatch(/^__Host-.*; Path=\//)
  })

  test('the whole way of a request works, and the bank’s call arrives', async () => {
    const sandbox = await openSandbox(running.portal)
    const aigerim = new Applicant(sandbox, 'aigerim')
    await aigerim.register()
    // The late card: only the bank's own call reports that the money came.
    const held = setInterval(() => void sandbox.confirmHeldPayments().catch(() => 0), 1_000)
    try {
      const receipt = await aigerim.apply(await aigerim.startDraft('tls'), { card: 'late' })
      expect(numberOf(receipt)).not.toBe('')
    } finally {
      clearInterval(held)
      aigerim.browser.close()
    }
    expect(running.printed()).not.toContain('bank-callback-failed')
  })
})

/** Believes the certificate that this state will have: it is made by the first start with TLS, so a look at it has to wait for that. */
function trusted(folder: string): string {
  const path = join(folder, 'tls', 'certificate.pem')
  const timer = setInterval(() => {
    if (!existsSync(path)) return
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(path, 'utf8')])
    clearInterval(timer)
  }, 20)
  return folder
}
