// A firm's program applies: it prepares the request, a person of the firm signs it.
import { hash } from 'node:crypto'
import { isRefusal, LANGUAGES, ownBIN, parseIIN, type Instant, type Refusal } from '@ruqsat/foundation'
import type { Application, ApplicationOf } from '@ruqsat/portal/contract'
import { z } from 'zod'
import { clientOfFirm } from '../clients/owner.ts'
import { NONE, operation, PAGE_QUERY, pageOf } from '../http/operation.ts'
import { inWordsOf } from '../http/problem.ts'
import texts from '../texts.yaml'
import { instant, localText, tiyn } from './shapes.ts'

const KIB = 1024
const ANSWERS_BYTES = 512 * KIB
const FILE_BYTES = 10 * KIB * KIB
/** The text of a request is a mebibyte at most, in base64; the signature adds some KiB. */
const PACKAGE_BYTES = 1536 * KIB

const fault = z.object({ code: z.string(), title: z.string(), detail: z.string(), field: z.string().optional() }).meta({ id: 'Fault' })

const application = z
  .object({
    id: z.string(),
    status: z.enum(['open', 'waiting', 'registered', 'abandoned']).meta({
      description: '`waiting`: signed, and whether the certificate is revoked cannot be asked yet; it goes on by itself.',
    }),
    regulation: z.string(),
    variant: z.string(),
    edition: z.string(),
    language: z.enum(LANGUAGES),
    step: z
      .object({ id: z.string(), action: z.string(), name: localText })
      .meta({ description: 'Where it is in the table of the act: `fill`, `askRegisters`, `pay`, `chooseCertificate`, …' }),
    answers: z.record(z.string(), z.string()),
    files: z.array(
      z.object({
        id: z.string(),
        document: z.string(),
        name: z.string(),
        mediaType: z.string(),
        sizeBytes: z.number().int(),
        sha256: z.string(),
      }),
    ),
    faults: z.array(fault).meta({ description: 'What keeps it from going on, in the language of `Accept-Language`.' }),
    warnings: z.array(fault).meta({
      description:
        'What should be known before paying and keeps nothing from going on: the days asked for may be over before the result is there.',
    }),
    feeTiyn: tiyn.nullable().meta({ description: 'To be paid today; null where nothing is, or it is paid.' }),
    payment: z
      .object({
        orderId: z.string(),
        payUrl: z.string().nullable().meta({ description: 'Where a person pays.' }),
        paidAt: instant.nullable(),
      })
      .nullable(),
    toSign: z
      .object({ content: z.string().meta({ description: 'Base64 of the exact bytes to sign.' }), sha256: z.string() })
      .nullable()
      .meta({ description: 'Null before everything else is done.' }),
    registered: z.object({ requestNumber: z.string(), at: instant }).nullable(),
  })
  .meta({ id: 'Application' })

const openApplication = application
  .pick({ id: true, regulation: true, variant: true, edition: true, language: true, step: true })
  .extend({ status: z.enum(['open', 'waiting']), isPaid: z.boolean(), createdAt: instant, changedAt: instant })
  .meta({ id: 'OpenApplication' })

const one = z.strictObject({ id: z.uuid() })
/** Of a page: the last one on it, by what the list is ordered by. */
const PLACE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)~([0-9a-f-]{36})$/
const NOT_FOUND = { 'portal.draft-not-found': 404, 'portal.firm-access-ended': 403, 'portal.may-not-sign-for-firm': 403 }

