import { openSwitches, sandboxBankKey, sandboxBanks, sandboxBankToken, startBank, type BankRoom } from '@ruqsat/sandbox'
import { fastify, type FastifyInstance } from 'fastify'
import { sandboxCarrier, startMessaging, type MessagingRoom } from '@ruqsat/messaging'
import { startRegisters, type RegistersRoom } from '@ruqsat/registers'
import { startTrust, type TrustRoom } from '@ruqsat/trust'
import type { BankBinding } from '@ruqsat/payments'
import { banksOf } from './banks.ts'
import type { Installation } from './installation.ts'
import { sampleRows } from './registers.ts'
import { bankHost, type Origins, type Ports, type SiteLimits } from './site.ts'

/** What a real house would reach over the network, here as twins in this process; each fails on command by its switch. */
export type Neighbours = {
  readonly switches: Awaited<ReturnType<typeof openSwitches>>
  readonly messaging: MessagingRoom
  readonly trust: TrustRoom
  readonly authoritySite: FastifyInstance
  readonly registers: RegistersRoom
  readonly bank: BankRoom
  /** The banks that take part, twins or not. */
  readonly banks: readonly BankBinding[]
}

export async function startNeighbours(
  { database, legalClock, secrets, settings, log, bound, regulations, banks: configured }: Installation,
  origins: Origins,
  ports: Ports,
  limits: SiteLimits,
): Promise<Neighbours> {
  const switches = await openSwitches(database)
  const carrier = sandboxCarrier(() => switches.read('messaging'))
  const messaging = await startMessaging({ database, log, carriers: { sms: carrier, email: carrier } })
  const trust = await startTrust({ database, clock: legalClock, secrets, mode: settings.mode, origin: origins.authority })
  const authoritySite = fastify({ logger: false })
  await authoritySite.register(trust.site)
  const registers = await startRegisters({ database, bound, mode: () => switches.read('registers') })
  await registers.populateFacts(sampleRows(regulations))
  const bankKeys = [await sandboxBankKey(secrets)]
  const bankToken = await sandboxBankToken(secrets)
  const bank = await startBank({
    database,
    legalClock,
    log,
    origin: origins.bank,
    host: bankHost(settings),
    port: ports.bank,
    merchantOrigins: [origins.portal],
    keys: bankKeys,
    token: bankToken,
    messaging: messaging.messaging,
    mode: (which) => switches.read(which === 'dala' ? 'bank' : 'bankTau'),
    secret: Buffer.from(await secrets.secret('bank-form-key')),
    ...limits,
  })
  const banks = banksOf(configured, sandboxBanks(origins.bank, bankKeys, bankToken))
  return { switches, messaging, trust, authoritySite, registers, bank, banks }
}
