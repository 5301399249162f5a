import { isIP } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fastify, type FastifyInstance } from 'fastify'
import { Fault, instantFromMs, isRefusal, msFromInstant, type LocalText } from '@ruqsat/foundation'
import { formatTime, toLocal } from '@ruqsat/clock'
import type { Finding, Regulation } from '@ruqsat/law'
import {
  startBank,
  startSandbox,
  openSwitches,
  SANDBOX_PATH,
  sandboxBankKey,
  type Authorities,
  type BankRoom,
  type SandboxHome,
  type SandboxOffice,
  type SandboxRoom,
} from '@ruqsat/sandbox'
import { buildIslands } from '@ruqsat/signing'
import { startLicensing, type LicensingRoom } from '@ruqsat/licensing'
import { sandboxCarrier, startMessaging, type MessagingRoom } from '@ruqsat/messaging'
import { startPayments, type PaymentsRoom } from '@ruqsat/payments'
import type { PaymentFactReceiver } from '@ruqsat/payments/contract'
import { startPortal } from '@ruqsat/portal'
import { startRegisters } from '@ruqsat/registers'
import { startTrust, type TrustRoom } from '@ruqsat/trust'
import { diagramPdf, lintPdf, openTypesetter, qrRows } from '@ruqsat/typesetting'
import { createSite, openSharedCounts, type LegalTimeView } from '@ruqsat/web'
import { startWorkstation } from '@ruqsat/workstation'
import { ownHosts, ratesOf, tlsMaterial, trustOwnCertificate } from '@ruqsat/installation'
import { letGo } from './let-go.ts'
import { openCheckpointSeal, type Installation } from './installation.ts'
import { keptOut, offersOf } from './offers.ts'
import { requireReadyForMode } from './production.ts'
import { reportTemplates } from './templates.ts'
import { watchTables } from './tables.ts'

/** Everything that runs, joined here and nowhere else. */
export type House = {
  readonly addresses: { readonly portal: string; readonly bank: string; readonly authority: string }
  readonly site: FastifyInstance
  readonly trust: TrustRoom
  readonly licensing: LicensingRoom
  readonly payments: PaymentsRoom
  readonly messaging: MessagingRoom
  readonly sandbox: SandboxRoom
  readonly bank: BankRoom
  /** What the operator has to add to the dated tables; empty while they reach far enough. */
  tableWarnings(): Promise<readonly LocalText[]>
  startWork(): Promise<void>
  stop(): Promise<void>
}

export type Ports = { readonly portal: number; readonly bank: number; readonly authority: number }

/** How far outside the database the audit's seal is taken. */
const CHECKPOINT_EVERY_MS = 60_000

/**
 * Builds all rooms in one process and opens their sites. A sandbox only: production needs a real bank, registers and pinned roots
 * behind the same contracts, and is refused here rather than run on fictional ones.
 */
