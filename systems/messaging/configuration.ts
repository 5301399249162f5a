// What carries messages in a real installation, as its file of settings says.
import { Fault } from '@ruqsat/foundation'
import { pathFrom, secretIn } from '@ruqsat/installation'
import { z } from 'zod'
import type { Carrier } from './carriers/carrier.ts'
import { httpSmsCarrier } from './carriers/http-sms-carrier.ts'
import { noCarrier } from './carriers/sandbox-carrier.ts'
import { NOTATIONS, smppCarrier } from './carriers/smpp-carrier.ts'
import { smtpCarrier } from './carriers/smtp-carrier.ts'

const text = z.string().trim().min(1).max(300)

/** A mail server (RFC 5321). `tls`: from the first byte; `starttls`: demanded; `none`: a relay on the same machine. */
const mail = z.strictObject({
  host: text,
  port: z.int().min(1).max(65_535).default(587),
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: text.optional(),
  passwordFile: text.optional(),
  from: text,
})

const smsByHttp = z.strictObject({
  adapter: z.literal('http'),
  address: z.url({ protocol: /^https?$/ }),
  body: z.enum(['json', 'form']).default('json'),
  names: z.strictObject({ to: text, text, id: text.optional() }),
  fixed: z.record(text, z.string().max(300)).default({}),
  header: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/)
    .default('Authorization'),
  keyFile: text.optional(),
  plus: z.boolean().default(true),
})

/** SMPP 3.4. `perSecond`: as many parts as the operator takes. */
const smsBySmpp = z.strictObject({
  adapter: z.literal('smpp'),
  host: text,
  port: z.int().min(1).max(65_535).default(2775),
  tls: z.boolean().default(false),
  systemId: text,
  passwordFile: text,
  systemType: z.string().max(12).default(''),
  sender: z.string().regex(/^(?:\+?\d{1,15}|[A-Za-z0-9 ._-]{1,11})$/, 'a number, or a name of up to 11 Latin letters'),
  perSecond: z.int().min(1).max(1_000).default(10),
  messageIds: z.strictObject({ taken: z.enum(NOTATIONS), reported: z.enum(NOTATIONS) }).optional(),
})
const sms = z.discriminatedUnion('adapter', [smsByHttp, smsBySmpp])

export type CarrierSections = { readonly mail?: unknown; readonly sms?: unknown }
export type Carriers = Readonly<Record<'sms' | 'email', Carrier>>

/** A section that is left out is a channel without a carrier: what is sent there fails by name and waits for an official. Throws a Fault with every mistake. */
export function carriersOf({ mail: mailSection, sms: smsSection }: CarrierSections, file: string): Carriers {
  const [post, phone] = [read(mail, 'mail', mailSection, file), read(sms, 'sms', smsSection, file)]
  return {
    email: post === null ? noCarrier('e-mail') : smtpCarrier(smtpOptions(post, file)),
    sms: phone === null ? noCarrier('SMS') : smsCarrier(phone, file),
  }
}

function smsCarrier(phone: z.output<typeof sms>, file: string): Carrier {
  const secret = (name: string) => secretIn(pathFrom({ file }, name))
  if (phone.adapter === 'smpp') return smppCarrier({ ...phone, password: secret(phone.passwordFile) })
  return httpSmsCarrier({ ...phone, key: phone.keyFile === undefined ? null : secret(phone.keyFile) })
}

function smtpOptions({ security, user, passwordFile, ...rest }: z.output<typeof mail>, file: string) {
  return {
    ...rest,
    tls: security === 'tls',
    plain: security === 'none',
    ...(user !== undefined && { user }),
    ...(passwordFile !== undefined && { password: secretIn(pathFrom({ file }, passwordFile)) }),
  }
}

function read<T>(shape: z.ZodType<T>, name: string, section: unknown, file: string): T | null {
  if (section === undefined || section === null) return null
  const parsed = shape.safeParse(section)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `  - ${[name, ...path].join('.')}: ${message}`)
  throw new Fault(`Expected ${file} to say what carries messages but:\n${faults.join('\n')}`)
}
