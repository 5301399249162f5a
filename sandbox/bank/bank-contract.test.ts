import { createServer } from 'node:net'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { technicalClock } from '@ruqsat/database'
import { openBank } from '@ruqsat/payments'
import { bankContract } from '@ruqsat/payments/testing'
import pino from 'pino'
import { afterAll, beforeAll } from 'vitest'
import { type BankMode, type BankRoom, sandboxBanks, startBank, TEST_CARDS } from './index.ts'
import { findSession } from './store/rows.ts'
import type { CardScenario } from './core/cards.ts'

// Each adapter of the gateway against its twin, over HTTP on a real port: the same contract for both.
const TOKEN = 'sandbox-token'
const KEYS = [{ id: 'sandbox-1', secret: new Uint8Array(32).fill(3) }]
let database: TestDatabase
let room: BankRoom
let mode: BankMode = 'ok'
let address: string

beforeAll(async () => {
  database = await openTestDatabase('bank_contract')
  const port = await freePort()
  address = `http://127.0.0.1:${port}`
  room = await startBank({
    database,
    log: pino({ level: 'silent' }),
    origin: address,
    port,
    merchantOrigins: ['http://localhost:8080'],
    keys: KEYS,
    token: TOKEN,
    messaging: { send: async () => undefined },
    mode: () => mode,
  })
  await room.site.site.listen()
})
afterAll(async () => {
  await room.stop()
  await database.drop()
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

for (const id of ['dala', 'tau'] as const) {
  const payBy = async (merchantReference: string, scenario: CardScenario) => {
    const session = await findSession(database.sql, { bank: id, merchantReference })
    await payByCard(session!.sessionId, scenario)
  }
  bankContract(`${id} at its twin`, {
    bank: () => {
      const binding = sandboxBanks(address, KEYS, TOKEN).find((each) => each.id === id)!
      return openBank({ ...binding, timeoutMs: 1_500 }, { technicalClock, mode: 'sandbox' })
    },
    pay: (reference, sum) => payBy(reference, sum === undefined ? 'success' : sum === 'less' ? 'otherSum' : 'moreThanAsked'),
    decline: (reference) => payBy(reference, 'insufficientFunds'),
    payAtCounter: (amountTiyn, purpose) => room.payAtCounter({ bank: id, amountTiyn, purpose, payer: 'Сынақ Төлеуші' }),
    setMode: (next) => {
      mode = next
    },
  })
}

/** As a person without script: reads the card form and posts it. */
async function payByCard(sessionId: string, scenario: CardScenario): Promise<void> {
  const page = `${address}/kk/pay/${sessionId}`
  const shown = await fetch(page)
  const token = /name="_csrf" value="([^"]+)"/.exec(await shown.text())?.[1] ?? ''
  const cookie = shown.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ')
  const { number, expiry, cvv } = TEST_CARDS.find((card) => card.scenario === scenario)!
  const answer = await fetch(`${page}/cards`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: address },
    body: new URLSearchParams({ _csrf: token, number, expiry, cvv }),
  })
  if (answer.status !== 303) throw new Error(`Expected the card to be taken but found HTTP ${answer.status}`)
}
