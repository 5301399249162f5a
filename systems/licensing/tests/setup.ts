// The whole of this room with its real neighbours: database, authority, typesetting, a package. Only messages and the payment order are doubles.
import { createServer } from 'node:net'
import { generateKeyPairSync, hash, randomBytes, randomUUID, sign, verify } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import Fastify from 'fastify'
import type { CorrectionSubmission, Party, Submission } from '@ruqsat/caseflow/host'
import { feeOn, toLocal } from '@ruqsat/clock'
import { openLegalClock } from '@ruqsat/database'
import { openTestDatabase, standingTechnicalClock } from '@ruqsat/database/testing'
import { sectionsFor, tengeText, valueText, type ResultData, type SignedRequest } from '@ruqsat/documents'
import type { Actor, DraftResult } from '@ruqsat/engine'
import {
  canonicalJson,
  isRefusal,
  orFault,
  parseMobileNumber,
  parseMailAddress,
  type Language,
  type LocalDate,
  parseIIN,
  parseRequestNumber,
  parseName,
  wordsOf,
} from '@ruqsat/foundation'
import type { Message } from '@ruqsat/messaging/contract'
import { readConfirmations } from '@ruqsat/regulations'
import { findVariant, type FormSection } from '@ruqsat/law'
import { sampleAnswer } from '@ruqsat/scenarios'
import { openActs, openMadeUp } from '@ruqsat/regulations/testing'
import { signDetached, startTrust } from '@ruqsat/trust'
import { AIGERIM, FIRM_HEAD, issueSigner, type TestSigner } from '@ruqsat/trust/testing'
import { lintPdf, openTypesetter, qrRows } from '@ruqsat/typesetting'
import { startLicensing, type LicensingDeps, type StaffRecord } from '../index.ts'

/** What the sandbox's own departments confirm. */
const CONFIRMED = fileURLToPath(new URL('../../../sandbox/confirmed-grounds.yaml', import.meta.url))

/** A Monday, ten in the morning in Aktobe. */
export const START = '2026-11-23T05:00:00.000Z'
const AUTHORITY = 'aktobe-agriculture'

export const STAFF = {
  clerk: { kind: 'staff', id: 'clerk-1', role: 'clerk', authority: AUTHORITY },
  clerk2: { kind: 'staff', id: 'clerk-2', role: 'clerk', authority: AUTHORITY },
  head: { kind: 'staff', id: 'head-1', role: 'head', authority: AUTHORITY },
  head2: { kind: 'staff', id: 'head-2', role: 'head', authority: AUTHORITY },
  officer: { kind: 'staff', id: 'officer-1', role: 'officer', authority: AUTHORITY },
  officer2: { kind: 'staff', id: 'officer-2', role: 'officer', authority: AUTHORITY },
  body: { kind: 'staff', id: 'body-1', role: 'interestedBody', authority: 'interestedBody' },
  spy: { kind: 'staff', id: 'spy-1', role: 'clerk', authority: 'elsewhere' },
} as const satisfies Record<string, Actor>

/** The same people in another authority; the others are of units of their own. */
function staffOf(authority: string): Readonly<Record<keyof typeof STAFF, Actor & { kind: 'staff' }>> {
  const here = (actor: Actor & { kind: 'staff' }) => (actor.authority === AUTHORITY ? { ...actor, authority } : actor)
  return {
    ...STAFF,
    clerk: here(STAFF.clerk),
    clerk2: here(STAFF.clerk2),
    head: here(STAFF.head),
    head2: here(STAFF.head2),
    officer: here(STAFF.officer),
    officer2: here(STAFF.officer2),
  }
}

const position = { kk: 'Басқарма басшысы', ru: 'Руководитель управления', en: 'Head of the department' }
const DIRECTORY: Readonly<Record<string, StaffRecord>> = {
  'head-1': { id: 'head-1', iin: FIRM_HEAD.iin!, bin: FIRM_HEAD.bin!, name: orFault(parseName('Әбілов Дәурен')), position },
  'head-2': { id: 'head-2', iin: AIGERIM.iin!, name: orFault(parseName('Сағындықова Әйгерім')), position },
  'clerk-1': { id: 'clerk-1', iin: orFault(parseIIN('850412400012')), name: orFault(parseName('Ким Анна')), position },
  'clerk-2': { id: 'clerk-2', iin: orFault(parseIIN('850412400012')), name: orFault(parseName('Ли Вера')), position },
}