export async function compose(installation: Installation, ports: Ports): Promise<House> {
  const { settings, database, legalClock, technicalClock, regulations, confirmations, log, secrets, folder } = installation
  requireReadyForMode(settings)
  const origins = originsOf(settings, ports)
  const tls = settings.tls ? await tlsMaterial(folder, ownHosts(settings.host), technicalClock.now()) : null
  // The sandbox bank calls the portal as a real one would; here it has to believe the certificate that we made.
  if (tls !== null) trustOwnCertificate(tls)
  // Bundled while the rooms start.
  const bundling = buildIslands(join(folder, 'islands'))
  bundling.catch(() => undefined)
  const undecided = keptOut(regulations.packages)
  for (const { regulation, findings } of undecided) log.warn({ event: 'regulations', regulation, undecided: codesOf(findings) }, KEPT_OUT)
  const hosted = regulations.editions.filter(
    ({ regulation }) => isHostedHere(regulation, log) && undecided.every((each) => each.regulation !== regulation.id),
  )
  const offers = offersOf(hosted, settings.offers, regulations.tables)
  const here = hosted.filter(({ hash }) => offers.some(({ edition }) => edition === hash))
  // The sandbox's people, authorities and clock are those of one act that is offered, not of one that is only transcribed: of the first
  // that needs an interested body too, because the sandbox has people of both.
  const offered = here.flatMap(({ regulation }) => (regulation.variants.some((each) => each.offered) ? [regulation] : []))
  const first = offered.find((regulation) => interestedBodyOf(regulation) !== undefined) ?? offered[0]
  if (first === undefined)
    throw new Fault(
      `Expected at least one regulation to offer but ${regulations.broken.length > 0 ? 'every package is broken (see above)' : 'there is no package'}; ` +
        'npx ruqsat regulation check names what is wrong in each',
    )
  const zone = regulations.tables.zones[first.authority.zone]!
  const watch = watchTables(regulations.tables, offered, legalClock, log)

  const switches = await openSwitches(database)
  const messaging = await startMessaging({
    database,
    log,
    carriers: { sms: sandboxCarrier(() => switches.read('messaging')), email: sandboxCarrier(() => switches.read('messaging')) },
  })
  const trust = await startTrust({ database, clock: legalClock, secrets, mode: settings.mode, origin: origins.authority })
  const authoritySite = fastify({ logger: false })
  await authoritySite.register(trust.site)
  const registers = await startRegisters({ database, mode: () => switches.read('registers') })
  const bankKeys = [await sandboxBankKey(secrets)]

  const limits = {
    rateLimits: settings.rateLimits === 'on',
    rates: ratesOf(settings),
    sharedCounts: await openSharedCounts(database, Buffer.from(await secrets.secret('rate-visitors')), technicalClock),
    trustedProxies: settings.trustedProxies,
    answerWithinMs: settings.answerWithinSeconds * 1000,
  }
  const site = await createSite({
    ...{ origin: origins.portal, host: settings.host, port: ports.portal, logger: log, formActions: [origins.bank] },
    ...{ sandbox: true, sandboxPath: SANDBOX_PATH },
    ...{ secret: Buffer.from(await secrets.secret('form-key')), legalTime: legalTimeView(installation, first) },
    ...(tls && { tls }),
    ...limits,
  })
  const bank = await startBank({
    ...{
      database,
      legalClock,
      log,
      origin: origins.bank,
      host: bankHost(settings),
      port: ports.bank,
      merchantOrigins: [origins.portal],
      keys: bankKeys,
    },
    ...{ messaging: messaging.messaging, mode: () => switches.read('bank'), secret: Buffer.from(await secrets.secret('bank-form-key')) },
    ...limits,
  })

  const late: { portal?: PaymentFactReceiver; workstation?: Awaited<ReturnType<typeof startWorkstation>> } = {}
  const receiver: PaymentFactReceiver = {
    paymentArrived: (fact) =>
      late.portal?.paymentArrived(fact) ??
      Promise.reject(new Fault('Expected the portal to be up but it is still starting', { retry: 'later' })),
    refundEnded: (fact) =>
      late.portal?.refundEnded(fact) ??
      Promise.reject(new Fault('Expected the portal to be up but it is still starting', { retry: 'later' })),
  }
  const payments = await startPayments({
    database,
    legalClock,
    log,
    publicOrigin: origins.portal,
    bank: { origin: origins.bank },
    bankKeys,
    receiver,
  })
  const typesetter = openTypesetter({
    onProblem: (report) => log.error({ event: 'typesetting', ...report }, 'a document could not be set in type'),
  })
  const licensing = await startLicensing({
    ...{ database, legalClock, technicalClock, regulations, confirmations, offers, trust },
    ...{ messaging: messaging.messaging, payments: payments.payments },
    ...{ typesetting: { render: typesetter.render, qrRows, lintPdf }, publicOrigin: origins.portal, sandbox: true },
    registerSecret: Buffer.from(await secrets.secret('register-codes')),
    staff: async (actorId) => (await late.workstation?.staff(actorId)) ?? null,
    staffContacts: async (authority, role) => (await late.workstation?.staffContacts(authority, role)) ?? [],
    checkpoints: { ...(await openCheckpointSeal(folder)), everyMs: CHECKPOINT_EVERY_MS },
    onFault: (error) => log.error({ err: error, event: 'caseflow' }, 'background work of the cases failed; it is tried again'),
  })
  const islands = await bundling
  const hosts = { licensing: licensing.host }
  const portal = await startPortal({
    ...{
      site,
      database,
      legalClock,
      technicalClock,
      log,
      regulations,
      offers,
      trust,
      payments: payments.payments,
      registers: registers.registers,
    },
    ...{
      messaging: messaging.messaging,
      hosts,
      publicRegister: licensing.publicRegister,
      islands,
      diagramPdf: (diagram, options) => diagramPdf(typesetter, diagram, options),
      secret: Buffer.from(await secrets.secret('portal-accounts')),
    },
  })
  late.portal = portal
  const workstation = await startWorkstation({
    ...{
      site,
      database,
      legalClock,
      technicalClock,
      regulations,
      confirmations,
      hosts: [licensing.host],
      islands,
      origin: origins.portal,
      messaging: messaging.messaging,
      failedMessages: messaging.failed,
    },
    ...{ secret: Buffer.from(await secrets.secret('workstation-accounts')), log, operatorWarnings: watch.warnings },
  })
  late.workstation = workstation
  await site.register(payments.site)

  // The sandbox's keys name the authority's site, which must answer before the first of them is checked.
  await authoritySite.listen({ host: '127.0.0.1', port: ports.authority })
  const sandbox = await startSandbox({
    ...{ database, legalClock, log, mode: settings.mode, secrets, switches, trust, registers, messaging, bank, zone },
    authorities: authoritiesOf(first, offered),
    tablesEndOn: watch.lastDay,
    registerStaff: async (staff) => {
      const made = await workstation.registerStaff(staff)
      if (isRefusal(made) && !made.code.endsWith('login-taken'))
        throw new Fault(`Expected the sandbox's staff to be registered but it was refused: ${made.code}`)
    },
    registerApplicant: (applicant) => portal.registerApplicant(applicant),
  })
  await site.register(sandbox.site)
  site.site.addHealthCheck('database', async () => (await database.sql`select 1 as one`).length === 1)
  site.site.addHealthCheck('cases', async () => (await licensing.health()).isHealthy)
  site.site.addHealthWarning(async () => (await watch.warnings()).map(({ en }) => en))
  // The neighbours that run in this process; those of a real installation have a health of their own.
  site.site.addHealthCheck('bank', () => answers(`${origins.bank}/health`))
  site.site.addHealthCheck('authority', () => answers(`${origins.authority}/ca/practice`))

  return {
    ...{ addresses: origins, site, trust, licensing, payments, messaging, sandbox, bank },
    tableWarnings: watch.warnings,
    async startWork() {
      await bank.site.site.listen()
      await site.site.listen()
      messaging.startWork()
      bank.startWork()
      payments.startWork()
      await licensing.startWork()
      void reportTemplates(typesetter, here, regulations, log)
      await watch.startWork()
    },
    async stop() {
      watch.stop()
      await letGo(site.server)
      await site.close()
      await sandbox.stop()
      await Promise.all([portal.stop(), workstation.stop(), payments.stop(), bank.stop()])
      await licensing.stop()
      await messaging.stop()
      await typesetter.close()
      await authoritySite.close()
    },
  }
}