export const applicationOperations = [
  operation({
    id: 'listApplications',
    method: 'get',
    path: '/applications',
    summary: texts.operations.listApplications,
    description:
      'Applications of the firm that are begun and not at their end, by a program or on the portal, changed last first. A registered one is among the requests; corrections are made in the cabinet and are not here.',
    scope: 'applications.write',
    params: NONE,
    query: z.strictObject({
      ...PAGE_QUERY,
      after: z.string().regex(PLACE).optional().meta({ description: 'The `next` of the page before.' }),
    }),
    answer: pageOf(openApplication),
    async run({ parts, client, query: { after, limit } }) {
      const [, changedAt, id] = PLACE.exec(after ?? '') ?? []
      const place = changedAt === undefined || id === undefined ? null : { changedAt: changedAt as Instant, id }
      const found = await parts.deps.intake.listOpen({ bin: ownBIN(clientOfFirm(client).bin), limit: limit + 1, after: place })
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return { items, next: found.length > limit && last !== undefined ? `${last.changedAt}~${last.id}` : null }
    },
  }),
  operation({
    id: 'startApplication',
    method: 'post',
    path: '/applications',
    summary: texts.operations.startApplication,
    description:
      'Begins an application in the name of the person who will sign it: registered on the portal for the firm, with the right to sign. Every later call works on it; the person sees it in their cabinet.',
    scope: 'applications.write',
    isKeyed: true,
    makes: true,
    statuses: NOT_FOUND,
    params: NONE,
    query: NONE,
    body: {
      shape: z.strictObject({
        regulation: z.string().max(100),
        variant: z.string().max(100),
        channel: z.string().max(100).optional(),
        signerIin: z.string().max(20).meta({ description: 'IIN of the person who will sign.' }),
        language: z.enum(LANGUAGES).meta({ description: 'In which the request is written and signed.' }),
      }),
      mediaType: 'application/json',
      mostBytes: 4 * KIB,
    },
    answer: application,
    async run({ parts, client, body, key, language }) {
      const iin = parseIIN(body.signerIin)
      if (isRefusal(iin)) return { ...iin, field: 'signerIin' }
      const { regulation, variant, channel } = body
      const owner = clientOfFirm(client)
      const wish = { id: idOf(owner.id, key), bin: ownBIN(owner.bin), iin, regulation, variant, language: body.language }
      return shown(await parts.deps.intake.start({ ...wish, ...(channel !== undefined && { channel }) }), language)
    },
  }),
  operation({
    id: 'readApplication',
    method: 'get',
    path: '/applications/{id}',
    summary: texts.operations.readApplication,
    description:
      'Where the application is, what keeps it from going on, where to pay, and, when everything is done, the exact bytes to sign.',
    scope: 'applications.write',
    statuses: NOT_FOUND,
    params: one,
    query: NONE,
    answer: application,
    run: async ({ parts, client, params, language }) => shown(await parts.deps.intake.read(of(client, params)), language),
  }),
  operation({
    id: 'answerApplication',
    method: 'put',
    path: '/applications/{id}/answers',
    summary: texts.operations.answerApplication,
    description:
      'Keeps answers of the form, right or wrong, by the id of the field. A field that is not named keeps its answer. Answers are texts.',
    scope: 'applications.write',
    statuses: NOT_FOUND,
    params: one,
    query: NONE,
    body: { shape: z.record(z.string().max(100), z.string().max(100_000)), mediaType: 'application/json', mostBytes: ANSWERS_BYTES },
    answer: application,
    run: async ({ parts, client, params, body, language }) => shown(await parts.deps.intake.answer(of(client, params), body), language),
  }),
  operation({
    id: 'attachFile',
    method: 'post',
    path: '/applications/{id}/files',
    summary: texts.operations.attachFile,
    description:
      'Attaches a PDF, JPEG or PNG of at most 10 MB to a document of the service. The body is the file. The same file twice is kept once.',
    scope: 'applications.write',
    statuses: NOT_FOUND,
    params: one,
    query: z.strictObject({ document: z.string().max(100), name: z.string().min(1).max(200) }),
    body: {
      shape: z.instanceof(Buffer).meta({ override: { type: 'string', format: 'binary' } }),
      mediaType: 'application/octet-stream',
      mostBytes: FILE_BYTES,
    },
    answer: application,
    run: async ({ parts, client, params, query, body, language }) =>
      shown(await parts.deps.intake.attach(of(client, params), { ...query, bytes: body }), language),
  }),
  operation({
    id: 'removeFile',
    method: 'delete',
    path: '/applications/{id}/files/{fileId}',
    summary: texts.operations.removeFile,
    description: 'Takes a file away again, while the form is being filled in.',
    scope: 'applications.write',
    statuses: NOT_FOUND,
    params: one.extend({ fileId: z.uuid() }),
    query: NONE,
    answer: application,
    run: async ({ parts, client, params, language }) => shown(await parts.deps.intake.detach(of(client, params), params.fileId), language),
  }),
  operation({
    id: 'completeApplication',
    method: 'post',
    path: '/applications/{id}/completion',
    summary: texts.operations.completeApplication,
    description:
      'Makes the statements by their ids and ends the filling where nothing is wrong; registers are asked then. `faults` of the answer says what is.',
    scope: 'applications.write',
    statuses: NOT_FOUND,
    params: one,
    query: NONE,
    body: {
      shape: z.strictObject({ statements: z.array(z.string().max(100)).max(100) }),
      mediaType: 'application/json',
      mostBytes: 16 * KIB,
    },
    answer: application,
    run: async ({ parts, client, params, body, language }) =>
      shown(await parts.deps.intake.complete(of(client, params), body.statements), language),
  }),
  operation({
    id: 'orderPayment',
    method: 'post',
    path: '/applications/{id}/payment',
    summary: texts.operations.orderPayment,
    description:
      'Orders the payment; a person pays at `payment.payUrl`. With it the requirements of the service count as read, for the fee is not returned once the request is registered.',
    scope: 'applications.write',
    statuses: NOT_FOUND,
    params: one,
    query: NONE,
    body: {
      shape: z.strictObject({ feeTiyn: tiyn, requirementsRead: z.literal(true) }),
      mediaType: 'application/json',
      mostBytes: KIB,
    },
    answer: application,
    run: async ({ parts, client, params, body, language }) => shown(await parts.deps.intake.order(of(client, params), body), language),
  }),
  operation({
    id: 'submitApplication',
    method: 'post',
    path: '/applications/{id}/signature',
    summary: texts.operations.submitApplication,
    description:
      'Takes the signed package, as a `.ruqsat.json` file holds it: `content` is what `toSign` gave, `cms` the detached CMS of the person over it. The request is registered, waits for the revocation service, or is refused with the reason.',
    scope: 'applications.write',
    statuses: NOT_FOUND,
    params: one,
    query: NONE,
    body: {
      shape: z.object({
        format: z.literal('ruqsat-signed-package'),
        version: z.literal(1),
        content: z.base64().meta({ description: 'Base64 of the canonical JSON that was signed.' }),
        cms: z
          .base64()
          .max(64 * KIB)
          .meta({ description: 'Base64 of the detached CMS.' }),
      }),
      mediaType: 'application/json',
      mostBytes: PACKAGE_BYTES,
    },
    answer: application,
    async run({ parts, client, params, body, language }) {
      const signed = { content: new Uint8Array(Buffer.from(body.content, 'base64')), cms: new Uint8Array(Buffer.from(body.cms, 'base64')) }
      return shown(await parts.deps.intake.submit(of(client, params), signed), language)
    },
  }),
]

function of(client: Parameters<typeof clientOfFirm>[0], { id }: { readonly id: string }): ApplicationOf {
  return { id, bin: ownBIN(clientOfFirm(client).bin) }
}

/** The same key of the same client is the same application, whenever it is sent. */
function idOf(clientId: string, key: string): string {
  const hex = hash('sha256', `application ${clientId} ${key}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function shown(found: Application | Refusal, language: Parameters<typeof inWordsOf>[1]): z.output<typeof application> | Refusal {
  if (isRefusal(found)) return found
  const { faults, warnings, files, toSign, answers, ...rest } = found
  return {
    ...rest,
    answers: { ...answers },
    files: [...files],
    faults: faults.map((each) => inWordsOf(each, language)),
    warnings: warnings.map((each) => inWordsOf(each, language)),
    toSign: toSign && { content: Buffer.from(toSign.bytes).toString('base64'), sha256: toSign.sha256 },
  }
}
