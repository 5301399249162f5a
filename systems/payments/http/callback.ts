import { hash } from 'node:crypto'
import { rateLimit } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Bank } from '../bank/bank.ts'
import { CALLBACK_PATH, isMalformed, MAX_BANK_BODY_BYTES, parsePayment } from '../wire/messages.ts'
import { checkSignature, SIGNATURE_HEADERS } from '../wire/signature.ts'
import type { PaymentParts } from '../work/deps.ts'
import { recordStatement } from '../work/record-statement.ts'

/**
 * Where the bank reports payments. A message that is not signed with a shared key changes nothing, whatever it says, and is
 * logged. The bank gets 200 only after the commit, and repeats the message until it does.
 */
export function serveCallback(app: FastifyInstance, work: PaymentParts): void {
  app.removeAllContentTypeParsers()
  // The signature is over the bytes as they came; parsed and written again they could differ.
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: MAX_BANK_BODY_BYTES }, (_request, body, done) =>
    done(null, body),
  )
  const config = { csrf: false, ...rateLimit('callback') } as never
  for (const path of [CALLBACK_PATH, `${CALLBACK_PATH}/:bank`])
    app.post(path, { config }, (request, reply) => receive(request, reply, work))
}

/** The bank that the address names; without a name, as addresses were before there were several, the one whose key it is. */
function bankOf(request: FastifyRequest, { banks }: PaymentParts, keyId: string | undefined): Bank | null {
  const { bank: id } = request.params as { bank?: string }
  return banks.find((bank) => (id === undefined ? bank.callbackKeys.some((key) => key.id === keyId) : bank.id === id)) ?? null
}

async function receive(request: FastifyRequest, reply: FastifyReply, work: PaymentParts): Promise<FastifyReply> {
  const body = typeof request.body === 'string' ? request.body : ''
  const header = (name: string) => [request.headers[name]].flat()[0]
  const bank = bankOf(request, work, header(SIGNATURE_HEADERS.keyId))
  if (bank === null) return refuseForgery(reply, work, 'unknown-bank')
  const message = { direction: 'request', method: 'POST', path: request.url, body } as const
  const signature = checkSignature(header, message, bank.callbackKeys, work.technicalClock.now())
  if (signature.kind === 'forged') return refuseForgery(reply, work, signature.fault)
  const payment = parsePayment(body)
  if (isMalformed(payment)) {
    work.log.warn({ event: 'bank-callback-malformed', expected: payment.expected }, 'a signed callback could not be read')
    return reply.code(422).send({ error: `Expected ${payment.expected}` })
  }
  const recorded = await recordStatement(work, { bank: bank.id, way: 'callback' }, payment, {
    keyId: signature.keyId,
    nonce: signature.nonce,
    bodySha256: hash('sha256', body),
    receivedAt: work.technicalClock.now(),
  })
  if (recorded === 'nonceReused') return refuseForgery(reply, work, 'nonce-reused')
  work.log.info({ event: 'bank-callback', outcome: recorded, attemptId: payment.merchantReference }, 'the bank told about a payment')
  return reply.send({ recorded })
}

/** The answer does not show a forger which part was wrong; the log does. */
function refuseForgery(reply: FastifyReply, work: PaymentParts, fault: string): FastifyReply {
  work.log.warn({ event: 'bank-callback-refused', fault }, 'a callback was refused: its signature does not hold')
  return reply.code(401).send({ error: 'Expected a message signed by the bank' })
}