function originsOf(settings: Installation['settings'], ports: Ports) {
  const host = publicHost(settings)
  return {
    portal: `${settings.tls ? 'https' : 'http'}://${inAddress(host)}:${ports.portal}`,
    bank: `http://${inAddress(bankHost(settings))}:${ports.bank}`,
    authority: `http://127.0.0.1:${ports.authority}`,
  }
}

/** What people type. Open to the network with TLS: the address by which a phone reaches us; without TLS only this machine's browser can sign. */
function publicHost({ host, tls }: Installation['settings']): string {
  if (!EVERY_ADDRESS.has(host)) return host
  return (tls && ownHosts().find((each) => isIP(each) && !each.startsWith('127.'))) || 'localhost'
}

/** Another site than the portal's `localhost`; where phones are let in, the payer has to reach it too, on another port. */
function bankHost(settings: Installation['settings']): string {
  const host = publicHost(settings)
  return host === 'localhost' ? '127.0.0.1' : host
}

const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

function inAddress(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}

/** A site that is silent for this long is told as failing. */
const ANSWER_WITHIN_MS = 1_500

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
  await response.body?.cancel()
  return response.ok
}

const KEPT_OUT = 'a regulation is not offered: it has findings that nobody has decided; npx ruqsat regulation check names them'

function codesOf(findings: readonly Finding[]): string {
  return findings.map(({ code, subject }) => `${code} ${subject}`).join('; ')
}