export const PARTY: Party = {
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
export const APPLICANT: Actor = { kind: 'applicant', id: 'account-1' }
export const STRANGER: Actor = { kind: 'applicant', id: 'account-2' }

/** The act that an office serves, and what is asked for by it; a package of the house, or a made-up one by its folder. */
export type OfficeAct = {
  readonly id: string
  readonly variant: string
  /** The document that is attached. */
  readonly slot: string
  readonly madeUp?: string
}
const GRAIN: OfficeAct = { id: 'grain', variant: 'issue', slot: 'granaryTitle' }
/** Its numbers are extended, replaced and corrected. */
export const HIVES: OfficeAct = { id: 'hives', variant: 'issue', slot: 'plan', madeUp: '2021-saryzhaz-7-hives' }
/** A request may be returned to be corrected, and a refusal is heard before. */
export const WELLS: OfficeAct = { id: 'wells', variant: 'drill', slot: 'plan', madeUp: '2024-tuzkol-5-wells' }

export async function openOffice(overrides: Partial<LicensingDeps> = {}, act: OfficeAct = GRAIN) {
  const database = await openTestDatabase('licensing')
  const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: START })
  const technicalClock = standingTechnicalClock(START)
  const origin = `http://127.0.0.1:${await freePort()}`
  const trust = await startTrust({
    database,
    clock: legalClock,
    secrets: { secret: async () => new Uint8Array(32).fill(7) },
    mode: 'sandbox',
    origin,
    keepAnswersMs: 0,
  })
  const site = Fastify()
  let isSilent = false
  site.addHook('onRequest', async (_request, reply) => (isSilent ? reply.code(503).send() : undefined))
  await site.register(trust.site)
  await site.listen({ host: '127.0.0.1', port: Number(new URL(origin).port) })
  const authority = { ...trust, authority: trust.authority! }
  const applicantKey = await issueSigner(authority, AIGERIM)
  const headKey = await issueSigner(authority, FIRM_HEAD)

  const regulations = await (act.madeUp === undefined ? openActs() : openMadeUp([act.madeUp]))
  const edition = regulations.editions.find((each) => each.regulation.id === act.id)!
  const variant = edition.regulation.variants.find((each) => each.id === act.variant)!
  const authorityId = edition.regulation.authority.id
  const typesetter = openTypesetter()
  let broken: 'render' | 'prepare' | 'complete' | 'verify' | null = null
  /** Throws once where a test has asked for it. */
  const breakable =
    <A extends unknown[], R>(name: typeof broken, work: (...args: A) => R) =>
    (...args: A): R => {
      if (broken !== name) return work(...args)
      broken = null
      throw new Error(`${name} was killed`)
    }
  const messages: Message[] = []
  /** What was given to the templates. */
  const printed: ResultData[] = []
  const outside: string[] = []
  const seal = generateKeyPairSync('ed25519')
  const licensing = await startLicensing({
    registerSecret: Buffer.alloc(32, 5),
    database,
    legalClock,
    technicalClock,
    regulations,
    confirmations: act === GRAIN ? await readConfirmations(CONFIRMED, [edition.regulation]) : [],
    offers: [{ regulation: act.id, edition: edition.hash, from: '2014-06-01T00:00:00.000Z', to: null }],
    trust: {
      verifyDetached: trust.verifyDetached,
      preparePdfSignature: breakable('prepare', trust.preparePdfSignature),
      completePdfSignature: breakable('complete', trust.completePdfSignature),
      verifyPdf: breakable('verify', trust.verifyPdf),
    },
    messaging: { send: async (message) => void messages.push(message) },
    typesetting: {
      render: breakable('render', (...asked: Parameters<typeof typesetter.render>) => {
        printed.push(asked[1] as unknown as ResultData)
        return typesetter.render(...asked)
      }),
      qrRows,
      lintPdf,
    },
    staff: async (id) => DIRECTORY[id] ?? null,
    staffContacts: async (_authority, role) =>
      role === 'head' ? [{ email: orFault(parseMailAddress('head@example.kz')), phone: null, language: 'ru' }] : [],
    checkpoints: {
      everyMs: 60_000,
      sign: async (bytes) => sign(null, bytes, seal.privateKey),
      verify: async (bytes, signature) => verify(null, bytes, seal.publicKey, signature),
      append: async (line) => void outside.push(line),
    },
    publicOrigin: 'http://localhost:8080',
    sandbox: true,
    ...overrides,
  })
  const { host } = licensing
  const today = toLocal(START, regulations.tables.zones[edition.regulation.authority.zone]!).date
  const rateMci = variant.fee?.mciRate
  const fee = rateMci === undefined ? null : feeOn({ rateMci, source: edition.regulation.act.source }, today, regulations.tables.mci)
  if (fee !== null && isRefusal(fee)) throw new Error(fee.code)
  const dueTiyn = fee?.feeTiyn ?? null

  /** A complete submission, signed; `change` alters what is sent after it was signed. */
  async function submission(
    options: {
      readonly key?: string
      readonly signer?: TestSigner
      readonly party?: Partial<Party>
      readonly feeTiyn?: number
      readonly orderId?: string
      /** What the signature states; where not given, when the request was prepared. */
      readonly signingTime?: string
      readonly language?: Language
      readonly sections?: SignedRequest['sections']
      /** Another of the act. */
      readonly variant?: string
      readonly alter?: (content: string) => string
      /** What is signed in place of the request: the portal seals more than it. */
      readonly shape?: (request: SignedRequest) => object
    } = {},
  ): Promise<Submission> {
    const key = options.key ?? randomUUID()
    const bytes = randomBytes(64)
    const sha256 = hash('sha256', bytes)
    await host.storeAttachment({ authority: authorityId, sha256, bytes })
    const party: Party = { ...PARTY, ...options.party }
    const attachments = [{ slot: act.slot, name: 'жоспар.pdf', mediaType: 'application/pdf', sizeBytes: bytes.length, sha256 }]
    const amountTiyn = options.feeTiyn ?? dueTiyn
    const payment = amountTiyn === null ? null : { orderId: options.orderId ?? randomUUID(), amountTiyn, paidAt: START }
    const asked = options.variant === undefined ? variant : findVariant(edition.regulation, options.variant)!
    const request: SignedRequest = {
      schema: 'ruqsat.request/1',
      edition: { regulation: act.id, hash: edition.hash },
      variant: asked.id,
      view: 'portal',
      form: { id: asked.form.id, language: options.language ?? 'kk' },
      title: 'Өтініш',
      addressee: edition.regulation.authority.name.kk,
      sections: answered(sectionsFor(asked.form, party.kind), options.sections ?? []),
      attachments: attachments.map((each) => ({ ...each, label: 'Құжат' })),
      payment: payment && { ...payment, amountText: tengeText(payment.amountTiyn), reference: 'R-1' },
      statements: [],
      applicant: { kind: party.kind, iin: party.iin, bin: party.bin, name: party.name },
      preparedAt: START,
      draftId: key,
    }
    const content = Buffer.from(canonicalJson(options.shape?.(request) ?? request))
    const signer = options.signer ?? applicantKey
    const cms = signDetached({ content, key: signer.key, certificates: signer.chain, signingTime: options.signingTime ?? START })
    const sent = options.alter ? Buffer.from(options.alter(content.toString())) : content
    return {
      idempotencyKey: key,
      regulation: act.id,
      editionHash: edition.hash,
      variant: asked.id,
      view: 'portal',
      party,
      contentBase64: sent.toString('base64'),
      cmsBase64: Buffer.from(cms).toString('base64'),
      attachments,
      payment,
    }
  }

  async function register(language: Language = 'kk'): Promise<string> {
    return (await must(host.register(await submission({ language })))).caseId
  }
  const taskOf = async (caseId: string) => (await licensing.caseflow.read(caseId))!.state.tasks[0]!.id
  async function must<T extends object>(promise: Promise<T>): Promise<Exclude<T, { kind: 'refusal' | 'waiting' }>> {
    const answer = await promise
    if (isRefusal(answer)) throw new Error(`${answer.code}: ${wordsOf(answer).text.en}`)
    return answer as Exclude<T, { kind: 'refusal' | 'waiting' }>
  }
  const grant = { decision: 'grant', groundIds: [], explanation: '' } as const
  const refuse = {
    decision: 'refuse',
    groundIds: [variant.grounds[0]!.id],
    explanation: 'Зертхана бағаланбаған.',
  } as const

  /** Leads a new case to the head's signature. */
  async function toSignature(draft: DraftResult = grant): Promise<{ caseId: string; taskId: string }> {
    const caseId = await register()
    await must(host.act(caseId, { kind: 'accept', taskId: await taskOf(caseId) }, STAFF.clerk))
    await must(
      host.act(caseId, { kind: 'assign', taskId: await taskOf(caseId), officerId: 'officer-1', instruction: 'Қарап шығыңыз' }, STAFF.head),
    )
    await must(host.act(caseId, { kind: 'examine', taskId: await taskOf(caseId), draft }, STAFF.officer))
    await must(host.act(caseId, { kind: 'approve', taskId: await taskOf(caseId), opinion: 'agrees', reason: '' }, STAFF.body))
    await must(host.act(caseId, { kind: 'conclude', taskId: await taskOf(caseId), draft }, STAFF.officer))
    return { caseId, taskId: await taskOf(caseId) }
  }

  /** Signs prepared bytes as the head's browser does: over the byte range, with the head's own key. */
  async function signPrepared(
    documentId: string,
    byteRange: readonly number[],
    signer: TestSigner = headKey,
    signingTime: string | null = null,
    reader: Actor = STAFF.head,
  ): Promise<string> {
    const stored = await must(host.readDocument(documentId, reader))
    return signBytes(Buffer.from(stored.bytesBase64, 'base64'), byteRange, signer, signingTime)
  }

  function signBytes(pdf: Buffer, byteRange: readonly number[], signer: TestSigner = headKey, signingTime: string | null = null): string {
    const [from, length, from2, length2] = byteRange as [number, number, number, number]
    const content = Buffer.concat([pdf.subarray(from, from + length), pdf.subarray(from2, from2 + length2)])
    return Buffer.from(signDetached({ content, key: signer.key, certificates: signer.chain, signingTime })).toString('base64')
  }

  /** The request again, with these answers, as its applicant signs it; a part of it is the case's own. */
  function correction(
    before: Submission,
    { sections, signer = applicantKey, ...corrects }: Corrected,
  ): Omit<CorrectionSubmission, 'askedId'> {
    const first = Buffer.from(before.contentBase64, 'base64')
    const request = JSON.parse(first.toString()) as SignedRequest
    const again: SignedRequest = {
      ...request,
      schema: 'ruqsat.request/2',
      sections: overlaid(request.sections, sections),
      corrects: { note: '', requestSha256: hash('sha256', first), ...corrects },
    }
    const content = Buffer.from(canonicalJson(again))
    const cms = signDetached({ content, key: signer.key, certificates: signer.chain, signingTime: START })
    const { party, attachments } = before
    return { party, attachments, contentBase64: content.toString('base64'), cmsBase64: Buffer.from(cms).toString('base64') }
  }

  async function close(): Promise<void> {
    await licensing.stop()
    site.server.closeAllConnections()
    await site.close()
    await database.drop()
  }
  /** Each edition is here: no number is refused. */
  const find = async (...asked: Parameters<typeof licensing.publicRegister.find>) => {
    const entry = await licensing.publicRegister.find(...asked)
    return entry === null ? null : orFault(entry)
  }
  const breakNext = (name: 'render' | 'prepare' | 'complete' | 'verify') => {
    broken = name
  }
  /** Nobody answers whether a certificate is revoked. */
  const silence = (isNow: boolean) => {
    isSilent = isNow
  }
  return {
    breakNext,
    silence,
    correction,
    printed,
    staff: staffOf(authorityId),
    database,
    sql: database.sql,
    legalClock,
    technicalClock,
    trust: authority,
    licensing: { ...licensing, publicRegister: { ...licensing.publicRegister, find } },
    host,
    stages: licensing.stages,
    edition,
    regulations,
    messages,
    outside,
    applicantKey,
    headKey,
    submission,
    register,
    taskOf,
    must,
    numberOf: async (caseId: string) => orFault(parseRequestNumber((await must(host.readCase(caseId, APPLICANT))).summary.requestNumber)),
    toSignature,
    signPrepared,
    signBytes,
    grant,
    refuse,
    close,
  }
}

