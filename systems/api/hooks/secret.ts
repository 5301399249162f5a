// The secret of a web hook and what is signed with it (Standard Webhooks 1.0). It is kept nowhere: it is made from the installation's own secret,
// so a copy of the database signs nothing.
import { createHmac } from 'node:crypto'
import { msFromInstant, type Instant } from '@ruqsat/foundation'
import type { Hook } from '../store/hooks.ts'

type Numbered = Pick<Hook, 'clientId' | 'name' | 'secretNumber'>

/** As the receiver has it: `whsec_` and base64 of 32 bytes. */
export function secretOf(installation: Buffer, hook: Numbered): string {
  return `whsec_${keyOf(installation, hook, hook.secretNumber).toString('base64')}`
}

function keyOf(installation: Buffer, { clientId, name }: Numbered, number: number): Buffer {
  return createHmac('sha256', installation).update(`web hook ${clientId} ${name} ${number}`).digest()
}

/** `webhook-id`, `webhook-timestamp`, `webhook-signature`; for a while after a change by the secret before too. */
export function signedHeaders(
  installation: Buffer,
  hook: Hook,
  { id, body, now }: { readonly id: string; readonly body: string; readonly now: Instant },
) {
  const seconds = String(Math.floor(msFromInstant(now) / 1000))
  const isFormerUsed = hook.formerUntil !== null && hook.formerUntil > now
  const numbers = [hook.secretNumber, ...(isFormerUsed ? [hook.secretNumber - 1] : [])]
  const sign = (number: number) =>
    createHmac('sha256', keyOf(installation, hook, number))
      .update(`${id}.${seconds}.${body}`)
      .digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': numbers.map((number) => `v1,${sign(number)}`).join(' '),
  }
}