/** Whether the system that keeps the cases runs here: nobody may pay for what cannot be registered. */
function isHostedHere({ id, host, variants }: Regulation, log: Installation['log']): boolean {
  if (host === 'licensing' || !variants.some((variant) => variant.offered)) return true
  log.warn(
    { event: 'regulations', regulation: id, host },
    'a regulation is not offered: the system that its `host` names does not run here',
  )
  return false
}

/** Who provides and who is asked in each regulation that is offered, the sandbox's own first; and a provider whose staff must see nothing. */
function authoritiesOf(home: Regulation, offered: readonly Regulation[]): Authorities {
  const homeOf = (regulation: Regulation): SandboxHome => {
    const { id, name } = regulation.authority
    const asked = interestedBodyOf(regulation)
    return { provider: { id, name }, interestedBody: asked === undefined ? null : { id: asked.id, name: asked.name } }
  }
  return {
    homes: [homeOf(home), ...offered.filter((each) => each !== home).map(homeOf)],
    offices: offered.flatMap(officesOf),
    other: { id: 'sandbox-other-provider', name: OTHER_NAME },
  }
}

/** Who signs is a person with an office, not the unit that the act calls the management. */
const HEAD_POSITION: LocalText = { kk: 'Басшы', ru: 'Руководитель', en: 'Head' }

/** Every desk that a case of this regulation comes to, once; a unit outside the provider is an authority of its own. */
function officesOf({ authority, units, variants }: Regulation): readonly SandboxOffice[] {
  const atWork = new Set(variants.flatMap(({ offered, procedure }) => (offered ? procedure.steps.map(({ unit }) => unit) : [])))
  return units.flatMap(({ id, name, kind, role }) => {
    if (role === null || !atWork.has(id)) return []
    const at = kind === 'outside' ? { id, name } : { id: authority.id, name: authority.name }
    return [{ authority: at, role, unit: id, position: role === 'head' ? HEAD_POSITION : name }]
  })
}

function interestedBodyOf(regulation: Regulation): Regulation['units'][number] | undefined {
  return regulation.units.find((unit) => unit.kind === 'outside' && unit.role === 'interestedBody')
}

const OTHER_NAME: LocalText = {
  kk: 'Көрші облыстың басқармасы (сынақ)',
  ru: 'Управление соседней области (учебное)',
  en: 'Department of the neighbouring region (sandbox)',
}

/** How far legal time may be from the machine's before the pages say so. */
const MOVED_FROM_MS = 60_000

/** A page has more to do than to show the time. */
const TIME_WITHIN_MS = 1_000

/** For the head of every page, `/health` among them: while the database is away, the time that it told last goes on. */
function legalTimeView(installation: Installation, regulation: Regulation): () => Promise<LegalTimeView> {
  const { legalClock, technicalClock } = installation
  const zone = installation.regulations.tables.zones[regulation.authority.zone]!
  let offsetMs = 0
  let asking: Promise<void> | null = null
  const ask = async () => {
    const toldMs = await legalClock.now().then(msFromInstant, () => null)
    if (toldMs !== null) offsetMs = toldMs - technicalClock.ms()
    asking = null
  }
  return async () => {
    // A database that is silent is asked once, and no page waits long for the time in its head.
    asking ??= ask()
    await Promise.race([asking, sleep(TIME_WITHIN_MS, undefined, { ref: false })])
    const local = toLocal(instantFromMs(technicalClock.ms() + offsetMs), zone)
    return { date: local.date, time: formatTime(local), moved: Math.abs(offsetMs) > MOVED_FROM_MS }
  }
}
