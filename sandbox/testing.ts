// A whole sandbox for tests and for looking at: rooms, portal site and bank on two real ports of this machine.
import { createServer } from 'node:net'
import { readFile } from 'node:fs/promises'
import { type Database, type LegalClock, openLegalClock } from '@ruqsat/database'
import { houseGateway } from '@ruqsat/gateway/testing'
import { instantFromMs, msFromInstant } from '@ruqsat/foundation'
import { parseClockTable } from '@ruqsat/law'
import { type MessagingRoom, sandboxCarrier, startMessaging } from '@ruqsat/messaging'
import { type PaymentFact, type PaymentsRoom, startPayments } from '@ruqsat/payments'
import { type RegistersRoom, startRegisters } from '@ruqsat/registers'
import { startTrust, type TrustRoom } from '@ruqsat/trust'
import { createSite } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import {
  type ApplicantRegistration,
  type Authorities,
  type BankRoom,
  openSwitches,
  sandboxBankKey,
  sandboxBanks,
  sandboxBankToken,
  type SandboxDeps,
  type SandboxRoom,
  type StaffRegistration,
  startBank,
  startSandbox,
  type Switches,
} from './index.ts'

export type WholeSandbox = {
  readonly deps: SandboxDeps
  readonly sandbox: SandboxRoom
  readonly switches: Switches
  readonly legalClock: LegalClock
  readonly messaging: MessagingRoom
  readonly payments: PaymentsRoom
  readonly registers: RegistersRoom
  readonly trust: TrustRoom
  readonly bank: BankRoom
  readonly portal: FastifyInstance
  readonly origins: { readonly portal: string; readonly bank: string }
  readonly facts: PaymentFact[]
  readonly staff: StaffRegistration[]
  readonly applicants: ApplicantRegistration[]
  close(): Promise<void>
}

const PROVIDER = { id: 'provider', name: { kk: 'Сынақ басқармасы', ru: 'Пробное управление', en: 'Trial department' } }
const REGISTRAR = { kk: 'Тіркеуші', ru: 'Регистратор', en: 'Registrar' }
const CHIEF = { kk: 'Бастық', ru: 'Начальник', en: 'Chief' }
const FAR = { id: 'far-department', name: { kk: 'Алыстағы басқарма', ru: 'Далёкое управление', en: 'Far department' } }

export const TEST_AUTHORITIES: Authorities = {
  homes: [
    {
      provider: PROVIDER,
      interestedBody: { id: 'interested', name: { kk: 'Мүдделі орган', ru: 'Заинтересованный орган', en: 'Interested body' } },
    },
  ],
  offices: [
    { authority: PROVIDER, role: 'clerk', unit: 'office', position: REGISTRAR },
    { authority: FAR, role: 'operator', unit: 'window', position: REGISTRAR },
    { authority: FAR, role: 'head', unit: 'top', position: CHIEF },
  ],
  other: { id: 'other', name: { kk: 'Басқа басқарма', ru: 'Другое управление', en: 'Other department' } },
}

/** The zone of the republic's first authority. */
export async function aqtobe() {
  const file = new URL('../regulations/calendars/zone-aqtobe.yaml', import.meta.url)
  const zone = parseClockTable({ path: 'zone-aqtobe.yaml', text: await readFile(file, 'utf8') })
  if (zone.kind !== 'read' || zone.value?.kind !== 'zone') throw new Error('Expected zone-aqtobe.yaml to hold a zone')
  return zone.value
}

