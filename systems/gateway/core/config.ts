// What an installation says of the gateway: who it is there, whom it asks and how, and who may ask it for what. Read strictly, with file, line
// and what was expected for every fault.
import { isRefusal, parseBIN } from '@ruqsat/foundation'
import { citation, id, orElse, orNull, readFileAs, rule, some, whole, words, type Data, type Read } from '@ruqsat/law/shapes'
import { z } from 'zod'
import texts from '../texts.yaml'

const { expected } = texts
const matching = (pattern: RegExp, says: keyof typeof expected) => words.refine((text) => pattern.test(text), rule(expected[says]))

const address = matching(/^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/])\S*$/, 'address')
const serviceId = matching(/^[A-Za-z0-9_.-]{1,100}$/, 'service')
const senderId = matching(/^[\p{L}\p{N}_.@-]{1,100}$/u, 'sender')
const bin = words.refine((text) => !isRefusal(parseBIN(text)), rule(expected.bin))
const codes = orElse(z.array(words), [] as readonly string[])

const breaker = z.strictObject({
  after: orElse(whole(1, 1000), 5).describe('So many outages in a row, and nobody waits for this system any longer.'),
  pauseSeconds: orElse(whole(1, 3600), 30).describe('After this one question tries whether it is back.'),
})

const route = z.strictObject({
  service: serviceId.describe('The serviceId of the national gateway.'),
  address: address.describe('An https address; plain http on this machine only.'),
  channel: orElse(z.enum(['sync', 'async']), 'sync'),
  signedBy: orElse(z.array(bin), [] as readonly string[]).describe(
    'BINs of those whose answers count; anybody whose certificate holds where it is empty.',
  ),
  timeoutMs: orElse(whole(100, 120_000), 9000).describe('For the whole question, repetitions included.'),
  tries: orElse(whole(1, 10), 3),
  repeatable: orElse(z.boolean(), false).describe(
    'Whether a question may be asked again after an outage: only where asking changes nothing.',
  ),
  payload: orElse(z.enum(['elements', 'text', 'signedText']), 'elements').describe(
    'How the business XML is carried in `data`: as elements, as text, or as text with an XML signature of its own.',
  ),
  absent: codes.describe('Codes of a fault, or of one within it, that say that there is no such person, firm or thing.'),
  refused: codes.describe('Codes of a fault that say that we may not ask this.'),
  breaker: orElse(breaker, { after: 5, pauseSeconds: 30 }),
})

const caller = z.strictObject({
  sender: senderId.describe('Its senderId.'),
  bin: bin.describe('The BIN in the certificate that it signs with.'),
  source: citation.describe('The place of the law by which it may ask.'),
})

const service = z.strictObject({
  house: id.describe('The service of this house that answers.'),
  authority: id.describe('Whose service it is: its journal has what was asked.'),
  repeatable: orElse(z.boolean(), false).describe('Whether the same message may be answered twice.'),
  callers: some(caller),
})

const shape = z.strictObject({
  sender: senderId.describe('The senderId of this installation.'),
  passwordFile: orNull(words),
  keyFile: orNull(words).describe('Its private key, PEM: RSA of 2048 bits or more.'),
  certificateFile: orNull(words).describe('The certificate of its information system, PEM.'),
  routes: orElse(z.record(id, route), {}),
  services: orElse(z.record(serviceId, service), {}),
})

export type GatewayConfig = Data<typeof shape>
export type Route = Data<typeof route>
export type ServiceOffer = Data<typeof service>
export type Caller = Data<typeof caller>

/** Reads the file of `RUQSAT_GATEWAY`, or says line by line what was expected. */
export function parseGateway(file: { readonly path: string; readonly text: string }): Read<GatewayConfig> {
  return readFileAs(shape, file) as Read<GatewayConfig>
}

/** The right by which this sender, with a certificate of this firm, may ask for this service; null where it has none. */
export function rightOf({ callers }: ServiceOffer, sender: string, binOfCertificate: string | null): Caller | null {
  return callers.find((each) => each.sender === sender && each.bin === binOfCertificate) ?? null
}

/** What a fault of a route means: its codes from the outside in; the first that the route knows decides. */
export function meaningOf({ absent, refused }: Pick<Route, 'absent' | 'refused'>, faultCodes: readonly string[]) {
  for (const code of faultCodes) {
    if (absent.includes(code)) return 'absent'
    if (refused.includes(code)) return 'refused'
  }
  return 'outage'
}
