// The workstation with its real neighbours: the licensing room, the authority with its revocation answers, typesetting, a package from regulations/.
// Only messages are a double.
import { createServer } from 'node:net'
import { hash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import pino from 'pino'
import { QUICK_PASSWORDS } from '@ruqsat/accounts/testing'
import type { FailedMessage } from '@ruqsat/messaging/contract'
import type { CaseHost, Party } from '@ruqsat/caseflow'
import { feeOn, toLocal } from '@ruqsat/clock'
import { openLegalClock, technicalClock } from '@ruqsat/database'
import { openTestDatabase } from '@ruqsat/database/testing'
import { tengeText, type SignedRequest } from '@ruqsat/documents'
import { canonicalJson, isRefusal, orFault, parseMobileNumber, parseMailAddress, type LocalDate } from '@ruqsat/foundation'
import { startLicensing } from '@ruqsat/licensing'
import { openActs } from '@ruqsat/regulations/testing'
import { sampleAnswer } from '@ruqsat/scenarios'
import { buildIslands } from '@ruqsat/signing'
import { signDetached, startTrust } from '@ruqsat/trust'
import { AIGERIM, FIRM_HEAD, issueSigner } from '@ruqsat/trust/testing'
import { lintPdf, openTypesetter, qrRows } from '@ruqsat/typesetting'
import { createSite } from '@ruqsat/web'
import { startWorkstation, type NewStaff, type Staff, type WorkstationRoom } from '../index.ts'
import { PASSWORD } from './desk.ts'
import { doubleDifferences } from './double-differences.ts'

/** A Monday, ten in the morning by the authority's clock. */
const START = '2026-11-23T05:00:00.000Z'
export { FIRM_HEAD as HEAD_PERSON }

/** For the head's page of messages that did not leave. */
const FAILED: FailedMessage = {
  messageId: '5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a11',
  channel: 'email',
  recipientMasked: 'a…@b.kz;',
  language: 'kk',
  keptAt: '2014-10-01T04:30:00.000Z',
  attempts: 0,
  cause: 'address',
  reason: 'Expected an address',
}

export async function openRealOffice() {
  const database = await openTestDatabase('office', { maxConnections: 10 })
  const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: START })
  const authorityOrigin = `http://127.0.0.1:${await freePort()}`
  const trust = await startTrust({
    database,
    clock: legalClock,
    secrets: { secret: async () => new Uint8Array(32).fill(7) },
    mode: 'sandbox',
    origin: authorityOrigin,
    keepAnswersMs: 0,
  })
  const authoritySite = Fastify()
  await authoritySite.register(trust.site)
  await authoritySite.listen({ host: '127.0.0.1', port: Number(new URL(authorityOrigin).port) })
  const regulations = await openActs()
  const edition = regulations.editions.find(({ regulation }) => regulation.id === 'grain')!
  const { regulation } = edition
  const variant = regulation.variants.find(({ offered }) => offered)!
  const log = pino({ level: 'silent' })
  const port = await freePort()
  const site = await createSite({
    origin: `http://localhost:${port}`,
    host: '127.0.0.1',
    port,
    logger: log,
    secret: Buffer.alloc(32, 7),
    start: '/work',
    sandbox: true,
  })
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-office-'))
  // The host needs the directory of staff, the room its hosts: the list is filled when both are there.
  const hosts: CaseHost[] = []
  const messaging = { send: async () => undefined }
  const room: WorkstationRoom = await startWorkstation({
    paymentDifferences: doubleDifferences(),
    failedMessages: { list: async () => [FAILED], retry: async () => 0, redirect: async () => false },
    site,
    database,
    legalClock,
    log,
    regulations,
    hosts,
    islands: await buildIslands(folder),
    messaging,
    secret: Buffer.alloc(32, 9),
    passwordCost: QUICK_PASSWORDS,
  })
  const typesetter = openTypesetter()
  const licensing = await startLicensing({
    registerSecret: Buffer.alloc(32, 5),
    database,
    legalClock,
    technicalClock,
    regulations,
    offers: [{ regulation: regulation.id, edition: edition.hash, from: '2014-06-01T00:00:00.000Z', to: null }],
    trust,
    messaging,
    typesetting: { render: typesetter.render, qrRows, lintPdf },
    staff: (id) => room.staff(id),
    post: (id) => room.staff(id),
    actsByOrder: (actor) => room.actsByOrder(actor),
    staffContacts: (authority, role, unit) => room.staffContacts(authority, role, unit),
    publicOrigin: `http://localhost:${port}`,
    sandbox: true,
  })
  hosts.push(licensing.host)
  await site.site.listen()

  const outside = regulation.units.find(({ role }) => role === 'interestedBody')!.id
  const position = { kk: 'Бас маман', ru: 'Главный специалист', en: 'Chief specialist' }
  const person = (login: string, name: string, role: NewStaff['role'], authority = regulation.authority.id): NewStaff => ({
    login,
    name,
    role,
    authority,
    position,
    iin: AIGERIM.iin!,
    unit: 'office',
    password: PASSWORD,
  })
  const wanted = {
    clerk: person('clerk', 'Ахметова Клара', 'clerk'),
    head: {
      ...person('head', 'Әбілов Дәурен Серікұлы', 'head'),
      iin: FIRM_HEAD.iin!,
      position: { kk: 'Басқарма басшысы', ru: 'Руководитель управления', en: 'Head of the department' },
    },
    officer: person('officer', 'Жақсыбеков Орал', 'officer'),
    officer2: person('officer2', 'Тілеуов Олжас', 'officer'),
    body: person('body', 'Сәбитова Жанар', 'interestedBody', outside),
  }
  const staff = {} as Record<keyof typeof wanted, Staff>
  for (const [key, each] of Object.entries(wanted)) {
    const registered = await room.registerStaff(each)
    if (isRefusal(registered)) throw new Error(registered.code)
    staff[key as keyof typeof wanted] = registered
  }

  const applicantKey = await issueSigner({ ...trust, authority: trust.authority! } as never, AIGERIM)
  const zone = regulations.tables.zones[regulation.authority.zone]!
  const fee = feeOn({ rateMci: variant.fee!.mciRate, source: variant.fee!.source }, toLocal(START, zone).date, regulations.tables.mci)
  if (isRefusal(fee)) throw new Error(fee.code)
  const party: Party = {
    accountId: 'account-1',
    kind: 'individual',
    iin: AIGERIM.iin!,
    bin: null,
    name: 'Сағындықова Әйгерім Қайратқызы',
    address: 'Ақтөбе қаласы, Достық көшесі, 1',
    phone: orFault(parseMobileNumber('+77011234567')),
    email: orFault(parseMailAddress('aigerim@example.kz')),
    language: 'kk',
  }

  /** A signed request, registered; its number. */
  async function register(): Promise<{ readonly caseId: string; readonly requestNumber: string }> {
    const bytes = Buffer.from('%PDF-1.7\nқұжаттың көшірмесі\n%%EOF\n')
    const sha256 = hash('sha256', bytes)
    await licensing.host.storeAttachment({ authority: edition.regulation.authority.id, sha256, bytes })
    const attachments = variant.documents
      .filter(({ onlyFor }) => onlyFor !== 'legalEntity')
      .map(({ id }) => ({ slot: id, name: `${id}.pdf`, mediaType: 'application/pdf', sizeBytes: bytes.length, sha256 }))
    const payment = { orderId: randomUUID(), amountTiyn: (fee as { feeTiyn: number }).feeTiyn, paidAt: START }
    const key = randomUUID()
    const request: SignedRequest = {
      schema: 'ruqsat.request/1',
      edition: { regulation: regulation.id, hash: edition.hash },
      variant: variant.id,
      view: 'portal',
      form: { id: variant.form.id, language: 'kk' },
      title: variant.name.kk,
      addressee: regulation.authority.name.kk,
      sections: variant.form.sections.map((section) => ({
        title: section.title.kk,
        fields: section.fields.map((field) => {
          const value = sampleAnswer(field, START.slice(0, 10) as LocalDate)
          return { id: field.id, label: field.label.kk, value, valueText: value }
        }),
      })),
      attachments: attachments.map((each) => ({ ...each, label: variant.documents.find(({ id }) => id === each.slot)!.name.kk })),
      payment: { ...payment, amountText: tengeText(payment.amountTiyn), reference: 'R-1' },
      statements: variant.form.statements.map(({ text }) => text.kk),
      applicant: { kind: party.kind, iin: party.iin, bin: party.bin, name: party.name },
      preparedAt: START,
      draftId: key,
    }
    const content = Buffer.from(canonicalJson(request))
    const cms = signDetached({ content, key: applicantKey.key, certificates: applicantKey.chain, signingTime: START })
    const answer = await licensing.host.register({
      idempotencyKey: key,
      regulation: regulation.id,
      editionHash: edition.hash,
      variant: variant.id,
      view: 'portal',
      party,
      contentBase64: content.toString('base64'),
      cmsBase64: Buffer.from(cms).toString('base64'),
      attachments,
      payment,
    })
    if (answer.kind !== 'registered') throw new Error(`Expected a registration but found ${JSON.stringify(answer)}`)
    return answer
  }

  /** A container as the person would get it. */
  async function container(profile: 'good' | 'revoked' | 'expired'): Promise<Buffer> {
    const made = await trust.authority!.createPkcs12({
      person: FIRM_HEAD,
      roles: ['legal-entity', 'first-head'],
      profile,
      password: PASSWORD,
    })
    return Buffer.from(made.p12)
  }

  async function close(): Promise<void> {
    await licensing.stop()
    await room.stop()
    await site.close()
    authoritySite.server.closeAllConnections()
    await authoritySite.close()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
  return { origin: site.site.origin, room, trust, licensing, legalClock, staff, register, container, close }
}

export type RealOffice = Awaited<ReturnType<typeof openRealOffice>>

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