/** The whole form with an answer to each question: those that are given, and samples. */
function answered(form: readonly FormSection[], given: SignedRequest['sections']): SignedRequest['sections'] {
  const today = START.slice(0, 10) as LocalDate
  const samples = form.map(({ title, fields }) => ({
    title: title.kk,
    fields: fields.map((field) => {
      const value = sampleAnswer(field, today)
      return { id: field.id, label: field.label.kk, value, valueText: valueText(field, value, 'kk') }
    }),
  }))
  return overlaid(samples, given)
}

/** The same questions with these answers; what the form does not ask is added. */
function overlaid(sections: SignedRequest['sections'], given: SignedRequest['sections']): SignedRequest['sections'] {
  const answers = new Map(given.flatMap(({ fields }) => fields).map((field) => [field.id, field]))
  const asked = new Set(sections.flatMap(({ fields }) => fields.map(({ id }) => id)))
  const more = given.map((section) => ({ ...section, fields: section.fields.filter(({ id }) => !asked.has(id)) }))
  return [
    ...sections.map((section) => ({ ...section, fields: section.fields.map((field) => answers.get(field.id) ?? field) })),
    ...more.filter(({ fields }) => fields.length > 0),
  ]
}

type Corrected = {
  readonly requestNumber: string
  readonly sections: SignedRequest['sections']
  readonly note?: string
  readonly signer?: TestSigner
}

export type Office = Awaited<ReturnType<typeof openOffice>>

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