/** `authorityPort`: where the authority's site will be; nobody is there where it is left out. */
export async function openWholeSandbox(database: Database, { authorityPort = 9 } = {}): Promise<WholeSandbox> {
  const log = pino({ level: 'silent' })
  const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: '2014-10-01T04:30:00.000Z' })
  const [portalPort, bankPort] = [await freePort(), await freePort()]
  const origins = { portal: `http://localhost:${portalPort}`, bank: `http://127.0.0.1:${bankPort}` }
  const secrets = { secret: async () => new Uint8Array(32).fill(5) }
  const switches = await openSwitches(database, { legalClock })
  const carrier = sandboxCarrier(() => switches.read('messaging'))
  const messaging = await startMessaging({ database, legalClock, log, carriers: { sms: carrier, email: carrier } })
  const registers = await startRegisters({ database, gateway: houseGateway(), mode: () => switches.read('registers') })
  const trust = await startTrust({
    database,
    clock: legalClock,
    secrets,
    mode: 'sandbox',
    origin: `http://127.0.0.1:${authorityPort}`,
    keepAnswersMs: 0,
  })
  const keys = [await sandboxBankKey(secrets)]
  const token = await sandboxBankToken(secrets)
  const bank = await startBank({
    database,
    legalClock,
    log,
    origin: origins.bank,
    port: bankPort,
    merchantOrigins: [origins.portal],
    keys,
    token,
    messaging: messaging.messaging,
    mode: (bank) => switches.read(bank === 'dala' ? 'bank' : 'bankTau'),
  })
  const facts: PaymentFact[] = []
  const payments = await startPayments({
    database,
    legalClock,
    log,
    publicOrigin: origins.portal,
    banks: sandboxBanks(origins.bank, keys, token),
    receiver: { paymentArrived: async (fact) => void facts.push(fact), refundEnded: async () => undefined },
  })
  const [staff, applicants]: [StaffRegistration[], ApplicantRegistration[]] = [[], []]
  const zone = await aqtobe()
  const deps: SandboxDeps = {
    database,
    legalClock,
    log,
    mode: 'sandbox',
    secrets,
    switches,
    trust,
    registers,
    messaging,
    bank,
    authorities: TEST_AUTHORITIES,
    zone,
    // Every day works: which do not is the calendar's, and tested with the sandbox's page in a whole house.
    workingDaysAfter: (from, days) => instantFromMs(msFromInstant(from) + days * 86_400_000),
    tablesEndOn: '2027-12-31',
    registerStaff: async (one) => void staff.push(one),
    registerApplicant: async (one) => void applicants.push(one),
  }
  const sandbox = await startSandbox(deps)
  await sandbox.populated()
  const portal = await createSite({
    origin: origins.portal,
    host: 'localhost',
    port: portalPort,
    logger: log,
    formActions: [origins.bank],
    sandbox: true,
    start: '/sandbox',
  })
  await portal.register(payments.site)
  await portal.register(sandbox.site)
  return {
    deps,
    sandbox,
    switches,
    legalClock,
    messaging,
    payments,
    registers,
    trust,
    bank,
    portal,
    origins,
    facts,
    staff,
    applicants,
    close: async () => {
      await portal.close()
      await sandbox.stop()
      await Promise.all([bank.stop(), payments.stop(), messaging.stop()])
    },
  }
}

/** Presses a button of a page of the sandbox, with what was typed; `again` presses the same once more. */
export type Press = (
  action: string,
  typed: Record<string, string>,
  page?: string,
) => Promise<{ status: number; location?: string; body: string; again(): Promise<{ status: number; location?: string }> }>

export const pressOn =
  (whole: Pick<WholeSandbox, 'portal'>): Press =>
  async (action, typed, page = '/kk/sandbox') => {
    const shown = await whole.portal.inject({ url: page })
    const form = shown.body.slice(shown.body.indexOf(`action="${action}"`))
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(form)?.[1] ?? ''
    const cookie = shown.cookies.map((one) => `${one.name}=${one.value}`).join('; ')
    const payload = new URLSearchParams({ _csrf: hidden('_csrf'), _once: hidden('_once'), ...typed }).toString()
    const post = async () => {
      const answer = await whole.portal.inject({
        method: 'POST',
        url: action,
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        payload,
      })
      return { status: answer.statusCode, location: answer.headers.location, body: answer.body }
    }
    return { ...(await post()), again: post }
  }

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
