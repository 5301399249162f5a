// The licence register, as anybody may ask it: by number, and by the digest of a file.
import { isRefusal, parseLicenceNumber, type LocalDate } from '@ruqsat/foundation'
import type { PublicEntry } from '@ruqsat/licensing/contract'
import { z } from 'zod'
import { NONE, operation } from '../http/operation.ts'
import { refuseApi } from '../refusals.ts'
import texts from '../texts.yaml'
import { day, instant, localText } from './shapes.ts'

const entry = z
  .object({
    number: z.string(),
    title: localText,
    activity: localText,
    holderName: z.string().meta({ description: 'Of a person initials only, where the code of the paper was not sent.' }),
    holderIsWhole: z.boolean(),
    holderIdentifierName: z.enum(['IIN', 'BIN']),
    holderIdentifier: z.string().meta({ description: 'A BIN; of an IIN the last digits.' }),
    authority: localText,
    issuedOn: day,
    validFrom: day,
    validUntil: day.nullable(),
    status: z.enum(['active', 'suspended', 'replaced', 'terminated', 'expired', 'notYet']),
    asOf: z
      .object({
        day,
        status: z.enum(['active', 'suspended', 'replaced', 'terminated', 'expired', 'notYet', 'notIssued']),
        validUntil: day.nullable(),
        sites: z
          .array(z.object({ name: localText, address: z.string() }))
          .optional()
          .meta({ description: 'Where it was carried on, on that day.' }),
      })
      .optional()
      .meta({ description: 'Of the day that was asked about (`on`), by what had been done until its end.' }),
    documentSha256: z.string().meta({ description: 'Of the signed file that is in force.' }),
    changes: z.array(
      z.object({
        kind: z.enum(['issued', 'extended', 'replaced', 'duplicated', 'corrected', 'suspended', 'resumed', 'suspensionOver', 'ended']),
        on: day,
        result: localText,
        paragraph: localText,
        otherNumber: z.string().nullable(),
        until: day.nullable(),
      }),
    ),
  })
  .meta({ id: 'RegisterEntry' })

const issued = z
  .object({
    isIssued: z.boolean().meta({ description: 'Whether this very file was issued here. A valid signature alone says only who signed.' }),
    issuedAt: instant.nullable(),
    entry: entry.nullable().meta({ description: 'Null for a paper that is in no register: a reasoned refusal.' }),
    isLatest: z.boolean().nullable().meta({ description: 'False where the number has a later paper than this file.' }),
  })
  .meta({ id: 'IssuedFile' })

export const registerOperations = [
  operation({
    id: 'readLicence',
    method: 'get',
    path: '/register/{number}',
    summary: texts.operations.readLicence,
    description:
      'What is on the licence of this number and whether it is in force. With the `code` of the paper’s QR address a person’s name is whole; `on` asks besides what the register said of a day.',
    scope: null,
    rate: 'verify',
    params: z.strictObject({ number: z.string().max(200) }),
    query: z.strictObject({ code: z.string().max(100).optional(), on: day.optional() }),
    answer: entry,
    async run({ parts, params, query }) {
      const number = parseLicenceNumber(params.number)
      if (isRefusal(number)) return { ...number, field: 'number' }
      const found = await parts.deps.publicRegister.find(number, query.code, query.on as LocalDate | undefined)
      return found !== null && isRefusal(found) ? found : (answered(found) ?? refuseApi('licence-not-found'))
    },
  }),
  operation({
    id: 'checkFile',
    method: 'post',
    path: '/register/checks',
    summary: texts.operations.checkFile,
    description:
      'Whether this very file was issued here, by its SHA-256: the file itself is not sent. `npx ruqsat verify` checks the signature without this house.',
    scope: null,
    rate: 'verify-file',
    params: NONE,
    query: NONE,
    body: {
      shape: z.strictObject({
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .meta({ description: 'Of the file, 64 small hexadecimal digits.' }),
      }),
      mediaType: 'application/json',
      mostBytes: 1024,
    },
    answer: issued,
    async run({ parts, body }) {
      const found = await parts.deps.publicRegister.findByFile(body.sha256)
      if (found === null) return { isIssued: false, issuedAt: null, entry: null, isLatest: null }
      return { isIssued: true, issuedAt: found.issuedAt, entry: answered(found.entry), isLatest: found.later === null }
    },
  }),
]

function answered(found: PublicEntry | null): z.output<typeof entry> | null {
  if (found === null) return null
  const { asOf, ...rest } = found
  return {
    ...rest,
    ...(asOf && {
      asOf: { day: asOf.day, status: asOf.status, validUntil: asOf.validUntil, ...(asOf.sites && { sites: [...asOf.sites] }) },
    }),
    changes: found.changes.map(({ kind, on, result, paragraph, otherNumber, until }) => ({
      kind,
      on,
      result,
      paragraph,
      otherNumber,
      until,
    })),
  }
}
