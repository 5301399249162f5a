import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CALLBACK_PATH, isMalformed, MAX_BANK_BODY_BYTES, parsePayment } from '../wire/messages.ts'
import { type BankKey, checkSignature } from '../wire/signature.ts'
import type { PaymentParts } from '../work/deps.ts'
import { recordStatement } from '../work/record-statement.ts'

/**
 * Where the bank reports payments. A message that is not signed with a shared key changes nothing, whatever it says, and is
 * logged. The bank gets 200 only after the commit, and repeats the message until it does.
 */
export function serveCallback(app: FastifyInstance, work: PaymentParts, keys: readonly BankKey[]): void {
  app.removeAllContentTypeParsers()
  // The signature is over the bytes as they came; parsed and written again they could differ.
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: MAX_BANK_BODY_BYTES }, (_request, body, done) =>
    done(null, body),
  )
  app.post(CALLBACK_PATH, { config: { csrf: false, rateLimit: false } as never }, (request, reply) => receive(request, reply, work, keys))
}

async function receive(request: FastifyRequest, reply: FastifyReply, work: PaymentParts, keys: readonly BankKey[]): Promise<FastifyReply> {
  const body = typeof request.body === 'string' ? request.body : ''
  const signature = checkSignature(
    (name) => [request.headers[name]].flat()[0],
    { direction: 'request', method: 'POST', path: request.url, body },
    keys,
    work.technicalClock.now(),
  )
  if (signature.kind === 'forged') return refuseForgery(reply, work, signature.fault)
  const payment = parsePayment(body)
  if (isMalformed(payment)) {
    work.log.warn({ event: 'bank-callback-malformed', expected: payment.expected }, 'a signed callback could not be read')
    return reply.code(422).send({ error: `Expected ${payment.expected}` })
  }
  const recorded = await recordStatement(work, payment, {
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
